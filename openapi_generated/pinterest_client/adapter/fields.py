"""The names of a schema's fields in the generated client."""

from __future__ import annotations

import re
from functools import cache

from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.naming import snake_case
from pinterest.schema import Schema, _attributes


@cache
def get_native_class(cls: type[Schema]) -> type[Schema]:
    """Returns the class in `pinterest.schemas` that a model stands for. Returns a schema unchanged."""
    return next(base for base in cls.__mro__ if base.__module__.startswith("pinterest."))


@cache
def attributes(schema: type[Schema]) -> dict[str, str]:
    """Returns the wire name of each field, by the field's attribute in the generated client.

    For fields that are newer than the generated client, the attribute is the wire name.
    """
    newer = model_tables.NEWER_FIELDS.get(schema.__name__)
    return {
        wire if newer and re.fullmatch(newer, wire) else snake_case(wire): wire
        for wire in _list_wire_names(schema)
    }


def get_attribute_name(schema: type[Schema], name: str) -> str:
    """Returns the name of a field's Python attribute, given any of the field's names.

    Returns the name itself if the schema has no such field.
    """
    names = _attributes(schema)
    return names.get(name) or names.get(_map_snake_case(schema).get(name, ""), name)


def wire_name(schema: type[Schema], name: str) -> str:
    """Returns the name of a field on the wire, given any of the field's names."""
    own = get_attribute_name(schema, name)
    field = schema.model_fields.get(own)
    return own if field is None else field.alias or own


@cache
def _map_snake_case(schema: type[Schema]) -> dict[str, str]:
    # Includes newer fields, so that `spec.geo_exclude` works too.
    return {snake_case(wire): wire for wire in _list_wire_names(schema)}


def _list_wire_names(schema: type[Schema]) -> list[str]:
    return [field.alias or name for name, field in schema.model_fields.items()]
