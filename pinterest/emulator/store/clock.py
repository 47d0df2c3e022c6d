"""The emulator's time: that of the machine, moved forward on demand."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator

from pinterest.emulator.store.database import Store
from pinterest.exceptions import ValidationError
from pinterest.operation import shown

_OFFSET = "clock_offset"
# Dates end with the year 9999, and answers tell of what will be years ahead.
_LATEST = datetime.datetime(9990, 1, 1, tzinfo=datetime.UTC).timestamp()


class Clock:
    """What the time is; how far it was moved is kept in the store.

    Args:
        store: Where the offset is kept.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._offset = float(store.setting(_OFFSET) or 0)

    @property
    def offset(self) -> float:
        """How far it was moved, in seconds."""
        return self._offset

    def now(self) -> float:
        """Returns Unix time in seconds."""
        return time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Moves the clock forward.

        Raises:
            ValidationError: It would go backward, or beyond the year 9989.
        """
        self._move("advance", seconds, self._offset)

    @contextlib.contextmanager
    def back(self, seconds: float) -> Iterator[None]:
        """Has it earlier meanwhile, so that what is made inside is as old as that; not for while it serves."""
        self._offset -= seconds
        try:
            yield
        finally:
            self._offset += seconds

    def set_offset(self, seconds: float) -> None:
        """Says how far it is moved in all.

        Raises:
            ValidationError: It would be before the machine's time, or beyond the year 9989.
        """
        self._move(_OFFSET, seconds, 0)

    def _move(self, what: str, seconds: float, begin: float) -> None:
        good = isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and seconds >= 0
        if not good or seconds >= _LATEST - time.time() - begin:
            raise ValidationError(
                f"{what}: {shown(seconds)} is not valid; allowed: 0 seconds or more, up to the year 9989"
            )
        with self._store.transaction():
            self._store.set_setting(_OFFSET, str(begin + seconds))
        self._offset = begin + seconds
