"""Small contracts, and the published one if it is available."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen.generate import render_files
from codegen.operations import describe_operations
from codegen.schema_library import SchemaLibrary
from tests.contract.calls import NO_CONTRACT, PATH

ROOT = Path(__file__).resolve().parents[2]
PREFIX = "#/components/schemas/"

Schemas = Callable[..., ModuleType]


@pytest.fixture(scope="session")
def published() -> Path:
    """The published contract. Skips the test if it is not available."""
    if not PATH.is_file():
        pytest.skip(NO_CONTRACT)
    return PATH


def contract(
    schemas: dict[str, Any] | None = None,
    *,
    body: dict[str, Any] | None = None,
    answer: dict[str, Any] | None = None,
    **operation: Any,
) -> dict[str, Any]:
    """Returns a contract with one operation. By default, it accepts and returns every schema."""
    schemas = schemas or {}
    every = {"type": "object", "properties": {name: {"$ref": PREFIX + name} for name in schemas}}
    data = {
        "operationId": "things/update",
        "tags": ["things"],
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": body or every}},
        },
        "responses": {"200": {"content": {"application/json": {"schema": answer or every}}}},
        **operation,
    }
    if data["requestBody"] is None:
        del data["requestBody"]
    return {
        "info": {"version": "1.0.0"},
        "paths": {"/things/{thing_id}": {"patch": data}},
        "components": {"schemas": schemas},
    }


def generate_files(
    data: dict[str, Any],
    scope: dict[str, list[str]],
    apart: dict[str, list[str]] | None = None,
) -> dict[str, str]:
    """Generates files from a contract and returns them, before formatting."""
    library = SchemaLibrary(data, scope.get("schemas", ()))
    return render_files(library, describe_operations(library), scope, (), apart)


def generate_file(data: dict[str, Any], name: str) -> str:
    """Returns the text of a file generated from a contract."""
    return generate_files(data, {"tags": ["*"]})[f"pinterest/{name}"]


@pytest.fixture
def schemas() -> Iterator[Schemas]:
    """Generates the schemas of a contract and returns the module with them."""
    numbers, made = itertools.count(), []

    def make(components: dict[str, Any], **rest: Any) -> ModuleType:
        module = ModuleType(f"generated_schemas_{next(numbers)}")
        # pydantic looks up the names in annotations there.
        sys.modules[module.__name__] = module
        made.append(module.__name__)
        exec(generate_file(contract(components, **rest), "schemas/things.py"), vars(module))
        return module

    yield make
    for name in made:
        del sys.modules[name]
