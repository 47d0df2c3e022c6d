"""The types of a model's fields, in the shape that the generated client keeps them in."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from openapi_generated.pinterest_client.spelling import attributes, native_of, own_name
from pinterest.schema import OpenEnum, Schema
from pinterest.utils.schema_types import _loaded

_ANY = (bool, datetime.date, datetime.datetime, dict, float, int, list, str, NoneType)


def openapi_types(model: type[Schema]) -> dict[str, tuple[Any, ...]]:
    """Returns the types of each field, by the attribute that the generated client reads it by.

    A list stands as a list of the types of its items, a mapping as a dict of `str` and those of its values.
    """
    native = native_of(model)
    return {
        name: _types(model.model_fields[own_name(native, wire)].annotation)
        for name, wire in attributes(native).items()
    }


def allowed_values(model: type[Schema]) -> dict[tuple[str], dict[str, str]]:
    """Returns what a field may be, by its path, for those that are of known values."""
    found = {name: _enum(types) for name, types in openapi_types(model).items()}
    return {(name,): known_values(enum) for name, enum in found.items() if enum is not None}


def known_values(enum: type[OpenEnum]) -> dict[str, str]:
    """Returns the values that an enum knows, by the names of its members."""
    return {name: str(member.value) for name, member in enum.__members__.items()}


def _enum(types: Any) -> type[OpenEnum] | None:
    for kind in types:
        if isinstance(kind, list):
            return _enum(kind)
        if isinstance(kind, type) and issubclass(kind, OpenEnum):
            return kind
    return None


def _types(kind: Any) -> tuple[Any, ...]:
    kind = _loaded(kind)
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return _types(inner[0])
    if origin is list:
        return ([*_types(inner[0])],)
    if origin is dict:
        return ({str: _types(inner[1])},)
    if origin is Literal:
        return tuple(dict.fromkeys(type(value) for value in inner))
    if origin in (Union, UnionType):
        return _either([member for member in inner if member is not NoneType])
    return _class(kind) if isinstance(kind, type) else _ANY


def _either(members: list[Any]) -> tuple[Any, ...]:
    found: list[Any] = []
    for member in members:
        found += [kind for kind in _types(member) if kind not in found]
    models = [kind for kind in found if isinstance(kind, type) and issubclass(kind, Schema)]
    # Which of several models it is only the fields tell, so none of them may be made of whatever comes.
    return tuple(found) if len(models) < 2 else _MAPPING


def _class(kind: type) -> tuple[Any, ...]:
    from openapi_generated.pinterest_client.modules import legacy_of

    if not issubclass(kind, (Schema, OpenEnum)):
        return (kind,)
    model = legacy_of(kind)
    return (model,) if model is not kind else _GONE[issubclass(kind, Schema)]


_MAPPING: tuple[Mapping[type, Any], ...] = ({str: _ANY},)
_GONE: Mapping[bool, tuple[Any, ...]] = {True: _MAPPING, False: (str,)}
"""What takes the place of a schema and of an enum that the generated client has no model of."""
