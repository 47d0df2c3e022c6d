"""Finds the schemas that a type contains, and the types of its list items and mapping values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pinterest.schema import Schema
from pinterest.utils.schema_types import _resolve_deferred


@dataclass(frozen=True, slots=True)
class Shape:
    """The schemas that a type allows, and the types of its list items and mapping values.

    Attributes:
        schemas: The schemas that a value of the type can have.
        item: The type of list items. None if the type contains no list.
        value: The type of mapping values. None if the type contains no mapping with arbitrary keys.
    """

    schemas: tuple[type[Schema], ...] = ()
    item: Any = None
    value: Any = None


@cache
def get_shape(kind: Any) -> Shape:
    """Returns the schemas that a type allows, and the types of its list items and mapping values."""
    kind = _resolve_deferred(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return Shape(item=inner[0])
    if origin is dict:
        return Shape(value=inner[1])
    if origin is Annotated:
        return get_shape(inner[0])
    if origin in (Union, UnionType):
        shapes = [get_shape(member) for member in inner]
        return Shape(
            tuple(schema for shape in shapes for schema in shape.schemas),
            build_union(shape.item for shape in shapes),
            build_union(shape.value for shape in shapes),
        )
    return Shape((kind,)) if isinstance(kind, type) and issubclass(kind, Schema) else Shape()


def build_union(kinds: Iterable[Any]) -> Any:
    """Returns the union of the types in `kinds`, ignoring None. Returns None if `kinds` contains no type."""
    known = tuple(kind for kind in kinds if kind is not None)
    return Union[known] if known else None  # noqa: UP007  # a union of a computed number of types
