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

    A schema that only one tag uses is in that tag's module. A schema that several tags use is in the common module.

    Args:
        library: The definitions of all schemas.
        described_operations: The operations that are generated.
        gathering_tags: Tags that use the schemas of many other tags. If such a tag shares schemas with only one other
            tag, these schemas are in a separate module.
        separate_modules: Maps the names of further modules to the operations whose schemas they contain.

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
    """Returns the name of the module that defines a schema.

    Args:
        tags: The tags whose operations use the schema.
        gathering_tags: Tags that use the schemas of many other tags.
    """
    own, gathering_tags_of_schema = tags - gathering_tags, tags & gathering_tags
    if len(own or tags) > 1:
        return COMMON
    # A separate module, so that the gathering tag does not load all schemas of the other tag.
    return "_".join(sorted(own) + sorted(gathering_tags_of_schema))


def assign_re_exports(
    library: SchemaLibrary,
    described_operations: Iterable[DescribedOperation],
    modules: Mapping[str, str],
    gathering_tags: Iterable[str] = (),
) -> dict[str, dict[str, str]]:
    """Maps each module to the schemas that it re-exports. Each schema is mapped to the module that defines it.

    The module of a tag re-exports the schemas that belong to the tag but are defined in other modules. A schema belongs
    to the only tag that uses it. If several tags use it, its name determines the tag: `AudienceRule` belongs to
    `audiences`.
    """
    tags_by_owner = {
        owner: set(operations.values()) - set(gathering_tags)
        for owner, operations in _map_operations_by_owner(described_operations).items()
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, module in sorted(modules.items()):
        tags = tags_by_owner.get(library.definitions[name].owner, set())
        tag = next(iter(tags)) if len(tags) == 1 else _find_tag_by_name(name, tags)
        if tag and tag != module:
            found[tag][name] = module
    return found


def _find_tag_by_name(name: str, tags: Iterable[str]) -> str:
    """Returns the tag that a schema's name begins with. The longest match wins. Empty if no tag matches."""
    words = [word.lower() for word in naming.split_words(name)]
    nouns = {tag: _split_tag(tag) for tag in sorted(tags)}
    matching = [tag for tag, noun in nouns.items() if words[: len(noun)] == noun]
    return max(matching, key=lambda tag: len(nouns[tag]), default="")


def _split_tag(tag: str) -> list[str]:
    """Returns the words of a tag in the singular."""
    *first, last = tag.split("_")
    return [*first, naming.to_singular(last)]


def _map_operations_by_owner(
    described_operations: Iterable[DescribedOperation],
) -> dict[str, dict[str, str]]:
    """Maps each component of the contract to the operations that use the component, as a dict from operation ID to tag.

    Also maps each operation to itself, because some schemas are defined inside an operation.
    """
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for item in described_operations:
        for owner in (*item.used_schemas, item.operation.id):
            found[owner][item.operation.id] = item.operation.tag
    return found
