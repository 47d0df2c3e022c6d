"""The client as the models and typed methods see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse

Timeout: TypeAlias = "float | tuple[float | None, float | None] | None"
"""Seconds to connect and to wait for the next byte: one number for both, or a pair; None for the client's own."""


def checked_timeout(timeout: Timeout) -> Timeout:
    """Returns a time-out that is a positive number of seconds, or a pair of them.

    Raises:
        ValidationError: It is neither. A request without a time-out may hang for ever, so there is no such thing.
    """
    values = timeout if isinstance(timeout, tuple) else (timeout, timeout)
    valid = len(values) == 2 and all(
        isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < float("inf")
        for value in values
    )
    if not valid:
        raise ValidationError(
            f"timeout: {timeout!r} is not valid; allowed: seconds, or a pair of seconds to connect and to read"
        )
    return timeout


class Client(Protocol):
    """Whatever can carry an operation out."""

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Carries an operation out and returns its answer.

        Args:
            operation: What to do.
            arguments: Its path and query parameters by their Python names; None stands for left out.
            body: Plain data for its body, checked already; None for no body.
            timeout: Seconds to connect and to read, for this call only.
        """
