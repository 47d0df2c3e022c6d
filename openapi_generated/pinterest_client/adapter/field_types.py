"""The types of a model's fields, in the generated client's format."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeAlias, Union, get_args, get_origin

from openapi_generated.pinterest_client.adapter import model_tables
from openapi_generated.pinterest_client.adapter.fields import (
    get_attribute_name,
    get_native_class,
    map_attribute_names,
)
from openapi_generated.pinterest_client.adapter.simple_models import get_known_values
from pinterest.schema import OpenEnum, Schema
from pinterest.utils.schema_types import _resolve_deferred

ModelFinder: TypeAlias = Callable[[str], Any]
"""A function that returns the model for the name of a schema or enum in `pinterest.schemas`."""

_ANY = (bool, datetime.date, datetime.datetime, dict, float, int, list, str, NoneType)
_ANY_MAPPING: tuple[Any, ...] = ({str: _ANY},)


def list_field_types(model: type[Schema], find_model: ModelFinder) -> dict[str, tuple[Any, ...]]:
    """Returns the `openapi_types` of a model class, such as `{"name": (str,), "tags": ([str],)}`."""
    native = get_native_class(model)
    return {
        name: _convert_annotation(
            model.model_fields[get_attribute_name(native, wire)].annotation, find_model
        )
        for name, wire in map_attribute_names(native).items()
    }


def list_field_values(model: type[Schema]) -> dict[tuple[str], dict[str, str]]:
    """Returns the `allowed_values` of a model class, such as `{("status",): {"ACTIVE": "ACTIVE"}}`.

    Leaves out enums that are models in the generated client.
    """
    native = get_native_class(model)
    found = {
        name: _find_plain_enum(model.model_fields[get_attribute_name(native, wire)].annotation)
        for name, wire in map_attribute_names(native).items()
    }
    return {(name,): get_known_values(enum) for name, enum in found.items() if enum is not None}


def _find_plain_enum(kind: Any) -> type[OpenEnum] | None:
    """Returns the first enum in a type annotation, or None. Ignores enums that are models in the generated client."""
    kind = _resolve_deferred(kind)
    if isinstance(kind, type) and issubclass(kind, OpenEnum):
        return kind if kind.__name__ not in model_tables.ENUM_MODELS else None
    inner = get_args(kind)[:1] if get_origin(kind) is Annotated else get_args(kind)
    return next((enum for enum in map(_find_plain_enum, inner) if enum is not None), None)


def _convert_annotation(kind: Any, find_model: ModelFinder) -> tuple[Any, ...]:
    """Converts a type annotation to the generated client's format: a tuple of types."""
    kind = _resolve_deferred(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _convert_annotation(inner[0], find_model)
    if origin is list:
        return ([*_convert_annotation(inner[0], find_model)],)
    if origin is dict:
        return ({str: _convert_annotation(inner[1], find_model)},)
    if origin is Literal:
        return tuple(dict.fromkeys(type(value) for value in inner))
    if origin in (Union, UnionType):
        return _convert_union([member for member in inner if member is not NoneType], find_model)
    if kind is Any or not isinstance(kind, type):
        return _ANY
    if issubclass(kind, OpenEnum) and kind.__name__ not in model_tables.ENUM_MODELS:
        return (str,)
    if issubclass(kind, Schema) and kind.__name__ in model_tables.PLAIN_DICTS:
        return _ANY_MAPPING
    return (find_model(kind.__name__) if issubclass(kind, (Schema, OpenEnum)) else kind,)


def _convert_union(members: list[Any], find_model: ModelFinder) -> tuple[Any, ...]:
    """Converts a union to the generated client's format: a tuple with the types of its members, without duplicates."""
    found: list[Any] = []
    for member in members:
        found += [kind for kind in _convert_annotation(member, find_model) if kind not in found]
    models = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Schema)]
    # With several models, the type is any mapping: the fields of a value determine its model.
    return tuple(found) if len(models) < 2 else _ANY_MAPPING
