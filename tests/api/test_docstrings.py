"""The docstrings of the typed methods: they list the facts of each operation, and their examples work."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pinterest import api, exceptions
from pinterest.emulator import Emulator
from pinterest.operation import Operation, identifier
from pinterest.operations import all_operations
from tests.contract.calls import class_name

OPERATIONS = all_operations()
CLASSES = sorted({class_name(operation.tag) for operation in OPERATIONS})


def get_docstring(operation: Operation) -> str:
    """Returns the docstring of an operation's method, on one line."""
    method = getattr(getattr(api, class_name(operation.tag)), identifier(operation.id))
    return " ".join((inspect.getdoc(method) or "").split())


def find_by_text(text: str) -> set[str]:
    return {operation.id for operation in OPERATIONS if text in get_docstring(operation)}


def find_by_facts(**facts: object) -> set[str]:
    return {
        operation.id
        for operation in OPERATIONS
        if all(getattr(operation, name) == value for name, value in facts.items())
    }


def test_deprecated_legacy_and_unsafe_operations_say_so() -> None:
    assert find_by_text("Deprecated by Pinterest") == find_by_facts(deprecated=True) != set()
    assert (
        find_by_text("Legacy: Pinterest's API description no longer contains this operation.")
        == find_by_facts(legacy=True)
        != set()
    )
    assert (
        find_by_text("Added in version 5.28.0 of the API.")
        == find_by_facts(added_in="5.28.0")
        != set()
    )
    unserved = find_by_facts(hosted_sandbox=False)
    assert find_by_text("Not available in Pinterest's hosted sandbox.") == unserved != set()
    assert find_by_text("ConfigurationError: If the client uses Pinterest's hosted") == unserved
    assert find_by_text("OutcomeUnknown: ") == find_by_facts(repeatable=False) != set()
    assert find_by_text("Safe to retry.") == find_by_facts(repeatable=True) - find_by_facts(
        verb="GET"
    )


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.id)
def test_every_docstring_lists_calls_arguments_and_errors(operation: Operation) -> None:
    text = get_docstring(operation)
    assert f":calls: `{operation}`" in text
    assert all(f"`{scope}`" in text for scope in operation.scopes)
    assert f"Rate limit quota: `{operation.quota}`." in text or (
        operation.quota is None and "Rate limit quota: unknown." in text
    )
    names = [item.argument for item in operation.parameters]
    names += [operation.body.argument] if operation.body else []
    assert [name for name in [*names, "timeout"] if f" {name}: " not in text] == []
    assert "Returns:" in text
    raised = re.findall(r"(\w+): If ", text.partition("Raises:")[2])
    assert raised[-1] == "ApiException"
    assert set(raised) <= set(exceptions.__all__)


def get_example(name: str) -> str:
    text = inspect.getdoc(getattr(api, name)) or ""
    return text.partition("```python")[2].partition("```")[0]


@pytest.fixture(scope="module")
def example_values() -> Iterator[dict[str, Any]]:
    with Emulator() as emulator:
        client = emulator.client()
        client.request("POST", "/catalogs", json={"catalog_type": "RETAIL", "name": "Quilts"})
        yield {"client": client, "ad_account_id": emulator.ad_account_id}


@pytest.mark.parametrize("name", CLASSES)
def test_the_example_of_a_class_works(name: str, example_values: dict[str, Any]) -> None:
    code = inspect.cleandoc(get_example(name))
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    wanted = used - example_values.keys() - {"api", "list", name, "items", "answer", "response"}
    scope = {**example_values, name: getattr(api, name)}
    if not wanted:
        exec(code, scope)
        assert {"items", "answer", "response"} & scope.keys()
        return
    # The emulator lacks the data for the example, but the example passes all required arguments.
    call = re.search(r"api\.(\w+)\(([^()]*)\)", code)
    assert call
    signature = inspect.signature(getattr(scope[name], call[1]))
    signature.bind(None, *call[2].split(", "))
