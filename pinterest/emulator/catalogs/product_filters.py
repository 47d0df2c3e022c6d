"""Filters of product groups, and which products match them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from pinterest.emulator.catalogs.products import availability_of, currency_of, price_of

Filters: TypeAlias = Mapping[str, Any]
Group: TypeAlias = Callable[[str], "Filters | None"]
"""Returns the filters of another product group by its ID."""

_MAX_DEPTH = 8
_COMPARISONS: Mapping[str, Callable[[float, float], bool]] = {
    "GREATER_THAN": operator.gt,
    "GREATER_THAN_OR_EQUALS": operator.ge,
    "LESS_THAN": operator.lt,
    "LESS_THAN_OR_EQUALS": operator.le,
}
_UPPERCASE = ("CONDITION", "GENDER")
_PATHS = ("PRODUCT_TYPE_", "GOOGLE_PRODUCT_CATEGORY_")


def matches_filters(
    product: Mapping[str, Any], filters: Filters, group: Group, depth: int = 0
) -> bool:
    """Returns whether a product matches filters: any, or all, of a list of criteria.

    Args:
        product: A product, as `new_product` returns it.
        filters: `{"any_of": [...]}` or `{"all_of": [...]}`.
        group: Returns the filters of product groups that a criterion names.
        depth: The number of groups that are nested so far.
    """
    combine = any if "any_of" in filters else all
    criteria = filters.get("any_of") or filters.get("all_of") or []
    return combine(
        _matches(name, wanted, product, group, depth)
        for item in criteria
        for name, wanted in item.items()
    )


def filter_values(products: Sequence[Mapping[str, Any]], names: Sequence[str]) -> dict[str, Any]:
    """Returns the values that products have for each filter name. Filters without values are left out."""
    found: dict[str, Any] = {}
    for name in names:
        values = {value for product in products if (value := _value(name.upper(), product))}
        if values:
            found[name] = sorted(values)
    return found


def _matches(
    name: str, wanted: Mapping[str, Any], product: Mapping[str, Any], group: Group, depth: int
) -> bool:
    if name == "PRODUCT_GROUP":
        matches = depth < _MAX_DEPTH and _in_group(wanted, product, group, depth)
    elif name in ("MIN_PRICE", "MAX_PRICE"):
        matches = _in_price_range(name, wanted, price_of(product))
    elif "operator" in wanted:
        number = price_of(product) if name == "PRICE" else product["attributes"].get(name.lower())
        same_currency = name != "PRICE" or wanted["currency"] == currency_of(product)
        compare = _COMPARISONS[wanted["operator"]]
        matches = same_currency and number is not None and compare(number, wanted["value"])
    elif name.startswith(_PATHS):
        matches = _value(name, product) in [" > ".join(path) for path in wanted["values"]]
    elif name == "TITLE_KEYWORDS":
        matches = any(word.lower() in _title(product) for word in wanted["values"])
    else:
        matches = _is_one_of(_value(name, product), wanted)
    return matches != bool(wanted.get("negated"))


def _in_group(
    wanted: Mapping[str, Any], product: Mapping[str, Any], group: Group, depth: int
) -> bool:
    others = [group(id) for id in wanted["values"]]
    return any(matches_filters(product, filters, group, depth + 1) for filters in others if filters)


def _in_price_range(name: str, wanted: Mapping[str, Any], price: float | None) -> bool:
    if price is None:
        return False
    limit = wanted["values"]
    if price == limit:
        return wanted.get("inclusion") is not False
    return bool(price > limit) == (name == "MIN_PRICE")


def _is_one_of(value: str | None, wanted: Mapping[str, Any]) -> bool:
    if value is None:
        return False
    # A currency is a single value, everything else a list.
    values = wanted["values"] if isinstance(wanted["values"], list) else [wanted["values"]]
    texts = [str(item).lower() for item in values]
    if wanted.get("filter_operator_type") == "CONTAINS":
        return any(text in value.lower() for text in texts)
    return value.lower() in texts


def _value(name: str, product: Mapping[str, Any]) -> str | None:
    """Returns the value of a product for a filter. For a level of a category path, the path down to that level."""
    attributes = product["attributes"]
    if name in _DERIVED:
        return _DERIVED[name](product)
    if name.startswith(_PATHS):
        field, _, level = name.lower().rpartition("_")
        steps = [step.strip() for step in str(attributes.get(field) or "").split(">")]
        return " > ".join(steps[: int(level) + 1]) if len(steps) > int(level) else None
    value = attributes.get(name.lower())
    if value is None:
        return None
    return str(value).upper() if name in _UPPERCASE else str(value)


def _own_id(product: Mapping[str, Any]) -> str:
    return str(product["item_id"])


def _country(product: Mapping[str, Any]) -> str:
    return str((product["attributes"].get("address") or {}).get("country") or product["country"])


def _media_type(product: Mapping[str, Any]) -> str:
    return "VIDEO" if product["attributes"].get("video_link") else "IMAGE"


_DERIVED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "ITEM_ID": _own_id,
    "HOTEL_ID": _own_id,
    "CREATIVE_ASSETS_ID": _own_id,
    "AVAILABILITY": availability_of,
    "CURRENCY": currency_of,
    "COUNTRY": _country,
    "MEDIA_TYPE": _media_type,
}


def _title(product: Mapping[str, Any]) -> str:
    attributes = product["attributes"]
    return str(attributes.get("title") or attributes.get("name") or "").lower()
