"""The windows of rate limits: how many requests one may have, and how many it has had."""

from __future__ import annotations

import math
from typing import NamedTuple

from pinterest.retry import RateLimit, believable_wait

__all__ = ["Rate", "Window", "WindowKey", "described_rate", "rates_of"]

# Windows of exactly one second are those of the app. One of unknown length is not taken for it.
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
        """Returns the sentence that says that the window is used up."""
        limit, seconds = self.rate
        if not self.category:
            return f"the quota of {limit} requests in {seconds:g} s is used up"
        account = f" of ad account {self.ad_account_id}" if self.ad_account_id else ""
        return f"the quota {self.category}{account} is used up"


class Window:
    """Counts the requests of a window. It begins with its first request.

    The server counts a request when it arrives, which is some time before its response arrives here. So the window ends
    here after it has ended on the server: the requests of the next window cannot arrive too early.
    """

    __slots__ = ("ends_at", "generation", "is_synced", "rate", "used")

    def __init__(self, rate: Rate) -> None:
        """Starts without any requests."""
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
        """Counts a request. Returns the number of the window, of all that followed each other."""
        if now >= self.ends_at:
            self.ends_at = now + self.rate.seconds
            self.used = 0
            self.generation += 1
            self.is_synced = False
        self.used += 1
        return self.generation

    def learn_start(self, now: float, travel: float) -> None:
        """Moves the end of the window at its first response.

        Args:
            now: When the response was received.
            travel: The least seconds that a response takes to arrive here.
        """
        if not self.is_synced:
            self.is_synced = True
            self.ends_at = max(self.ends_at, now + self.rate.seconds - travel)

    def learn_use(self, now: float, limit: RateLimit, *, refused: bool) -> None:
        """Corrects the window by the headers of a response. Others may use the same quota.

        Args:
            now: When the response was received.
            limit: The headers, which are about this window.
            refused: Whether the API refused the request because the quota is used up.
        """
        if limit.remaining is not None:
            self.used = max(self.used, self.rate.limit - limit.remaining)
        if not limit.reset:
            return
        reset = now + believable_wait(limit.reset)
        if refused:
            self.used = max(self.used, self.rate.limit)
            self.ends_at = max(self.ends_at, reset)
        else:
            # Servers round the seconds up, so no response says that the window ends earlier than it does.
            self.ends_at = min(self.ends_at, reset)


def rates_of(limit: RateLimit, known: tuple[Rate, ...]) -> tuple[Rate, ...]:
    """Returns the rates that the headers of a response state. Empty if they state none.

    If they do not state the length of a window, the largest `X-RateLimit-Reset` so far is taken for it.

    Args:
        limit: The headers.
        known: The rates that earlier responses to the same operation stated.
    """
    if limit.windows:
        rates = (Rate(number, seconds) for seconds, number in sorted(limit.windows.items()))
        return tuple(
            rate
            for rate in rates
            if rate.limit and believable_wait(rate.seconds) == rate.seconds > 0
        )
    if not limit.limit or not limit.reset or believable_wait(limit.reset) < limit.reset:
        return ()
    longest = max((rate.seconds for rate in known if rate.limit == limit.limit), default=0.0)
    return (Rate(limit.limit, max(longest, limit.reset, _SHORTEST_ESTIMATE)),)


def described_rate(limit: RateLimit, rates: tuple[Rate, ...]) -> Rate | None:
    """Returns the rate whose window `X-RateLimit-Remaining` and `X-RateLimit-Reset` describe. None if it is unknown."""
    fitting = [rate for rate in rates if rate.limit == limit.limit]
    long_enough = [rate for rate in fitting if rate.seconds >= (limit.reset or 0.0)]
    return min(long_enough or fitting, key=lambda rate: rate.seconds, default=None)
