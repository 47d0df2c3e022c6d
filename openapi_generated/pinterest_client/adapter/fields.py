"""The names of a schema's fields in the generated client."""

from __future__ import annotations

import re
from functools import cache

from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.naming import snake_case
from pinterest.schema import Schema, _map_attributes


@cache
def get_native_class(cls: type[Schema]) -> type[Schema]:
    """Returns the schema class in `pinterest` that a model inherits from, or `cls` itself if it is in `pinterest`."""
    return next(base for base in cls.__mro__ if base.__module__.startswith("pinterest."))


@cache
def map_attribute_names(schema: type[Schema]) -> dict[str, str]:
    """Maps each field's name in the generated client to its JSON name, such as `discount_type` to `discountType`."""
    # A field that is newer than the generated client has its JSON name there.
    newer = model_tables.NEWER_FIELDS.get(schema.__name__)
    return {
        wire if newer and re.fullmatch(newer, wire) else snake_case(wire): wire
        for wire in _list_json_names(schema)
    }


def get_attribute_name(schema: type[Schema], name: str) -> str:
    """Returns the name of a field's Python attribute, given any name of the field, such as its JSON name.

    Returns unknown names unchanged.
    """
    names = _map_attributes(schema)
    return names.get(name) or names.get(_map_snake_case(schema).get(name, ""), name)


def get_json_name(schema: type[Schema], name: str) -> str:
    """Returns the JSON name of a field, given any of the field's names."""
    own = get_attribute_name(schema, name)
    field = schema.model_fields.get(own)
    return own if field is None else field.alias or own


@cache
def _map_snake_case(schema: type[Schema]) -> dict[str, str]:
    """Maps the snake_case names of a schema's fields to their JSON names."""
    # Include newer fields: `spec.geo_exclude` also works.
    return {snake_case(wire): wire for wire in _list_json_names(schema)}


def _list_json_names(schema: type[Schema]) -> list[str]:
    return [field.alias or name for name, field in schema.model_fields.items()]
