"""Locks that work in forked children."""

from __future__ import annotations

import os
import threading
from typing import Any

__all__ = ["ForkSafeLock"]


class _Process:
    """Identifies this process by its number of forks.

    Attributes:
        generation: Number of forks from the first process to this one.
        lock: Held while a lock of the parent is replaced.
    """

    generation = 0
    lock = threading.Lock()

    @classmethod
    def start_generation(cls) -> None:
        """Counts a fork. Runs in each forked child, which then replaces each lock on its next use."""
        cls.generation += 1
        cls.lock = threading.Lock()


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_Process.start_generation)


class ForkSafeLock:
    """A reentrant lock that is always free in a new forked child.

    If a thread holds an ordinary lock during a fork, the lock stays closed in the child, because that thread does not
    exist there. Use this lock as a context manager.
    """

    __slots__ = ("_generation", "_held", "_lock")

    def __init__(self) -> None:
        """Creates an unlocked lock."""
        self._lock = threading.RLock()
        self._generation = _Process.generation
        # The locks to release. A thread that forks while it holds the lock releases the old one in the child.
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
