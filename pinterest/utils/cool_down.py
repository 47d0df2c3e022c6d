"""The time after a failure in which nothing is tried again."""

from __future__ import annotations

import time

from pinterest.exceptions import PinterestError

# Maximum seconds without another try.
_LONGEST = 60.0


class CoolDown:
    """The time after a failed renewal in which no other is tried.

    It takes a second after the first failure and twice as long after each further one, or as long as the API asks for.
    """

    def __init__(self) -> None:
        """Starts without any failure."""
        self._failures = 0
        self._until = 0.0
        self._error: PinterestError | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is too early for another renewal."""
        return time.monotonic() < self._until

    @property
    def error(self) -> PinterestError | None:
        """The error to raise if it is too early for another renewal."""
        return self._error if self.is_on else None

    def start(self, error: PinterestError | None) -> None:
        """Starts it after a failure.

        Args:
            error: What to raise until it ends. None if there is nothing to raise.
        """
        seconds = getattr(error, "retry_after", None) or 2.0 ** min(self._failures, 10)
        self._failures += 1
        self._until = time.monotonic() + min(seconds, _LONGEST)
        self._error = error

    def end(self) -> None:
        """Ends it after a success."""
        self._failures, self._until, self._error = 0, 0.0, None
