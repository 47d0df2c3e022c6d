"""The bounds of a call: its deadline and the maximum size of a response."""

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
    """The bounds of one call. They apply to the thread that makes the call, inside `apply`.

    A call inside another call, such as the renewal of its token, must end by the deadline of the outer call.

    Attributes:
        started_at: When the call started.
        ends_at: When the call must end.
        max_bytes: Maximum number of bytes of a response.
        is_too_large: Whether a response had more bytes.
    """

    __slots__ = ("_latest_end", "ends_at", "is_too_large", "max_bytes", "started_at")

    def __init__(self, seconds: float, max_bytes: int) -> None:
        """Starts the call.

        Args:
            seconds: Seconds for the call.
            max_bytes: Maximum number of bytes of a response.
        """
        outer = get_active_bounds()
        self.started_at = time.monotonic()
        self._latest_end: float = math.inf if outer is None else outer.ends_at
        self.ends_at: float = min(self.started_at + seconds, self._latest_end)
        self.max_bytes = max_bytes
        self.is_too_large = False

    def restart(self, seconds: float) -> None:
        """Starts the deadline again, but never extends it beyond the end of an outer call."""
        self.started_at = time.monotonic()
        self.ends_at = min(self.started_at + seconds, self._latest_end)

    @property
    def seconds(self) -> float:
        """Seconds for the whole call."""
        return self.ends_at - self.started_at

    @property
    def elapsed(self) -> float:
        """Seconds since the call started."""
        return time.monotonic() - self.started_at

    @property
    def remaining(self) -> float:
        """Seconds until the call must end. Negative after the deadline."""
        return self.ends_at - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the deadline has passed."""
        return self.remaining <= 0

    def shorten(self, timeout: float | tuple[float, float]) -> float | tuple[float, float]:
        """Shortens a timeout so that neither part exceeds the time left for the call."""
        most = max(self.remaining, 0.001)
        if isinstance(timeout, tuple):
            return (min(timeout[0], most), min(timeout[1], most))
        return min(timeout, most)

    @contextmanager
    def apply(self) -> Iterator[None]:
        """Applies the bounds to this thread inside a `with` block."""
        outer = get_active_bounds()
        _active.bounds = self
        try:
            yield
        finally:
            _active.bounds = outer


def get_active_bounds() -> Bounds | None:
    """Returns the bounds of this thread's current call. None if there is no call."""
    bounds: Any = getattr(_active, "bounds", None)
    return bounds if isinstance(bounds, Bounds) else None


def get_seconds_left() -> float | None:
    """Returns the seconds left for this thread's current call, at least 0. None if there is no call."""
    bounds = get_active_bounds()
    return None if bounds is None else max(bounds.remaining, 0.0)


@contextmanager
def limit_to_share_of_deadline(share: float) -> Iterator[None]:
    """Limits the code inside a `with` block to a share of the time left for this thread's current call.

    Args:
        share: The share, between 0 and 1.
    """
    bounds = get_active_bounds()
    if bounds is None:
        yield
        return
    with Bounds(max(bounds.remaining, 0.0) * share, bounds.max_bytes).apply():
        yield
