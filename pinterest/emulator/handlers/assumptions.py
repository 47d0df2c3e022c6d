"""Records how the emulator behaves where the contract's schemas do not say, and what that rests on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pinterest.emulator.handlers.call import Handler
from pinterest.emulator.handlers.registry import find_handler
from pinterest.operation import Operation

Source: TypeAlias = Literal["contract", "observed", "choice"]
"""What an assumption rests on: the contract's descriptions and examples, the live API, or a choice of ours."""


@dataclass(slots=True)
class Assumption:
    """One rule of the emulator.

    Attributes:
        text: The rule, as a sentence of the documentation.
        source: What it rests on.
        operation_ids: The operations that it is about, besides those of its handler.
        handler: The handler that it is about. None if it is about the given operations, or about all.
    """

    text: str
    source: Source
    operation_ids: frozenset[str]
    handler: Handler | None = None


_ASSUMPTIONS: list[Assumption] = []


def assumed(
    *operations: Operation,
    contract: str | None = None,
    observed: str | None = None,
    choice: str | None = None,
) -> Callable[[Handler], Handler]:
    """Records assumptions for `docs/emulator.md`.

    Use it as a decorator of a handler, or call it with the operations that the assumptions are about. Called with none,
    as shared rules do, they are about all operations.

    Args:
        *operations: The operations that the assumptions are about.
        contract: What a description or an example in the contract says or implies.
        observed: What was observed on the live API.
        choice: What neither says, so that the simplest rule was chosen.
    """
    texts: dict[Source, str | None] = {
        "contract": contract,
        "observed": observed,
        "choice": choice,
    }
    ids = frozenset(operation.id for operation in operations)
    recorded = [Assumption(text, source, ids) for source, text in texts.items() if text]
    _ASSUMPTIONS.extend(recorded)

    def record(handler: Handler) -> Handler:
        for assumption in recorded:
            assumption.handler = handler
        return handler

    return record


def assumptions_about(operation: Operation) -> list[Assumption]:
    """Returns the assumptions about one operation."""
    handler = find_handler(operation)
    return [
        assumption
        for assumption in _ASSUMPTIONS
        if operation.id in assumption.operation_ids
        or (assumption.handler is not None and assumption.handler is handler)
    ]


def assumptions_about_all() -> list[Assumption]:
    """Returns the assumptions about all operations."""
    return [
        assumption
        for assumption in _ASSUMPTIONS
        if not assumption.operation_ids and assumption.handler is None
    ]
