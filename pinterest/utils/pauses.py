"""Lets Ctrl-C end the waits of all threads.

Python interrupts only the main thread. Without this module, the other threads of `client.map` would wait for
their quotas and then send further requests.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator

__all__ = ["Interruption", "check_interruption", "pause"]

_thread = threading.local()


class Interruption:
    """Ends the waits of all threads of a `client.map` call, and keeps the threads from sending further requests."""

    def __init__(self) -> None:
        """Creates an interruption that has no effect until `interrupt` is called."""
        self.has_happened = False
        self._closed = threading.Lock()
        self._closed.acquire()

    @staticmethod
    def for_this_thread() -> Interruption:
        """Returns the interruption that `apply` set for this thread, or a new one."""
        return _get_current_interruption() or Interruption()

    def interrupt(self) -> None:
        """Ends all calls of `wait`, and makes `check` raise `KeyboardInterrupt`."""
        self.has_happened = True
        self._release_waiting_threads()

    def check(self) -> None:
        """Raises an error if `interrupt` was called.

        Raises:
            KeyboardInterrupt: If `interrupt` was called.
        """
        if self.has_happened:
            raise KeyboardInterrupt("the work was interrupted in the main thread")

    def wait(self, seconds: float) -> None:
        """Waits for some seconds, or until `interrupt` is called."""
        if self._closed.acquire(timeout=min(seconds, threading.TIMEOUT_MAX)):
            self._release_waiting_threads()  # ends the wait of the next thread too

    @contextlib.contextmanager
    def apply(self) -> Iterator[None]:
        """Lets `interrupt` interrupt the current thread too, until the `with` block ends."""
        outer = _get_current_interruption()
        _thread.interruption = self
        try:
            yield
        finally:
            _thread.interruption = outer

    def _release_waiting_threads(self) -> None:
        with contextlib.suppress(RuntimeError):  # another thread has just released it
            self._closed.release()


def pause(seconds: float) -> None:
    """Waits for some seconds.

    Raises:
        KeyboardInterrupt: If this thread is interrupted.
    """
    interruption = _get_current_interruption()
    if interruption is None:
        time.sleep(seconds)
        return
    interruption.wait(seconds)
    check_interruption()


def check_interruption() -> None:
    """Raises an error if this thread was interrupted.

    Raises:
        KeyboardInterrupt: If this thread was interrupted.
    """
    interruption = _get_current_interruption()
    if interruption is not None:
        interruption.check()


def _get_current_interruption() -> Interruption | None:
    """Returns the `Interruption` that can interrupt the current thread, or None."""
    found: Interruption | None = getattr(_thread, "interruption", None)
    return found
