"""Waits that Ctrl-C ends in every thread.

Python interrupts only the main thread. The threads of `client.map` would wait for their quotas, and then go on.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

__all__ = ["Interruption", "check_interruption", "pause"]

_thread = threading.local()


class Interruption:
    """Ends the waits of all threads of one piece of work, and keeps them from sending further requests."""

    def __init__(self) -> None:
        """Creates an interruption. Threads are only interrupted by `interrupt`."""
        self.has_happened = False
        self._closed = threading.Lock()
        self._closed.acquire()

    @staticmethod
    def for_this_thread() -> Interruption:
        """Returns the interruption of the work that this thread belongs to, or a new one."""
        return _get_current() or Interruption()

    def interrupt(self) -> None:
        """Interrupts the threads."""
        self.has_happened = True
        self._open()

    def check(self) -> None:
        """Raises an error if the threads were interrupted.

        Raises:
            KeyboardInterrupt: If they were.
        """
        if self.has_happened:
            raise KeyboardInterrupt("the work was interrupted in the main thread")

    def wait(self, seconds: float) -> None:
        """Waits until the time is over or the threads are interrupted."""
        if self._closed.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
            self._open()  # so that the wait of the next thread ends too

    @contextlib.contextmanager
    def apply(self) -> Iterator[None]:
        """Makes this the interruption of this thread inside a `with` block."""
        outer = _get_current()
        _thread.interruption = self
        try:
            yield
        finally:
            _thread.interruption = outer

    def _open(self) -> None:
        with contextlib.suppress(RuntimeError):  # another thread has just opened it
            self._closed.release()


def pause(seconds: float) -> None:
    """Waits some seconds.

    Args:
        seconds: The number of seconds.

    Raises:
        KeyboardInterrupt: If the work of this thread is interrupted.
    """
    interruption = _get_current()
    if interruption is None:
        time.sleep(seconds)
        return
    interruption.wait(seconds)
    check_interruption()


def check_interruption() -> None:
    """Raises an error if the work of this thread was interrupted.

    Raises:
        KeyboardInterrupt: If it was interrupted.
    """
    interruption = _get_current()
    if interruption is not None:
        interruption.check()


def _get_current() -> Interruption | None:
    found: Interruption | None = getattr(_thread, "interruption", None)
    return found
