"""The client as the models and typed methods see it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeAlias

from pinterest.operation import Operation
from pinterest.response import ApiResponse

Timeout: TypeAlias = "float | tuple[float | None, float | None] | None"


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
