"""Rate limits, where they are switched on: so many requests a minute for each category, account and app.

Two windows hold at a time: the category's minute, and a second for everything. The headers tell of the one that is
nearest its end. Windows begin with the first request in them and go by the emulator's clock.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from pinterest.emulator.handlers.problems import RATE_LIMITED, Problem
from pinterest.exceptions import ValidationError
from pinterest.operation import shown
from pinterest.utils.suggest import unknown_name

A_MINUTE: Mapping[str, int] = {
    "ads_read": 1_000,
    "ads_analytics": 300,
    "ads_conversions": 5_000,
    # What the rest may is not known; these are chosen.
    "ads_write": 400,
    "advanced_auction_read": 1_000,
    "advanced_auction_write": 400,
    "catalogs_read": 1_000,
    "catalogs_write": 400,
    "msot_write": 400,
    "org_analytics": 300,
    "org_read": 1_000,
    "org_write": 400,
    "trends_read": 1_000,
}
"""Requests a minute, by category; an operation of no known category has the second's limit only."""

A_SECOND = 100
_MINUTE = 60


@dataclass(slots=True)
class _Window:
    limit: int
    seconds: int
    begun: float = -math.inf
    used: int = 0

    def spend(self, now: float) -> bool:
        """Counts a request; returns whether there was room for it."""
        if not self.begun <= now < self.begun + self.seconds:
            self.begun, self.used = now, 0
        self.used += 1
        return self.used <= self.limit

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    def reset(self, now: float) -> int:
        return max(1, math.ceil(self.begun + self.seconds - now))


class Quotas:
    """How much of every limit is used.

    Args:
        limits: Requests a minute by category, in place of those that hold by themselves.

    Raises:
        ValidationError: A category is unknown, or a limit not one that can be.
    """

    def __init__(self, limits: Mapping[str, int] | None = None) -> None:
        for category, limit in (limits or {}).items():
            if category not in A_MINUTE:
                hint = unknown_name(category, A_MINUTE)
                raise ValidationError(f"rate_limits: unknown category {category!r}; {hint}")
            if type(limit) is not int or limit < 1:
                raise ValidationError(
                    f"rate_limits: {category}: {shown(limit)} is not valid; allowed: 1 or more"
                )
        self._limits = {**A_MINUTE, **(limits or {})}
        self._windows: dict[tuple[str, ...], _Window] = {}
        self._lock = threading.Lock()

    def spend(self, category: str | None, account: str, app: str, now: float) -> dict[str, str]:
        """Counts a request and returns the headers that go with its answer.

        Args:
            category: Its category, None where that is unknown.
            account: The ad account that it is about, empty where it is about none.
            app: Whose request it is.
            now: When it came, in Unix time.

        Raises:
            Problem: A limit is used up.
        """
        with self._lock:
            windows = [self._window((app,), A_SECOND, 1)]
            if category in self._limits:
                key = (app, account, str(category))
                windows.append(self._window(key, self._limits[str(category)], _MINUTE))
            # Both count it, whichever refuses.
            room = [window.spend(now) for window in windows]
            nearest = min(windows, key=lambda window: (window.left, -window.seconds))
            all_limits = ", ".join(f"{window.limit};w={window.seconds}" for window in windows)
            headers = {
                "X-RateLimit-Limit": f"{nearest.limit}, {all_limits}",
                "X-RateLimit-Remaining": str(nearest.left),
                "X-RateLimit-Reset": str(nearest.reset(now)),
            }
        if not all(room):
            message = f"The quota of {nearest.limit} requests in {nearest.seconds} s is used up."
            raise Problem(429, RATE_LIMITED, message, headers=headers)
        return headers

    def _window(self, key: tuple[str, ...], limit: int, seconds: int) -> _Window:
        return self._windows.setdefault(key, _Window(limit, seconds))


def quotas_for(rate_limits: object) -> Quotas | None:
    """Returns the quotas that a choice of rate limits means; None where there are to be none.

    Args:
        rate_limits: True for those that hold by themselves, a mapping to set some; False or None for none.

    Raises:
        ValidationError: It is none of these, or a category or limit is not one that can be.
    """
    if rate_limits is None or rate_limits is False:
        return None
    if rate_limits is True:
        return Quotas()
    if isinstance(rate_limits, Mapping):
        return Quotas(rate_limits)
    raise ValidationError(
        f"rate_limits: {shown(rate_limits)} is not valid; allowed: True, False or limits by category"
    )
