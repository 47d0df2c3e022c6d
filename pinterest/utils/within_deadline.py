"""Applies the deadline of the current call to functions of other libraries."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final, Generic, TypeVar

from pinterest.exceptions import DeadlineExceeded
from pinterest.utils.bounds import get_seconds_left

__all__ = ["call_within_deadline"]

T = TypeVar("T")

# The longest time in seconds that the functions take. No thread is needed if the deadline is further away.
_LONGEST: Final = 120.0


class _FunctionCall(Generic[T]):
    """Calls a function in one thread, and passes its result or error to another thread."""

    def __init__(self, function: Callable[[], T]) -> None:
        self._function = function
        self._results: list[T] = []
        self._error: BaseException | None = None
        self.ended = threading.Event()

    def run(self) -> None:
        """Calls the function and stores its result or error."""
        try:
            self._results.append(self._function())
        except BaseException as error:  # noqa: BLE001  # the waiting thread raises it
            self._error = error
        self.ended.set()

    def result(self) -> T:
        """Returns the result of the function or raises its error."""
        error, self._error = self._error, None
        if error is not None:
            raise error
        return self._results[0]


def call_within_deadline(function: Callable[[], T], name: str) -> T:
    """Calls a function and returns the result before the deadline of the current API call.

    Args:
        function: The function to call.
        name: The name of the service that the function uses, for errors.

    Raises:
        DeadlineExceeded: If the deadline passes before the function ends.
    """
    left = get_seconds_left()
    if left is None or left > _LONGEST:
        return function()
    task = _FunctionCall(function)
    thread = threading.Thread(target=task.run, name="pinterest-limits", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # no thread can be started, for example because the interpreter is exiting
        return function()
    if not task.ended.wait(left):
        # The function keeps running in its thread, and its result is discarded.
        raise DeadlineExceeded(
            f"{name} did not respond within the deadline. Check that it works, or pass a longer deadline."
        )
    return task.result()
