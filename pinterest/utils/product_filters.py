"""Filters of product groups, in a short form."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_name, format_value, unknown_name

if TYPE_CHECKING:
    from pinterest.schema import Schema

__all__ = ["all_of", "any_of", "exclude"]

_KEYS: Final = (
    "CatalogsProductGroupFilterKeys",
    "CatalogsHotelProductGroupFilterKeys",
    "CatalogsCreativeAssetsProductGroupFilterKeys",
)
_OPERATORS: Final[Mapping[str, str]] = {
    ">": "GREATER_THAN",
    ">=": "GREATER_THAN_OR_EQUALS",
    "<": "LESS_THAN",
    "<=": "LESS_THAN_OR_EQUALS",
}


@dataclass(frozen=True, slots=True)
class _Excluded:
    values: Any


def all_of(**filters: Any) -> dict[str, Any]:
    """Returns the filters of a product group whose products match all of them.

    Names are those of the API, in lower case. A value is one of these:

    - A value or a list of them for most filters, such as `brand="Robin"` or `brand=["Robin", "Wren"]`.
    - A path or a list of paths for categories, such as `product_type_1="Home > Quilts"`.
    - A number for `min_price` and `max_price`.
    - An operator and a number for `custom_number_0` to `custom_number_4`, such as `(">", 5)`.
    - An operator, a number and a currency for the `price` of hotels, such as `("<=", 100, "USD")`.
    - `exclude(value)` to match products with any other value.

    Args:
        **filters: The filters.

    Raises:
        ValidationError: If a name is unknown, or a value does not have the form of its filter.

    Examples:
        >>> sold_out = ProductGroup.exclude("out of stock")
        >>> ProductGroup.all_of(brand=["Robin", "Wren"], min_price=50, availability=sold_out)
        {'all_of': [{'BRAND': {'values': ['Robin', 'Wren']}}, {'MIN_PRICE': {'values': 50}}, ...]}
    """
    return {"all_of": _build(filters)}


def any_of(**filters: Any) -> dict[str, Any]:
    """Returns the filters of a product group whose products match at least one of them.

    Args:
        **filters: The filters, as for `all_of`.

    Raises:
        ValidationError: If a name is unknown, or a value does not have the form of its filter.
    """
    return {"any_of": _build(filters)}


def exclude(values: Any) -> Any:
    """Returns a filter value that matches products with any value except these.

    Args:
        values: The value or list of values, as for `all_of`.
    """
    return _Excluded(values)


def _build(filters: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not filters:
        raise ValidationError("filters: pass at least one, such as brand='Robin'")
    return [
        {name.upper(): _build_criterion(name, value) for name, value in [item]}
        for item in filters.items()
    ]


def _build_criterion(name: str, value: Any) -> dict[str, Any]:
    known = _map_criteria()
    if name.upper() not in known:
        hint = unknown_name(name, [found.lower() for found in known])
        raise ValidationError(f"{format_name(name)} is not a filter; {hint}")
    if isinstance(value, _Excluded):
        return {**_build_criterion(name, value.values), "negated": True}
    fields = known[name.upper()].model_fields
    if "operator" in fields:
        return _build_comparison(name, value, has_currency="currency" in fields)
    wanted = fields["values"].annotation
    if typing.get_origin(wanted) is not list:
        return {"values": value}
    values = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
    if typing.get_origin(typing.get_args(wanted)[0]) is list:
        values = [_split_path(item) for item in values]
    return {"values": values}


def _build_comparison(name: str, value: Any, *, has_currency: bool) -> dict[str, Any]:
    parts = ("operator", "value", "currency") if has_currency else ("operator", "value")
    is_valid = isinstance(value, (list, tuple)) and len(value) == len(parts)
    if not is_valid or value[0] not in _OPERATORS:
        example = ("<=", 100, "USD")[: len(parts)]
        raise ValidationError(
            f"{name}: {format_value(value)} is not valid; allowed: one of {', '.join(_OPERATORS)} and a number"
            f"{' and a currency' if has_currency else ''}, such as {example}"
        )
    return {**dict(zip(parts, value, strict=True)), "operator": _OPERATORS[value[0]]}


def _split_path(path: str | Sequence[str]) -> list[str]:
    """Returns the steps of a category such as `Home > Quilts`."""
    return [step.strip() for step in path.split(">")] if isinstance(path, str) else list(path)


@cache
def _map_criteria() -> dict[str, type[Schema]]:
    """Returns the schema of the criterion of each filter by name."""
    from pinterest import schemas

    found: dict[str, type[Schema]] = {}
    for keys in _KEYS:
        [union, *_] = typing.get_args(getattr(schemas, keys))
        for kind in typing.get_args(union):
            found |= {name: field.annotation for name, field in kind.model_fields.items()}
    return found
