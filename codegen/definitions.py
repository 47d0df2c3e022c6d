"""Classes that describe schemas and their types. The generator renders these descriptions as Python code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A type without inner types, such as `str` or `int`."""

    name: str
    limits: tuple[str, ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class Ref:
    """A type that refers to a schema by name."""

    name: str
    nullable: bool = False
    is_input: bool = False  # whether callers can also pass a mapping or an enum value


@dataclass(frozen=True)
class ListOf:
    """The type of a list."""

    item: Type
    limits: tuple[str, ...] = ()
    nullable: bool = False
    is_input: bool = False  # whether callers can also pass other sequences, such as tuples


@dataclass(frozen=True)
class DictOf:
    """The type of a dict."""

    value: Type
    keys: tuple[str, ...] = ()  # the allowed keys; empty if any keys are allowed
    limits: tuple[str, ...] = ()
    nullable: bool = False
    is_input: bool = False  # whether callers can also pass other mappings


@dataclass(frozen=True)
class OneOf:
    """A union of types.

    Attributes:
        members: The types in the union.
        tag: The property that selects the type. Empty if the union has no such property.
        mapping: Pairs (value, schema name): a value of this property, and the schema that the value selects.
        nullable: Whether None is allowed.
    """

    members: tuple[Type, ...]
    tag: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class LiteralValues:
    """A type that allows only certain values."""

    values: tuple[str | int | float | bool, ...]
    nullable: bool = False
    exact: bool = False  # whether the type of a value must match too: True is not accepted for 1


Type: TypeAlias = Scalar | Ref | ListOf | DictOf | OneOf | LiteralValues


@dataclass(frozen=True)
class Property:
    """A property of a schema: the name in JSON, the attribute in Python and the type."""

    name: str
    attribute: str
    type: Type
    required: bool = False
    read_only: bool = False


@dataclass
class Definition:
    """The definition of a class or alias in `pinterest.schemas`.

    Attributes:
        name: The name of the class or alias.
        owner: The name of the component, or the ID of the operation, that contains the schema.
        kind: `model`, `enum` or `alias`.
        properties: The properties of a model.
        values: The values of an enum.
        type: The type that an alias stands for.
        in_request: Whether requests can contain the schema.
        request_only: Whether only requests can contain the schema.
        owners: Maps each property to the model that defines it. Empty unless several models are merged.
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
        """Returns the name of the model that defines a property."""
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
    """Returns the names of the schemas that a type refers to."""
    if isinstance(kind, Ref):
        return {kind.name}
    return set().union(*(find_referenced_names(part) for part in get_inner_types(kind)))


def find_used_names(definition: Definition) -> set[str]:
    """Returns the names of the schemas that the types in a definition refer to."""
    kinds = [item.type for item in definition.properties]
    if definition.type is not None:
        kinds.append(definition.type)
    return set().union(*(find_referenced_names(kind) for kind in kinds))


def is_id(kind: object) -> bool:
    """Returns whether values of the type `kind` are IDs."""
    return isinstance(kind, Scalar) and kind.name in ("Id", "PrefixedId")
