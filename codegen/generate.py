"""From the contract to the files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from codegen.contract import OVERRIDES, ContractError, corrected, read_contract, read_overrides
from codegen.emit_api import api_files
from codegen.emit_docs import pages
from codegen.emit_fields import field_files
from codegen.emit_operations import operation_files
from codegen.emit_schemas import modules_of, schema_files
from codegen.library import Library
from codegen.operations import Described, describe_all
from codegen.uses import Uses
from codegen.writer import formatted

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = (
    "pinterest/operations",
    "pinterest/schemas",
    "pinterest/fields",
    "pinterest/api",
)


def generate(
    contract: str | Path,
    overrides: str | Path = OVERRIDES,
    *,
    everything: bool = False,
    root: Path = ROOT,
) -> dict[str, str]:
    """Returns the text of every generated file by its path in the checkout.

    Args:
        contract: The published description.
        overrides: Its corrections, and what is to be generated.
        everything: Whether to generate all of it, whatever the scope says.
        root: The checkout that they are for; its rich models are shown in the docs.

    Raises:
        ContractError: An override does not apply, or the contract has what the generator cannot render.
    """
    settings = read_overrides(overrides)
    scope = settings.get("scope", {})
    if everything:
        scope = {**scope, "tags": ["*"]}
    data = corrected(read_contract(contract), settings.get("override", []))
    library = Library(data, scope.get("schemas", ()))
    described = describe_all(library)
    fields, apart = settings.get("fields", {}), settings.get("apart", {})
    files = formatted(render(library, described, scope, fields, apart))
    return files | pages(_within(described, scope)[0], root)


def render(
    library: Library,
    described: list[Described],
    scope: Mapping[str, list[str]],
    fields: Mapping[str, list[str]],
    apart: Mapping[str, list[str]] | None = None,
) -> dict[str, str]:
    """Returns the text of every file that definitions and operations give within a scope, not formatted."""
    typed, chosen = _within(described, scope)
    gathering, apart = scope.get("gathering", ()), apart or {}
    modules = modules_of(library, chosen, gathering, apart)
    parts = (
        operation_files(chosen),
        schema_files(library, Uses(library, chosen), modules, gathering, apart),
        field_files(library, fields),
        api_files(library, typed, gathering),
    )
    return {
        f"{folder}/{name}": text
        for folder, files in zip(FOLDERS, parts, strict=True)
        for name, text in files.items()
    }


def _within(
    described: list[Described], scope: Mapping[str, list[str]]
) -> tuple[list[Described], list[Described]]:
    """Returns the operations that get typed methods, and those that are generated at all."""
    tags, more = set(scope.get("tags", ())), set(scope.get("operations", ()))
    known = {item.operation.tag for item in described} | {"*"}
    unknown = tags - known | more - {item.operation.id for item in described}
    if unknown:
        raise ContractError(f"scope: the contract has no {', '.join(sorted(unknown))}")
    typed = [item for item in described if "*" in tags or item.operation.tag in tags]
    chosen = [item for item in described if item in typed or item.operation.id in more]
    return typed, chosen
