"""Lets threads share a request: one thread sends it, and the others wait for its outcome."""

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
    """A request that one thread sends, while other threads wait for the outcome.

    Attributes:
        ended: An event that is set when the request has succeeded or failed.
        error: The error of the request. None if the request has not failed.
        thread: The thread that sends the request.
        process: The ID of the process that sends the request.
    """

    def __init__(self) -> None:
        """Creates a request that the current thread will send."""
        self.ended = threading.Event()
        self.error: PinterestError | None = None
        self.thread = threading.get_ident()
        self.process = os.getpid()
        self._is_running = False

    @classmethod
    def join(cls, current: Self | None) -> Self:
        """Returns `current` if this request is in progress, otherwise a new request. The caller must hold a lock."""
        # A forked child process does not wait for a request of its parent.
        if current is None or current.ended.is_set() or current.process != os.getpid():
            return cls()
        return current

    def run_or_wait(self, function: Callable[[], object]) -> None:
        """Calls `function` to send the request, or waits until another thread has sent the request.

        Raises:
            PinterestError: If the request failed.
        """
        if self.thread != threading.get_ident():
            self._wait_for_outcome()
        elif (
            self._is_running
        ):  # called again by this thread, such as by a log handler during the request
            function()
        else:
            self._send(function)

    def _send(self, function: Callable[[], object]) -> None:
        """Calls `function` to send the request, and then passes the outcome to the waiting threads."""
        try:
            self._is_running = True
            function()
        except PinterestError as error:
            self.error = copy.copy(error)  # Python adds notes and tracebacks to the original
            raise
        finally:
            self.ended.set()

    def _wait_for_outcome(self) -> None:
        while not self.ended.wait(_SECONDS_TO_START):
            if not self._is_running:  # Ctrl-C interrupted the thread before it sent the request
                self.ended.set()
        if self.error is not None:
            raise copy.copy(self.error)
