"""Definitions of schemas and their types, built from the contract and rendered as Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A type such as `str` or `int`, by its Python name."""

    name: str
    limits: tuple[str, ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class Ref:
    """A named schema. With `is_input`, callers can also pass a mapping, or the text of an enum's value."""

    name: str
    nullable: bool = False
    is_input: bool = False


@dataclass(frozen=True)
class ListOf:
    """A list. With `is_input`, callers can pass any type of sequence instead."""

    item: Type
    limits: tuple[str, ...] = ()
    nullable: bool = False
    is_input: bool = False


@dataclass(frozen=True)
class DictOf:
    """A mapping with the given keys, or any keys. With `is_input`, callers can pass any mapping class."""

    value: Type
    keys: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    nullable: bool = False
    is_input: bool = False


@dataclass(frozen=True)
class OneOf:
    """A union. `tag` is the property that selects a variant, `mapping` the variant for each of its values."""

    members: tuple[Type, ...]
    tag: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class LiteralValues:
    """Fixed values. With `exact`, a request must not hold an equal value of another type, such as True for 1."""

    values: tuple[str | int | float | bool, ...]
    nullable: bool = False
    exact: bool = False


Type: TypeAlias = Scalar | Ref | ListOf | DictOf | OneOf | LiteralValues


@dataclass(frozen=True)
class Property:
    """A property of a schema: its name in JSON, its attribute in Python, and its type."""

    name: str
    attribute: str
    type: Type
    required: bool = False
    read_only: bool = False


@dataclass
class Definition:
    """The definition of a class or alias in `pinterest.schemas`.

    Attributes:
        name: The name.
        owner: The component that contains it, or the ID of the operation.
        kind: `model`, `enum` or `alias`.
        properties: The properties of a model.
        values: The values of an enum.
        type: The type that an alias stands for.
        in_request: Whether a request can hold it.
        request_only: Whether no response holds it.
        owners: The model that each property comes from, if several models are merged.
    """

    name: str
    owner: str
    kind: str
    properties: list[Property] = field(default_factory=list)
    values: tuple[str, ...] = ()
    type: Type | None = None
    in_request: bool = False
    request_only: bool = False
    owners: Mapping[str, str] = field(default_factory=dict)

    def get_owner(self, name: str) -> str:
        """Returns the model that a property comes from."""
        return self.owners.get(name, self.name)


def get_inner_types(kind: Type) -> tuple[Type, ...]:
    """Returns the inner types of a list, mapping or union."""
    if isinstance(kind, OneOf):
        return kind.members
    if isinstance(kind, ListOf):
        return (kind.item,)
    if isinstance(kind, DictOf):
        return (kind.value,)
    return ()


def find_referenced_names(kind: Type) -> set[str]:
    """Returns the names of the schemas in a type."""
    if isinstance(kind, Ref):
        return {kind.name}
    return set().union(*(find_referenced_names(part) for part in get_inner_types(kind)))


def find_used_names(definition: Definition) -> set[str]:
    """Returns the names of the schemas in the types of a definition."""
    kinds = [item.type for item in definition.properties]
    if definition.type is not None:
        kinds.append(definition.type)
    return set().union(*(find_referenced_names(kind) for kind in kinds))


def is_id(kind: object) -> bool:
    """Whether a type is an ID."""
    return isinstance(kind, Scalar) and kind.name in ("Id", "PrefixedId")
