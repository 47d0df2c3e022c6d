"""Which module of `pinterest/schemas/` defines a schema, and from which tag's module it can be imported too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from codegen import naming
from codegen.contract import ContractError
from codegen.operations import Described
from codegen.schema_library import SchemaLibrary

COMMON: Final = "common"
LEGACY: Final = "legacy"
NOTHING_APART: Final[Mapping[str, list[str]]] = MappingProxyType({})


def modules_of(
    library: SchemaLibrary,
    described: Iterable[Described],
    gathering: Iterable[str] = (),
    apart: Mapping[str, list[str]] = NOTHING_APART,
) -> dict[str, str]:
    """Returns the module that defines each schema.

    A schema that one tag uses is in the module of that tag, one that several tags use in the common module.

    Args:
        library: The definitions.
        described: The operations that are generated.
        gathering: Tags that accept the schemas of other tags. What they share with one other tag has its own module.
        apart: The operations whose own schemas are in a module of their own, by module.

    Raises:
        ContractError: If `apart` names an unknown operation.
    """
    modules = {operation: module for module, names in apart.items() for operation in names}
    found: dict[str, set[str]] = {}
    known: set[str] = set()
    for owner, operations in _operations_by_owner(described).items():
        known |= set(operations)
        special = {modules.get(name, "") for name in operations}
        is_apart = len(special) == 1 and special != {""}
        found[owner] = special if is_apart else set(operations.values())
    unknown = modules.keys() - known
    if found and unknown:
        raise ContractError(f"scope: the contract has no {', '.join(sorted(unknown))}")
    for owner in library.references.kept:
        found.setdefault(owner, {LEGACY})
    by_owner = {owner: _module(tags, set(gathering)) for owner, tags in found.items()}
    return {
        name: by_owner[definition.owner]
        for name, definition in library.definitions.items()
        if definition.owner in by_owner
    }


def _module(tags: set[str], gathering: set[str]) -> str:
    own, takers = tags - gathering, tags & gathering
    if len(own or tags) > 1:
        return COMMON
    # In a module of its own, so that the gathering tag does not load the rest.
    return "_".join(sorted(own) + sorted(takers))


def re_exports(
    library: SchemaLibrary,
    described: Iterable[Described],
    modules: Mapping[str, str],
    gathering: Iterable[str] = (),
) -> dict[str, dict[str, str]]:
    """Returns the schemas that a tag's module re-exports from other modules, with the module that defines each.

    A schema belongs to the only tag that uses it, not counting gathering tags. If several tags use it, it belongs to
    the one whose noun its name begins with, such as `AudienceRule` to `audiences`.
    """
    tags_by_owner = {
        owner: set(operations.values()) - set(gathering)
        for owner, operations in _operations_by_owner(described).items()
    }
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, module in sorted(modules.items()):
        tags = tags_by_owner.get(library.definitions[name].owner, set())
        tag = next(iter(tags)) if len(tags) == 1 else _tag_by_name(name, tags)
        if tag and tag != module:
            found[tag][name] = module
    return found


def _tag_by_name(name: str, tags: Iterable[str]) -> str:
    """Returns the tag whose noun a schema's name begins with, the longest of several. Empty if no tag owns it."""
    words = [word.lower() for word in naming.words(name)]
    nouns = {tag: _noun(tag) for tag in sorted(tags)}
    matching = [tag for tag, noun in nouns.items() if words[: len(noun)] == noun]
    return max(matching, key=lambda tag: len(nouns[tag]), default="")


def _noun(tag: str) -> list[str]:
    """Returns the words of a tag in the singular."""
    *first, last = tag.split("_")
    return [*first, naming.singular(last)]


def _operations_by_owner(described: Iterable[Described]) -> dict[str, dict[str, str]]:
    """Returns the operations that use the schemas of a component or operation, with the tag of each."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for item in described:
        for owner in (*item.used_schemas, item.operation.id):
            found[owner][item.operation.id] = item.operation.tag
    return found
