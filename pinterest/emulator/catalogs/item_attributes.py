"""Validates the attributes of catalog items: amounts, URLs, enum values, lengths and ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.catalogs.products import parse_number
from pinterest.emulator.handlers.problems import Problem

_INVALID = 105
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?: ?[A-Z]{3})?")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_AMOUNTS = ("price", "sale_price", "min_ad_price", "base_price", "free_shipping_limit")
_URL_NAMES = re.compile(
    r"(?:ad_(?:image|video)_\d+_)?link|(?:ad|mobile|image|additional_image|video)_link"
)
_LONGEST_URL = 2000
_MAX_IMAGES = 10
_ENUMS: Mapping[str, tuple[str, ...]] = {
    "age_group": ("newborn", "infant", "toddler", "kids", "adult"),
    "availability": ("in stock", "out of stock", "preorder"),
    "condition": ("new", "used", "refurbished"),
    "gender": ("male", "female", "unisex"),
    "size_system": ("us", "uk", "eu", "de", "fr", "jp", "cn", "it", "br", "mex", "au"),
    "size_type": ("regular", "petite", "plus", "big_and_tall", "maternity"),
    "visibility": ("visible", "hidden"),
}
_LONGEST: Mapping[str, int] = {
    **{f"custom_label_{number}": 511 for number in range(5)},
    "description": 10_000,
    "item_group_id": 127,
    "link": 511,
    "product_type": 1000,
    "title": 500,
}
_RANGES: Mapping[str, tuple[float, float]] = {
    **{f"custom_number_{number}": (0, 2**32 - 1) for number in range(5)},
    "average_review_rating": (1, 5),
}


def check_attributes(attributes: Mapping[str, Any]) -> None:
    """Validates the attributes of an item.

    Args:
        attributes: Attributes that are already valid under the catalog type's schema.

    Raises:
        Problem: If an attribute is not valid. The message begins with the attribute's name.
    """
    for name, value in attributes.items():
        for item in _list_attribute_values(name, value):
            allowed = _describe_allowed_if_invalid(name, item)
            if allowed:
                raise Problem(400, _INVALID, f"{name}: {str(item)[:40]!r} is not valid; {allowed}")
    sale, price = (parse_number(attributes.get(name)) for name in ("sale_price", "price"))
    if sale is not None and price is not None and sale >= price:
        raise Problem(400, _INVALID, "sale_price: must be lower than price")
    if len(attributes.get("additional_image_link") or ()) > _MAX_IMAGES:
        raise Problem(400, _INVALID, f"additional_image_link: must have at most {_MAX_IMAGES} URLs")


def _list_attribute_values(name: str, value: Any) -> Iterator[Any]:
    """Yields the values of an attribute: the items of a list, the URL of an image, or the value itself."""
    if name == "main_image":
        value = value.get("link")
    if value is not None:
        yield from value if isinstance(value, list) else [value]


def _describe_allowed_if_invalid(name: str, value: Any) -> str | None:
    """Returns a text such as `allowed: 1 to 5`, or None if the value is valid."""
    if name in _RANGES:
        least, most = _RANGES[name]
        return None if least <= value <= most else f"allowed: {least} to {most}"
    if not isinstance(value, str):
        return None
    allowed_values, broken = _ENUMS.get(name), None
    if len(value) > _LONGEST.get(name, math.inf):
        broken = f"allowed: at most {_LONGEST[name]} characters"
    elif allowed_values and value.strip().lower() not in allowed_values:
        broken = f"allowed: {', '.join(allowed_values)}"
    elif name in _AMOUNTS and not _AMOUNT.fullmatch(value):
        broken = "allowed: an amount such as 24.99 USD"
    elif (name == "main_image" or _URL_NAMES.fullmatch(name)) and not _is_url(value):
        broken = "allowed: a URL that begins with http:// or https://"
    return broken


def _is_url(text: str) -> bool:
    return bool(_URL.fullmatch(text)) and len(text) <= _LONGEST_URL
