"""The pins that there are: those that were made, and those that show products of catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD
from pinterest.emulator.catalogs.products import pin_of, product_of_pin
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.resources.ad_accounts import USERNAME
from pinterest.emulator.resources.boards import PIN
from pinterest.emulator.resources.catalogs import CATALOG
from pinterest.emulator.resources.pin_media import Made, single_image
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

TEXTS = ("title", "description", "alt_text", "link")
# In the notes of a pin that is not kept itself, since its product is.
_OF_A_PRODUCT = "product"


def find_pin(state: State, pin_id: str) -> Entity | None:
    """Returns a pin, one that shows a product of a catalog too; None where there is none."""
    found = state.store.find(PIN, pin_id, state.clock.now())
    return found or _pin_of_a_product(state, pin_id)


def is_of_a_product(pin: Entity) -> bool:
    """Returns whether a pin shows a product of a catalog."""
    return bool((pin.notes or {}).get(_OF_A_PRODUCT))


def mark_promoted(state: State, pin: Entity) -> None:
    """Keeps that a pin has been promoted; that of a product tells by the ads that show it."""
    if not is_of_a_product(pin):
        state.store.put(PIN, pin.parent, [pin.changed({"has_been_promoted": True})])


def new_pin(id: str, known: Mapping[str, Any], made: Made, created_at: str) -> dict[str, Any]:
    """Returns a pin that is on no board; what is not known of it is an explicit null."""
    pin = {
        **dict.fromkeys((*TEXTS, "dominant_color", "parent_pin_id", "pin_metrics")),
        "is_standard": True,
        "has_been_promoted": False,
        **known,
        "id": id,
        "created_at": created_at,
        "creative_type": made.creative_type,
        "media": made.media,
        "is_owner": True,
        "is_product": made.creative_type == "SHOPPING",
        "board_owner": {"username": USERNAME},
    }
    put_on(pin, None, None)
    return pin


def put_on(pin: dict[str, Any], board_id: str | None, section_id: str | None) -> None:
    """Puts a pin on a board and into a section of it, or takes it off."""
    # The one field that is left out rather than null: its schema has no null.
    pin.pop("board_id", None)
    if board_id:
        pin["board_id"] = board_id
    pin["board_section_id"] = section_id


def _pin_of_a_product(state: State, pin_id: str) -> Entity | None:
    product = product_of_pin(state, pin_id)
    if product is None:
        return None
    known = {name: text for name, text in pin_of(product).items() if name != "id"}
    advertised = state.store.count(AD, None, state.clock.now(), {"pin_id": pin_id})
    catalog = get_referenced(state, CATALOG, None, product["catalog_id"], field="catalog_id")
    pin = new_pin(
        pin_id,
        {**known, "has_been_promoted": advertised > 0},
        Made("SHOPPING", single_image(state, pin_id)),
        catalog.data["created_at"].removesuffix("+00:00"),
    )
    return Entity(pin_id, pin, notes={_OF_A_PRODUCT: True})
