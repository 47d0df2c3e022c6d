"""Renders types, values and docstrings as Python source code."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from codegen.definitions import (
    Definition,
    DictOf,
    ListOf,
    LiteralValues,
    OneOf,
    Ref,
    Scalar,
    Type,
    get_inner_types,
)

OR_TEXT: Final = "OrText"
"""The suffix of type aliases that accept an enum member or its value as a string, such as `ActionTypeOrText`."""
_WIDTH: Final = 100
_QUOTES: Final = '"' * 3
_NO_DEFINITIONS: Final[Mapping[str, Definition]] = MappingProxyType({})

_PLAIN = {
    "Id": "str",
    "PrefixedId": "str",
    "Date": "datetime.date",
    "DateTime": "datetime.datetime",
}


def render_annotation(kind: Type, definitions: Mapping[str, Definition] = _NO_DEFINITIONS) -> str:
    """Returns the annotation for a type, with limits such as a maximum length."""
    text = _render_annotation_without_null(kind, definitions)
    return f"{text} | None" if kind.nullable else text


def render_plain(kind: Type) -> str:
    """Returns a type as text for docstrings, such as `list[str]`. Leaves out limits, such as a maximum length."""
    text = _render_plain_without_null(kind)
    return f"{text} | None" if kind.nullable else text


def find_annotation_names(
    kind: Type, definitions: Mapping[str, Definition] = _NO_DEFINITIONS
) -> set[str]:
    """Returns the names of the schemas and aliases in the annotation of a type."""
    if isinstance(kind, Ref):
        return {_get_annotation_name(kind, definitions)}
    return set().union(
        *(find_annotation_names(part, definitions) for part in get_inner_types(kind))
    )


def _render_annotation_without_null(kind: Type, definitions: Mapping[str, Definition]) -> str:
    """Returns the annotation for a type, like `render_annotation`, but without the `| None` of a nullable type."""
    if isinstance(kind, Scalar):
        return _add_limits(kind.name, kind.limits)
    if isinstance(kind, Ref):
        name = _get_annotation_name(kind, definitions)
        return f"OrMapping[{name}]" if kind.is_input and name == kind.name else name
    if isinstance(kind, ListOf):
        class_name = "ListLike" if kind.is_input else "list"
        return _add_limits(
            f"{class_name}[{render_annotation(kind.item, definitions)}]", kind.limits
        )
    if isinstance(kind, DictOf):
        keys = render_literal(kind.keys) if kind.keys else "str"
        class_name = "DictLike" if kind.is_input else "dict"
        value = render_annotation(kind.value, definitions)
        return _add_limits(f"{class_name}[{keys}, {value}]", kind.limits)
    if isinstance(kind, OneOf):
        return _render_union(kind, definitions)
    return _add_limits(_render_plain_without_null(kind), ("Exact()",) if kind.exact else ())


def _render_union(kind: OneOf, definitions: Mapping[str, Definition]) -> str:
    models = [item for item in kind.members if _refers_to(item, "model", definitions)]
    members = [
        _render_annotation_without_null(item, definitions)
        for item in kind.members
        if item not in models
    ]
    names = " | ".join(item.name for item in models if isinstance(item, Ref))
    if any(isinstance(item, Ref) and item.is_input for item in models):
        members.insert(0, f"OrMapping[{names}]")
    elif names:
        members.insert(0, names)
    return _add_limits(" | ".join(members), (_render_choice(kind),) if models else ())


def _refers_to(kind: Type, definition_kind: str, definitions: Mapping[str, Definition]) -> bool:
    """Returns whether a type refers to a definition of the kind `definition_kind`, such as `enum`."""
    known = definitions.get(kind.name) if isinstance(kind, Ref) else None
    return known is not None and known.kind == definition_kind


def _get_annotation_name(kind: Ref, definitions: Mapping[str, Definition]) -> str:
    """Returns the name that an annotation uses for a schema: the schema's own name, or an alias."""
    is_enum = _refers_to(kind, "enum", definitions)
    return kind.name + OR_TEXT if kind.is_input and is_enum else kind.name


