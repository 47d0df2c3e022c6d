"""Converts types to input types. Arguments have input types, so that callers can pass an int as an ID, for example.

Callers can also pass a string as an enum, and a mapping as an object. Input types are for type checkers. At runtime,
each input type is an alias of the exact type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from codegen.definitions import Definition, DictOf, ListOf, OneOf, Ref, Scalar, Type
from codegen.rendering import OR_TEXT, render_literal

_SCALARS: Final = {
    "Id": "IdOrInt",
    "PrefixedId": "PrefixedIdOrInt",
    "Date": "DateOrText",
    "DateTime": "DateTimeOrText",
}


def to_input_type(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    """Returns the input type for an exact type, such as `IdOrInt` for `Id`."""
    if isinstance(kind, Scalar):
        if "MaybeText" in kind.limits:
            rest = tuple(limit for limit in kind.limits if limit != "MaybeText")
            return replace(kind, name="IntOrText", limits=rest)
        return replace(kind, name=_SCALARS.get(kind.name, kind.name))
    if isinstance(kind, ListOf):
        return replace(kind, item=to_input_type(kind.item, definitions), is_input=True)
    if isinstance(kind, DictOf):
        return replace(kind, value=to_input_type(kind.value, definitions), is_input=True)
    if isinstance(kind, OneOf):
        members = tuple(to_input_type(item, definitions) for item in kind.members)
        return replace(kind, members=members)
    return _to_input_ref(kind, definitions) if isinstance(kind, Ref) else kind


def _to_input_ref(kind: Ref, definitions: Mapping[str, Definition]) -> Type:
    """Returns the input type for a reference to a schema."""
    definition = definitions[kind.name]
    if definition.kind != "alias" or definition.type is None:
        return replace(kind, is_input=True)
    if definition.request_only:
        return kind  # The schema's definition is itself an input type.
    if isinstance(definition.type, OneOf):
        members = definition.type.members
        models = [item for item in members if isinstance(item, Ref)]
        return replace(kind, is_input=bool(models))
    inner = to_input_type(definition.type, definitions)
    return replace(inner, nullable=kind.nullable or inner.nullable)


def emit_or_text_alias(definition: Definition) -> str:
    """Returns the source code of an alias such as `ActionTypeOrText`: an enum member, or its value as a string."""
    name = definition.name
    return (
        f"if TYPE_CHECKING:\n    {name}{OR_TEXT}: TypeAlias = {name} | {render_literal(definition.values)}\n"
        f"else:\n    {name}{OR_TEXT} = {name}\n"
    )
