"""Registers, finds and calls handlers. A handler is the function that handles an operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinterest.emulator.handlers.call import Call, Handler, Result
from pinterest.emulator.handlers.problems import BAD_PARAMETER
from pinterest.operation import Operation

# The keys and the members of these collections are operation IDs.
_HANDLERS: dict[str, Handler] = {}
_REFUSING_UNKNOWN_FIELDS: set[str] = set()
_PREPARATIONS: dict[str, Callable[[Any], Any]] = {}
_CHECKS: dict[str, Callable[[Call], None]] = {}
_ERROR_CODES: dict[str, int] = {}


def handles(
    *operations: Operation,
    refuse_unknown: bool = False,
    prepare: Callable[[Any], Any] | None = None,
) -> Callable[[Handler], Handler]:
    """Registers the decorated function as the handler of one or more operations.

    Args:
        *operations: The operations.
        refuse_unknown: Whether to refuse unknown fields in the body. By default, unknown fields are dropped.
        prepare: A function that receives the body and returns the body to validate. For example, it can replace a
            malformed batch item, so that only this item fails.

    Raises:
        ValueError: If an operation already has another handler.
    """

    def register_handler(handler: Handler) -> Handler:
        for operation in operations:
            other = _HANDLERS.setdefault(operation.id, handler)
            if _get_handler_name(other) != _get_handler_name(handler):
                raise ValueError(
                    f"{operation} has two handlers, {_get_handler_name(other)} and "
                    f"{_get_handler_name(handler)}; remove one of them"
                )
            _HANDLERS[operation.id] = handler  # if the module was reloaded, use its newer function
        if refuse_unknown:
            _REFUSING_UNKNOWN_FIELDS.update(operation.id for operation in operations)
        if prepare:
            _PREPARATIONS.update((operation.id, prepare) for operation in operations)
        return handler

    return register_handler


def _get_handler_name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def set_error_code(code: int, *operations: Operation) -> None:
    """Sets the error code that these operations return for malformed requests."""
    _ERROR_CODES.update((operation.id, code) for operation in operations)


def get_error_code(operation: Operation) -> int:
    """Returns the error code for malformed requests to an operation."""
    return _ERROR_CODES.get(operation.id, BAD_PARAMETER)


def register_check(check: Callable[[Call], None], *operations: Operation) -> None:
    """Registers a check to run before the operations' handlers.

    The check raises a `Problem` to refuse a request.
    """
    _CHECKS.update((operation.id, check) for operation in operations)


def call_handler(call: Call, fallback: Handler | None = None) -> Result:
    """Runs the operation's check and handler. Returns the handler's result.

    Args:
        call: The request.
        fallback: The handler for operations without a registered handler.
    """
    check = _CHECKS.get(call.operation.id)
    if check:
        check(call)
    handler = find_handler(call.operation) or fallback
    assert handler is not None
    return handler(call)


def find_handler(operation: Operation) -> Handler | None:
    """Returns the handler of an operation, or None if the operation has no handler."""
    return _HANDLERS.get(operation.id)


def refuses_unknown_fields(operation: Operation) -> bool:
    """Returns whether an operation refuses bodies with unknown fields."""
    return operation.id in _REFUSING_UNKNOWN_FIELDS


def prepare_body(operation: Operation, body: Any) -> Any:
    """Returns the body to validate: the result of the operation's `prepare` function, or else the body unchanged."""
    prepare = _PREPARATIONS.get(operation.id)
    return body if prepare is None else prepare(body)
