"""Locks that are safe to use in forked child processes."""

from __future__ import annotations

import os
import threading
from typing import Any

__all__ = ["ForkSafeLock"]


class _Process:
    """The state that all `ForkSafeLock` objects of a process share.

    Attributes:
        generation: The number of forks from the first process to the current process.
        lock: Held while a lock that was inherited from the parent process is replaced.
    """

    generation = 0
    lock = threading.Lock()

    @classmethod
    def start_generation(cls) -> None:
        """Increments `generation` in a new forked child process, so that inherited locks are replaced."""
        cls.generation += 1
        cls.lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_Process.start_generation)


class ForkSafeLock:
    """A reentrant lock that is unlocked in every new child process. Use the lock as a context manager."""

    __slots__ = ("_generation", "_held", "_lock")

    def __init__(self) -> None:
        """Creates an unlocked lock."""
        self._lock = threading.RLock()
        self._generation = _Process.generation
        # The inner locks to release. If a thread forks while it holds the lock, the child releases the old inner lock.
        self._held: list[Any] = []

    def __enter__(self) -> None:
        # If the number of forks has changed, a fork copied the lock.
        # After a fork, the inherited lock may be held by a thread that does not exist in the child. The
        # lock would then stay locked forever.
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
