"""The emulator's clock: the machine's time plus an offset."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator

from pinterest.emulator.store.database import Store
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

_OFFSET = "clock_offset"
# Dates end in the year 9999, and responses hold dates that are years ahead.
_LATEST = datetime.datetime(9990, 1, 1, tzinfo=datetime.UTC).timestamp()


class Clock:
    """Tells the time. Its offset is kept in the store.

    Args:
        store: The store that keeps the offset.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset = float(store.setting(_OFFSET) or 0)

    @property
    def offset(self) -> float:
        """The offset in seconds."""
        return self._offset

    def now(self) -> float:
        """Returns the time as Unix time in seconds."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Moves the clock forward.

        Raises:
            ValidationError: If `seconds` is negative, or the time would be after the year 9989.
        """
        self._move("advance", seconds, self._offset)

    @contextlib.contextmanager
    def set_back(self, seconds: float) -> Iterator[None]:
        """Sets the clock back inside a `with` block, for creating old entities. Do not use it while serving."""
        self._offset -= seconds
        try:
            yield
        finally:
            self._offset += seconds

    def set_offset(self, seconds: float) -> None:
        """Sets the offset.

        Raises:
            ValidationError: If `seconds` is negative, or the time would be after the year 9989.
        """
        self._move(_OFFSET, seconds, 0)

    def _move(self, argument: str, seconds: float, start: float) -> None:
        valid = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and seconds >= 0
        if not valid or seconds >= _LATEST - time.time() - start:
            raise ValidationError(
                f"{argument}: {format_value(seconds)} is not valid; allowed: 0 seconds or more, up to the year 9989"
            )
        with self._store.transaction():
            self._store.set_setting(_OFFSET, str(start + seconds))
        self._offset = start + seconds
