"""What answers an operation: a function, registered under the Operation that it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pinterest.emulator.state import State
from pinterest.emulator.tokens import Token
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
    """

    operation: Operation
    arguments: dict[str, Any]
    body: Any
    state: State
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class JsonText:
    """An answer that is JSON text already."""

    text: str


Reply: TypeAlias = "dict[str, Any] | JsonText"
Handler: TypeAlias = Callable[[Call], Reply]

_HANDLERS: dict[str, Handler] = {}


def answers(operation: Operation) -> Callable[[Handler], Handler]:
    """Registers the function below as what answers an operation."""

    def register(handler: Handler) -> Handler:
        _HANDLERS[operation.id] = handler
        return handler

    return register


def handler_of(operation: Operation) -> Handler | None:
    """Returns what answers an operation, None where nothing does yet."""
    return _HANDLERS.get(operation.id)
