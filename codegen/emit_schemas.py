"""Writes `pinterest/schemas/`: models, enums and aliases, a module a tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from codegen import naming, prose
from codegen.library import Library
from codegen.model import Definition, DictOf, ListOf, OneOf, Property, Type, references, used
from codegen.operations import Described
from codegen.rendering import annotation, flattened, optional, quoted
from codegen.uses import Uses
from codegen.writer import lazy_package

COMMON = "common"
LEGACY = "legacy"
_IMPORTS = """
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from pydantic import Field
from pinterest.schema import Between, Date, DateTime, Id, MaybeText, OpenEnum, Schema
from pinterest.utils.schema_types import Choice, Length, Matches, ReadOnly, later
"""
_TITLES = {
    COMMON: "Schemas that several tags share.",
    LEGACY: "Schemas that no operation takes or answers any more, kept for whoever imports them by name.",
}


def modules_of(
    library: Library, described: Iterable[Described], gathering: Iterable[str] = ()
) -> dict[str, str]:
    """Returns the module of every schema: that of its tag, the common one, or the one of what no operation reaches.

    Args:
        library: The definitions.
        described: The operations that are generated.
        gathering: Tags that take what belongs to others, and so make nothing common.
    """
    tags: dict[str, set[str]] = defaultdict(set)
    for item in described:
        for owner in (*item.reached, item.operation.id):
            tags[owner].add(item.operation.tag)
    for owner in library.reach.kept:
        tags.setdefault(owner, {LEGACY})
    homes = {owner: sorted(users - set(gathering) or users) for owner, users in tags.items()}
    return {
        name: homes[definition.owner][0] if len(homes[definition.owner]) == 1 else COMMON
        for name, definition in library.definitions.items()
        if definition.owner in tags
    }


def schema_files(
    library: Library, uses: Uses, modules: Mapping[str, str], gathering: Iterable[str] = ()
) -> dict[str, str]:
    """Returns the text of each file below `schemas/`.

    Args:
        library: The definitions.
        uses: What each is for.
        modules: The module of each.
        gathering: Tags whose modules load those of others no sooner than they need them.
    """
    by_module: dict[str, list[Definition]] = defaultdict(list)
    for name in sorted(modules):
        by_module[modules[name]].append(library.definitions[name])
    files = {
        f"{module}.py": _Module(library, uses, modules, module, gathering).text(definitions)
        for module, definitions in by_module.items()
    }
    files["__init__.py"] = lazy_package(
        "pinterest.schemas",
        "What the API takes and answers, loaded when it is used.",
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
        self._models = {name for name, item in library.definitions.items() if item.kind == "model"}

    def text(self, definitions: list[Definition]) -> str:
        title = _TITLES.get(self._module, f"Schemas of the tag `{self._module}`.")
        # Annotations are evaluated where they stand, which costs less than to have pydantic read them as text.
        lines = [f'"""{title}"""', _IMPORTS]
        lines += self._imports(definitions)
        for item in _in_order(definitions):
            lines.append(self._alias(item) if item.kind == "alias" else self._class(item))
            self._written.add(item.name)
        return "\n".join(lines)

    def _imports(self, definitions: list[Definition]) -> list[str]:
        at_once: list[str] = []
        typing, postponed = ["if TYPE_CHECKING:"], ["else:"]
        for module, names in self._foreign(definitions).items():
            imports = f"from pinterest.schemas.{module} import {', '.join(names)}"
            if self._module in self._gathering and module != COMMON:
                typing.append(f"    {imports}")
                postponed += [f"    {name} = later({quoted(name)})" for name in names]
            else:
                at_once.append(imports)
        return at_once + typing + postponed if len(typing) > 1 else at_once

    def _foreign(self, definitions: list[Definition]) -> dict[str, list[str]]:
        """Returns what the definitions speak of that stands elsewhere, by module."""
        names: set[str] = set()
        for item in definitions:
            if item.type:
                names |= used(replace(item, type=self._flat(item.type)))
            for field in item.properties:
                names |= used(Definition("", "", "alias", type=self._flat(field.type)))
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            if self._modules[name] != self._module:
                found[self._modules[name]].append(name)
        return found

    def _class(self, item: Definition) -> str:
        if item.kind == "enum":
            return _enum(item, self._uses.told(item))
        lines = [f"class {item.name}(Schema):", f'    """{self._uses.told(item)}"""', ""]
        for field in item.properties:
            lines.append("    " + self._field(field))
            note = prose.note(item.name, field)
            if note:
                lines.append(f'    """{note}"""')
        return "\n".join(lines) + "\n"

    def _field(self, field: Property) -> str:
        kind = self._flat(field.type if field.required else optional(field.type))
        text = annotation(kind, self._models)
        if field.read_only:
            text = f"Annotated[{text}, ReadOnly()]"
        text = self._quoted_if_early(text, kind)
        default = "" if field.required else "None"
        if field.attribute != field.name:
            default = f"Field({'default=None, ' if default else ''}alias={quoted(field.name)})"
        return f"{field.attribute}: {text}" + (f" = {default}" if default else "")

    def _quoted_if_early(self, text: str, kind: Type) -> str:
        """Returns an annotation as text where it speaks of what the module has not defined so far."""
        early = {name for name in references(kind) if self._modules[name] == self._module}
        return text if early <= self._written else repr(text)

    def _alias(self, item: Definition) -> str:
        assert item.type is not None
        kind = self._flat(item.type)
        text = self._quoted_if_early(annotation(kind, self._models), kind)
        return f'{item.name}: TypeAlias = {text}\n"""{self._uses.told(item)}"""\n'

    def _flat(self, kind: Type) -> Type:
        """Returns a type with every union in it flattened."""
        if isinstance(kind, OneOf):
            flat = flattened(kind, self._library.definitions)
            return replace(flat, members=tuple(self._flat(member) for member in flat.members))
        if isinstance(kind, ListOf):
            return replace(kind, item=self._flat(kind.item))
        if isinstance(kind, DictOf):
            return replace(kind, value=self._flat(kind.value))
        return kind


def _enum(item: Definition, told: str) -> str:
    lines = [f"class {item.name}(OpenEnum):", f'    """{told}"""', ""]
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
