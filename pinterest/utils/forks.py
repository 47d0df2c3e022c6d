"""Locks that are safe to use in forked child processes."""

from __future__ import annotations

import os
import threading
from typing import Any

__all__ = ["ForkSafeLock"]


class _Process:
    """Counts the forks from the first process to the current process.

    A `ForkSafeLock` stores this number when it is created. If the number has changed, a fork copied the lock.

    Attributes:
        generation: The number of forks.
        lock: Held while a thread replaces a lock that the process inherited from its parent.
    """

    generation = 0
    lock = threading.Lock()

    @classmethod
    def start_generation(cls) -> None:
        """Counts the fork in a new child process. Each lock that the child inherited is replaced on its next use."""
        cls.generation += 1
        cls.lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_Process.start_generation)


class ForkSafeLock:
    """A reentrant lock that is always unlocked in a new forked child. Use it as a context manager.

    If a thread of the parent holds an ordinary lock during a fork, the lock stays locked in the child forever, because
    that thread does not exist in the child.
    """

    __slots__ = ("_generation", "_held", "_lock")

    def __init__(self) -> None:
        """Creates an unlocked lock."""
        self._lock = threading.RLock()
        self._generation = _Process.generation
        # The inner locks to release. If a thread forks while it holds the lock, the child releases the old inner lock.
        self._held: list[Any] = []

    def __enter__(self) -> None:
        if self._generation != _Process.generation:
            with _Process.lock:
                if self._generation != _Process.generation:
                    self._lock = threading.RLock()
                    self._generation = _Process.generation
        lock = self._lock
        lock.acquire()
        self._held.append(lock)

    def __exit__(self, *exc: object) -> None:
        self._held.pop().release()
