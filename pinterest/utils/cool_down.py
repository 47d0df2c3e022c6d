"""A pause after a failed renewal, in which no other renewal is tried."""

from __future__ import annotations

import time

from pinterest.exceptions import PinterestError

# The longest pause in seconds.
_LONGEST = 60.0


class CoolDown:
    """A pause after a failed renewal, in which no other renewal is tried.

    It lasts a second after the first failure and twice as long after each further one, or as long as the API asks for.
    """

    def __init__(self) -> None:
        """Creates an inactive cool-down."""
        self._failures = 0
        self._until = 0.0
        self._error: PinterestError | None = None

    @property
    def is_active(self) -> bool:
        """Whether it is too early for another renewal."""
        return time.monotonic() < self._until

    @property
    def error(self) -> PinterestError | None:
        """The error to raise if it is too early for another renewal."""
        return self._error if self.is_active else None

    def start(self, error: PinterestError | None) -> None:
        """Starts the pause after a failure.

        Args:
            error: The error to raise until the pause ends, if any.
        """
        seconds = getattr(error, "retry_after", None) or 2.0 ** min(self._failures, 10)
        self._failures += 1
        self._until = time.monotonic() + min(seconds, _LONGEST)
        self._error = error

    def end(self) -> None:
        """Ends the pause after a success."""
        self._failures, self._until, self._error = 0, 0.0, None
