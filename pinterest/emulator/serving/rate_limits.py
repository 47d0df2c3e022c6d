"""Enforces rate limits.

Two limits apply to each request: the limit of its category, by default per minute, and the limit of the app, by
default per second. The limit of a category counts the requests of each app and ad account separately. The limit of the
app counts all requests of the app. The headers describe the limit that is closest to being exceeded. The time window
of a limit begins with the first request in the window. The emulator's clock measures the time.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass

from pinterest.emulator.handlers.problems import RATE_LIMITED, Problem
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.utils.suggest import format_value, unknown_name

PER_MINUTE: Mapping[str, int] = {
    "ads_read": 1_000,
    "ads_analytics": 300,
    "ads_conversions": 5_000,
    # Observed in the headers of feed requests.
    "catalogs_write": 100,
    # The API's limits for the other categories are unknown. These numbers are made up.
    "ads_write": 400,
    "advanced_auction_read": 1_000,
    "advanced_auction_write": 400,
    "catalogs_read": 1_000,
    "msot_write": 400,
    "org_analytics": 300,
    "org_read": 1_000,
    "org_write": 400,
    "trends_read": 1_000,
}
"""The default limit of each category, in requests per minute."""

PER_SECOND = 100
# Operations that have a limit of their own within their category.
_PER_MINUTE_BY_OPERATION: Mapping[str, int] = {"feed_processing_results/list": 100}
_MINUTE = 60
# The name of the limit of the app, which counts the requests of all categories.
_ALL = "all"

RateLimits = Mapping[str, int | tuple[int, int]]
"""Maps categories, or `all` for the whole app, to limits: requests per minute, or a pair `(requests, seconds)`."""


@dataclass(slots=True)
class _LimitWindow:
    """The time window of one rate limit, and the number of requests in the window."""

    limit: int
    seconds: int
    started: float = -math.inf
    used: int = 0

    def count_request(self, now: float) -> bool:
        """Counts a request, and returns whether the limit allows the request."""
        if not self.started <= now < self.started + self.seconds:
            self.started, self.used = now, 0
        self.used += 1
        return self.used <= self.limit

    @property
    def remaining(self) -> int:
        """How many more requests the window allows."""
        return max(0, self.limit - self.used)

    def get_seconds_until_reset(self, now: float) -> int:
        return max(1, math.ceil(self.started + self.seconds - now))


class Quotas:
    """Counts requests against the rate limits.

    Args:
        limits: Limits that replace the defaults of some categories.

    Raises:
        ValidationError: If a category is unknown, or a limit is not valid.
    """

    def __init__(self, limits: RateLimits | None = None) -> None:
        self._limits = {category: (limit, _MINUTE) for category, limit in PER_MINUTE.items()}
        for category, limit in (limits or {}).items():
            if category not in PER_MINUTE and category != _ALL:
                hint = unknown_name(category, (*PER_MINUTE, _ALL))
                raise ValidationError(f"rate_limits: unknown category {category!r}; {hint}")
            pair = limit if isinstance(limit, tuple) else (limit, _MINUTE)
            if len(pair) != 2 or any(type(number) is not int or number < 1 for number in pair):
                raise ValidationError(
                    f"rate_limits: {category}: {format_value(limit)} is not valid; allowed: 1 or more requests per "
                    "minute, or a pair (requests, seconds)"
                )
            self._limits[category] = pair
        self._windows: dict[tuple[str, ...], _LimitWindow] = {}
        self._lock = threading.Lock()

    def count_request(
        self, operation: Operation, account: str, app: str, now: float
    ) -> dict[str, str]:
        """Counts a request and returns the rate limit headers for the response.

        `account` is the ID of the ad account, or empty. `now` is a Unix time.

        Raises:
            Problem: If the request exceeds a limit.
        """
        with self._lock:
            windows = [self._get_window((app,), *self._limits.get(_ALL, (PER_SECOND, 1)))]
            # An operation of any other category only counts against the limit of the app.
            if operation.quota in self._limits:
                limit, seconds = self._limits[operation.quota]
                own = _PER_MINUTE_BY_OPERATION.get(operation.id)
                key = (app, account, operation.quota if own is None else operation.id)
                windows.append(self._get_window(key, min(limit, own or limit), seconds))
            # Both limits count the request, even if the request only exceeds one of them.
            allowed = [window.count_request(now) for window in windows]
            nearest = min(windows, key=lambda window: (window.remaining, -window.seconds))
            all_limits = ", ".join(f"{window.limit};w={window.seconds}" for window in windows)
            headers = {
                "X-RateLimit-Limit": f"{nearest.limit}, {all_limits}",
                "X-RateLimit-Remaining": str(nearest.remaining),
                "X-RateLimit-Reset": str(nearest.get_seconds_until_reset(now)),
            }
        if not all(allowed):
            message = f"The quota of {nearest.limit} requests in {nearest.seconds} s is used up."
            raise Problem(429, RATE_LIMITED, message, headers=headers)
        return headers

    def _get_window(self, key: tuple[str, ...], limit: int, seconds: int) -> _LimitWindow:
        return self._windows.setdefault(key, _LimitWindow(limit, seconds))


def build_quotas(rate_limits: object) -> Quotas | None:
    """Returns the emulator's rate limits, or None for no limits.

    Args:
        rate_limits: True for the defaults, a mapping to replace some defaults, False or None for no limits.

    Raises:
        ValidationError: If `rate_limits` has another type, a category is unknown, or a limit is not valid.
    """
    if rate_limits is None or rate_limits is False:
        return None
    if rate_limits is True:
        return Quotas()
    if isinstance(rate_limits, Mapping):
        return Quotas(rate_limits)
    raise ValidationError(
        f"rate_limits: {format_value(rate_limits)} is not valid; allowed: True, False or a mapping "
        "of limits by category"
    )
