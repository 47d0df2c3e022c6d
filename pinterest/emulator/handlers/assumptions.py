"""What the emulator does although nothing that is known of the API says so."""

from __future__ import annotations

from collections.abc import Callable

from pinterest.emulator.handlers.call import Handler
from pinterest.emulator.handlers.registry import handler_of
from pinterest.operation import Operation

_ASSUMED: list[tuple[str, frozenset[str], Handler | None]] = []


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
