"""Retries: a client's policy, the waits that response headers ask for, and whether and when to retry."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from pinterest.exceptions import (
    BadRequest,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    RateLimited,
    ServerError,
    Unauthorized,
)
from pinterest.operation import Operation
from pinterest.utils.bounds import Bounds

__all__ = [
    "Attempts",
    "Policy",
    "RateLimit",
    "Retry",
    "replace_implausible_wait",
    "retry_after",
    "returns_metrics",
    "seconds_to_wait",
]

# Pinterest's error codes for a 401 that a new token would not fix.
LACKS_SCOPE = 3
NO_ACCESS = 7
NOT_PERMITTED = 29
# In seconds: the longest plausible wait for a quota, and the wait that replaces a longer one.
_LONGEST_WAIT = 86_400.0
_WAIT_IF_IMPLAUSIBLE = 60.0
# A number this large is a Unix time (after 2001), not seconds to wait.
_SMALLEST_UNIX_TIME = 1e9
# The code of a temporary error of analytics and reports, which has status 400.
TEMPORARY_FAULT = 12
_METRICS = re.compile(r"/\w*(?:analytics|reports)\b")
_NOT_SOLVED_BY_RENEWAL = frozenset({LACKS_SCOPE, NO_ACCESS, NOT_PERMITTED})


@dataclass(frozen=True, slots=True)
class Policy:
    """How long a client waits and how often it retries. Its defaults are the client's defaults.

    Attributes:
        timeout: Seconds to connect, and seconds to wait for each further byte of the response.
        max_retries: Maximum number of retries per call.
        max_wait: Maximum total seconds that one call waits for quotas. If a longer wait is needed,
            `RateLimited` is raised at once.
        backoff: Seconds before the first retry. Each later retry waits twice as long as the one before.
        max_backoff: Maximum backoff in seconds.
        deadline: Maximum time in seconds for each call, including retries, waits for quotas and token renewals.
        max_response_bytes: Maximum number of bytes of a response, after it is decompressed.
    """

    timeout: float | tuple[float, float] = (10.0, 60.0)
    max_retries: int = 3
    max_wait: float = 60.0
    backoff: float = 0.5
    max_backoff: float = 30.0
    deadline: float = 300.0
    max_response_bytes: int = 50_000_000

    def backoff_delay(self, retries: int) -> float:
        """Returns the seconds to wait before the next retry.

        The upper half of the delay is random, so that many clients do not retry at the same moment.

        Args:
            retries: Number of retries so far.
        """
        import random  # only retries need it

        # The exponent is limited, since a float overflows at 1024.
        longest = min(self.max_backoff, self.backoff * 2.0 ** min(retries, 64))
        return longest * random.uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What the `X-RateLimit-*` headers of a response say about the quota.

    Attributes:
        limit: Requests allowed in the window with the fewest left. None if the header is missing.
        remaining: Requests left in that window. None if the header is missing.
        reset: Seconds until the window resets. None if the header is missing.
        windows: Requests allowed per window, by the length of the window in seconds.
    """

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None
    windows: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit:
        """Parses the headers of a response. A missing or malformed value becomes None."""
        limit, windows = None, {}
        for part in headers.get("X-RateLimit-Limit", "").split(","):
            amount, _, window = part.strip().partition(";w=")
            number = _parse_number(amount)
            if number is None:
                continue
            seconds = _parse_number(window)
            if seconds is None:
                limit = int(number)
            else:
                windows[int(seconds)] = int(number)
        remaining = _parse_number(headers.get("X-RateLimit-Remaining"))
        reset = _parse_number(headers.get("X-RateLimit-Reset"))
        return cls(
            limit=limit,
            remaining=None if remaining is None else int(remaining),
            reset=None if reset is None else _to_seconds_left(reset, headers),
            windows=windows,
        )

    @property
    def is_used_up(self) -> bool:
        """Whether no requests are left until the window resets."""
        return self.remaining == 0 and bool(self.reset)


class Retry(NamedTuple):
    """How to send a request again.

    Attributes:
        delay: Seconds to wait first.
        renew_token: Whether to renew the access token first.
        is_for_quota: Whether the wait is for a quota. Such retries do not count against `max_retries`.
    """

    delay: float
    renew_token: bool = False
    is_for_quota: bool = False


