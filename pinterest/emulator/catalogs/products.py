"""Stores and finds the products of catalogs. Changes in a batch take effect when the batch finishes."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import (
    add_stage,
    apply_due_stages,
    get_current_entity,
    get_data_at,
)
from pinterest.emulator.store.state import State

ITEM = "catalog_item"
ID_FIELDS: Mapping[str, str] = {
    "RETAIL": "item_id",
    "HOTEL": "hotel_id",
    "CREATIVE_ASSETS": "creative_assets_id",
}
"""The name of the field that contains a product's ID, by catalog type."""

# The field that marks a product that does not exist yet or was deleted.
_GONE = "gone"
_PRICE = re.compile(r"\d+(?:\.\d+)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_KEY_DIGITS = 15


def build_product(
    catalog_type: str,
    item_id: str,
    attributes: Mapping[str, Any],
    *,
    country: str,
    language: str,
    feed_id: str | None = None,
) -> dict[str, Any]:
    """Returns the data of a product, for `store_product`."""
    return {
        "catalog_type": catalog_type,
        "item_id": item_id,
        "country": country,
        "language": get_language_code(language),
        "feed_id": feed_id,
        "attributes": dict(attributes),
    }


def store_product(
    state: State, catalog_id: str, product: Mapping[str, Any], due: float | None = None
) -> None:
    """Adds a product, or replaces the product with the same ID, country and language.

    Args:
        state: The emulator's state.
        catalog_id: The ID of the product's catalog.
        product: The product, as `build_product` returns it.
        due: The Unix time of the change. Defaults to now.
    """
    id = derive_id(catalog_id, product["country"], product["language"], product["item_id"])
    kept = {**product, _GONE: None}
    if due is None:
        entity = Entity(id, kept)
    else:
        # Before `due`, the product does not change. The changes of other batches stay scheduled.
        old = get_current_entity(state, ITEM, catalog_id, id) or Entity(id, {**kept, _GONE: True})
        entity = add_stage(old, (due, kept))
    state.store.put(ITEM, catalog_id, [entity])


def delete_product(state: State, catalog_id: str, id: str, due: float) -> None:
    """Schedules the deletion of a product at the Unix time `due`. `id` is the result of `derive_id`."""
    found = get_current_entity(state, ITEM, catalog_id, id)
    if found is not None:
        state.store.put(ITEM, catalog_id, [add_stage(found, (due, {_GONE: True}))])


def delete_feed_products(state: State, catalog_id: str, feed_id: str) -> None:
    """Deletes the products of a feed immediately, including products whose creation is scheduled."""
    for entity in state.store.select(ITEM, catalog_id, state.clock.now()):
        if feed_id in (entity.data["feed_id"], get_data_at(entity, math.inf)["feed_id"]):
            state.store.delete(ITEM, catalog_id, entity.id)


def find_product(
    state: State,
    catalog_id: str,
    country: str,
    language: str,
    item_id: str,
    *,
    at: float | None = None,
) -> dict[str, Any] | None:
    """Returns the product with the ID that the merchant chose, or None if the product does not exist.

    Args:
        state: The emulator's state.
        catalog_id: The ID of the product's catalog.
        country: The product's country.
        language: The product's language or locale.
        item_id: The ID that the merchant chose for the product.
        at: The Unix time up to which scheduled changes are included. Defaults to now.
    """
    key = derive_id(catalog_id, country, get_language_code(language), item_id)
    found = get_current_entity(state, ITEM, catalog_id, key)
    return _get_product_data(found, state.clock.now() if at is None else at)


def find_pin_product(state: State, pin_id: str) -> dict[str, Any] | None:
    """Returns the product of a product pin, including `catalog_id`. Returns None for other pins."""
    found = state.store.find(ITEM, pin_id, state.clock.now())
    if found is None:
        return None
    catalog_id = found.parent
    product = _get_product_data(
        get_current_entity(state, ITEM, catalog_id, pin_id), state.clock.now()
    )
    return product and {**product, "catalog_id": catalog_id}


def list_catalog_products(
    state: State,
    catalog_id: str,
    *,
    feed_id: str | None = None,
    country: str | None = None,
    language: str | None = None,
) -> list[dict[str, Any]]:
    """Returns a catalog's products, filtered by the given arguments and sorted by item ID."""
    apply_due_stages(state, ITEM, catalog_id)
    where: dict[str, object] = {_GONE: None}
    filters = {
        "feed_id": feed_id,
        "country": country,
        "language": language and get_language_code(language),
    }
    where |= {name: value for name, value in filters.items() if value is not None}
    found = state.store.select(ITEM, catalog_id, state.clock.now(), where)
    products = [{**entity.data, "id": entity.id} for entity in found]
    return sorted(products, key=lambda product: str(product["item_id"]))


def build_product_pin(product: Mapping[str, Any]) -> dict[str, Any]:
    """Converts a product to a pin with the same ID, for catalog responses."""
    attributes = product["attributes"]
    return {
        "id": product["id"],
        "title": attributes.get("title") or attributes.get("name"),
        "description": attributes.get("description"),
        "link": attributes.get("link"),
    }


def get_price(product: Mapping[str, Any]) -> float | None:
    """Returns the price of a product, or None if the product has no price."""
    return parse_number(
        product["attributes"].get("price") or product["attributes"].get("base_price")
    )


def parse_number(text: object) -> float | None:
    """Returns the number in a price such as `24.50 USD`, or None if the text contains no number."""
    found = _PRICE.search(str(text or ""))
    return float(found[0]) if found else None


def get_currency(product: Mapping[str, Any]) -> str:
    """Returns the currency of a product's price, or USD if the price names no currency."""
    attributes = product["attributes"]
    found = _CURRENCY.search(str(attributes.get("price") or attributes.get("base_price") or ""))
    return found[0] if found else "USD"


def get_availability(product: Mapping[str, Any]) -> str:
    """Returns the availability of a product: `IN_STOCK`, `OUT_OF_STOCK` or `PREORDER`."""
    text = str(product["attributes"].get("availability") or "in stock")
    name = text.strip().upper().replace(" ", "_")
    return name if name in ("OUT_OF_STOCK", "PREORDER") else "IN_STOCK"


def get_language_code(language: str) -> str:
    """Returns the language code of a locale in uppercase: `EN` for `en-US`."""
    return language.partition("-")[0].upper()


def derive_id(*parts: str) -> str:
    """Derives an ID from strings. The same strings always give the same ID."""
    digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
    return str(int(digest[:_KEY_DIGITS], 16) + 1)


def build_item_errors(problem: Problem | None) -> list[dict[str, Any]]:
    """Returns the errors of a batch item, or an empty list if the item succeeded."""
    if problem is None:
        return []
    attribute, _, message = problem.message.partition(": ")
    return [{"attribute": attribute, "code": problem.code, "message": message}]


def _get_product_data(entity: Entity | None, at: float) -> dict[str, Any] | None:
    """Returns the product at the Unix time `at`, or None if the product does not exist at that time."""
    data = get_data_at(entity, at) if entity else {_GONE: True}
    return None if entity is None or data.get(_GONE) else {**data, "id": entity.id}
