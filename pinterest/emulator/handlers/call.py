"""What a handler is called with, and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import Token
from pinterest.operation import Operation


@dataclass(frozen=True, slots=True)
class Call:
    """One request, found good: what is asked, with what, and by whom.

    Attributes:
        operation: What is asked.
        arguments: Path and query parameters by their Python names, defaults filled in.
        body: The body as plain data, valid under its schema; None where there was none.
        state: What to work on.
        token: Whose request it is, None where the operation is signed by the app.
        origin: Scheme, host and port that the request was sent to, for addresses that answers hold.
    """

    operation: Operation
    arguments: dict[str, Any]
    body: Any
    state: State
    token: Token | None = None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class JsonText:
    """An answer that is JSON text already."""

    text: str


Content: TypeAlias = "Mapping[str, Any] | Sequence[Any] | JsonText | None"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with a status of its own choice.

    Attributes:
        status: HTTP status.
        content: The body; None for none.
    """

    status: int
    content: Content = None


Reply: TypeAlias = "Content | Answered"
"""What a handler returns. Content comes with the first documented status, None with the first that has no body."""

Handler: TypeAlias = Callable[[Call], Reply]


def content_of(operation: Operation, reply: Reply) -> tuple[int, Content]:
    """Returns the status and the body of an answer."""
    if isinstance(reply, Answered):
        return reply.status, reply.content
    documented = operation.answers
    bodyless = [answer.status for answer in documented if answer.schema is None]
    if reply is None and bodyless:
        return bodyless[0], None
    return documented[0].status, reply
