"""Waits out a quota that the API said is used up, once for all threads."""

from __future__ import annotations

import threading
import time
from typing import TypeAlias

from pinterest.exceptions import RateLimited
from pinterest.response import RateLimit

__all__ = ["RateLimiter"]

QuotaKey: TypeAlias = tuple[str, str]
"""A quota's category and the ad account that it counts for."""


class RateLimiter:
    """Remembers until when each quota is closed.

    Args:
        max_wait: The longest wait, in seconds, that is waited out.
    """

    def __init__(self, max_wait: float) -> None:
        """Begins with every quota open."""
        self.max_wait = max_wait
        self._closed_until: dict[QuotaKey, float] = {}
        self._lock = threading.Lock()

    def wait(self, key: QuotaKey | None) -> None:
        """Sleeps until a quota is open again.

        Raises:
            RateLimited: That takes longer than `max_wait`; `retry_after` says how long.
        """
        if key is None or key not in self._closed_until:
            return
        with self._lock:
            until = self._closed_until.get(key, 0.0)
        seconds = until - time.monotonic()
        if seconds > self.max_wait:
            category, account = key
            of = f" of ad account {account}" if account else ""
            raise RateLimited(
                f"the quota {category}{of} is used up, and open again in {seconds:.0f} s; nothing was sent. Wait so "
                "long, or raise max_wait",
                retry_after=seconds,
            )
        if seconds > 0:
            time.sleep(seconds)

    def close(self, key: QuotaKey | None, seconds: float) -> None:
        """Closes a quota for some seconds."""
        if key is None:
            return
        until = time.monotonic() + seconds
        with self._lock:
            self._closed_until[key] = max(until, self._closed_until.get(key, 0.0))

    def note(self, key: QuotaKey | None, limit: RateLimit) -> None:
        """Takes in what an answer told: a quota with nothing remaining is closed until it resets."""
        if limit.remaining == 0 and limit.reset:
            self.close(key, limit.reset)
