"""Generates all files from the contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from codegen.contract import (
    OVERRIDES,
    ContractError,
    apply_overrides,
    read_contract,
    read_overrides,
)
from codegen.emit_api import emit_api_files
from codegen.emit_bases import emit_base_files
from codegen.emit_docs import emit_pages
from codegen.emit_exports import emit_export_files, emit_reference_pages, emit_version_file
from codegen.emit_operations import emit_operation_files
from codegen.emit_schemas import Layout, emit_schema_files
from codegen.nouns import MODELS, Noun, build_nouns, read_models
from codegen.operations import DescribedOperation, describe_operations
from codegen.schema_docstrings import SchemaDocstrings
from codegen.schema_library import SchemaLibrary
from codegen.schema_modules import assign_modules, assign_re_exports
from codegen.writer import format_files

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDERS: Final = (
    "pinterest/operations",
    "pinterest/schemas",
    "pinterest/bases",
    "pinterest/api",
)


def generate(
    contract: str | Path,
    overrides: str | Path = OVERRIDES,
    models: str | Path = MODELS,
    *,
    everything: bool = False,
    root: Path = ROOT,
) -> dict[str, str]:
    """Maps the path of every generated file to the file's text.

    Args:
        contract: The JSON file with Pinterest's OpenAPI description.
        overrides: The TOML file with the overrides and the scope.
        models: The TOML file that declares the rich models.
        everything: Whether to generate all tags, even those outside the scope.
        root: The checkout with the rich models that the docs link to.

    Raises:
        ContractError: If an override does not apply, or part of the contract is not supported.
    """
    settings = read_overrides(overrides)
    scope = settings.get("scope", {})
    if everything:
        scope = {**scope, "tags": ["*"]}
    data = apply_overrides(read_contract(contract), settings.get("override", []))
    library = SchemaLibrary(data, scope.get("schemas", ()))
    described_operations = describe_operations(library)
    typed, chosen = _select_operations(described_operations, scope)
    nouns = build_nouns(read_models(models), library, {item.operation.id: item for item in chosen})
    code = render_files(library, described_operations, scope, nouns, settings.get("apart", {}))
    files = format_files(code | emit_version_file(data["info"]["version"]))
    return files | emit_pages(typed, root, nouns) | emit_reference_pages(nouns)


def render_files(
    library: SchemaLibrary,
    described_operations: list[DescribedOperation],
    scope: Mapping[str, list[str]],
    nouns: Sequence[Noun] = (),
    separate_modules: Mapping[str, list[str]] | None = None,
) -> dict[str, str]:
    """Maps the path of each generated file to its text before formatting."""
    typed, chosen = _select_operations(described_operations, scope)
    gathering_tags, separate_modules = scope.get("gathering", ()), separate_modules or {}
    modules = assign_modules(library, chosen, gathering_tags, separate_modules)
    exports = assign_re_exports(library, chosen, modules, gathering_tags)
    layout = Layout(modules, exports, gathering_tags, separate_modules, scope.get("created", ()))
    parts = (
        emit_operation_files(chosen),
        emit_schema_files(library, SchemaDocstrings(library, chosen), layout),
        emit_base_files(library, nouns),
        emit_api_files(library, typed, gathering_tags),
    )
    in_folders = {
        f"{folder}/{name}": text
        for folder, files in zip(FOLDERS, parts, strict=True)
        for name, text in files.items()
    }
    return in_folders | (emit_export_files(nouns) if nouns else {})


def _select_operations(
    described_operations: list[DescribedOperation], scope: Mapping[str, list[str]]
) -> tuple[list[DescribedOperation], list[DescribedOperation]]:
    """Returns two lists: the operations that get typed methods, and all operations in the scope."""
    tags, more = set(scope.get("tags", ())), set(scope.get("operations", ()))
    known = {item.operation.tag for item in described_operations} | {"*"}
    unknown = tags - known | more - {item.operation.id for item in described_operations}
    if unknown:
        raise ContractError(
            f"scope: the contract has no tag or operation {', '.join(sorted(unknown))}"
        )
    typed = [item for item in described_operations if "*" in tags or item.operation.tag in tags]
    chosen = [item for item in described_operations if item in typed or item.operation.id in more]
    return typed, chosen
