"""Records the emulator's assumptions: rules that are missing from the contract's schemas."""

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
    """A rule of the emulator that is missing from the contract's schemas.

    The rule applies to every operation if `operation_ids` is empty and `handler` is None.

    Attributes:
        text: The rule, as a sentence of the documentation.
        source: Where the rule comes from.
        operation_ids: The IDs of operations with this rule.
        handler: A handler with this rule. The rule applies to the handler's operations.
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

    The assumptions are about `operations` and about the operations of the decorated handler. Without operations and
    without a decorated handler, the assumptions are about every operation.

    Args:
        *operations: The operations.
        contract: Rules from a description or an example in the contract.
        observed: Behavior observed on the live API.
        choice: Rules chosen for simplicity. The live API may differ.
    """
    texts: dict[Source, str | None] = {
        "contract": contract,
        "observed": observed,
        "choice": choice,
    }
    ids = frozenset(operation.id for operation in operations)
    recorded = [Assumption(text, source, ids) for source, text in texts.items() if text]
    _ASSUMPTIONS.extend(recorded)

    def add_handler_to_assumptions(handler: Handler) -> Handler:
        for assumption in recorded:
            assumption.handler = handler
        return handler

    return add_handler_to_assumptions


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
