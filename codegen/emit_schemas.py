"""Writes `pinterest/schemas/`: models, enums and aliases, one module per tag."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from codegen import naming, prose
from codegen.definitions import Definition, Property, Type, find_used_names
from codegen.input_types import emit_or_text_alias, to_input_type
from codegen.rendering import (
    OR_TEXT,
    emit_docstring,
    find_annotation_names,
    flatten_unions,
    make_optional,
    quote,
    render_annotation,
)
from codegen.schema_docstrings import SchemaDocstrings
from codegen.schema_library import SchemaLibrary
from codegen.schema_modules import COMMON, LEGACY, NO_SEPARATE_MODULES
from codegen.writer import emit_lazy_package

_PACKAGE: Final = "pinterest.schemas"
_IMPORTS: Final = """
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias
from pydantic import Field
from pinterest.schema import Between, Date, DateTime, Id, MaybeText, OpenEnum, PrefixedId, Schema
from pinterest.utils.batch_schema import BatchSchema
from pinterest.utils.lazy import lazy_names
from pinterest.utils.schema_types import (
    Choice, DateOrText, DateTimeOrText, DictLike, Exact, IdOrInt, IntOrText,
    Length, ListLike, Matches, OrMapping, PrefixedIdOrInt, ReadOnly, deferred
)
"""
_TITLES: Final = {
    COMMON: "Schemas that operations with different tags share.",
    LEGACY: "Schemas that no operation uses anymore, kept for code that imports them by name.",
}


@dataclass(frozen=True)
class Layout:
    """Determines which module defines each schema.

    Attributes:
        modules: Maps schemas to the modules that define them.
        re_exports: For each module that re-exports schemas, maps these schemas to the modules that define them.
        gathering_tags: Tags that use the schemas of many other tags.
        separate_modules: Maps each separate module to the operations whose schemas the module contains.
        constructible: Response schemas that callers can also create. Constructors accept the same types as in requests.
    """

    modules: Mapping[str, str]
    re_exports: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gathering_tags: Iterable[str] = ()
    separate_modules: Mapping[str, list[str]] = field(default_factory=lambda: NO_SEPARATE_MODULES)
    constructible: Iterable[str] = ()


def emit_schema_files(
    library: SchemaLibrary, docstrings: SchemaDocstrings, layout: Layout
) -> dict[str, str]:
    """Maps the path of each file below `schemas/` to the file's source code."""
    by_module: dict[str, list[Definition]] = defaultdict(list)
    for name in sorted(layout.modules):
        definition = _convert_types(library.definitions[name], library.definitions)
        by_module[layout.modules[name]].append(definition)
    aliases = {
        name: layout.modules[name.removesuffix(OR_TEXT)]
        for definitions in by_module.values()
        for item in definitions
        for name in _find_names_in_annotations(item, library.definitions, layout.constructible)
        - set(library.definitions)
    }
    complete = replace(layout, modules={**layout.modules, **aliases})
    files = {
        f"{module}.py": _SchemaModule(library, docstrings, complete, module).emit_module(
            by_module[module]
        )
        for module in sorted({*by_module, *layout.re_exports})
    }
    files |= emit_lazy_package(
        _PACKAGE,
        "Schemas of the objects that the API accepts and returns. Each module is loaded on first use.",
        layout.modules,
    )
    return files


