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

    Attributes:
        text: The rule, as a sentence of the documentation.
        source: Where the rule comes from.
        operation_ids: The IDs of operations that the rule applies to, in addition to the operations of `handler`.
        handler: A handler. The rule applies to its operations. If `handler` is None and `operation_ids` is empty,
            the rule applies to every operation.
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

    As a decorator of a handler, records assumptions about the handler's operations. As a plain call, records
    assumptions about `operations`, or about every operation if `operations` is empty.

    Args:
        *operations: The operations that the assumptions are about, in addition to a decorated handler's operations.
        contract: Rules that follow from a description or an example in the contract.
        observed: Behavior that was observed on the live API.
        choice: Rules that were chosen because they are simple. The live API may differ.
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
