"""Assigns schemas to the modules of `pinterest/schemas/`. One module defines a schema, and others can re-export it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from codegen import naming
from codegen.contract import ContractError
from codegen.operations import DescribedOperation
from codegen.schema_library import SchemaLibrary

COMMON: Final = "common"
LEGACY: Final = "legacy"
NO_SEPARATE_MODULES: Final[Mapping[str, list[str]]] = MappingProxyType({})


def assign_modules(
    library: SchemaLibrary,
    described_operations: Iterable[DescribedOperation],
    gathering_tags: Iterable[str] = (),
    separate_modules: Mapping[str, list[str]] = NO_SEPARATE_MODULES,
) -> dict[str, str]:
    """Maps the name of each schema to the module that defines the schema.

    Args:
        library: The definitions of all schemas.
        described_operations: The operations to generate.
        gathering_tags: Tags that use the schemas of many other tags.
        separate_modules: Maps module names to operations. Each module defines the schemas that only its operations use.

    Raises:
        ContractError: If an operation in `separate_modules` does not exist.
    """
    modules = {
        operation: module for module, names in separate_modules.items() for operation in names
    }
    found: dict[str, set[str]] = {}
    known: set[str] = set()
    for owner, operations in _map_operations_by_owner(described_operations).items():
        known |= set(operations)
        special = {modules.get(name, "") for name in operations}
        is_apart = len(special) == 1 and special != {""}
        found[owner] = special if is_apart else set(operations.values())
    unknown = modules.keys() - known
    if found and unknown:
        raise ContractError(f"scope: the contract has no operation {', '.join(sorted(unknown))}")
    for owner in library.references.kept_schemas:
        found.setdefault(owner, {LEGACY})
    by_owner = {owner: _choose_module(tags, set(gathering_tags)) for owner, tags in found.items()}
    return {
        name: by_owner[definition.owner]
        for name, definition in library.definitions.items()
        if definition.owner in by_owner
    }


def _choose_module(tags: set[str], gathering_tags: set[str]) -> str:
    """Returns the name of the module that defines a schema, given the tags whose operations use the schema."""
    own, gathering_tags_of_schema = tags - gathering_tags, tags & gathering_tags
    if len(own or tags) > 1:
        return COMMON
    # A schema of one tag is in the tag's module. A schema of a gathering tag and one other tag is in a separate module,
    # so that the gathering tag does not load all schemas of the other tag.
    return "_".join(sorted(own) + sorted(gathering_tags_of_schema))


def assign_re_exports(
    library: SchemaLibrary,
    described_operations: Iterable[DescribedOperation],
    modules: Mapping[str, str],
    gathering_tags: Iterable[str] = (),
) -> dict[str, dict[str, str]]:
    """Chooses the schemas that each module re-exports.

    Returns a dict such as `{"boards": {"Pin": "pins"}}`: the module `boards` re-exports `Pin`, which `pins` defines.
    """
    tags_by_owner = {
        owner: set(operations.values()) - set(gathering_tags)
        for owner, operations in _map_operations_by_owner(described_operations).items()
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, module in sorted(modules.items()):
        tags = tags_by_owner.get(library.definitions[name].owner, set())
        # If several tags use a schema, its name determines the tag: `AudienceRule` belongs to `audiences`.
        tag = next(iter(tags)) if len(tags) == 1 else _find_tag_by_name(name, tags)
        if tag and tag != module:
            found[tag][name] = module
    return found


def _find_tag_by_name(name: str, tags: Iterable[str]) -> str:
    """Returns the longest tag that a schema's name begins with. Empty if no tag matches."""
    words = [word.lower() for word in naming.split_words(name)]
    nouns = {tag: _split_tag(tag) for tag in sorted(tags)}
    matching = [tag for tag, noun in nouns.items() if words[: len(noun)] == noun]
    return max(matching, key=lambda tag: len(nouns[tag]), default="")


def _split_tag(tag: str) -> list[str]:
    """Returns the words of a tag, the last one in the singular: `ad_groups` becomes `["ad", "group"]`."""
    *first, last = tag.split("_")
    return [*first, naming.to_singular(last)]


def _map_operations_by_owner(
    described_operations: Iterable[DescribedOperation],
) -> dict[str, dict[str, str]]:
    """Maps each component or operation that defines schemas to the operations that use them, with their tags.

    For example, `{"Board": {"boards/create": "boards"}}` means that the operation `boards/create`, which has the tag
    `boards`, uses schemas of the component `Board`.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for item in described_operations:
        # An operation owns the schemas that are defined inside the operation.
        for owner in (*item.used_schemas, item.operation.id):
            found[owner][item.operation.id] = item.operation.tag
    return found
