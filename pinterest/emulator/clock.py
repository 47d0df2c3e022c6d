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
        with self._store.transaction():
            self._offset += seconds
            self._store.set_setting(_OFFSET, str(self._offset))
