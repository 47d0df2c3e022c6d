"""The emulator's time: that of the machine, moved forward on demand."""

from __future__ import annotations

import time

from pinterest.emulator.store import Store
from pinterest.exceptions import ValidationError
from pinterest.operation import shown

_OFFSET = "clock_offset"


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
            ValidationError: It would go backward.
        """
        if not isinstance(seconds, (int, float)) or not 0 <= seconds < float("inf"):
            raise ValidationError(
                f"advance: {shown(seconds)} is not valid; allowed: 0 seconds or more"
            )
        self.set_offset(self._offset + seconds)

    def set_offset(self, seconds: float) -> None:
        """Says how far it is moved in all."""
        with self._store.transaction():
            self._store.set_setting(_OFFSET, str(seconds))
        self._offset = seconds
