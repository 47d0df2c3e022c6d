"""From the names and models of the generated client to what this SDK's schemas take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from openapi_generated.pinterest_client.answered import Answered
from openapi_generated.pinterest_client.names import snake
from pinterest.schema import Schema, _field_kind, _names, _read_only
from pinterest.utils.schema_types import _loaded


@dataclass(frozen=True, slots=True)
class Shape:
    """What a type is made of.

    Attributes:
        schemas: The schemas that a mapping may be.
        item: The type of a list's items, None where it is no list.
        value: The type of a mapping's values where its keys are free.
    """

    schemas: tuple[type[Schema], ...] = ()
    item: Any = None
    value: Any = None


@cache
def shape_of(kind: Any) -> Shape:
    """Returns what a type is made of, through unions and whatever else stands around it."""
    kind = _loaded(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is list:
        return Shape(item=inner[0])
    if origin is dict:
        return Shape(value=inner[1])
    if origin is Annotated:
        return shape_of(inner[0])
    if origin in (Union, UnionType):
        shapes = [shape_of(member) for member in inner]
        return Shape(
            tuple(schema for shape in shapes for schema in shape.schemas),
            _either([shape.item for shape in shapes]),
            _either([shape.value for shape in shapes]),
        )
    return Shape((kind,)) if isinstance(kind, type) and issubclass(kind, Schema) else Shape()


def _either(kinds: list[Any]) -> Any:
    known = tuple(kind for kind in kinds if kind is not None)
    return Union[known] if known else None  # noqa: UP007  # of as many as there are


@cache
def attributes(schema: type[Schema]) -> dict[str, str]:
    """Returns the name on the wire of each field, by the attribute that the generated client reads it by."""
    wires = (field.alias or name for name, field in schema.model_fields.items())
    return {snake(wire): wire for wire in wires}


def own_name(schema: type[Schema], name: str) -> str:
    """Returns the attribute of a field that is named in either spelling; the name itself where there is no such."""
    names = _names(schema)
    return names.get(name) or names.get(attributes(schema).get(name, ""), name)


def wire_name(schema: type[Schema], name: str) -> str:
    """Returns the name on the wire of a field that is named in either spelling."""
    own = own_name(schema, name)
    field = schema.model_fields.get(own)
    return own if field is None else field.alias or own


def fitted(kind: Any, value: Any) -> Any:
    """Returns a value in the spelling of a schema, with models of other schemas as plain data; what was passed stays.

    A model that is not of the schema that is asked for, such as an answer that is sent back, is reduced to the fields
    which both have and which a request may hold.
    """
    shape = Shape() if kind is None else shape_of(kind)
    if isinstance(value, Schema):
        return _fitted_model(shape.schemas, value)
    if isinstance(value, Answered):
        return _common_fields(shape.schemas, value) or value
    if isinstance(value, Mapping):
        return dict(_fitted_field(shape, name, item) for name, item in value.items())
    if isinstance(value, list):
        return [fitted(shape.item, item) for item in value]
    return int(value) if isinstance(value, int) and hasattr(value, "value") else value


def _fitted_field(shape: Shape, name: Any, value: Any) -> tuple[Any, Any]:
    knowing = [schema for schema in shape.schemas if own_name(schema, name) in schema.model_fields]
    if not knowing:
        return name, fitted(shape.value, value)
    kind = _either([_field_kind(schema, own_name(schema, name)) for schema in knowing])
    return wire_name(knowing[0], name), fitted(kind, value)


def _fitted_model(schemas: tuple[type[Schema], ...], model: Schema) -> Any:
    if any(isinstance(model, schema) for schema in schemas):
        native, fields = native_of(type(model)), type(model).model_fields
        return remade(
            native,
            model,
            lambda name, value: (
                fitted(_field_kind(native, name), value) if name in fields else value
            ),
        )
    # Where they have nothing in common the check of the body says what is wrong with the model.
    return _common_fields(schemas, {**(model.model_extra or {}), **model._set_fields()}) or model


def _common_fields(schemas: tuple[type[Schema], ...], given: Mapping[str, Any]) -> dict[str, Any]:
    """Returns those of the fields that the schema which knows most of them knows, and a request may hold."""

    def common(schema: type[Schema]) -> list[str]:
        return [name for name in given if name in _names(schema) and name not in _read_only(schema)]

    best = max(schemas, key=lambda schema: len(common(schema)), default=None)
    if best is None:
        return {}
    return dict(_fitted_field(Shape((best,)), name, given[name]) for name in common(best))


def on_the_wire(value: Any) -> Any:
    """Returns a value that no schema is known for as plain data; models travel by their names on the wire."""
    if isinstance(value, Schema):
        return native_of(type(value)).to_dict(value)
    if isinstance(value, Mapping):
        return {name: on_the_wire(item) for name, item in value.items()}
    return [on_the_wire(item) for item in value] if isinstance(value, list) else value


@cache
def native_of(cls: type[Schema]) -> type[Schema]:
    """Returns the class in `pinterest.schemas` that a model's class stands for, itself where it is one."""
    return next(base for base in cls.__mro__ if base.__module__.startswith("pinterest."))


def remade(cls: type[Schema], model: Schema, convert: Any) -> Any:
    """Returns a model of another class with a model's fields, each converted by its name and value."""
    values = {name: convert(name, value) for name, value in model.__dict__.items()}
    extra = {name: convert(name, value) for name, value in (model.model_extra or {}).items()}
    made = cls.__new__(cls)
    put_state(made, values, set(model.model_fields_set), extra)
    return made


def put_state(
    model: Schema, values: dict[str, Any], found: set[str], extra: dict[str, Any]
) -> None:
    """Gives a model its fields: all values by attribute, the names of those that were given, and unknown ones."""
    # As `model_construct` does, which looks for the values under each of their names first.
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_fields_set__", found)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_private__", None)
