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
    """An authenticated and validated request, which is passed to a handler.

    Attributes:
        operation: The operation.
        arguments: Path and query parameters by their Python names, including defaults.
        body: The validated body as plain data. None if the request had no body.
        state: The emulator's state.
        token: The access token. None if the request was authenticated by the app's ID and secret.
        origin: Scheme, host and port of the URLs in the response.
    """

    operation: Operation
    arguments: dict[str, Any]
    body: Any
    state: State
    token: Token | None = None
    origin: str = ""  # the address that the request was sent to


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
        content: The body, or None for no body.
    """

    status: int
    content: Content = None


Result: TypeAlias = "Content | Response"
"""The return value of a handler: a `Response`, or content without a status."""

Handler: TypeAlias = Callable[[Call], Result]


def get_status_and_body(operation: Operation, result: Result) -> tuple[int, Content]:
    """Converts the return value of a handler to the status and body of a response.

    Content without a status is sent with the first status that the operation documents. For None, this is the first
    documented status without a body.
    """
    if isinstance(result, Response):
        return result.status, result.content
    documented = operation.answers
    without_body = [answer.status for answer in documented if answer.schema is None]
    if result is None and without_body:
        return without_body[0], None
    return documented[0].status, result
