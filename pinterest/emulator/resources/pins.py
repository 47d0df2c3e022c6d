"""Pins: create, get, list, update, move and delete them, and save them to boards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import mark_ads_of_deleted_pins
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.problems import PIN_NOT_FOUND, Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.board_sections import require_section
from pinterest.emulator.resources.boards import (
    PIN,
    PRIVACIES,
    can_read_secret_boards,
    list_board_ids_by_privacy,
    require_board,
    update_pin_summary,
)
from pinterest.emulator.resources.pin_entities import (
    TEXTS,
    build_pin,
    find_pin,
    is_pin_of_catalog_product,
    set_board,
)
from pinterest.emulator.resources.pin_media import (
    PinMedia,
    build_image_media,
    build_media,
    build_video_media,
    update_carousel_slots,
)
from pinterest.emulator.resources.pin_metrics import build_pin_metrics
from pinterest.emulator.store.database import Entity, Where
from pinterest.emulator.store.state import State
from pinterest.operations.boards import BOARD_SECTIONS_LIST_PINS, BOARDS_LIST_PINS
from pinterest.operations.catalog_product_groups import CATALOGS_PRODUCT_GROUP_PINS_LIST
from pinterest.operations.pins import (
    PINS_CREATE,
    PINS_DELETE,
    PINS_GET,
    PINS_LIST,
    PINS_SAVE,
    PINS_UPDATE,
)

_NO_BOARD = "0"  # in the store, the parent of pins that have no board
_FILTERS: Mapping[str, Where] = {
    "exclude_native": {},
    "exclude_repins": {"parent_pin_id": None},
    "has_been_promoted": {"has_been_promoted": True},
}

assumed(
    PINS_CREATE,
    PINS_UPDATE,
    PINS_SAVE,
    contract="Saving a pin responds with 404 if the board, section or pin does not exist. Each has its own code.",
    choice="Creating or updating a pin with an unknown board, section or pin is refused with the same codes as saving "
    "a pin. If a body has a section but no board, the pin is on the board of the section.",
)
assumed(
    PINS_LIST,
    PINS_GET,
    BOARDS_LIST_PINS,
    contract="With `pin_metrics`, a pin has figures for 90 days and for its lifetime.",
    choice="The lifetime figures are those of one year, including days before the pin was created.",
)


@assumed(
    choice="All pins were created through the API, so `exclude_native` has no effect.",
)
@handles(PINS_LIST)
def list_pins(call: Call) -> JsonText:
    """Returns a page of the user's pins, including pins that are not on a board."""
    arguments = call.arguments
    is_listed = {
        "PUBLIC": arguments["pin_type"] is None,
        "PROTECTED": arguments["pin_type"] is None and arguments["include_protected_pins"],
        "SECRET": can_read_secret_boards(call, PIN),
    }
    privacies = [privacy for privacy in PRIVACIES if is_listed[privacy]]
    parents = None
    if len(privacies) < len(PRIVACIES):
        parents = list_board_ids_by_privacy(call.state, privacies) + (
            [_NO_BOARD] if is_listed["PUBLIC"] else []
        )
    return _list_pins(call, parents, _FILTERS.get(arguments["pin_filter"] or ""))


@handles(BOARDS_LIST_PINS)
def list_pins_on_board(call: Call) -> JsonText:
    """Returns a page of a board's pins, including the pins in its sections."""
    return _list_pins(call, require_board(call, call.arguments["board_id"], PIN).id)


@handles(BOARD_SECTIONS_LIST_PINS)
def list_pins_in_section(call: Call) -> JsonText:
    """Returns a page of the pins in a section."""
    board = require_board(call, call.arguments["board_id"], PIN)
    section = require_section(call.state, call.arguments["section_id"], board.id)
    return _list_pins(call, board.id, {"board_section_id": section.id})


@handles(PINS_GET)
def get_pin(call: Call) -> dict[str, Any]:
    """Returns one pin."""
    return _add_requested_metrics(call, require_pin(call, call.arguments["pin_id"]).data)


