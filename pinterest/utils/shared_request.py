"""A request of one thread whose outcome other threads share, instead of sending the same request one after another."""

from __future__ import annotations

import copy
import os
import threading
from collections.abc import Callable
from typing import Final, Self

from pinterest.exceptions import PinterestError

__all__ = ["SharedRequest"]

_SECONDS_TO_START: Final = 1.0


class SharedRequest:
    """A request of one thread. Other threads wait for it, and raise its error too.

    Attributes:
        ended: Set when the request has succeeded or failed.
        error: Why it failed.
        thread: The thread that sends the request.
        process: The process of that thread.
    """

    def __init__(self) -> None:
        """Creates a request that this thread will send."""
        self.ended = threading.Event()
        self.error: PinterestError | None = None
        self.thread = threading.get_ident()
        self.process = os.getpid()
        self._is_running = False

    @classmethod
    def join(cls, current: Self | None) -> Self:
        """Returns the request in progress, or a new one. Call it while holding a lock.

        Args:
            current: The latest request. A forked child ignores its parent's.
        """
        if current is None or current.ended.is_set() or current.process != os.getpid():
            return cls()
        return current

    def run_or_wait(self, function: Callable[[], object]) -> None:
        """Sends the request if it belongs to this thread. Otherwise waits for the thread that sends it.

        Args:
            function: Sends the request.

        Raises:
            PinterestError: If the request failed. Each thread raises its own copy.
        """
        if self.thread != threading.get_ident():
            self._wait()
        elif self._is_running:  # a log handler of this request needs the same data
            function()
        else:
            self._run(function)

    def _run(self, function: Callable[[], object]) -> None:
        try:
            self._is_running = True
            function()
        except PinterestError as error:
            self.error = copy.copy(error)  # notes and tracebacks are added to the original
            raise
        finally:
            self.ended.set()

    def _wait(self) -> None:
        while not self.ended.wait(_SECONDS_TO_START):
            if not self._is_running:  # Ctrl-C came before the request began
                self.ended.set()
        if self.error is not None:
            raise copy.copy(self.error)
