"""Tracks which rate limits are used up and when they reset. All threads of a client share them."""

from __future__ import annotations

import time
from collections.abc import Mapping

from pinterest.operation import QuotaKey
from pinterest.retry import RateLimit, believable_wait
from pinterest.utils.forks import ForkSafeLock

__all__ = ["RateLimiter", "RateLimiters", "describe_quota"]

# Rate limiters of tokens that were not used for a long time are removed. The API then reports the quota again.
_MOST_TOKENS = 10_000


class RateLimiter:
    """Tracks which quotas are used up and when they reset."""

    def __init__(self) -> None:
        """Creates a rate limiter with no quota used up."""
        self._closed_until: dict[QuotaKey, float] = {}
        self._lock = ForkSafeLock()

    def seconds_until_open(self, quota: QuotaKey | None) -> float:
        """Returns the seconds to wait before a request may be sent. 0 if it may be sent now."""
        if quota is None or quota not in self._closed_until:
            return 0.0
        with self._lock:
            return max(0.0, self._closed_until[quota] - time.monotonic())

    def update(self, quota: QuotaKey | None, headers: Mapping[str, str]) -> None:
        """Closes a quota until it resets, if the response headers say that it is used up.

        Args:
            quota: The quota that the request counted against.
            headers: The headers of the response.
        """
        limit = RateLimit.from_headers(headers)
        if limit.is_used_up:
            self.close(quota, believable_wait(limit.reset or 0.0))

    def close(self, quota: QuotaKey | None, seconds: float) -> None:
        """Closes a quota for some seconds. Never shortens the time that it is already closed for.

        Args:
            quota: The quota. None if it is unknown.
            seconds: How long to close it.
        """
        if quota is None or seconds <= 0:
            return
        until = time.monotonic() + seconds
        with self._lock:
            self._closed_until[quota] = max(until, self._closed_until.get(quota, 0.0))


class RateLimiters:
    """The rate limiters of clients that share connections, one per access token."""

    def __init__(self) -> None:
        """Creates an empty collection."""
        self._by_token: dict[object, RateLimiter] = {}
        self._lock = ForkSafeLock()

    def get(self, token: object) -> RateLimiter:
        """Returns the rate limiter of a token. A new one starts with every quota open.

        Args:
            token: The token, or the function that returns it.
        """
        with self._lock:
            found = self._by_token.pop(token, None) or RateLimiter()
            self._by_token[token] = found  # the latest one is at the end
            if len(self._by_token) > _MOST_TOKENS:
                del self._by_token[next(iter(self._by_token))]
            return found


def describe_quota(quota: QuotaKey) -> str:
    """Returns a sentence that names the used-up quota."""
    account = f" of ad account {quota.ad_account_id}" if quota.ad_account_id else ""
    return f"the quota {quota.category}{account} is used up"
