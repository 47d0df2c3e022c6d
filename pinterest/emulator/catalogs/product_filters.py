"""Matches products against the filters of product groups."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from pinterest.emulator.catalogs.products import get_availability, get_currency, get_price

Filters: TypeAlias = Mapping[str, Any]
GetFilters: TypeAlias = Callable[[str], "Filters | None"]
"""A function that looks up a product group by ID and returns the group's filters, or None for an unknown ID."""

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
    product: Mapping[str, Any], filters: Filters, get_filters: GetFilters, depth: int = 0
) -> bool:
    """Returns whether a product matches at least one criterion of `any_of`, or every criterion of `all_of`.

    Args:
        product: A product, as `build_product` returns it.
        filters: `{"any_of": [...]}` or `{"all_of": [...]}`.
        get_filters: Returns the filters of a product group by ID.
        depth: The nesting depth of the product group. 0 is the outermost group.
    """
    combine = any if "any_of" in filters else all
    criteria = filters.get("any_of") or filters.get("all_of") or []
    return combine(
        _matches_criterion(name, criterion, product, get_filters, depth)
        for item in criteria
        for name, criterion in item.items()
    )


def list_filter_values(
    products: Sequence[Mapping[str, Any]], names: Sequence[str]
) -> dict[str, Any]:
    """Maps each filter to its values in the products. Filters without values are left out."""
    found: dict[str, Any] = {}
    for name in names:
        values = {
            value for product in products if (value := _get_filter_value(name.upper(), product))
        }
        if values:
            found[name] = sorted(values)
    return found


def _matches_criterion(
    name: str,
    criterion: Mapping[str, Any],
    product: Mapping[str, Any],
    get_filters: GetFilters,
    depth: int,
) -> bool:
    if name == "PRODUCT_GROUP":
        matches = depth < _MAX_DEPTH and _is_in_any_group(criterion, product, get_filters, depth)
    elif name in ("MIN_PRICE", "MAX_PRICE"):
        matches = _satisfies_price_limit(name, criterion, get_price(product))
    elif "operator" in criterion:
        number = get_price(product) if name == "PRICE" else product["attributes"].get(name.lower())
        same_currency = name != "PRICE" or criterion["currency"] == get_currency(product)
        compare = _COMPARISONS[criterion["operator"]]
        matches = same_currency and number is not None and compare(number, criterion["value"])
    elif name.startswith(_PATHS):
        matches = _get_filter_value(name, product) in [
            " > ".join(path) for path in criterion["values"]
        ]
    elif name == "TITLE_KEYWORDS":
        matches = any(word.lower() in _get_title(product) for word in criterion["values"])
    else:
        matches = _matches_any_value(_get_filter_value(name, product), criterion)
    return matches != bool(criterion.get("negated"))


def _is_in_any_group(
    criterion: Mapping[str, Any], product: Mapping[str, Any], get_filters: GetFilters, depth: int
) -> bool:
    others = [get_filters(id) for id in criterion["values"]]
    return any(
        matches_filters(product, filters, get_filters, depth + 1) for filters in others if filters
    )


def _satisfies_price_limit(name: str, criterion: Mapping[str, Any], price: float | None) -> bool:
    """Returns whether a price satisfies a `MIN_PRICE` or `MAX_PRICE` filter."""
    if price is None:
        return False
    limit = criterion["values"]
    if price == limit:
        return criterion.get("inclusion") is not False
    return bool(price > limit) == (name == "MIN_PRICE")


def _matches_any_value(value: str | None, criterion: Mapping[str, Any]) -> bool:
    """Returns whether a product's value matches any value of a criterion."""
    if value is None:
        return False
    # The criterion for currencies has a single value. All other criteria have lists.
    values = criterion["values"] if isinstance(criterion["values"], list) else [criterion["values"]]
    texts = [str(item).lower() for item in values]
    if criterion.get("filter_operator_type") == "CONTAINS":
        return any(text in value.lower() for text in texts)
    return value.lower() in texts


def _get_filter_value(name: str, product: Mapping[str, Any]) -> str | None:
    """Returns the product's value for a filter, or None if the product has no such value."""
    attributes = product["attributes"]
    if name in _COMPUTED_VALUES:
        return _COMPUTED_VALUES[name](product)
    if name.startswith(_PATHS):
        # The value for `PRODUCT_TYPE_1` is the path from the top level, such as `Kits > Quilts`.
        field, _, level = name.lower().rpartition("_")
        steps = [step.strip() for step in str(attributes.get(field) or "").split(">")]
        return " > ".join(steps[: int(level) + 1]) if len(steps) > int(level) else None
    value = attributes.get(name.lower())
    if value is None:
        return None
    return str(value).upper() if name in _UPPERCASE else str(value)


def _get_item_id(product: Mapping[str, Any]) -> str:
    return str(product["item_id"])


def _get_country(product: Mapping[str, Any]) -> str:
    return str((product["attributes"].get("address") or {}).get("country") or product["country"])


def _get_media_type(product: Mapping[str, Any]) -> str:
    return "VIDEO" if product["attributes"].get("video_link") else "IMAGE"


_COMPUTED_VALUES: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "ITEM_ID": _get_item_id,
    "HOTEL_ID": _get_item_id,
    "CREATIVE_ASSETS_ID": _get_item_id,
    "AVAILABILITY": get_availability,
    "CURRENCY": get_currency,
    "COUNTRY": _get_country,
    "MEDIA_TYPE": _get_media_type,
}


def _get_title(product: Mapping[str, Any]) -> str:
    attributes = product["attributes"]
    return str(attributes.get("title") or attributes.get("name") or "").lower()