class Attempts:
    """The attempts of one call. Decides after each failure whether and when to retry.

    Args:
        policy: How often to retry and how long to wait.
        operation: The operation to carry out.
        bounds: The bounds of the call.
    """

    def __init__(self, policy: Policy, operation: Operation, bounds: Bounds) -> None:
        """Starts without any attempts."""
        self.policy = policy
        self.operation = operation
        self.bounds = bounds
        self.number = 0
        self.retries = 0
        self.renewed = False
        self.waited = 0.0
        self._is_out_of_time = False

    def count_wait(self, seconds: float) -> str | None:
        """Counts a wait and returns None. If the wait would exceed a limit, returns that limit instead.

        Args:
            seconds: Length of the wait.
        """
        if seconds >= self.bounds.remaining:
            self._is_out_of_time = True
            return "deadline"
        if self.waited + seconds > self.policy.max_wait:
            return "max_wait"
        self.waited += seconds
        return None

    def describe(self) -> str:
        """Returns a sentence with the number of attempts and the time that they took. Empty for a single attempt."""
        if self.bounds.is_over:
            end = ""
        elif self._is_out_of_time:
            end = f" The deadline of {self.bounds.seconds:.3g} s leaves no time for another."
        elif self.number > 1:
            end = ""
        else:
            return ""
        return f"Gave up after {self.effort}.{end}"

    @property
    def effort(self) -> str:
        """The number of attempts and the time that they took."""
        seconds = f"{self.bounds.elapsed:.1f} s"
        if self.number == 0:
            return seconds
        return f"{self.number} {'attempt' if self.number == 1 else 'attempts'} in {seconds}"

    def next_retry(self, error: PinterestError, *, can_renew: bool) -> Retry | None:
        """Decides what to do after a failed attempt.

        Args:
            error: The error of that attempt.
            can_renew: Whether the API refused the access token and the client can renew it.

        Returns:
            How to retry, or None if the error is final.
        """
        if isinstance(error, Unauthorized):
            if self.renewed or not can_renew or error.code in _NOT_SOLVED_BY_RENEWAL:
                return None
            self.renewed = True
            return Retry(0.0, renew_token=True)
        if self.retries >= self.policy.max_retries or not self._is_safe_after(error):
            return None
        wait = _get_requested_wait(error)
        is_for_quota = isinstance(error, RateLimited) and wait > 0
        # Other calls may use up the quota again. These waits can be short, so only max_wait limits them.
        delay = max(wait, self.policy.backoff_delay(0 if is_for_quota else self.retries))
        if delay >= self.bounds.remaining:
            self._is_out_of_time = True
            return None
        if self.count_wait(wait) is not None:
            return None
        if not is_for_quota:
            self.retries += 1
        return Retry(delay, is_for_quota=is_for_quota)

    def _is_safe_after(self, error: PinterestError) -> bool:
        """Returns whether a retry may help and cannot repeat a write."""
        if isinstance(error, RateLimited):
            return True  # the API did nothing
        if isinstance(error, ConnectionFailed):
            return not error.is_permanent
        if isinstance(error, BadRequest):
            passes = error.code == TEMPORARY_FAULT and returns_metrics(self.operation)
            return passes and self.operation.repeatable
        return self.operation.repeatable and isinstance(error, (ServerError, OutcomeUnknown))


def replace_implausible_wait(seconds: float) -> float:
    """Returns the seconds to wait. No quota lasts longer than a day, so a longer wait is replaced by a minute."""
    return seconds if seconds <= _LONGEST_WAIT else _WAIT_IF_IMPLAUSIBLE


def _get_requested_wait(error: PinterestError) -> float:
    """Returns the wait in seconds that an error response asks for. 0 if it asks for no wait."""
    if isinstance(error, RateLimited):
        return error.retry_after or 0.0
    return seconds_to_wait(error.status, error.headers) or 0.0


def returns_metrics(operation: Operation) -> bool:
    """Returns whether an operation is about analytics or reports.

    These respond with status 400, not 429 or 5xx, if a quota is used up or an error is temporary.
    """
    return _METRICS.search(operation.path) is not None


def seconds_to_wait(status: int | None, headers: Mapping[str, str]) -> float | None:
    """Returns how long a response asks to wait: in `Retry-After`, or else in `X-RateLimit-Reset`.

    Every response of the API says when its quota resets. That matters only if the quota is used up, as it is with
    status 429.

    Args:
        status: HTTP status of the response.
        headers: Its headers.

    Returns:
        The seconds. None if the headers do not say.
    """
    seconds = retry_after(headers)
    if seconds is None:
        limit = RateLimit.from_headers(headers)
        seconds = limit.reset if status == 429 or not limit.remaining else None
    return None if seconds is None else replace_implausible_wait(seconds)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Returns the seconds in `Retry-After`, which has a number or a date. None if it is missing or malformed."""
    text = headers.get("Retry-After", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _seconds_until(text, headers)
    return _to_seconds_left(seconds, headers) if math.isfinite(seconds) else None


def _to_seconds_left(seconds: float, headers: Mapping[str, str]) -> float:
    """Converts a number, which may be a Unix time, to seconds to wait."""
    if seconds >= _SMALLEST_UNIX_TIME:
        seconds -= (_parse_date(headers.get("Date", "")) or _now()).timestamp()
    return max(0.0, seconds)


def _now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)


def _seconds_until(date: str, headers: Mapping[str, str]) -> float | None:
    """Returns the seconds until a date, counted from the response's `Date` header if there is one."""
    moment = _parse_date(date)
    if moment is None:
        return None
    now = _parse_date(headers.get("Date", "")) or _now()
    return max(0.0, (moment - now).total_seconds())


def _parse_date(text: str) -> datetime.datetime | None:
    from email.utils import parsedate_to_datetime  # only a date needs it

    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=datetime.UTC)


def _parse_number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None
