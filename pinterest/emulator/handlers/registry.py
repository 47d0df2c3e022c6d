"""What answers an operation: a function, registered under the Operation that it answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinterest.emulator.handlers.call import Call, Handler, Reply
from pinterest.emulator.handlers.problems import BAD_PARAMETER
from pinterest.operation import Operation

_HANDLERS: dict[str, Handler] = {}
_STRICT: set[str] = set()
_PREPARATIONS: dict[str, Callable[[Any], Any]] = {}
_GUARDS: dict[str, Callable[[Call], None]] = {}
_REFUSALS: dict[str, int] = {}


def answers(
    *operations: Operation,
    refuse_unknown: bool = False,
    prepare: Callable[[Any], Any] | None = None,
) -> Callable[[Handler], Handler]:
    """Registers the function below as what answers an operation, or several.

    Args:
        *operations: What it answers.
        refuse_unknown: Whether fields of the body that the schema does not know are refused, rather than dropped.
        prepare: What is done to a body before it is checked, so that one bad item need not refuse them all.

    Raises:
        ValueError: Another function answers one of them already.
    """

    def register(handler: Handler) -> Handler:
        for operation in operations:
            other = _HANDLERS.setdefault(operation.id, handler)
            if _place(other) != _place(handler):
                raise ValueError(
                    f"{operation}: {_place(other)} answers it already, {_place(handler)} cannot; register one of them"
                )
            _HANDLERS[operation.id] = handler  # the newer one, where its module was loaded again
        if refuse_unknown:
            _STRICT.update(operation.id for operation in operations)
        if prepare:
            _PREPARATIONS.update((operation.id, prepare) for operation in operations)
        return handler

    return register


def _place(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def refuses_with(code: int, *operations: Operation) -> None:
    """Registers the code that operations refuse a malformed request with, where the API has one of their own."""
    _REFUSALS.update((operation.id, code) for operation in operations)


def refusal_code(operation: Operation) -> int:
    """Returns the code that an operation refuses a malformed request with."""
    return _REFUSALS.get(operation.id, BAD_PARAMETER)


def guarded(check: Callable[[Call], None], *operations: Operation) -> None:
    """Registers what is checked of operations before anything else, and refuses them by raising a `Problem`."""
    _GUARDS.update((operation.id, check) for operation in operations)


def reply_to(call: Call, otherwise: Handler | None = None) -> Reply:
    """Returns the answer to a request.

    Args:
        call: The request.
        otherwise: What answers an operation that nothing was registered for.
    """
    check = _GUARDS.get(call.operation.id)
    if check:
        check(call)
    handler = handler_of(call.operation) or otherwise
    assert handler is not None
    return handler(call)


def handler_of(operation: Operation) -> Handler | None:
    """Returns what answers an operation, None where nothing does: it answers a sample then."""
    return _HANDLERS.get(operation.id)


def refuses_unknown(operation: Operation) -> bool:
    """Returns whether an operation refuses fields that its schema does not know."""
    return operation.id in _STRICT


def prepared(operation: Operation, body: Any) -> Any:
    """Returns a body as it is to be checked."""
    prepare = _PREPARATIONS.get(operation.id)
    return body if prepare is None else prepare(body)
