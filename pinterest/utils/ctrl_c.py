"""Detects Ctrl-C during a loop over results, even while the body of the loop runs."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

__all__ = ["CtrlC"]


class CtrlC:
    """Calls a function when the user presses Ctrl-C inside a `with` block, before `KeyboardInterrupt` is raised.

    Does nothing outside the main thread, or if the program has set its own handler for Ctrl-C.

    Args:
        interrupt: The function to call. The function must return at once.
    """

    def __init__(self, interrupt: Callable[[], None]) -> None:
        """Stores the function to call on Ctrl-C."""
        self._interrupt = interrupt
        self._previous: Any = None

    def __enter__(self) -> None:
        # Only the main thread receives Ctrl-C.
        if threading.current_thread() is not threading.main_thread():
            return
        current = signal.getsignal(signal.SIGINT)
        is_usual = current is signal.default_int_handler
        if is_usual or isinstance(getattr(current, "__self__", None), CtrlC):
            with contextlib.suppress(ValueError):  # in a subinterpreter
                signal.signal(signal.SIGINT, self._handle_signal)
                self._previous = current

    def __exit__(self, *exc: object) -> None:
        # If a generator contains the `with` block, another thread may close the generator. Only the main thread can
        # restore the handler. A handler that is not restored does no harm.
        if self._previous is None or threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGINT) == self._handle_signal:
            signal.signal(signal.SIGINT, self._previous)

    def _handle_signal(self, number: int, frame: FrameType | None) -> None:
        """Handles Ctrl-C: calls the function `interrupt`, then the previous handler."""
        self._interrupt()
        (self._previous or signal.default_int_handler)(number, frame)