def _render_plain_without_null(kind: Type) -> str:
    """Returns a type as text, like `render_plain`, but without the `| None` of a nullable type."""
    if isinstance(kind, Scalar):
        return _PLAIN.get(kind.name, kind.name)
    if isinstance(kind, Ref):
        return kind.name
    if isinstance(kind, ListOf):
        return f"list[{render_plain(kind.item)}]"
    if isinstance(kind, DictOf):
        return f"dict[str, {render_plain(kind.value)}]"
    if isinstance(kind, LiteralValues):
        return render_literal(kind.values)
    return " | ".join(dict.fromkeys(_render_plain_without_null(member) for member in kind.members))


def render_literal(values: Iterable[object]) -> str:
    """Returns the source code of a `Literal` type with these values."""
    return f"Literal[{', '.join(quote(value) for value in values)}]"


def quote(value: object) -> str:
    """Returns the source code of a value, quoted in the style of the formatter."""
    if isinstance(value, str):
        text = repr(value)
        return text if '"' in text else f'"{text[1:-1]}"'
    return repr(value)


def emit_docstring(text: str, indent: int = 4) -> str:
    """Returns the source code of a docstring, with the first sentence of a long text on a separate line."""
    summary, _, rest = text.partition(". ")
    if len(text) + indent + len(_QUOTES * 2) > _WIDTH and rest:
        body = "\n".join(textwrap.wrap(rest, _WIDTH - indent))
        text = f"{summary}.\n\n{body}\n"
    return textwrap.indent(f"{_QUOTES}{text}{_QUOTES}", " " * indent)


def make_optional(kind: Type) -> Type:
    """Returns a copy of a type that also accepts None."""
    return replace(kind, nullable=True)


def flatten_unions(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    """Merges nested unions in a type: a union of `A` and an alias for `B | C` becomes `A | B | C`."""
    # `Choice` can then select the variant of a value in one step.
    if isinstance(kind, OneOf):
        flat = _flatten_union(kind, definitions)
        members = tuple(flatten_unions(member, definitions) for member in flat.members)
        return replace(flat, members=members)
    if isinstance(kind, ListOf):
        return replace(kind, item=flatten_unions(kind.item, definitions))
    if isinstance(kind, DictOf):
        return replace(kind, value=flatten_unions(kind.value, definitions))
    return kind


def _flatten_union(kind: OneOf, definitions: Mapping[str, Definition]) -> OneOf:
    # Keep the tag only if all inner unions have the same tag.
    members: list[Type] = []
    mapping = dict(kind.mapping)
    tag = kind.tag
    for member in kind.members:
        known = definitions.get(member.name) if isinstance(member, Ref) else None
        inner = known.type if known is not None and known.kind == "alias" else member
        if not isinstance(inner, OneOf):
            members.append(member)
            continue
        inner = _flatten_union(inner, definitions)
        members += [item for item in inner.members if item not in members]
        if not kind.mapping:
            tag, mapping = "", {}
    return OneOf(tuple(dict.fromkeys(members)), tag, tuple(mapping.items()), kind.nullable)


def _render_choice(kind: OneOf) -> str:
    """Returns the `Choice(...)` in the annotation of a union, as source code."""
    if not kind.mapping:
        return "Choice()"
    mapping = ", ".join(f"{quote(value)}: {quote(name)}" for value, name in kind.mapping)
    return f"Choice({quote(kind.tag)}, {{{mapping}}})"


def _add_limits(text: str, limits: tuple[str, ...]) -> str:
    """Adds limits to the source code of a type: `int` with `Between(0, 9)` becomes `Annotated[int, Between(0, 9)]`."""
    return f"Annotated[{text}, {', '.join(limits)}]" if limits else text
