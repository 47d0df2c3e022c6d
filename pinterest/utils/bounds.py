"""The bounds of a call: when it must have ended, and how many bytes a response may have."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Bounds", "active_bounds", "seconds_left", "shorter_deadline"]

_active = threading.local()


class Bounds:
    """The bounds of one call. They hold for the thread that makes the call, from `apply` on.

    A call inside another call, such as the renewal of its token, ends when the outer one does.

    Attributes:
        started_at: When the call started.
        ends_at: When it must have ended.
        max_bytes: Maximum number of bytes of a response.
        is_too_large: Whether a response had more bytes.
    """

    __slots__ = ("ends_at", "is_too_large", "max_bytes", "started_at")

    def __init__(self, seconds: float, max_bytes: int) -> None:
        """Starts the call.

        Args:
            seconds: Seconds for the call.
            max_bytes: Maximum number of bytes of a response.
        """
        outer = active_bounds()
        self.started_at = time.monotonic()
        self.ends_at = self.started_at + seconds
        if outer is not None:
            self.ends_at = min(self.ends_at, outer.ends_at)
        self.max_bytes = max_bytes
        self.is_too_large = False

    @property
    def seconds(self) -> float:
        """Seconds for the whole call."""
        return self.ends_at - self.started_at

    @property
    def spent(self) -> float:
        """Seconds since the call started."""
        return time.monotonic() - self.started_at

    @property
    def left(self) -> float:
        """Seconds until the call must have ended. Negative if it should have ended already."""
        return self.ends_at - time.monotonic()

    @property
    def is_over(self) -> bool:
        """Whether the call must have ended by now."""
        return self.left <= 0

    def shorten(self, timeout: float | tuple[float, float]) -> float | tuple[float, float]:
        """Returns a timeout of which no part is longer than what is left of the call."""
        most = max(self.left, 0.001)
        if isinstance(timeout, tuple):
            return (min(timeout[0], most), min(timeout[1], most))
        return min(timeout, most)

    @contextmanager
    def apply(self) -> Iterator[None]:
        """Applies the bounds to what this thread sends and receives."""
        outer = active_bounds()
        _active.bounds = self
        try:
            yield
        finally:
            _active.bounds = outer


def active_bounds() -> Bounds | None:
    """Returns the bounds of the call that this thread makes. None if it makes no call."""
    bounds: Any = getattr(_active, "bounds", None)
    return bounds if isinstance(bounds, Bounds) else None


def seconds_left() -> float | None:
    """Returns the seconds that the call of this thread has left, 0 at least. None if it makes no call."""
    bounds = active_bounds()
    return None if bounds is None else max(bounds.left, 0.0)


@contextmanager
def shorter_deadline(share: float) -> Iterator[None]:
    """Leaves only a share of the time that the call of this thread has left to what it does inside.

    Args:
        share: The share, between 0 and 1.
    """
    bounds = active_bounds()
    if bounds is None:
        yield
        return
    with Bounds(max(bounds.left, 0.0) * share, bounds.max_bytes).apply():
        yield
