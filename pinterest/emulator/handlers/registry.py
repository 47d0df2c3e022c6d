"""What answers an operation: a function, registered under the Operation that it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from pinterest.emulator.handlers.problems import BAD_PARAMETER
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

_HANDLERS: dict[str, Handler] = {}
_STRICT: set[str] = set()
_PREPARATIONS: dict[str, Callable[[Any], Any]] = {}
_GUARDS: dict[str, Callable[[Call], None]] = {}
_REFUSALS: dict[str, int] = {}
_ASSUMED: list[tuple[str, frozenset[str], Handler | None]] = []


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


def assumed(sentence: str, *operations: Operation) -> Callable[[Handler], Handler]:
    """Records what an operation does although neither the contract nor what is known of the live API says so.

    It is put above the function that answers, or called with the operations that it is true of; called with none, by
    a rule that is shared, it is true of all. `docs/emulator.md` lists it.
    """
    ids = frozenset(operation.id for operation in operations)
    place = len(_ASSUMED)
    _ASSUMED.append((sentence, ids, None))

    def record(handler: Handler) -> Handler:
        _ASSUMED[place] = sentence, ids, handler
        return handler

    return record


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


def assumptions_about(operation: Operation) -> list[str]:
    """Returns what was assumed of an operation."""
    handler = handler_of(operation)
    return [
        sentence
        for sentence, ids, assuming in _ASSUMED
        if operation.id in ids or (assuming is not None and assuming is handler)
    ]


def assumptions_about_all() -> list[str]:
    """Returns what was assumed of every operation alike."""
    return [sentence for sentence, ids, assuming in _ASSUMED if not ids and assuming is None]


def content_of(operation: Operation, reply: Reply) -> tuple[int, Content]:
    """Returns the status and the body of an answer."""
    if isinstance(reply, Answered):
        return reply.status, reply.content
    documented = operation.answers
    bodyless = [answer.status for answer in documented if answer.schema is None]
    if reply is None and bodyless:
        return bodyless[0], None
    return documented[0].status, reply
