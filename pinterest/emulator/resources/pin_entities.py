"""Builds and finds pins: stored pins, and the pins of catalog products, which are not stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD
from pinterest.emulator.catalogs.products import build_product_pin, find_pin_product
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.resources.ad_accounts import USERNAME
from pinterest.emulator.resources.boards import PIN
from pinterest.emulator.resources.catalogs import CATALOG
from pinterest.emulator.resources.pin_media import PinMedia, build_image_media
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

TEXTS = ("title", "description", "alt_text", "link")
# The note that marks the pin of a catalog product. The store contains only the product, not the pin.
_IS_PIN_OF_PRODUCT = "product"


def find_pin(state: State, pin_id: str) -> Entity | None:
    """Returns a stored pin or the pin of a catalog product. Returns None if no pin has the ID."""
    found = state.store.find(PIN, pin_id, state.clock.now())
    return found or _build_pin_of_catalog_product(state, pin_id)


def is_pin_of_catalog_product(pin: Entity) -> bool:
    """Returns whether a pin belongs to a catalog product and is therefore not stored."""
    return bool((pin.notes or {}).get(_IS_PIN_OF_PRODUCT))


def mark_promoted(state: State, pin: Entity) -> None:
    """Sets `has_been_promoted` of a pin, unless the pin belongs to a catalog product."""
    if not is_pin_of_catalog_product(pin):
        state.store.put(PIN, pin.parent, [pin.replace_fields({"has_been_promoted": True})])


def build_pin(
    id: str, fields: Mapping[str, Any], media: PinMedia, created_at: str
) -> dict[str, Any]:
    """Returns the fields of a pin without a board. Missing values are null."""
    pin = {
        **dict.fromkeys((*TEXTS, "dominant_color", "parent_pin_id", "pin_metrics")),
        "is_standard": True,
        "has_been_promoted": False,
        **fields,
        "id": id,
        "created_at": created_at,
        "creative_type": media.creative_type,
        "media": media.media,
        "is_owner": True,
        "is_product": media.creative_type == "SHOPPING",
        "board_owner": {"username": USERNAME},
    }
    set_board(pin, None, None)
    return pin


def set_board(pin: dict[str, Any], board_id: str | None, section_id: str | None) -> None:
    """Sets a pin's board and section. None removes the pin from its board or section."""
    # The field is removed, because its schema does not allow null.
    pin.pop("board_id", None)
    if board_id:
        pin["board_id"] = board_id
    pin["board_section_id"] = section_id


def _build_pin_of_catalog_product(state: State, pin_id: str) -> Entity | None:
    product = find_pin_product(state, pin_id)
    if product is None:
        return None
    fields = {name: text for name, text in build_product_pin(product).items() if name != "id"}
    ad_count = state.store.count(AD, None, state.clock.now(), {"pin_id": pin_id})
    catalog = get_referenced(state, CATALOG, None, product["catalog_id"], field="catalog_id")
    pin = build_pin(
        pin_id,
        {**fields, "has_been_promoted": ad_count > 0},
        PinMedia("SHOPPING", build_image_media(state, pin_id)),
        catalog.data["created_at"].removesuffix("+00:00"),
    )
    return Entity(pin_id, pin, notes={_IS_PIN_OF_PRODUCT: True})
