"""The windows of rate limits, with the number of requests that are allowed and that were sent."""

from __future__ import annotations

import math
from typing import NamedTuple

from pinterest.retry import RateLimit, replace_implausible_wait

__all__ = ["Rate", "Window", "WindowKey", "find_described_rate", "parse_rates"]

# Windows of one second are limits of the whole app, so an estimated window must be longer.
_SHORTEST_ESTIMATE = 1.001


class Rate(NamedTuple):
    """A number of requests that is allowed in a number of seconds."""

    limit: int
    seconds: float


class WindowKey(NamedTuple):
    """A window of a rate limit, and what it counts.

    Attributes:
        category: The category of the requests. Empty if the window counts the requests of all categories.
        ad_account_id: The ad account. Empty if the window counts the requests of all ad accounts.
        rate: How many requests are allowed in how many seconds.
    """

    category: str
    ad_account_id: str
    rate: Rate

    def describe(self) -> str:
        """Returns a sentence that says that the window is used up."""
        limit, seconds = self.rate
        if not self.category:
            return f"the quota of {limit} requests in {seconds:g} s is used up"
        account = f" of ad account {self.ad_account_id}" if self.ad_account_id else ""
        return f"the quota {self.category}{account} is used up"


class Window:
    """Counts the requests of a window. It begins with its first request.

    The server starts a window when a request arrives, which is before the response arrives here. So the window here
    ends after the window of the server, and no request arrives too early.
    """

    __slots__ = ("ends_at", "generation", "is_synced", "rate", "used")

    def __init__(self, rate: Rate) -> None:
        """Creates a window without requests."""
        self.rate = rate
        self.ends_at = -math.inf
        self.used = 0
        self.generation = 0
        self.is_synced = False

    def seconds_until_open(self, now: float) -> float:
        """Returns the seconds to wait before a request may be sent. 0 if it may be sent now."""
        if self.used < self.rate.limit or now >= self.ends_at:
            return 0.0
        return self.ends_at - now

    def count(self, now: float) -> int:
        """Counts a request. Returns the generation of the window, which increases whenever a new window starts."""
        if now >= self.ends_at:
            self.ends_at = now + self.rate.seconds
            self.used = 0
            self.generation += 1
            self.is_synced = False
        self.used += 1
        return self.generation

    def learn_start(self, now: float, latency: float) -> None:
        """Estimates the start of the window from its first response, and sets its end.

        Args:
            now: When the response was received.
            latency: The minimum number of seconds that a response takes to arrive.
        """
        if not self.is_synced:
            self.is_synced = True
            self.ends_at = max(self.ends_at, now + self.rate.seconds - latency)

    def learn_use(self, now: float, limit: RateLimit, *, refused: bool) -> None:
        """Corrects the window from the headers of a response, because other programs may use the same quota.

        Args:
            now: When the response was received.
            limit: The rate limit in the headers, which describes this window.
            refused: Whether the API refused the request because the quota is used up.
        """
        if limit.remaining is not None:
            self.used = max(self.used, self.rate.limit - limit.remaining)
        if not limit.reset:
            return
        reset = now + replace_implausible_wait(limit.reset)
        if refused:
            self.used = max(self.used, self.rate.limit)
            self.ends_at = max(self.ends_at, reset)
        else:
            # Servers round the seconds up, so a response never states a time before the end of the window.
            self.ends_at = min(self.ends_at, reset)


def parse_rates(limit: RateLimit, known_rates: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """Returns the rates that the headers of a response state. Empty if they state none.

    If they do not state the length of a window, the largest `X-RateLimit-Reset` so far is used.

    Args:
        limit: The rate limit in the headers.
        known_rates: The rates that earlier responses to the same operation stated.
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
    longest = max((rate.seconds for rate in known_rates if rate.limit == limit.limit), default=0.0)
    return (Rate(limit.limit, max(longest, limit.reset, _SHORTEST_ESTIMATE)),)


def find_described_rate(limit: RateLimit, rates: tuple[Rate, ...]) -> Rate | None:
    """Returns the rate that `X-RateLimit-Remaining` and `X-RateLimit-Reset` refer to. None if it is unknown."""
    fitting = [rate for rate in rates if rate.limit == limit.limit]
    long_enough = [rate for rate in fitting if rate.seconds >= (limit.reset or 0.0)]
    return min(long_enough or fitting, key=lambda rate: rate.seconds, default=None)
