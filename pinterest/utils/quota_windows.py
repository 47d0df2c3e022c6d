"""Counts requests in the time windows of rate limits."""

from __future__ import annotations

import math
from typing import NamedTuple

from pinterest.retry import RateLimit, replace_implausible_wait

__all__ = ["Rate", "Window", "WindowKey", "find_described_rate", "parse_rates"]

# The minimum length of an estimated window. Windows of exactly one second are limits of the whole app.
_SHORTEST_ESTIMATE = 1.001


class Rate(NamedTuple):
    """A rate limit: how many requests are allowed in how many seconds."""

    limit: int
    seconds: float


class WindowKey(NamedTuple):
    """Identifies a rate limit window.

    Attributes:
        category: The rate limit category of the requests. Empty if the window counts all categories.
        ad_account_id: The ad account of the requests. Empty if the window counts all ad accounts.
        rate: The rate limit of the window.
    """

    category: str
    ad_account_id: str
    rate: Rate

    def describe(self) -> str:
        """Describes the used-up quota of this window in a sentence for error messages."""
        limit, seconds = self.rate
        if not self.category:
            return f"the quota of {limit} requests in {seconds:g} s is used up"
        account = f" of ad account {self.ad_account_id}" if self.ad_account_id else ""
        return f"the quota {self.category}{account} is used up"


class Window:
    """Counts the requests in one time window of a rate limit."""

    __slots__ = ("ends_at", "generation", "is_synced", "rate", "used")

    def __init__(self, rate: Rate) -> None:
        """Creates a window that has counted no requests."""
        self.rate = rate
        self.ends_at = -math.inf
        self.used = 0
        self.generation = 0
        self.is_synced = False

    def seconds_until_open(self, now: float) -> float:
        """Returns the seconds that the next request has to wait, or 0 if no wait is necessary."""
        if self.used < self.rate.limit or now >= self.ends_at:
            return 0.0
        return self.ends_at - now

    def count(self, now: float) -> int:
        """Counts a request. If the window has ended, restarts it first. Returns the number of starts so far."""
        # The first request starts the window.
        if now >= self.ends_at:
            self.ends_at = now + self.rate.seconds
            self.used = 0
            self.generation += 1
            self.is_synced = False
        self.used += 1
        return self.generation

    def estimate_end(self, now: float, latency: float) -> None:
        """Moves the end of the window to the latest possible end of the server's window.

        Args:
            now: The time when the response was received.
            latency: The minimum seconds that a response takes from the server to the client.
        """
        # The server starts its window when the first request arrives there. The client does not know this time
        # and assumes the latest possible time, so that no request is sent before the server's window has ended.
        if not self.is_synced:
            self.is_synced = True
            self.ends_at = max(self.ends_at, now + self.rate.seconds - latency)

    def correct_from_headers(self, now: float, limit: RateLimit, *, refused: bool) -> None:
        """Corrects the count and the end of the window from the headers of a response.

        Args:
            now: The time when the response was received.
            limit: The rate limit headers of this window.
            refused: Whether the response has status 429.
        """
        # The count can be too low, because other programs may use the same quota.
        if limit.remaining is not None:
            self.used = max(self.used, self.rate.limit - limit.remaining)
        if not limit.reset:
            return
        reset = now + replace_implausible_wait(limit.reset)
        if refused:
            self.used = max(self.used, self.rate.limit)
            self.ends_at = max(self.ends_at, reset)
        else:
            # Servers round the seconds up, so the time in a response is never before the end of the window.
            self.ends_at = min(self.ends_at, reset)


def parse_rates(limit: RateLimit, known_rates: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """Returns the rates in the rate limit headers of a response, or an empty tuple.

    Args:
        limit: The rate limit headers.
        known_rates: The rates from earlier responses to the same operation, to estimate the length of a window if the
            headers do not contain it.
    """
    if limit.windows:
        rates = (Rate(number, seconds) for seconds, number in sorted(limit.windows.items()))
        return tuple(
            rate
            for rate in rates
            if rate.limit and replace_implausible_wait(rate.seconds) == rate.seconds > 0
        )
    if not limit.limit or not limit.reset or replace_implausible_wait(limit.reset) < limit.reset:
        return ()
    # The headers do not contain the length of the window. The largest `X-RateLimit-Reset` so far is the estimate.
    longest = max((rate.seconds for rate in known_rates if rate.limit == limit.limit), default=0.0)
    return (Rate(limit.limit, max(longest, limit.reset, _SHORTEST_ESTIMATE)),)


def find_described_rate(limit: RateLimit, rates: tuple[Rate, ...]) -> Rate | None:
    """Returns the rate that `X-RateLimit-Remaining` and `X-RateLimit-Reset` describe, or None."""
    fitting = [rate for rate in rates if rate.limit == limit.limit]
    long_enough = [rate for rate in fitting if rate.seconds >= (limit.reset or 0.0)]
    return min(long_enough or fitting, key=lambda rate: rate.seconds, default=None)
