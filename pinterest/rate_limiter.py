"""Keeps requests within the user's own budgets and the API's rate limits. Learns the API's limits from responses."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from pinterest.exceptions import PinterestError
from pinterest.operation import Operation, QuotaKey
from pinterest.retry import RateLimit, replace_implausible_wait
from pinterest.shared_limits import SharedLimits
from pinterest.utils.budgets import ALL, Budgets
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.logs import RATES_NOT_SHARED, log
from pinterest.utils.quota_windows import Rate, Window, WindowKey, find_described_rate, parse_rates

__all__ = ["RateLimiter", "RateLimiters", "Reservation"]

# The maximum number of rate limiters. If there are more, the least recently used rate limiter is removed.
_MAX_TOKENS = 10_000

# The maximum numbers of windows and of operations with known rates. If there are more windows, ended windows
# are removed.
_MAX_WINDOWS = 10_000
# A window of one second limits the whole app. Any other window limits one category and one ad account.
_SECONDS_OF_APP_WINDOW = 1


class RateLimiter:
    """Decides when a client may send its next request. All threads of the client share one rate limiter.

    The rate limiter learns the limits from the headers of responses. The limits are stored per operation and
    ad account, because some operations have their own limits. Until the first response for an ad account,
    the limits of the same operation for another ad account apply. If these are unknown too, the limits of the
    category apply.

    Args:
        budgets: The user's own limits, which apply in addition to the limits of the API.
        shared: The limits that several processes share. By default, this rate limiter counts only the requests of
            the clients that use it.
    """

    def __init__(self, budgets: Budgets | None = None, shared: SharedLimits | None = None) -> None:
        """Creates a rate limiter that has counted no requests."""
        self.budgets = budgets or {}
        self.shared = shared
        self._closed_until: dict[QuotaKey, float] = {}
        self._windows: dict[WindowKey, Window] = {}
        self._rates: dict[tuple[str, str], tuple[Rate, ...]] = {}
        self._rates_of_category: dict[str, tuple[Rate, ...]] = {}
        self._loaded: set[str] = set()
        self._fastest = float("inf")
        self._lock = ForkSafeLock()

    def reserve(self, operation: Operation, quota: QuotaKey | None) -> Reservation:
        """Returns a reservation for one request. The request may be sent once `seconds_to_wait()` returns 0.

        Args:
            operation: The operation of the request.
            quota: The quota that the request counts against. None if unknown.
        """
        return Reservation(self, operation.id, quota)

    def close_quota(self, quota: QuotaKey | None, seconds: float) -> None:
        """Delays all requests of a quota. Does nothing if these requests already have to wait longer.

        Args:
            quota: The quota that the requests count against. If None, no requests are delayed.
            seconds: How long the requests have to wait.
        """
        if quota is None or seconds <= 0:
            return
        until = time.monotonic() + seconds
        with self._lock:
            self._closed_until[quota] = max(until, self._closed_until.get(quota, 0.0))

    def _seconds_to_wait(self, reservation: Reservation) -> float:
        """Returns the seconds that a request has to wait. If the request can be sent now, counts it and returns 0."""
        quota = reservation.quota
        if self.shared is not None and quota is not None:
            self._load_shared_rates(self.shared, quota.category)
        with self._lock:
            now = time.monotonic()
            keys = self._list_window_keys(reservation.operation_id, quota)
            closed = max(0.0, self._closed_until.get(quota, 0.0) - now) if quota else 0.0
            reservation.reason = describe_quota(quota) if quota and closed else ""
            if closed > 0:
                return closed
            if self.shared is None:
                return self._count_request(reservation, keys, now)
        return self._count_in_shared_windows(self.shared, reservation, keys)

    def _count_request(self, reservation: Reservation, keys: list[WindowKey], now: float) -> float:
        """Counts a request and returns 0. If a window is full, counts nothing and returns the seconds to wait."""
        windows = {key: self._get_window(key) for key in keys}
        waits = {key: window.seconds_until_open(now) for key, window in windows.items()}
        slowest = max(waits, key=waits.__getitem__, default=None)
        if slowest is not None and waits[slowest] > 0:
            reservation.reason = slowest.describe()
            return waits[slowest]
        reservation.counted = {key: window.count(now) for key, window in windows.items()}
        reservation.sent_at = now
        return 0.0

    def _count_in_shared_windows(
        self, shared: SharedLimits, reservation: Reservation, keys: list[WindowKey]
    ) -> float:
        """Counts a request in the shared windows and returns 0. If one is full, returns the seconds to wait instead.

        Do not hold the lock when you call this method.
        """
        for key in keys:
            if key in reservation.counted:
                continue  # an earlier call counted the request in this window
            seconds = shared.seconds_until_counted(key)
            if seconds > 0:
                reservation.reason = key.describe()
                return seconds
            reservation.counted[key] = 0
        reservation.sent_at = time.monotonic()
        return 0.0

    def _update(
        self, reservation: Reservation, headers: Mapping[str, str], *, refused: bool
    ) -> None:
        """Updates limits and windows from the headers of a response."""
        limit = RateLimit.from_headers(headers)
        quota, operation_id = reservation.quota, reservation.operation_id
        with self._lock:
            now = time.monotonic()
            self._fastest = min(self._fastest, now - reservation.sent_at)
            account = quota.ad_account_id if quota else ""
            before = self._rates.get((operation_id, account), ())
            rates = parse_rates(limit, before) if limit.limit or limit.windows else ()
            if rates and rates != before:
                self._store_rates(operation_id, quota, rates)
            described = find_described_rate(limit, rates)
            if self.shared is None:
                for key in self._list_window_keys(operation_id, quota):
                    own = limit if key.rate == described else RateLimit()
                    self._correct_window(reservation, key, own, now, refused=refused)
        if rates and rates != before and self.shared is not None and quota is not None:
            self._share_rates(self.shared, reservation, quota, rates)
        if limit.is_used_up and described is None:
            self.close_quota(quota, replace_implausible_wait(limit.reset or 0.0))

    def _share_rates(
        self,
        shared: SharedLimits,
        reservation: Reservation,
        quota: QuotaKey,
        rates: tuple[Rate, ...],
    ) -> None:
        """Stores the rates of a quota in `shared`, for other processes. Counts the request in the shared windows."""
        try:
            shared.store_rates(quota.category, rates)
            # Count the request in windows that were unknown when the request was sent.
            keys = self._list_window_keys(reservation.operation_id, quota)
            self._count_in_shared_windows(shared, reservation, keys)
        except PinterestError as error:
            # Do not raise the error, because the API has already carried out the request.
            log(logging.WARNING, RATES_NOT_SHARED, error)

    def _correct_window(
        self,
        reservation: Reservation,
        key: WindowKey,
        limit: RateLimit,
        now: float,
        *,
        refused: bool,
    ) -> None:
        """Corrects the count and the end of a rate limit window from the rate limit in a response."""
        window = self._get_window(key)
        generation = reservation.counted.get(key)
        if generation is None:  # the window was unknown when the request was sent
            generation = reservation.counted[key] = window.count(now)
        # A window that has restarted since the request was counted stays unchanged.
        if generation == window.generation:
            window.estimate_end(now, self._fastest / 2)
            window.correct_from_headers(now, limit, refused=refused)

    def _store_rates(
        self, operation_id: str, quota: QuotaKey | None, rates: tuple[Rate, ...]
    ) -> None:
        """Stores the rates that a response contains, for later requests of the operation, ad account and category."""
        if quota is not None:
            if len(self._rates) >= _MAX_WINDOWS:
                self._rates.clear()
            self._rates[operation_id, quota.ad_account_id] = rates
            self._rates[operation_id, ""] = rates  # for ad accounts that have had no response yet
        self._store_category_rates(quota.category if quota else "", rates)

    def _store_category_rates(self, category: str, rates: tuple[Rate, ...]) -> None:
        """Stores the rates of a category, and which of these rates apply to the whole app."""
        if category:
            # Keep the higher rates: operations with limits of their own have lower limits than the rest of
            # the category.
            known = self._rates_of_category.get(category, ())
            self._rates_of_category[category] = max(known, rates, key=_sum_limits)
        of_all = tuple(rate for rate in rates if rate.seconds == _SECONDS_OF_APP_WINDOW)
        self._rates_of_category[""] = of_all

    def _load_shared_rates(self, shared: SharedLimits, category: str) -> None:
        """Loads the rates that other processes have stored for a category, unless the rates are already loaded."""
        if category not in self._loaded:
            rates = shared.rates(category)
            with self._lock:
                self._loaded.add(category)
                if rates and category not in self._rates_of_category:
                    self._store_category_rates(category, rates)

    def _list_window_keys(self, operation_id: str, quota: QuotaKey | None) -> list[WindowKey]:
        """Returns the keys of all rate limit windows in which a request to an operation counts."""
        category, account = quota or ("", "")
        rates = (
            self._rates.get((operation_id, account))
            or self._rates.get((operation_id, ""))
            or self._rates_of_category.get(category, ())
        )
        keys = [WindowKey("", "", rate) for rate in self.budgets.get(ALL, ())]
        keys += [WindowKey(category, account, rate) for rate in self.budgets.get(category, ())]
        for rate in rates:
            of_all = rate.seconds == _SECONDS_OF_APP_WINDOW
            keys.append(WindowKey("", "", rate) if of_all else WindowKey(category, account, rate))
        return list(dict.fromkeys(keys))

    def _get_window(self, key: WindowKey) -> Window:
        """Returns the window for a key, or creates the window."""
        window = self._windows.get(key)
        if window is None:
            if len(self._windows) >= _MAX_WINDOWS:
                now = time.monotonic()
                self._windows = {k: kept for k, kept in self._windows.items() if kept.ends_at > now}
            window = self._windows[key] = Window(key.rate)
        return window


class Reservation:
    """Reserves one request in the quota of a rate limiter.

    Call `seconds_to_wait` before you send the request, and `update` with the headers of the response.

    Attributes:
        operation_id: The operation of the request.
        quota: The quota that the request counts against. None if unknown.
        counted: The return value of `Window.count` for each window that counted the request, by window key.
        sent_at: The time when the request was allowed.
        reason: Why the request has to wait, as a sentence for errors and logs. Empty if it does not have to wait.
    """

    __slots__ = ("_limiter", "counted", "operation_id", "quota", "reason", "sent_at")

    def __init__(self, limiter: RateLimiter, operation_id: str, quota: QuotaKey | None) -> None:
        """Creates a reservation. Call `seconds_to_wait` before you send the request."""
        self._limiter = limiter
        self.operation_id = operation_id
        self.quota = quota
        self.counted: dict[WindowKey, int] = {}
        self.sent_at = 0.0
        self.reason = ""

    def seconds_to_wait(self) -> float:
        """Counts the request and returns 0 if you may send it now.

        Otherwise, returns the seconds to wait before you call this method again.
        """
        return self._limiter._seconds_to_wait(self)

    def update(self, headers: Mapping[str, str], *, refused: bool) -> None:
        """Updates the rate limiter from the headers of the response.

        Args:
            headers: The headers.
            refused: Whether the API refused the request with status 429.
        """
        self._limiter._update(self, headers, refused=refused)


def _sum_limits(rates: tuple[Rate, ...]) -> int:
    """Returns the sum of the limits in `rates`."""
    return sum(rate.limit for rate in rates)


class RateLimiters:
    """The rate limiters of the clients that share connections. Each access token has its own rate limiter.

    Args:
        budgets: The user's own limits, which apply to each token separately.
        shared: Limits that several processes share. They apply to the first token. Each further token gets separate
            limits in the same storage.
    """

    def __init__(self, budgets: Budgets | None = None, shared: SharedLimits | None = None) -> None:
        """Creates an empty collection. `get` adds a rate limiter per token."""
        self._budgets = budgets
        self._shared = shared
        self._is_first = True
        self._by_token: dict[object, RateLimiter] = {}
        self._lock = ForkSafeLock()

    def get(self, token: object) -> RateLimiter:
        """Returns the rate limiter of a token. Creates a rate limiter for a new token.

        Args:
            token: The token, or the function that returns it.
        """
        with self._lock:
            found = self._by_token.pop(token, None) or self._create_limiter(token)
            self._by_token[token] = found  # moves the most recently used rate limiter to the end
            if len(self._by_token) > _MAX_TOKENS:
                del self._by_token[next(iter(self._by_token))]
            return found

    def _create_limiter(self, token: object) -> RateLimiter:
        shared, is_first = self._shared, self._is_first
        self._is_first = False
        if shared is None or is_first:
            return RateLimiter(self._budgets, shared)
        return RateLimiter(self._budgets, shared.for_token(token))


def describe_quota(quota: QuotaKey) -> str:
    """Describes a used-up quota in a sentence for error messages."""
    return WindowKey(quota.category, quota.ad_account_id, Rate(0, 0)).describe()