assumed(
    PINS_GET,
    PINS_UPDATE,
    PINS_DELETE,
    CATALOGS_PRODUCT_GROUP_PINS_LIST,
    choice="Each product of a catalog has a pin with the creation time of the catalog. The pin can be read, saved, "
    "tagged and advertised. It is on no board and in no list. Updating or deleting it responds with 403. To change "
    "the pin, change the product.",
)


@assumed(
    choice="A pin requires a media source or a parent pin. With a parent pin, it uses the media of "
    "that pin. A board is optional. A "
    "pin from `pin_url` is a product pin. `index` may be greater than the number of images of a carousel.",
)
@handles(PINS_CREATE)
def create_pin(call: Call) -> Response:
    """Creates a pin and returns it."""
    state, body = call.state, call.body
    board_id, section_id = _resolve_board_and_section(
        call, body.get("board_id"), body.get("board_section_id")
    )
    parent = body.get("parent_pin_id") and require_pin(call, body["parent_pin_id"], only_read=True)
    source = body.get("media_source")
    [id] = state.random.generate_ids(state.store, PIN)
    if source:
        media = build_media(state, id, source)
    elif parent:
        media = PinMedia(parent.data["creative_type"], parent.data["media"])
    else:
        raise bad_request("media_source: is required if parent_pin_id is not sent")
    fields = {name: body.get(name) for name in (*TEXTS, "dominant_color", "parent_pin_id")}
    if body.get("ai_disclosures"):
        fields["ai_disclosures"] = body["ai_disclosures"]
    fields["is_standard"] = (source or {}).get("is_standard") is not False
    pin = _store_pin(state, id, fields, media, board_id=board_id, section_id=section_id)
    return Response(201, pin)


@assumed(
    choice="Slots that a carousel does not have are ignored. For a pin that is not a carousel, all slots are ignored.",
)
@handles(PINS_UPDATE)
def update_pin(call: Call) -> dict[str, Any]:
    """Updates the fields, board and section of a pin, and returns it."""
    pin, body = require_editable_pin(call), call.body or {}
    data = {**pin.data, **{name: body[name] for name in TEXTS if name in body}}
    if body.get("carousel_slots") is not None:
        data["media"] = update_carousel_slots(data["media"], body["carousel_slots"])
    if "ai_disclosures" in body:
        _set_disclosures(data, body["ai_disclosures"])
    section_id = body.get("board_section_id")
    board_id = body.get("board_id") or (None if section_id else pin.data.get("board_id"))
    if "board_section_id" not in body and board_id == pin.data.get("board_id"):
        section_id = pin.data["board_section_id"]
    set_board(data, *_resolve_board_and_section(call, board_id, section_id))
    store = call.state.store
    store.delete(PIN, pin.parent, pin.id)
    moved = Entity(pin.id, data, notes=pin.notes, parent=data.get("board_id", _NO_BOARD))
    store.put(PIN, moved.parent, [moved])
    for parent in sorted({pin.parent, moved.parent}):
        update_pin_summary(call.state, parent)
    return data


@handles(PINS_DELETE)
def delete_pin(call: Call) -> None:
    """Deletes a pin."""
    pin = require_editable_pin(call)
    call.state.store.delete(PIN, pin.parent, pin.id)
    mark_ads_of_deleted_pins(call.state, [pin.id])
    update_pin_summary(call.state, pin.parent)


@assumed(
    choice="Saving a pin creates a new pin whose parent is the saved pin. Without a board, it is on the profile "
    "only.",
)
@handles(PINS_SAVE)
def save_pin(call: Call) -> dict[str, Any]:
    """Saves a pin to a board or a section, and returns the new pin."""
    state, body = call.state, call.body
    saved = require_pin(call, call.arguments["pin_id"], only_read=True)
    board_id, section_id = _resolve_board_and_section(
        call, body.get("board_id"), body.get("board_section_id")
    )
    [id] = state.random.generate_ids(state.store, PIN)
    fields = {name: value for name, value in saved.data.items() if name != "board_id"}
    fields |= {"parent_pin_id": saved.id, "has_been_promoted": False}
    media = PinMedia(fields["creative_type"], fields["media"])
    return _store_pin(state, id, fields, media, board_id=board_id, section_id=section_id)


