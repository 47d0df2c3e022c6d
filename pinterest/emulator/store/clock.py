"""The emulator's clock: the machine's time plus an offset, at any speed."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator

from pinterest.emulator.store.database import Store
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

_OFFSET = "clock_offset"
_FASTEST = 1_000_000
# Python's dates end in the year 9999, and some dates in responses are years ahead of the clock.
_LATEST = datetime.datetime(9990, 1, 1, tzinfo=datetime.UTC).timestamp()


class Clock:
    """The emulator's clock, which can be ahead of the machine's clock and can run faster or slower.

    Args:
        store: The store that keeps the offset from the machine's clock.
        speed: How many seconds pass on this clock per second of real time.
    """

    def __init__(self, store: Store, speed: float = 1.0) -> None:
        self._store = store
        self._started = time.time()  # the real time when the offset was set
        self._offset = float(store.get_setting(_OFFSET) or 0)
        self._speed = speed

    @property
    def offset(self) -> float:
        """How many seconds this clock is ahead of the machine's clock."""
        return self.now() - time.time() if self._speed != 1 else self._offset

    @property
    def speed(self) -> float:
        """How many seconds pass on this clock per second of real time."""
        return self._speed

    def now(self) -> float:
        """Returns the current Unix time in seconds."""
        real = time.time()
        if self._speed == 1:
            return real + self._offset
        return min(_LATEST, self._started + self._offset + (real - self._started) * self._speed)

    def advance(self, seconds: float) -> None:
        """Moves the clock forward.

        Raises:
            ValidationError: If `seconds` is negative, or would move the clock past the year 9989.
        """
        self._check_and_set_offset("advance", seconds, self.offset)

    def set_speed(self, speed: float) -> None:
        """Sets how many seconds pass on this clock per second of real time.

        Raises:
            ValidationError: If `speed` is not a number above 0 and up to 1,000,000.
        """
        checked = check_speed(speed)
        # Until now, the clock ran at the old speed. Save its offset before the speed changes.
        self._save_offset(self.offset)
        self._speed = checked

    def save(self) -> None:
        """Saves the clock's offset, so that a restart does not set the clock back."""
        # At normal speed, the offset stays the same.
        if self._speed != 1:
            self._save_offset(self.offset)

    @contextlib.contextmanager
    def set_back(self, seconds: float) -> Iterator[None]:
        """Sets the clock back inside a `with` block. Do not use this while the server runs."""
        self._offset -= seconds
        try:
            yield
        finally:
            self._offset += seconds

    def set_offset(self, seconds: float) -> None:
        """Sets how many seconds this clock is ahead of the machine's clock.

        Raises:
            ValidationError: If `seconds` is negative, or would move the clock past the year 9989.
        """
        self._check_and_set_offset(_OFFSET, seconds, 0)

    def _check_and_set_offset(self, argument: str, seconds: float, start: float) -> None:
        """Sets the offset to `start` plus `seconds`, or raises an error that names `argument`."""
        valid = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and seconds >= 0
        if not valid or seconds >= _LATEST - time.time() - start:
            raise ValidationError(
                f"{argument}: {format_value(seconds)} is not valid; allowed: 0 seconds or more, if the clock "
                "stays before the year 9990"
            )
        self._save_offset(start + seconds)

    def _save_offset(self, offset: float) -> None:
        with self._store.transaction():
            self._store.set_setting(_OFFSET, str(offset))
        self._started, self._offset = time.time(), offset


def check_speed(speed: float) -> float:
    """Checks the speed of a clock and returns the speed.

    Raises:
        ValidationError: If `speed` is not a number above 0 and up to 1,000,000.
    """
    valid = isinstance(speed, (int, float)) and not isinstance(speed, bool)
    if not valid or not 0 < speed <= _FASTEST:
        raise ValidationError(
            f"speed: {format_value(speed)} is not valid; allowed: a number greater than 0, up to {_FASTEST:,}"
        )
    return float(speed)
