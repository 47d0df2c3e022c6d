"""The limits of a call: its deadline, and the maximum size of a response."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Bounds", "get_active_bounds", "get_seconds_left", "limit_to_share_of_deadline"]

_active = threading.local()


class Bounds:
    """The deadline and the size limit of one call.

    Attributes:
        started_at: When the call started, in seconds of `time.monotonic()`.
        ends_at: When the call must end, in seconds of `time.monotonic()`.
        max_bytes: Maximum number of bytes in a response.
        is_too_large: Whether a response had more than `max_bytes`.
    """

    __slots__ = ("_latest_end", "ends_at", "is_too_large", "max_bytes", "started_at")

    def __init__(self, seconds: float, max_bytes: int) -> None:
        """Sets the limits of a call that starts now."""
        outer = get_active_bounds()
        self.started_at = time.monotonic()
        # An inner call (for example, a renewal of the token) must end by the deadline of the outer call.
        self._latest_end: float = math.inf if outer is None else outer.ends_at
        self.ends_at: float = min(self.started_at + seconds, self._latest_end)
        self.max_bytes = max_bytes
        self.is_too_large = False

    def restart(self, seconds: float) -> None:
        """Moves the deadline to `seconds` from now, but never beyond the deadline of an outer call."""
        self.started_at = time.monotonic()
        self.ends_at = min(self.started_at + seconds, self._latest_end)

    @property
    def seconds(self) -> float:
        """Maximum seconds for the whole call."""
        return self.ends_at - self.started_at

    @property
    def elapsed(self) -> float:
        """Seconds since the call started."""
        return time.monotonic() - self.started_at

    @property
    def remaining(self) -> float:
        """Seconds until the deadline, negative after the deadline."""
        return self.ends_at - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.remaining <= 0

    def shorten(self, timeout: float | tuple[float, float]) -> float | tuple[float, float]:
        """Returns the timeout, or both timeouts of a pair, limited to the time until the deadline."""
        most = max(self.remaining, 0.001)
        if isinstance(timeout, tuple):
            return (min(timeout[0], most), min(timeout[1], most))
        return min(timeout, most)

    @contextmanager
    def apply(self) -> Iterator[None]:
        """Applies the bounds to the current thread, inside a `with` block."""
        outer = get_active_bounds()
        _active.bounds = self
        try:
            yield
        finally:
            _active.bounds = outer


def get_active_bounds() -> Bounds | None:
    """Returns the bounds of the current thread's call, or None outside a call."""
    bounds: Any = getattr(_active, "bounds", None)
    return bounds if isinstance(bounds, Bounds) else None


def get_seconds_left() -> float | None:
    """Returns the seconds (at least 0) until the deadline of the current thread's call, or None outside a call."""
    bounds = get_active_bounds()
    return None if bounds is None else max(bounds.remaining, 0.0)


@contextmanager
def limit_to_share_of_deadline(share: float) -> Iterator[None]:
    """Limits a `with` block to a share (0 to 1) of the time left for the current thread's call."""
    bounds = get_active_bounds()
    if bounds is None:
        yield
        return
    with Bounds(max(bounds.remaining, 0.0) * share, bounds.max_bytes).apply():
        yield