class _SchemaModule:
    """Writes one module of `pinterest/schemas/`."""

    def __init__(
        self, library: SchemaLibrary, docstrings: SchemaDocstrings, layout: Layout, module: str
    ) -> None:
        self._library = library
        self._docstrings = docstrings
        self._layout = layout
        self._module = module
        self._written: set[str] = set()

    def emit_module(self, definitions: list[Definition]) -> str:
        """Returns the text of the module."""
        # No `from __future__ import annotations`, because pydantic is slow at evaluating annotations from text.
        lines = [emit_docstring(_describe_module(self._module, self._layout), 0), _IMPORTS]
        if any(item.name in self._layout.constructible for item in definitions):
            lines.append("from collections.abc import Mapping")
        lines += self._emit_imports(definitions)
        for item in _sort_by_dependencies(definitions):
            lines.append(self._emit_alias(item) if item.kind == "alias" else self._emit_class(item))
            self._written.add(item.name)
            if item.name + OR_TEXT in self._layout.modules:
                lines.append(emit_or_text_alias(item))
                self._written.add(item.name + OR_TEXT)
        return "\n".join([*lines, *self._emit_re_exports()])

    def _emit_imports(self, definitions: list[Definition]) -> list[str]:
        immediate: list[str] = []
        typing, lazy = ["if TYPE_CHECKING:"], ["else:"]
        for module, names in self._group_imported_names(definitions).items():
            imports = f"from {_PACKAGE}.{module} import {', '.join(names)}"
            # The module of a gathering tag loads the schemas of other tags on first use.
            if self._module in self._layout.gathering_tags and module != COMMON:
                typing.append(f"    {imports}")
                lazy += [
                    f"    {name} = deferred({quote(name.removesuffix(OR_TEXT))})" for name in names
                ]
            else:
                immediate.append(imports)
        return immediate + typing + lazy if len(typing) > 1 else immediate

    def _group_imported_names(self, definitions: list[Definition]) -> dict[str, list[str]]:
        """Maps each module to the names that the definitions have to import from this module."""
        names: set[str] = set()
        for item in definitions:
            names |= _find_names_in_annotations(
                item, self._library.definitions, self._layout.constructible
            )
        found: dict[str, list[str]] = defaultdict(list)
        for name in sorted(names):
            module = self._layout.modules[name]
            if module != self._module:
                found[module].append(name)
        return found

    def _emit_re_exports(self) -> list[str]:
        """Returns the lines that re-export schemas of other modules."""
        exports = self._layout.re_exports.get(self._module, {})
        if not exports:
            return []
        by_module: dict[str, list[str]] = defaultdict(list)
        for name, module in exports.items():
            by_module[module].append(name)
        lines = ["\nif TYPE_CHECKING:"]
        lines += [
            f"    from {_PACKAGE}.{module} import {', '.join(names)}"
            for module, names in sorted(by_module.items())
        ]
        names = {name: f"{_PACKAGE}.{module}" for name, module in exports.items()}
        # At runtime, the other modules are loaded on first use.
        lines.append(f"else:\n    __getattr__, __dir__ = lazy_names(__name__, {names})")
        public = sorted({*exports, *self._written})
        return [*lines, f"\n__all__ = {public}"]

    def _emit_class(self, item: Definition) -> str:
        text = self._docstrings.describe_schema(item)
        if item.kind == "enum":
            return _emit_enum(item, text)
        base = "BatchSchema" if item.name in self._docstrings.partial_responses else "Schema"
        lines = [f"class {item.name}({base}):", emit_docstring(text), ""]
        for prop in item.properties:
            lines.append("    " + self._emit_field(prop))
            note = prose.describe_field(item.name, prop)
            if note:
                lines.append(emit_docstring(note))
        # The annotation of a required property already shows whether the property can be null.
        nulls = [prop.name for prop in item.properties if _is_optional_and_nullable(prop)]
        if item.in_request and nulls:
            lines.append(f"    __nulls__ = frozenset({{{', '.join(map(quote, nulls))}}})")
        if item.name in self._layout.constructible:
            lines.append(self._emit_constructor(item))
        return "\n".join(lines) + "\n"

    def _emit_constructor(self, item: Definition) -> str:
        """Returns the source code of a constructor that only type checkers use."""
        definitions = self._library.definitions
        fields = [
            f"{prop.attribute}: {render_annotation(make_optional(prop.type), definitions)} = None"
            for prop in _list_constructor_fields(item, definitions)
        ]
        values = "values: Mapping[str, object] | None = None"
        return (
            f"    if TYPE_CHECKING:\n        def __init__(self, {values}, /, *, {', '.join(fields)}"
            ") -> None: ...\n"
        )

    def _emit_field(self, prop: Property) -> str:
        kind = prop.type if prop.required else make_optional(prop.type)
        text = render_annotation(kind, self._library.definitions)
        if prop.read_only:
            text = f"Annotated[{text}, ReadOnly()]"
        text = self._quote_if_undefined(text, kind)
        default = "" if prop.required else "None"
        if prop.attribute != prop.name:
            default = f"Field({'default=None, ' if default else ''}alias={quote(prop.name)})"
        return f"{prop.attribute}: {text}" + (f" = {default}" if default else "")

    def _quote_if_undefined(self, text: str, kind: Type) -> str:
        """Returns an annotation, in quotes if it uses a name that the module defines later."""
        names = find_annotation_names(kind, self._library.definitions)
        own = {name for name in names if self._layout.modules[name] == self._module}
        return text if own <= self._written else repr(text)

    def _emit_alias(self, item: Definition) -> str:
        assert item.type is not None
        text = render_annotation(item.type, self._library.definitions)
        text = self._quote_if_undefined(text, item.type)
        return f"{item.name}: TypeAlias = {text}\n{emit_docstring(self._docstrings.describe_schema(item), 0)}\n"


