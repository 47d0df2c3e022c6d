"""What the attributes of catalog items may be: amounts, addresses, words of a list, lengths and ranges."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.catalogs.products import number_in
from pinterest.emulator.handlers.problems import Problem

_INVALID = 105
_AMOUNT = re.compile(r"\d+(?:\.\d+)?(?: ?[A-Z]{3})?")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_AMOUNTS = ("price", "sale_price", "min_ad_price", "base_price", "free_shipping_limit")
_ADDRESSES = re.compile(
    r"(?:ad_(?:image|video)_\d+_)?link|(?:ad|mobile|image|additional_image|video)_link"
)
_LONGEST_ADDRESS = 2000
_MOST_PICTURES = 10
_WORDS: Mapping[str, tuple[str, ...]] = {
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
    """Refuses an item with an attribute that is not what it should be.

    Args:
        attributes: What is known of the item, valid under the schema of its type.

    Raises:
        Problem: An attribute is not; the message begins with its name.
    """
    for name, value in attributes.items():
        for part in _parts(name, value):
            allowed = _broken_rule(name, part)
            if allowed:
                raise Problem(400, _INVALID, f"{name}: {str(part)[:40]!r} is not valid; {allowed}")
    sale, price = (number_in(attributes.get(name)) for name in ("sale_price", "price"))
    if sale is not None and price is not None and sale >= price:
        raise Problem(400, _INVALID, "sale_price: must be lower than the price")
    if len(attributes.get("additional_image_link") or ()) > _MOST_PICTURES:
        raise Problem(400, _INVALID, f"additional_image_link: allowed: {_MOST_PICTURES} at most")


def _parts(name: str, value: Any) -> Iterator[Any]:
    """Yields the values of an attribute: a picture's is in a field of it, several are in a list."""
    if name == "main_image":
        value = value.get("link")
    if value is not None:
        yield from value if isinstance(value, list) else [value]


def _broken_rule(name: str, value: Any) -> str | None:
    """Returns what is allowed, where a value is not."""
    if name in _RANGES:
        least, most = _RANGES[name]
        return None if least <= value <= most else f"allowed: {least} to {most}"
    if not isinstance(value, str):
        return None
    words, broken = _WORDS.get(name), None
    if len(value) > _LONGEST.get(name, math.inf):
        broken = f"allowed: {_LONGEST[name]} characters"
    elif words and value.strip().lower() not in words:
        broken = f"allowed: {', '.join(words)}"
    elif name in _AMOUNTS and not _AMOUNT.fullmatch(value):
        broken = "allowed: an amount such as 24.99 USD"
    elif (name == "main_image" or _ADDRESSES.fullmatch(name)) and not _is_address(value):
        broken = "allowed: an address that begins with http:// or https://"
    return broken


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text)) and len(text) <= _LONGEST_ADDRESS
