"""The client, as rich models and typed methods see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Prepared
from pinterest.response import ApiResponse
from pinterest.utils.suggest import format_value

Timeout: TypeAlias = "float | tuple[float | None, float | None] | None"
"""Seconds to wait for a connection and for data: one number for both, or a pair. None for the client's timeout."""


# Sockets count milliseconds with 31 bits, so they take no more than about 24 days.
_LONGEST_TIMEOUT = 1e6


def check_timeout(timeout: Timeout) -> float | tuple[float, float]:
    """Returns a timeout if it is valid.

    A request without a timeout may never end, so there is no value that switches it off.

    Raises:
        ValidationError: If it is not a positive number of seconds, or a pair of them.
    """
    values = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    valid = len(values) == 2 and all(
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and 0 < value <= _LONGEST_TIMEOUT
        for value in values
    )
    if not valid:
        raise ValidationError(
            f"timeout: {format_value(timeout)} is not valid; allowed: seconds, up to {_LONGEST_TIMEOUT:,.0f}, "
            "or a pair of seconds to connect and to read"
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
            arguments: Path and query parameters by their Python names, or what `Operation.prepare` returned. None
                leaves a parameter out.
            body: Plain data for the body, already checked. None for no body.
            timeout: Seconds to connect and to read, for this call only.
        """