def _describe_module(module: str, layout: Layout) -> str:
    """Returns the docstring of a module."""
    if module in layout.separate_modules:
        names = " and ".join(f"`{name}`" for name in layout.separate_modules[module])
        if len(layout.separate_modules[module]) == 1:
            return f"Schemas that only the operation {names} uses."
        return f"Schemas that only the operations {names} use."
    if module in _TITLES:
        return _TITLES[module]
    for gathering_tag in layout.gathering_tags:
        if module.endswith(f"_{gathering_tag}"):
            tag = module.removesuffix(f"_{gathering_tag}")
            return (
                f"Schemas for the operations with the tag `{tag}`. "
                f"Operations with the tag `{gathering_tag}` also use these schemas."
            )
    return f"Schemas for the operations with the tag `{module}`."


def _convert_types(item: Definition, definitions: Mapping[str, Definition]) -> Definition:
    """Flattens the unions in a schema. Also converts its types to input types if only requests use the schema."""

    def convert_type(kind: Type) -> Type:
        """Flattens the unions in a type. Also makes it an input type if only requests use the schema `item`."""
        flat = flatten_unions(kind, definitions)
        return to_input_type(flat, definitions) if item.request_only else flat

    properties = [replace(prop, type=convert_type(prop.type)) for prop in item.properties]
    return replace(item, properties=properties, type=convert_type(item.type) if item.type else None)


def _list_constructor_fields(
    item: Definition, definitions: Mapping[str, Definition]
) -> list[Property]:
    """Returns the fields that callers can set, with the types that requests accept."""
    return [
        replace(prop, type=to_input_type(flatten_unions(prop.type, definitions), definitions))
        for prop in item.properties
        if not prop.read_only
    ]


def _is_optional_and_nullable(prop: Property) -> bool:
    """Returns whether a property is optional and can be null."""
    return not prop.required and prop.type.nullable


def _find_names_in_annotations(
    item: Definition, definitions: Mapping[str, Definition], constructible: Iterable[str]
) -> set[str]:
    """Returns the names that the annotations of a definition refer to."""
    kinds = [prop.type for prop in item.properties] + ([item.type] if item.type else [])
    if item.name in constructible:
        kinds += [prop.type for prop in _list_constructor_fields(item, definitions)]
    return set().union(*(find_annotation_names(kind, definitions) for kind in kinds))


def _emit_enum(item: Definition, text: str) -> str:
    lines = [f"class {item.name}(OpenEnum):", emit_docstring(text), ""]
    used_names: set[str] = set()
    for value in item.values:
        name = naming.make_unique(naming.to_constant(value), used_names, "_")
        used_names.add(name.lower())
        lines.append(f"    {name} = {quote(value)}")
    return "\n".join(lines) + "\n"


def _sort_by_dependencies(definitions: list[Definition]) -> list[Definition]:
    """Sorts definitions by dependency: each definition comes after those that it uses, except in cycles."""
    by_name = {item.name: item for item in definitions}
    result: list[Definition] = []
    seen: set[str] = set()

    def add_after_dependencies(item: Definition) -> None:
        """Adds a definition to the result, after the definitions that it uses."""
        if item.name in seen:
            return
        seen.add(item.name)
        for name in sorted(find_used_names(item)):
            if name in by_name:
                add_after_dependencies(by_name[name])
        result.append(item)

    for item in definitions:
        add_after_dependencies(item)
    return result
