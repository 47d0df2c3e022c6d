"""A pause between attempts to renew a token, after an attempt has failed."""

from __future__ import annotations

import time

from pinterest.exceptions import PinterestError

# The longest pause in seconds.
_LONGEST = 60.0


class CoolDown:
    """A pause after a failed attempt to renew a token."""

    def __init__(self) -> None:
        """Creates the object without starting a pause."""
        self._failures = 0
        self._until = 0.0
        self._error: PinterestError | None = None

    @property
    def is_on(self) -> bool:
        """Whether it is too early to renew the token again."""
        return time.monotonic() < self._until

    @property
    def error(self) -> PinterestError | None:
        """The error that was passed to `start`. None after the pause."""
        return self._error if self.is_on else None

    def start(self, error: PinterestError | None) -> None:
        """Starts a pause after a failed attempt to renew the token.

        Args:
            error: The error to raise during the pause. None to raise no error.
        """
        # Without `retry_after`, the pause lasts one second after the first failure, and doubles with each further one.
        seconds = getattr(error, "retry_after", None) or 2.0 ** min(self._failures, 10)
        self._failures += 1
        self._until = time.monotonic() + min(seconds, _LONGEST)
        self._error = error

    def end(self) -> None:
        """Ends the pause, and resets the length of the next pause."""
        self._failures, self._until, self._error = 0, 0.0, None
