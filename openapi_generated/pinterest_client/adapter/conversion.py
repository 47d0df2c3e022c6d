"""Converts values of the generated client, such as its models, to values that `pinterest` accepts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openapi_generated.pinterest_client.adapter.fields import (
    get_attribute_name,
    get_json_name,
    get_native_class,
)
from openapi_generated.pinterest_client.adapter.plain_data import ResponseDict
from openapi_generated.pinterest_client.adapter.shapes import Shape, build_union, get_shape
from pinterest.schema import Schema, _get_field_type, _list_read_only_names, _map_attributes


def to_sdk_value(kind: Any, value: Any) -> Any:
    """Converts a value for a request from the generated client's types and names to those of `pinterest`.

    Args:
        kind: The type in `pinterest` that the request requires. None if the type is unknown.
        value: A model or plain data.
    """
    shape = Shape() if kind is None else get_shape(kind)
    if isinstance(value, Schema):
        return _convert_model(shape.schemas, value)
    # A response that is sent back can have another schema. Keep the writable fields that both schemas have.
    if isinstance(value, ResponseDict) and (kind is None or shape.schemas):
        return _select_accepted_fields(shape.schemas, value) or value
    if isinstance(value, Mapping):
        return dict(_convert_field(shape, name, item) for name, item in value.items())
    if isinstance(value, list):
        return [to_sdk_value(shape.item, item) for item in value]
    # A model that is a number becomes a plain number.
    return int(value) if isinstance(value, int) and hasattr(value, "value") else value


def copy_model(cls: type[Schema], model: Schema, convert: Callable[[str, Any], Any]) -> Any:
    """Returns a new instance of `cls` with the converted fields of a model.

    Args:
        cls: A subclass or superclass of the model's class.
        model: The model to copy.
        convert: A function that returns the new value of a field, given the field's name and old value.
    """
    values = {name: convert(name, value) for name, value in model.__dict__.items()}
    extra = {name: convert(name, value) for name, value in (model.model_extra or {}).items()}
    copy = cls.__new__(cls)
    set_state(copy, values, set(model.model_fields_set), extra)
    return copy


def set_state(
    model: Schema, values: dict[str, Any], set_names: set[str], extra: dict[str, Any]
) -> None:
    """Replaces all fields of a model, without checks.

    Args:
        model: The model to change.
        values: The values of all fields of the model's class, by attribute.
        set_names: The new `model_fields_set`.
        extra: The values of fields that the model's class does not have, by name.
    """
    # Faster than `model_construct`, which tries all names of a field to find its value.
    object.__setattr__(model, "__dict__", values)
    object.__setattr__(model, "__pydantic_fields_set__", set_names)
    object.__setattr__(model, "__pydantic_extra__", extra)
    object.__setattr__(model, "__pydantic_private__", None)


def _convert_field(shape: Shape, name: Any, value: Any) -> tuple[Any, Any]:
    """Returns the JSON name and the converted value of a field of an object with the given shape."""
    schemas = [
        schema
        for schema in shape.schemas
        if get_attribute_name(schema, name) in schema.model_fields
    ]
    if not schemas:
        return name, to_sdk_value(shape.value, value)
    kind = build_union(
        _get_field_type(schema, get_attribute_name(schema, name)) for schema in schemas
    )
    return get_json_name(schemas[0], name), to_sdk_value(kind, value)


def _convert_model(schemas: tuple[type[Schema], ...], model: Schema) -> Any:
    """Converts a model of the generated client to a value for a request. The request accepts any of `schemas`."""
    if any(isinstance(model, schema) for schema in schemas):
        native, fields = get_native_class(type(model)), type(model).model_fields
        return copy_model(
            native,
            model,
            lambda name, value: (
                to_sdk_value(_get_field_type(native, name), value) if name in fields else value
            ),
        )
    values = {**(model.model_extra or {}), **model._get_assigned_fields()}
    if not values:  # the error message then names the missing fields
        return {}
    # If the model has no field of the body, return it unchanged. The error message then shows the model.
    return _select_accepted_fields(schemas, values) or model


def _select_accepted_fields(
    schemas: tuple[type[Schema], ...], values: Mapping[str, Any]
) -> dict[str, Any]:
    """Returns the fields in `values` that the best-fitting schema accepts, by JSON name, with converted values."""

    def list_accepted_names(schema: type[Schema]) -> list[str]:
        """Returns the names of the fields in `values` that the schema accepts in a request."""
        return [
            name
            for name in values
            if name in _map_attributes(schema) and name not in _list_read_only_names(schema)
        ]

    best = max(schemas, key=lambda schema: len(list_accepted_names(schema)), default=None)
    if best is None:
        return {}
    return dict(
        _convert_field(Shape((best,)), name, values[name]) for name in list_accepted_names(best)
    )
