"""Writes `pinterest/schemas/`: models, enums and aliases, one module per tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from codegen import naming, prose
from codegen.contract import ContractError
from codegen.library import Library
from codegen.model import Definition, Property, Type, used
from codegen.operations import Described
from codegen.rendering import OR_TEXT, annotation, docstring, flattened, optional, quoted, spoken
from codegen.uses import Uses
from codegen.widening import given, texts
from codegen.writer import lazy_package
from pinterest.operation import Operation

COMMON = "common"
LEGACY = "legacy"
_NOTHING: Final[Mapping[str, list[str]]] = MappingProxyType({})
_IMPORTS = """
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from pydantic import Field
from pinterest.schema import Between, Date, DateTime, Id, MaybeText, OpenEnum, PrefixedId, Schema
from pinterest.utils.schema_types import (
    Choice, DateOrText, DateTimeOrText, DictLike, Exact, IdOrInt, IntOrText,
    Length, ListLike, Matches, OrMapping, PrefixedIdOrInt, ReadOnly, later
)
"""
_TITLES = {
    COMMON: "Schemas that several tags share.",
    LEGACY: "Schemas that no operation uses anymore, kept for code that imports them by name.",
}


def modules_of(
    library: Library,
    described: Iterable[Described],
    gathering: Iterable[str] = (),
    apart: Mapping[str, list[str]] = _NOTHING,
) -> dict[str, str]:
    """Returns the module of every schema: that of its tag, the common one, or the one of what no operation reaches.

    Args:
        library: The definitions.
        described: The operations that are generated.
        gathering: Tags that take what belongs to others, and so make nothing common: it gets a module of its own.
        apart: By module, the operations whose own schemas it has.

    Raises:
        ContractError: There is no operation that a module is for.
    """
    users: dict[str, list[Operation]] = defaultdict(list)
    for item in described:
        for owner in (*item.reached, item.operation.id):
            users[owner].append(item.operation)
    modules = {operation: module for module, names in apart.items() for operation in names}
    unknown = modules.keys() - {item.id for found in users.values() for item in found}
    if users and unknown:
        raise ContractError(f"scope: the contract has no {', '.join(sorted(unknown))}")
    tags: dict[str, set[str]] = {}
    for owner, found in users.items():
        special = {modules.get(item.id, "") for item in found}
        alone = len(special) == 1 and special != {""}
        tags[owner] = special if alone else {item.tag for item in found}
    for owner in library.reach.kept:
        tags.setdefault(owner, {LEGACY})
    homes = {owner: _home(found, set(gathering)) for owner, found in tags.items()}
    return {
        name: homes[definition.owner]
        for name, definition in library.definitions.items()
        if definition.owner in homes
    }


def _home(tags: set[str], gathering: set[str]) -> str:
    own, takers = tags - gathering, tags & gathering
    if len(own or tags) > 1:
        return COMMON
    # What is taken stands apart from what is not, so that no more than that is loaded.
    return "_".join(sorted(own) + sorted(takers))


def schema_files(
    library: Library,
    uses: Uses,
    modules: Mapping[str, str],
    gathering: Iterable[str] = (),
    apart: Mapping[str, list[str]] = _NOTHING,
) -> dict[str, str]:
    """Returns the text of each file below `schemas/`.

    Args:
        library: The definitions.
        uses: What each is for.
        modules: The module of each.
        gathering: Tags whose modules load those of others no sooner than they need them.
        apart: By module, the operations whose own schemas it has.
    """
    by_module: dict[str, list[Definition]] = defaultdict(list)
    for name in sorted(modules):
        by_module[modules[name]].append(_declared(library.definitions[name], library.definitions))
    as_text = {
        name
        for definitions in by_module.values()
        for item in definitions
        for name in _spoken(item, library.definitions) - set(library.definitions)
    }
    homes = {**modules, **{name: modules[name.removesuffix(OR_TEXT)] for name in as_text}}
    files = {
        f"{module}.py": _Module(library, uses, homes, module, gathering).text(
            _title(module, apart, gathering), definitions
        )
        for module, definitions in by_module.items()
    }
    files |= lazy_package(
        "pinterest.schemas",
        "The objects that the API accepts and returns. A module is loaded when one of its names is first used.",
        modules,
    )
    return files


class _Module:
    def __init__(
        self,
        library: Library,
        uses: Uses,
        modules: Mapping[str, str],
        module: str,
        gathering: Iterable[str],
    ) -> None:
        self._library = library
        self._uses = uses
        self._gathering = gathering
        self._modules = modules
        self._module = module
        self._written: set[str] = set()

    def text(self, title: str, definitions: list[Definition]) -> str:
        # Annotations are evaluated where they stand, which costs less than to have pydantic read them as text.
        lines = [f'"""{title}"""', _IMPORTS]
        lines += self._imports(definitions)
        for item in _in_order(definitions):
            lines.append(self._alias(item) if item.kind == "alias" else self._class(item))
            self._written.add(item.name)
            if item.name + OR_TEXT in self._modules:
                lines.append(texts(item))
                self._written.add(item.name + OR_TEXT)
        return "\n".join(lines)

    def _imports(self, definitions: list[Definition]) -> list[str]:
        at_once: list[str] = []
        typing, postponed = ["if TYPE_CHECKING:"], ["else:"]
        for module, names in self._foreign(definitions).items():
            imports = f"from pinterest.schemas.{module} import {', '.join(names)}"
            if self._module in self._gathering and module != COMMON:
                typing.append(f"    {imports}")
                postponed += [
                    f"    {name} = later({quoted(name.removesuffix(OR_TEXT))})" for name in names
                ]
            else:
                at_once.append(imports)
        return at_once + typing + postponed if len(typing) > 1 else at_once

    def _foreign(self, definitions: list[Definition]) -> dict[str, list[str]]:
        """Returns what the definitions speak of that stands elsewhere, by module."""
        names: set[str] = set()
        for item in definitions:
            names |= _spoken(item, self._library.definitions)
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            if self._modules[name] != self._module:
                found[self._modules[name]].append(name)
        return found

    def _class(self, item: Definition) -> str:
        if item.kind == "enum":
            return _enum(item, self._uses.docstring(item))
        lines = [f"class {item.name}(Schema):", docstring(self._uses.docstring(item)), ""]
        for field in item.properties:
            lines.append("    " + self._field(field))
            note = prose.note(item.name, field)
            if note:
                lines.append(docstring(note))
        nulls = [field.name for field in item.properties if _may_be_null(field)]
        if item.in_request and nulls:
            lines.append(f"    __nulls__ = frozenset({{{', '.join(map(quoted, nulls))}}})")
        return "\n".join(lines) + "\n"

    def _field(self, field: Property) -> str:
        kind = field.type if field.required else optional(field.type)
        text = annotation(kind, self._library.definitions)
        if field.read_only:
            text = f"Annotated[{text}, ReadOnly()]"
        text = self._quoted_if_early(text, kind)
        default = "" if field.required else "None"
        if field.attribute != field.name:
            default = f"Field({'default=None, ' if default else ''}alias={quoted(field.name)})"
        return f"{field.attribute}: {text}" + (f" = {default}" if default else "")

    def _quoted_if_early(self, text: str, kind: Type) -> str:
        """Returns an annotation as text where it speaks of what the module has not defined so far."""
        names = spoken(kind, self._library.definitions)
        early = {name for name in names if self._modules[name] == self._module}
        return text if early <= self._written else repr(text)

    def _alias(self, item: Definition) -> str:
        assert item.type is not None
        text = annotation(item.type, self._library.definitions)
        text = self._quoted_if_early(text, item.type)
        return f"{item.name}: TypeAlias = {text}\n{docstring(self._uses.docstring(item), 0)}\n"


def _title(module: str, apart: Mapping[str, list[str]], gathering: Iterable[str]) -> str:
    if module in apart:
        names = " and ".join(f"`{name}`" for name in apart[module])
        return f"Schemas that only {names} {'uses' if len(apart[module]) == 1 else 'use'}."
    if module in _TITLES:
        return _TITLES[module]
    for taker in gathering:
        if module.endswith(f"_{taker}"):
            tag = module.removesuffix(f"_{taker}")
            return f"Schemas of the tag `{tag}` that `{taker}` uses too."
    return f"Schemas of the tag `{module}`."


def _declared(item: Definition, definitions: Mapping[str, Definition]) -> Definition:
    """Returns a definition with its types as they are declared: unions flattened, wide where only requests hold it."""

    def declared(kind: Type) -> Type:
        flat = flattened(kind, definitions)
        return given(flat, definitions) if item.request_only else flat

    fields = [replace(field, type=declared(field.type)) for field in item.properties]
    return replace(item, properties=fields, type=declared(item.type) if item.type else None)


def _may_be_null(field: Property) -> bool:
    """Whether a property that may be left out may also be null; of a required one, its type tells."""
    return not field.required and field.type.nullable


def _spoken(item: Definition, definitions: Mapping[str, Definition]) -> set[str]:
    kinds = [field.type for field in item.properties] + ([item.type] if item.type else [])
    return set().union(*(spoken(kind, definitions) for kind in kinds))


def _enum(item: Definition, text: str) -> str:
    lines = [f"class {item.name}(OpenEnum):", docstring(text), ""]
    taken: set[str] = set()
    for value in item.values:
        name = naming.unique(naming.constant(value), taken, "_")
        taken.add(name.lower())
        lines.append(f"    {name} = {quoted(value)}")
    return "\n".join(lines) + "\n"


def _in_order(definitions: list[Definition]) -> list[Definition]:
    """Returns definitions so that each comes after those that it speaks of, as far as they do not go in circles."""
    names = {item.name: item for item in definitions}
    result: list[Definition] = []
    seen: set[str] = set()

    def visit(item: Definition) -> None:
        if item.name in seen:
            return
        seen.add(item.name)
        for name in sorted(used(item)):
            if name in names:
                visit(names[name])
        result.append(item)

    for item in definitions:
        visit(item)
    return result
