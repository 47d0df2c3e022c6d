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


def docstring(operation: Operation) -> str:
    """Returns the docstring of an operation's method, on one line."""
    method = getattr(getattr(api, class_name(operation.tag)), identifier(operation.id))
    return " ".join((inspect.getdoc(method) or "").split())


def with_text(text: str) -> set[str]:
    return {operation.id for operation in OPERATIONS if text in docstring(operation)}


def which(**facts: object) -> set[str]:
    return {
        operation.id
        for operation in OPERATIONS
        if all(getattr(operation, name) == value for name, value in facts.items())
    }


def test_deprecated_legacy_and_unsafe_operations_say_so() -> None:
    assert with_text("Deprecated by Pinterest") == which(deprecated=True) != set()
    assert (
        with_text("Legacy: no longer in the published API description. Scopes: ")
        == which(legacy=True)
        != set()
    )
    assert with_text("Added in version 5.28.0 of the API.") == which(added_in="5.28.0") != set()
    unserved = which(hosted_sandbox=False)
    assert with_text("Not available in Pinterest's hosted sandbox.") == unserved != set()
    assert with_text("ConfigurationError: If the client uses Pinterest's hosted") == unserved
    assert with_text("OutcomeUnknown: ") == which(repeatable=False) != set()
    assert with_text("Safe to retry.") == which(repeatable=True) - which(verb="GET")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda item: item.id)
def test_every_docstring_lists_calls_arguments_and_errors(operation: Operation) -> None:
    text = docstring(operation)
    assert f":calls: `{operation}`" in text
    assert all(f"`{scope}`" in text for scope in operation.scopes)
    assert f"Quota: `{operation.quota}`." in text or (
        operation.quota is None and "Quota: unknown." in text
    )
    names = [item.argument for item in operation.parameters]
    names += [operation.body.argument] if operation.body else []
    assert [name for name in [*names, "timeout"] if f" {name}: " not in text] == []
    assert "Returns:" in text
    raised = re.findall(r"(\w+): If ", text.partition("Raises:")[2])
    assert raised[-1] == "ApiException"
    assert set(raised) <= set(exceptions.__all__)


def example(name: str) -> str:
    text = inspect.getdoc(getattr(api, name)) or ""
    return text.partition("```python")[2].partition("```")[0]


@pytest.fixture(scope="module")
def known() -> Iterator[dict[str, Any]]:
    with Emulator() as emulator:
        client = emulator.client()
        client.request("POST", "/catalogs", json={"catalog_type": "RETAIL", "name": "Quilts"})
        yield {"client": client, "ad_account_id": emulator.ad_account_id}


@pytest.mark.parametrize("name", CLASSES)
def test_the_example_of_a_class_works(name: str, known: dict[str, Any]) -> None:
    code = inspect.cleandoc(example(name))
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
    wanted = used - known.keys() - {"api", "list", name, "items", "answer", "response"}
    scope = {**known, name: getattr(api, name)}
    if not wanted:
        exec(code, scope)
        assert {"items", "answer", "response"} & scope.keys()
        return
    # The emulator lacks the data for the example, but the example passes all required arguments.
    call = re.search(r"api\.(\w+)\(([^()]*)\)", code)
    assert call
    signature = inspect.signature(getattr(scope[name], call[1]))
    signature.bind(None, *call[2].split(", "))
