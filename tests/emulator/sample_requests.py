"""The required arguments and the body of any operation, built from the contract."""

from __future__ import annotations

from typing import Any

from pinterest.operation import Operation
from tests.contract.calls import contract, identifier
from tests.contract.samples import full


def build_arguments(operation: Operation, **known: Any) -> dict[str, Any]:
    """Returns the required parameters by their Python names. Keyword arguments set their values."""
    endpoint = contract().endpoints[operation.id]
    made = {
        identifier(node["name"]): full(contract(), node["schema"], write=True)
        for node in contract().parameters(endpoint)
        if node.get("required")
    }
    return {**made, **{name: value for name, value in known.items() if name in made}}


def build_body(operation: Operation) -> Any:
    """Returns a body with all of its fields. None if the operation takes no body."""
    body = contract().body(contract().endpoints[operation.id])
    return full(contract(), body[1], write=True) if body else None
