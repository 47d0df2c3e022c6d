"""Converts filters of product groups, such as `brand="Robin"`, to the API's format."""

from __future__ import annotations

import typing
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_name, format_value, unknown_name

if TYPE_CHECKING:
    from pinterest.schema import Schema

__all__ = ["Excluded", "Operator", "build", "exclude"]

Operator: TypeAlias = Literal[">", ">=", "<", "<="]

_OPERATORS: Final[Mapping[str, str]] = {
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUALS",
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUALS",
}


@dataclass(frozen=True, slots=True)
class Excluded:
    """The return value of `ProductGroup.exclude`: values that the products must not have."""

    values: Any


def build(
    kind: str, unions: tuple[str, ...], filters: Mapping[str, Any], unknown: Mapping[str, object]
) -> dict[str, Any]:
    """Converts product filters to the API's format.

    Args:
        kind: `all_of` or `any_of`.
        unions: Names of union types in `pinterest.schemas`. Each member of a union is the schema of one filter.
        filters: The caller's values, by filter name. Filters that are None are left out.
        unknown: The caller's other keyword arguments. Must be empty.

    Raises:
        ValidationError: If a name is unknown, or a value is not valid for its filter.
    """
    for name in unknown:
        hint = unknown_name(name, [found.lower() for found in filters])
        raise ValidationError(f"{format_name(name)} is not a filter; {hint}")
    given = {name: value for name, value in filters.items() if value is not None}
    if not given:
        raise ValidationError("filters: pass at least one, such as brand='Robin'")
    schemas = _get_value_schemas(unions)
    return {
        kind: [
            {name: _build_filter_value(name.lower(), value, schemas[name])}
            for name, value in given.items()
        ]
    }


def exclude(values: str | float | Sequence[object]) -> Excluded:
    """Returns a filter value for products that have none of these values.

    Args:
        values: A value or a list of values, as for `all_of`.
    """
    return Excluded(values)


def _build_filter_value(name: str, value: Any, schema: type[Schema]) -> dict[str, Any]:
    """Converts the value of one filter to the API's format."""
    if isinstance(value, Excluded):
        return {**_build_filter_value(name, value.values, schema), "negated": True}
    fields = schema.model_fields
    if "operator" in fields:
        return _build_comparison(name, value, has_currency="currency" in fields)
    wanted = fields["values"].annotation
    if typing.get_origin(wanted) is not list:
        return {"values": value}
    is_list = isinstance(value, Collection) and not isinstance(value, (str, bytes, Mapping))
    values = list(value) if is_list else [value]
    if typing.get_origin(typing.get_args(wanted)[0]) is list:
        values = [_split_path(item) for item in values]
    return {"values": values}


def _build_comparison(name: str, value: Any, *, has_currency: bool) -> dict[str, Any]:
    """Converts a comparison such as `("<=", 100, "USD")` to the API's format."""
    parts = ("operator", "value", "currency") if has_currency else ("operator", "value")
    is_valid = isinstance(value, (list, tuple)) and len(value) == len(parts)
    if not is_valid or value[0] not in _OPERATORS:
        example = ("<=", 100, "USD")[: len(parts)]
        raise ValidationError(
            f"{name}: {format_value(value)} is not valid; allowed: an operator ({', '.join(_OPERATORS)})"
            f"{', a number and a currency' if has_currency else ' and a number'}, such as {example}"
        )
    return {**dict(zip(parts, value, strict=True)), "operator": _OPERATORS[value[0]]}


def _split_path(path: str | Sequence[str]) -> list[str]:
    """Splits a category path such as `Home > Quilts` into the names of its levels."""
    return [step.strip() for step in path.split(">")] if isinstance(path, str) else list(path)


@cache
def _get_value_schemas(unions: tuple[str, ...]) -> dict[str, type[Schema]]:
    """Maps the names of filters, such as `BRAND`, to the schemas of their values.

    `unions` contains the names of the types in `pinterest.schemas` that define the filters.
    """
    from pinterest import schemas

    found: dict[str, type[Schema]] = {}
    for name in unions:
        [union, *_] = typing.get_args(getattr(schemas, name))
        for kind in typing.get_args(union):
            found |= {key: field.annotation for key, field in kind.model_fields.items()}
    return found