def add_pin(
    state: State,
    *,
    board_id: str | None = None,
    section_id: str | None = None,
    title: str | None = None,
    description: str | None = None,
    alt_text: str | None = None,
    link: str | None = None,
    is_product: bool = False,
    is_video: bool = False,
    created: float | None = None,
) -> dict[str, Any]:
    """Creates a pin without an API request and returns it.

    If `board_id` is None, the pin is only on the profile.
    `created` is the creation time in Unix seconds, by default now.
    """
    [id] = state.random.generate_ids(state.store, PIN)
    fields = {"title": title, "description": description, "alt_text": alt_text, "link": link}
    if is_video:
        media = PinMedia("VIDEO", build_video_media(state, id))
    else:
        media = PinMedia("SHOPPING" if is_product else "REGULAR", build_image_media(state, id))
    return _store_pin(
        state, id, fields, media, board_id=board_id, section_id=section_id, created=created
    )


def require_pin(call: Call, pin_id: str, *, only_read: bool = False) -> Entity:
    """Returns a pin that the token may access.

    If `only_read` is True, the token needs only the scope to read the pin, whatever the HTTP method.

    Raises:
        Problem: If the pin does not exist, or if its board is secret and the token lacks the scope for secret boards.
    """
    found = find_pin(call.state, pin_id)
    if found is None:
        raise Problem(404, PIN_NOT_FOUND, "Pin not found.")
    if found.parent != _NO_BOARD:
        require_board(call, found.parent, PIN, only_read=only_read)
    return found


def require_editable_pin(call: Call) -> Entity:
    """Returns the pin whose ID is in the path, if requests may change the pin.

    Raises:
        Problem: If the pin does not exist, if the token may not access it, or if it belongs to a catalog product.
    """
    found = require_pin(call, call.arguments["pin_id"])
    if is_pin_of_catalog_product(found):
        raise Problem(
            403, 403, "The pin of a catalog product cannot be changed. Change the product instead."
        )
    return found


def _store_pin(
    state: State,
    id: str,
    fields: Mapping[str, Any],
    media: PinMedia,
    *,
    board_id: str | None,
    section_id: str | None,
    created: float | None = None,
) -> dict[str, Any]:
    """Stores a new pin and returns it."""
    pin = build_pin(id, fields, media, state.format_time_without_offset(created))
    set_board(pin, board_id, section_id)
    state.store.put(PIN, board_id, [Entity(id, pin)])
    if board_id:
        update_pin_summary(state, board_id, created)
    return pin


def _resolve_board_and_section(
    call: Call, board_id: str | None, section_id: str | None
) -> tuple[str | None, str | None]:
    """Returns the IDs of a pin's board and section, even if only the section was sent.

    Raises:
        Problem: If the board or section does not exist, or the board is secret and the token lacks the required scope.
    """
    if section_id and not board_id:
        board_id = require_section(call.state, section_id).parent
    if board_id:
        require_board(call, board_id, PIN)
    if section_id:
        require_section(call.state, section_id, board_id)
    return board_id or None, section_id or None


def _set_disclosures(pin: dict[str, Any], disclosures: Mapping[str, Any] | None) -> None:
    """Sets the `ai_disclosures` of a pin, or removes the field if `disclosures` has no `values`."""
    values = (disclosures or {}).get("values")
    pin.pop("ai_disclosures", None)
    if values is not None:
        pin["ai_disclosures"] = {"values": values}


def _list_pins(call: Call, parents: list[str] | str | None, where: Where | None = None) -> JsonText:
    """Returns a page of the pins on the boards with the IDs `parents`, or of all pins if `parents` is None."""
    page = list_entities(
        call, PIN, parents, filters={"creative_types": "creative_type"}, where=where
    )
    if not call.arguments.get("pin_metrics"):
        return page
    content = json.loads(page.text)
    content["items"] = [_add_requested_metrics(call, pin) for pin in content["items"]]
    return JsonText(json.dumps(content))


def _add_requested_metrics(call: Call, pin: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a pin, with metrics if the request sets `pin_metrics`."""
    if not call.arguments.get("pin_metrics"):
        return dict(pin)
    return {**pin, "pin_metrics": build_pin_metrics(call.state, pin["id"])}
