"""Records the rules of the emulator that the contract's schemas do not state, and the source of each rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pinterest.emulator.handlers.call import Handler
from pinterest.emulator.handlers.registry import find_handler
from pinterest.operation import Operation

Source: TypeAlias = Literal["contract", "observed", "choice"]
"""The source of an assumption: the contract's descriptions and examples, the live API, or our own choice."""


@dataclass(slots=True)
class Assumption:
    """One rule of the emulator.

    Attributes:
        text: The rule, as a sentence of the documentation.
        source: Where the rule comes from.
        operation_ids: The operations that it applies to, in addition to those of its handler.
        handler: The handler that it applies to. None if it only applies to `operation_ids`, or to all operations.
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

    Use it to decorate a handler, or call it with operations. Without operations, the assumptions apply to all of
    them.

    Args:
        *operations: The operations that the assumptions apply to.
        contract: Rules that follow from a description or an example in the contract.
        observed: Behavior that was observed on the live API.
        choice: Rules that were chosen for simplicity, without other evidence.
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


def get_assumptions_about(operation: Operation) -> list[Assumption]:
    """Returns the assumptions about one operation."""
    handler = find_handler(operation)
    return [
        assumption
        for assumption in _ASSUMPTIONS
        if operation.id in assumption.operation_ids
        or (assumption.handler is not None and assumption.handler is handler)
    ]


def get_general_assumptions() -> list[Assumption]:
    """Returns the assumptions about all operations."""
    return [
        assumption
        for assumption in _ASSUMPTIONS
        if not assumption.operation_ids and assumption.handler is None
    ]
