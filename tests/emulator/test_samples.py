"""Samples: whatever has no rules of its own answers what the contract documents, the same every time."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator.handlers import Answered, Call
from pinterest.emulator.samples import sample
from pinterest.emulator.state import State
from pinterest.operation import Operation
from pinterest.operations import all_operations
from tests.contract.calls import PATH, contract, identifier
from tests.contract.samples import full
from tests.emulator.valid import problems

OPERATIONS = all_operations()


@pytest.fixture
def at_hand() -> None:
    if not PATH.is_file():
        pytest.skip(
            "the API's description is not at hand; PINTEREST_CONTRACT=FILE tells where it is"
        )


def arguments_of(operation: Operation, **known: Any) -> dict[str, Any]:
    """Returns what an operation cannot do without."""
    endpoint = contract().endpoints[operation.id]
    made = {
        identifier(node["name"]): full(contract(), node["schema"], write=True)
        for node in contract().parameters(endpoint)
        if node.get("required")
    }
    return {**made, **{name: value for name, value in known.items() if name in made}}


def body_of(operation: Operation) -> Any:
    body = contract().body(contract().endpoints[operation.id])
    return full(contract(), body[1], write=True) if body else None


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.id)
def test_a_sample_is_valid(at_hand: None, operation: Operation) -> None:
    nothing = dict.fromkeys(item.argument for item in operation.parameters)
    arguments = nothing | arguments_of(operation)
    for seed, body in ((0, None), (0, body_of(operation)), (12, None)):
        state = State(seed=seed)
        answer = sample(Call(operation, arguments, body, state))
        state.store.close()
        assert isinstance(answer, Answered)
        assert problems(operation, answer.status, answer.content) == []
