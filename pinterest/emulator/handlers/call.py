"""The argument type and the return types of handlers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import Token
from pinterest.operation import Operation


@dataclass(frozen=True, slots=True)
class Call:
    """A request that was authenticated and validated: the argument of a handler.

    Attributes:
        operation: The operation that was called.
        arguments: Path and query parameters by their Python names, with defaults filled in.
        body: The body as plain data, valid under its schema. None if the request had no body.
        state: The emulator's state.
        token: The access token. None if the request was authenticated by the app's ID and secret.
        origin: Scheme, host and port that the request was sent to. URLs in responses begin with them.
    """

    operation: Operation
    arguments: dict[str, Any]
    body: Any
    state: State
    token: Token | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class JsonText:
    """A response body that is already JSON text."""

    text: str


Content: TypeAlias = "Mapping[str, Any] | Sequence[Any] | JsonText | None"


@dataclass(frozen=True, slots=True)
class Response:
    """A response with an explicit status.

    Attributes:
        status: HTTP status.
        content: The body. None sends no body.
    """

    status: int
    content: Content = None


Result: TypeAlias = "Content | Response"
"""The return value of a handler: a `Response`, or only content. `get_status_and_body` adds the status to content."""

Handler: TypeAlias = Callable[[Call], Result]


def get_status_and_body(operation: Operation, result: Result) -> tuple[int, Content]:
    """Returns the status and the body to send for a handler's return value.

    A `Response` has its own status. None gets the first status of the operation whose response has no body. Other
    return values get the first status that the contract lists for the operation.
    """
    if isinstance(result, Response):
        return result.status, result.content
    documented = operation.answers
    without_body = [answer.status for answer in documented if answer.schema is None]
    if result is None and without_body:
        return without_body[0], None
    return documented[0].status, result
