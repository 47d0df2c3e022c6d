"""What the caller may write for a type: an enum's values as text, a mapping for an object, an int for an id.

These are for type checkers. When it runs, each stands for the type itself, so that pydantic has no more to build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from codegen.model import Definition, DictOf, ListOf, OneOf, Ref, Scalar, Type
from codegen.rendering import OR_TEXT, literal

_SCALARS: Final = {
    "Id": "IdOrInt",
    "PrefixedId": "PrefixedIdOrInt",
    "Date": "DateOrText",
    "DateTime": "DateTimeOrText",
}


def given(kind: Type, definitions: Mapping[str, Definition]) -> Type:
    """Returns a type as the caller may write it, where no answer has to be read by it.

    Args:
        kind: The type.
        definitions: What the names in it stand for.
    """
    if isinstance(kind, Scalar):
        if "MaybeText" in kind.limits:
            rest = tuple(limit for limit in kind.limits if limit != "MaybeText")
            return replace(kind, name="IntOrText", limits=rest)
        return replace(kind, name=_SCALARS.get(kind.name, kind.name))
    if isinstance(kind, ListOf):
        return replace(kind, item=given(kind.item, definitions), given=True)
    if isinstance(kind, DictOf):
        return replace(kind, value=given(kind.value, definitions), given=True)
    if isinstance(kind, OneOf):
        return replace(kind, members=tuple(given(item, definitions) for item in kind.members))
    return _named(kind, definitions) if isinstance(kind, Ref) else kind


def _named(kind: Ref, definitions: Mapping[str, Definition]) -> Type:
    definition = definitions[kind.name]
    if definition.kind != "alias" or definition.type is None:
        return replace(kind, given=True)
    if definition.request_only:
        return kind  # It is written so where it stands.
    if isinstance(definition.type, OneOf):
        members = definition.type.members
        models = [item for item in members if isinstance(item, Ref)]
        return replace(kind, given=bool(models))
    inner = given(definition.type, definitions)
    return replace(inner, nullable=kind.nullable or inner.nullable)


def texts(definition: Definition) -> str:
    """Returns the name, and what it stands for, of an enum or the text of its values."""
    name = definition.name
    return (
        f"if TYPE_CHECKING:\n    {name}{OR_TEXT}: TypeAlias = {name} | {literal(definition.values)}\n"
        f"else:\n    {name}{OR_TEXT} = {name}\n"
    )
