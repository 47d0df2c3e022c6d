"""What schemas are made of, between the contract and the Python that stands for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Scalar:
    """A type without parts, by its Python name."""

    name: str
    limits: tuple[str, ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class Ref:
    """A schema that has a name; `given` where the caller may also write what stands for it."""

    name: str
    nullable: bool = False
    given: bool = False


@dataclass(frozen=True)
class ListOf:
    """A list; `given` where the caller may also write another sequence."""

    item: Type
    limits: tuple[str, ...] = ()
    nullable: bool = False
    given: bool = False


@dataclass(frozen=True)
class DictOf:
    """A mapping, of any class where `given`; `keys` are the names that it may hold, any when empty."""

    value: Type
    keys: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    nullable: bool = False
    given: bool = False


@dataclass(frozen=True)
class OneOf:
    """A union; `tag` is the property that tells its members apart and `mapping` what its values stand for."""

    members: tuple[Type, ...]
    tag: str = ""
    mapping: tuple[tuple[str, str], ...] = ()
    nullable: bool = False


@dataclass(frozen=True)
class Values:
    """Fixed values; `exact` where a value of another type may equal one, and a request must not hold it."""

    values: tuple[str | int | float | bool, ...]
    nullable: bool = False
    exact: bool = False


Type: TypeAlias = Scalar | Ref | ListOf | DictOf | OneOf | Values


@dataclass(frozen=True)
class Property:
    """A property of a schema: its name on the wire, the attribute that holds it, and its type."""

    name: str
    attribute: str
    type: Type
    required: bool = False
    read_only: bool = False


@dataclass
class Definition:
    """Something that has a name in `pinterest.schemas`.

    Attributes:
        name: That name.
        owner: The component, or the id of the operation, that it is part of.
        kind: What it is.
        properties: Of a model, its properties.
        values: Of an enum, its values.
        type: Of an alias, what it stands for.
        in_request: Whether a request may hold it.
        request_only: Whether no answer holds it.
    """

    name: str
    owner: str
    kind: str
    properties: list[Property] = field(default_factory=list)
    values: tuple[str, ...] = ()
    type: Type | None = None
    in_request: bool = False
    request_only: bool = False


def parts(kind: Type) -> tuple[Type, ...]:
    """Returns the types that a type is made of."""
    if isinstance(kind, OneOf):
        return kind.members
    if isinstance(kind, ListOf):
        return (kind.item,)
    if isinstance(kind, DictOf):
        return (kind.value,)
    return ()


def references(kind: Type) -> set[str]:
    """Returns the names of the schemas that a type speaks of."""
    if isinstance(kind, Ref):
        return {kind.name}
    return set().union(*(references(part) for part in parts(kind)))


def used(definition: Definition) -> set[str]:
    """Returns the names of the schemas that a definition speaks of."""
    kinds = [item.type for item in definition.properties]
    if definition.type is not None:
        kinds.append(definition.type)
    return set().union(*(references(kind) for kind in kinds))
