"""Decides whether and when to retry a request, based on the client's policy and the response headers."""

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
    "parse_retry_after",
    "replace_implausible_wait",
    "returns_metrics",
    "seconds_to_wait",
]

# Pinterest's error codes for 401 responses that a new token would not fix.
LACKS_SCOPE = 3
NO_ACCESS = 7
NOT_PERMITTED = 29
# The longest plausible wait for a quota, and the wait that replaces a longer wait, in seconds.
_LONGEST_WAIT = 86_400.0
_WAIT_IF_IMPLAUSIBLE = 60.0
# Larger numbers are Unix times (after 2001), not seconds to wait.
_SMALLEST_UNIX_TIME = 1e9
# Pinterest's error code for a temporary fault of analytics and reports. The response has status 400.
TEMPORARY_FAULT = 12
_METRICS = re.compile(r"/\w*(?:analytics|reports)\b")
_NOT_SOLVED_BY_RENEWAL = frozenset({LACKS_SCOPE, NO_ACCESS, NOT_PERMITTED})


@dataclass(frozen=True, slots=True)
class Policy:
    """A client's limits for waits and retries. The default values here are also the client's defaults.

    Attributes:
        timeout: Seconds to wait for a connection, and seconds to wait for each further byte of the response.
        max_retries: Maximum number of retries per call.
        max_wait: Maximum total seconds that one call waits for quotas. A call that would wait longer raises
            `RateLimited` at once.
        backoff: Seconds before the first retry. Each later retry waits twice as long as the one before.
        max_backoff: Maximum backoff in seconds.
        deadline: Maximum time in seconds for each call, including retries, waits for quotas and token renewals.
        max_response_bytes: Maximum number of bytes of a decompressed response.
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

        The delay is random, between half of the backoff and the whole backoff, so that clients do not all
        retry at the same moment.

        Args:
            retries: The number of retries so far.
        """
        import random  # imported late: only retries need this module

        # The exponent is limited, because a float overflows at 2 ** 1024.
        longest = min(self.max_backoff, self.backoff * 2.0 ** min(retries, 64))
        return longest * random.uniform(0.5, 1.0)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The values of the `X-RateLimit-*` headers of a response.

    `limit`, `remaining` and `reset` describe the time window with the fewest requests left.

    Attributes:
        limit: Number of requests that the window allows. None if the header is missing.
        remaining: Number of requests left in the window. None if the header is missing.
        reset: Seconds until the window resets. None if the header is missing.
        windows: Maps the length of each window in seconds to the number of requests that it allows.
    """

    limit: int | None = None
    remaining: int | None = None
    reset: float | None = None
    windows: Mapping[int, int] = field(default_factory=dict)

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit:
        """Parses the headers of a response. Sets missing and malformed values to None."""
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
    """How to retry a request.

    Attributes:
        delay: Seconds to wait before the retry.
        renew_token: Whether to renew the access token before the retry.
        is_for_quota: Whether the retry waits for a quota. These retries do not count against `max_retries`.
    """

    delay: float
    renew_token: bool = False
    is_for_quota: bool = False


class Attempts:
    """Counts the attempts of one call, and decides after each failure whether and when to retry.

    Args:
        policy: The limits for retries and waits.
        operation: The operation of the call.
        bounds: The deadline and the maximum response size of the call.
    """

    def __init__(self, policy: Policy, operation: Operation, bounds: Bounds) -> None:
        """Stores the arguments and sets all counts to 0."""
        self.policy = policy
        self.operation = operation
        self.bounds = bounds
        self.number = 0
        self.retries = 0
        self.renewed = False
        self.waited = 0.0
        self._is_out_of_time = False

    def count_wait(self, seconds: float) -> str | None:
        """Counts a wait and returns None. If the wait would exceed a limit, returns the name of the limit instead.

        Args:
            seconds: The length of the wait.
        """
        if seconds >= self.bounds.remaining:
            self._is_out_of_time = True
            return "deadline"
        if self.waited + seconds > self.policy.max_wait:
            return "max_wait"
        self.waited += seconds
        return None

    def describe(self) -> str:
        """Returns a sentence with the number and the duration of the attempts, for error messages.

        Returns an empty string after a single attempt, unless the deadline left no time for another.
        """
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
        """The number of attempts and their duration, as text."""
        seconds = f"{self.bounds.elapsed:.1f} s"
        if self.number == 0:
            return seconds
        return f"{self.number} {'attempt' if self.number == 1 else 'attempts'} in {seconds}"

    def next_retry(self, error: PinterestError, *, can_renew: bool) -> Retry | None:
        """Decides whether and how to retry after a failed attempt.

        Args:
            error: The error of the failed attempt.
            can_renew: Whether the API refused the access token and the client can renew it.

        Returns:
            How to retry, or None if the error is final.
        """
        if isinstance(error, Unauthorized):
            if self.renewed or not can_renew or error.code in _NOT_SOLVED_BY_RENEWAL:
                return None
            self.renewed = True
            return Retry(0.0, renew_token=True)
        if self.retries >= self.policy.max_retries or not self._can_retry_after(error):
            return None
        wait = _get_requested_wait(error)
        is_for_quota = isinstance(error, RateLimited) and wait > 0
        # Waits for a quota can be short, because other calls may use up the quota again. Only max_wait limits
        # them.
        delay = max(wait, self.policy.backoff_delay(0 if is_for_quota else self.retries))
        if delay >= self.bounds.remaining:
            self._is_out_of_time = True
            return None
        if self.count_wait(wait) is not None:
            return None
        if not is_for_quota:
            self.retries += 1
        return Retry(delay, is_for_quota=is_for_quota)

    def _can_retry_after(self, error: PinterestError) -> bool:
        """Returns whether a retry after this error may succeed, without the risk that a write is carried out twice."""
        if isinstance(error, RateLimited):
            return True  # the API has not carried out the request
        if isinstance(error, ConnectionFailed):
            return not error.is_permanent
        if isinstance(error, BadRequest):
            passes = error.code == TEMPORARY_FAULT and returns_metrics(self.operation)
            return passes and self.operation.repeatable
        return self.operation.repeatable and isinstance(error, (ServerError, OutcomeUnknown))


def replace_implausible_wait(seconds: float) -> float:
    """Replaces a wait of more than a day with one minute, because no quota window is longer than a day."""
    return seconds if seconds <= _LONGEST_WAIT else _WAIT_IF_IMPLAUSIBLE


def _get_requested_wait(error: PinterestError) -> float:
    """Returns the seconds to wait that an error response asks for, or 0."""
    if isinstance(error, RateLimited):
        return error.retry_after or 0.0
    return seconds_to_wait(error.status, error.headers) or 0.0


def returns_metrics(operation: Operation) -> bool:
    """Returns whether an operation gets analytics or reports.

    If a quota is used up or a fault is temporary, these operations respond with status 400, not with 429 or
    5xx.
    """
    return _METRICS.search(operation.path) is not None


def seconds_to_wait(status: int | None, headers: Mapping[str, str]) -> float | None:
    """Returns the seconds to wait from the header `Retry-After`, or else from `X-RateLimit-Reset`.

    All responses contain `X-RateLimit-Reset`. This function ignores that header while requests are left in
    the quota. After status 429, no requests are left.

    Args:
        status: HTTP status of the response.
        headers: Headers of the response.

    Returns:
        The seconds to wait. None if the response does not ask for a wait.
    """
    seconds = parse_retry_after(headers)
    if seconds is None:
        limit = RateLimit.from_headers(headers)
        seconds = limit.reset if status == 429 or not limit.remaining else None
    return None if seconds is None else replace_implausible_wait(seconds)


def parse_retry_after(headers: Mapping[str, str]) -> float | None:
    """Parses `Retry-After`, a number or a date, and returns the seconds to wait. None if missing or malformed."""
    text = headers.get("Retry-After", "").strip()
    try:
        seconds = float(text)
    except ValueError:
        return _seconds_until(text, headers)
    return _to_seconds_left(seconds, headers) if math.isfinite(seconds) else None


def _to_seconds_left(seconds: float, headers: Mapping[str, str]) -> float:
    """Returns the seconds to wait, given a number of seconds or a Unix time."""
    # The header `X-RateLimit-Reset` contains a number of seconds or a Unix time.
    if seconds >= _SMALLEST_UNIX_TIME:
        seconds -= (_parse_date(headers.get("Date", "")) or _get_current_time()).timestamp()
    return max(0.0, seconds)


def _get_current_time() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.UTC)


def _seconds_until(date: str, headers: Mapping[str, str]) -> float | None:
    """Returns the seconds until `date`, counted from the response's `Date` header, or else from now."""
    moment = _parse_date(date)
    if moment is None:
        return None
    now = _parse_date(headers.get("Date", "")) or _get_current_time()
    return max(0.0, (moment - now).total_seconds())


def _parse_date(text: str) -> datetime.datetime | None:
    from email.utils import parsedate_to_datetime  # imported late: only dates need this module

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
