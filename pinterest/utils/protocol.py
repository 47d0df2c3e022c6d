"""Defines the `Client` protocol and the types of timeouts and deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Prepared
from pinterest.response import ApiResponse
from pinterest.utils.suggest import format_value

Timeout: TypeAlias = "float | tuple[float | None, float | None] | TimeLimits | None"
"""Seconds to wait for a connection and for data: one number for both, or a pair. None means the client's timeout."""

Deadline: TypeAlias = "float | None"
"""Maximum time in seconds for a call, including retries, waits and token renewals. None means the client's deadline."""

# About 30 years. The operating system cannot wait for much longer.
_LONGEST_DEADLINE = 1e9


# Contains both, so that functions can pass on both in one argument.
@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Contains a timeout and a deadline.

    Attributes:
        timeout: Seconds to wait for a connection and for data.
        deadline: Maximum seconds for the whole call.
    """

    timeout: float | tuple[float | None, float | None] | None
    deadline: Deadline


def with_deadline(timeout: Timeout, deadline: Deadline) -> Timeout:
    """Returns a timeout with the given deadline, or `timeout` unchanged if `deadline` is None."""
    if deadline is None:
        return timeout
    return TimeLimits(time_limits(timeout).timeout, deadline)


def with_defaults(timeout: Timeout, defaults: Timeout) -> Timeout:
    """Returns a timeout, with missing seconds and a missing deadline filled in from `defaults`."""
    own, default = time_limits(timeout), time_limits(defaults)
    seconds = default.timeout if own.timeout is None else own.timeout
    return with_deadline(seconds, default.deadline if own.deadline is None else own.deadline)


def time_limits(timeout: Timeout) -> TimeLimits:
    """Converts a timeout to `TimeLimits`. The deadline is None if the timeout contains no deadline."""
    return timeout if isinstance(timeout, TimeLimits) else TimeLimits(timeout, None)


def check_deadline(deadline: float) -> float:
    """Checks a deadline and returns it as a float.

    Raises:
        ValidationError: If the deadline is not a positive number of seconds.
    """
    # None is refused, because a call without a deadline might never end.
    is_number = isinstance(deadline, (int, float)) and not isinstance(deadline, bool)
    if not is_number or not 0 < deadline <= _LONGEST_DEADLINE:
        raise ValidationError(
            f"deadline: {format_value(deadline)} is not valid; allowed: seconds, more than 0 and at most "
            f"{_LONGEST_DEADLINE:.0f}"
        )
    return float(deadline)


# Sockets store milliseconds in 31 bits, so their longest timeout is about 24 days.
_LONGEST_TIMEOUT = 1e6


def check_timeout(timeout: Timeout) -> float | tuple[float, float]:
    """Checks a timeout and returns it.

    Raises:
        ValidationError: If the timeout is not a positive number of seconds or a pair of such numbers.
    """
    # None is refused, because a request without a timeout might never end.
    values = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    valid = len(values) == 2 and all(
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and 0 < value <= _LONGEST_TIMEOUT
        for value in values
    )
    if not valid:
        raise ValidationError(
            f"timeout: {format_value(timeout)} is not valid; allowed: a number of seconds up to "
            f"{_LONGEST_TIMEOUT:,.0f}, "
            "or a pair of numbers: the connect and read timeouts"
        )
    return timeout  # type: ignore[return-value]  # no part of it is None


class Client(Protocol):
    """An object that sends the requests of operations."""

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Sends the request of an operation and returns the response.

        Args:
            operation: The operation.
            arguments: Path and query parameters by Python name, or the return value of `Operation.prepare`.
                Parameters that are None are left out.
            body: The checked body as plain data. None for no body.
            timeout: Seconds to wait for a connection and for data. `TimeLimits` also set a deadline.
        """
