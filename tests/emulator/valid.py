"""Validates responses under the contract with an independent validator."""

from __future__ import annotations

from typing import Any

import requests

from pinterest.operation import Operation
from tests.contract.calls import PATH, contract


def find_problems(operation: Operation, status: int, content: Any) -> list[str]:
    """Returns the validation errors of a response. `content` is None if it has no body."""
    documented = contract().responses(contract().endpoints[operation.id])
    if status not in documented:
        return [f"status {status} is not one of {sorted(documented)}"]
    node = documented[status]
    if node is None:
        return [] if content is None else ["it has a body"]
    return contract().problems(node, content, write=False)


def assert_valid(operation: Operation, response: requests.Response) -> None:
    """Checks that a successful response is valid, if the contract is available."""
    assert 200 <= response.status_code < 300, response.text
    if PATH.is_file():
        content = response.json() if response.content else None
        assert find_problems(operation, response.status_code, content) == []
