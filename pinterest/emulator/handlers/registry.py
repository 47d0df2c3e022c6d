"""The registry of handlers: the function that handles each operation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pinterest.emulator.handlers.call import Call, Handler, Result
from pinterest.emulator.handlers.problems import BAD_PARAMETER
from pinterest.operation import Operation

# These are keyed by operation ID.
_HANDLERS: dict[str, Handler] = {}
_STRICT: set[str] = set()
_PREPARATIONS: dict[str, Callable[[Any], Any]] = {}
_GUARDS: dict[str, Callable[[Call], None]] = {}
_ERROR_CODES: dict[str, int] = {}


def handles(
    *operations: Operation,
    refuse_unknown: bool = False,
    prepare: Callable[[Any], Any] | None = None,
) -> Callable[[Handler], Handler]:
    """Registers the decorated function as the handler of one or more operations.

    Args:
        *operations: The operations.
        refuse_unknown: Whether to refuse body fields that the schema does not have. Otherwise they are dropped.
        prepare: Called with each body before validation. It can change a bad item so that only that item fails.

    Raises:
        ValueError: If an operation already has another handler.
    """

    def register(handler: Handler) -> Handler:
        for operation in operations:
            other = _HANDLERS.setdefault(operation.id, handler)
            if _get_full_name(other) != _get_full_name(handler):
                raise ValueError(
                    f"{operation} is handled by {_get_full_name(other)}; "
                    f"remove it before registering {_get_full_name(handler)}"
                )
            _HANDLERS[operation.id] = handler  # if its module was reloaded, use the newer one
        if refuse_unknown:
            _STRICT.update(operation.id for operation in operations)
        if prepare:
            _PREPARATIONS.update((operation.id, prepare) for operation in operations)
        return handler

    return register


def _get_full_name(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def set_error_code(code: int, *operations: Operation) -> None:
    """Sets the error code for malformed requests of some operations."""
    _ERROR_CODES.update((operation.id, code) for operation in operations)


def get_error_code(operation: Operation) -> int:
    """Returns the error code for malformed requests of an operation."""
    return _ERROR_CODES.get(operation.id, BAD_PARAMETER)


def register_check(check: Callable[[Call], None], *operations: Operation) -> None:
    """Registers a check that runs before the handlers of some operations. It refuses a request with a `Problem`."""
    _GUARDS.update((operation.id, check) for operation in operations)


def call_handler(call: Call, fallback: Handler | None = None) -> Result:
    """Calls the handler of an operation and returns its reply.

    Args:
        call: The request.
        fallback: The function to call for operations without a handler.
    """
    check = _GUARDS.get(call.operation.id)
    if check:
        check(call)
    handler = find_handler(call.operation) or fallback
    assert handler is not None
    return handler(call)


def find_handler(operation: Operation) -> Handler | None:
    """Returns the handler of an operation. None if it has no handler and responds with samples."""
    return _HANDLERS.get(operation.id)


def refuses_unknown(operation: Operation) -> bool:
    """Returns whether an operation refuses body fields that its schema does not have."""
    return operation.id in _STRICT


def prepare_body(operation: Operation, body: Any) -> Any:
    """Prepares a body for validation and returns it."""
    prepare = _PREPARATIONS.get(operation.id)
    return body if prepare is None else prepare(body)
