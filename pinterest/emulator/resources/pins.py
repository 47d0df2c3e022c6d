"""Pins: created from each kind of media, listed, read, changed, moved, saved to other boards and deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import mark_pins_deleted
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.problems import PIN_NOT_FOUND, Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.board_sections import require_section
from pinterest.emulator.resources.boards import (
    PIN,
    PRIVACIES,
    board_ids_by_privacy,
    can_read_secrets,
    require_board,
    update_pin_summary,
)
from pinterest.emulator.resources.known_pins import (
    TEXTS,
    find_pin,
    is_of_a_product,
    new_pin,
    put_on,
)
from pinterest.emulator.resources.pin_media import (
    Made,
    made_from,
    single_image,
    single_video,
    with_slots,
)
from pinterest.emulator.resources.pin_metrics import metrics_of
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

_NO_BOARD = "0"  # what a pin is under that is on the profile only
_FILTERS: Mapping[str, Where] = {
    "exclude_native": {},
    "exclude_repins": {"parent_pin_id": None},
    "has_been_promoted": {"has_been_promoted": True},
}

assumed(
    PINS_CREATE,
    PINS_UPDATE,
    PINS_SAVE,
    contract="When a pin is saved, a board, section or pin that does not exist is refused with 404 and the code "
    "of its noun.",
    choice="Creating and updating a pin refuse unknown boards, sections and pins with the codes of saving one. A "
    "section implies its board, if the body names no board.",
)
assumed(
    PINS_LIST,
    PINS_GET,
    BOARDS_LIST_PINS,
    contract="With `pin_metrics`, a pin has figures for 90 days and for its lifetime.",
    choice="The lifetime figures are those of one year, including days before the pin was created.",
)


@assumed(
    choice="All pins were created through the API, so `exclude_native` leaves none out.",
)
@handles(PINS_LIST)
def list_pins(call: Call) -> JsonText:
    """Returns a page of the user's pins, whatever they are on."""
    arguments = call.arguments
    seen = {
        "PUBLIC": arguments["pin_type"] is None,
        "PROTECTED": arguments["pin_type"] is None and arguments["include_protected_pins"],
        "SECRET": can_read_secrets(call, PIN),
    }
    chosen = [privacy for privacy in PRIVACIES if seen[privacy]]
    parents = None
    if len(chosen) < len(PRIVACIES):
        parents = board_ids_by_privacy(call.state, chosen) + ([_NO_BOARD] if seen["PUBLIC"] else [])
    return _page(call, parents, _FILTERS.get(arguments["pin_filter"] or ""))


@handles(BOARDS_LIST_PINS)
def list_pins_on_board(call: Call) -> JsonText:
    """Returns a page of a board's pins, those in its sections too."""
    return _page(call, require_board(call, call.arguments["board_id"], PIN).id)


@handles(BOARD_SECTIONS_LIST_PINS)
def list_pins_in_section(call: Call) -> JsonText:
    """Returns a page of the pins in a section."""
    board = require_board(call, call.arguments["board_id"], PIN)
    section = require_section(call.state, call.arguments["section_id"], board.id)
    return _page(call, board.id, {"board_section_id": section.id})


@handles(PINS_GET)
def get_pin(call: Call) -> dict[str, Any]:
    """Returns one pin."""
    return _shown(call, require_pin(call, call.arguments["pin_id"]).data)


assumed(
    PINS_GET,
    PINS_UPDATE,
    PINS_DELETE,
    CATALOGS_PRODUCT_GROUP_PINS_LIST,
    choice="Each product of a catalog has a pin that is as old as the catalog. It can be read, saved, tagged and "
    "advertised. It is on no board and in no list. It only changes with the product: updating or deleting "
    "it responds with 403.",
)


@assumed(
    choice="A pin requires a media source, or a parent pin, whose media it uses. It does not require a board. A "
    "pin from `pin_url` is a product pin. `index` may be greater than the number of images of a carousel.",
)
@handles(PINS_CREATE)
def create_pin(call: Call) -> Response:
    """Creates a pin and returns it."""
    state, body = call.state, call.body
    board_id, section_id = _place(call, body.get("board_id"), body.get("board_section_id"))
    parent = body.get("parent_pin_id") and require_pin(call, body["parent_pin_id"], only_read=True)
    source = body.get("media_source")
    [id] = state.random.next_ids(state.store, PIN)
    if source:
        made = made_from(state, id, source)
    elif parent:
        made = Made(parent.data["creative_type"], parent.data["media"])
    else:
        raise bad_request("media_source: is required, unless parent_pin_id is given")
    known = {name: body.get(name) for name in (*TEXTS, "dominant_color", "parent_pin_id")}
    if body.get("ai_disclosures"):
        known["ai_disclosures"] = body["ai_disclosures"]
    standard = (source or {}).get("is_standard")
    pin = _keep(
        state,
        id,
        {**known, "is_standard": standard is not False},
        made,
        board_id=board_id,
        section_id=section_id,
    )
    return Response(201, pin)


@assumed(
    choice="Slots that a carousel does not have are ignored, as all are for a Pin that is not a carousel.",
)
@handles(PINS_UPDATE)
def update_pin(call: Call) -> dict[str, Any]:
    """Sets fields of a pin, moves it where another board or section is given, and returns it."""
    pin, body = require_own_pin(call), call.body or {}
    data = {**pin.data, **{name: body[name] for name in TEXTS if name in body}}
    if body.get("carousel_slots") is not None:
        data["media"] = with_slots(data["media"], body["carousel_slots"])
    if "ai_disclosures" in body:
        _disclose(data, body["ai_disclosures"])
    section_id = body.get("board_section_id")
    board_id = body.get("board_id") or (None if section_id else pin.data.get("board_id"))
    if "board_section_id" not in body and board_id == pin.data.get("board_id"):
        section_id = pin.data["board_section_id"]
    put_on(data, *_place(call, board_id, section_id))
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
    pin = require_own_pin(call)
    call.state.store.delete(PIN, pin.parent, pin.id)
    mark_pins_deleted(call.state, [pin.id])
    update_pin_summary(call.state, pin.parent)


@assumed(
    choice="Saving a pin creates a new pin with the saved one as its parent. Without a board, it is on the "
    "profile only.",
)
@handles(PINS_SAVE)
def save_pin(call: Call) -> dict[str, Any]:
    """Saves a pin to a board or a section, and returns the pin that is there then."""
    state, body = call.state, call.body
    saved = require_pin(call, call.arguments["pin_id"], only_read=True)
    board_id, section_id = _place(call, body.get("board_id"), body.get("board_section_id"))
    [id] = state.random.next_ids(state.store, PIN)
    shown = {name: value for name, value in saved.data.items() if name != "board_id"}
    shown |= {"parent_pin_id": saved.id, "has_been_promoted": False}
    made = Made(shown["creative_type"], shown["media"])
    return _keep(state, id, shown, made, board_id=board_id, section_id=section_id)


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
    """Keeps a new pin and returns it as the API shows it.

    Args:
        state: Where it is kept.
        board_id: The board that it is on, one that exists; on the profile only unless given.
        section_id: The section of that board.
        title: Its title.
        description: Its description.
        alt_text: What its picture shows.
        link: Where it leads.
        is_product: Whether it is a product pin.
        is_video: Whether it shows a film rather than a picture.
        created: When it was made, in Unix seconds; now unless given.
    """
    [id] = state.random.next_ids(state.store, PIN)
    known = {"title": title, "description": description, "alt_text": alt_text, "link": link}
    if is_video:
        made = Made("VIDEO", single_video(state, id))
    else:
        made = Made("SHOPPING" if is_product else "REGULAR", single_image(state, id))
    return _keep(state, id, known, made, board_id=board_id, section_id=section_id, created=created)


def require_pin(call: Call, pin_id: str, *, only_read: bool = False) -> Entity:
    """Returns a pin.

    Args:
        call: Whose request it is about.
        pin_id: Its id.
        only_read: Whether it is read only, though the request writes something else.

    Raises:
        Problem: There is none of that id, or it is on a secret board and the token may not do that.
    """
    found = find_pin(call.state, pin_id)
    if found is None:
        raise Problem(404, PIN_NOT_FOUND, "Pin not found.")
    if found.parent != _NO_BOARD:
        require_board(call, found.parent, PIN, only_read=only_read)
    return found


def require_own_pin(call: Call) -> Entity:
    """Returns the pin that a path names, for a change of it.

    Raises:
        Problem: There is none of that id, the token may not see it, or it is that of a product.
    """
    found = require_pin(call, call.arguments["pin_id"])
    if is_of_a_product(found):
        raise Problem(403, 403, "The pin shows a product of a catalog: change the product.")
    return found


def _keep(
    state: State,
    id: str,
    known: Mapping[str, Any],
    made: Made,
    *,
    board_id: str | None,
    section_id: str | None,
    created: float | None = None,
) -> dict[str, Any]:
    """Keeps a new pin and returns it."""
    pin = new_pin(id, known, made, state.naive_moment(created))
    put_on(pin, board_id, section_id)
    state.store.put(PIN, board_id, [Entity(id, pin)])
    if board_id:
        update_pin_summary(state, board_id, created)
    return pin


def _place(
    call: Call, board_id: str | None, section_id: str | None
) -> tuple[str | None, str | None]:
    """Returns the board and the section that a pin is put on; the board is that of the section unless given."""
    if section_id and not board_id:
        board_id = require_section(call.state, section_id).parent
    if board_id:
        require_board(call, board_id, PIN)
    if section_id:
        require_section(call.state, section_id, board_id)
    return board_id or None, section_id or None


def _disclose(pin: dict[str, Any], disclosures: Mapping[str, Any] | None) -> None:
    values = (disclosures or {}).get("values")
    pin.pop("ai_disclosures", None)
    if values is not None:
        pin["ai_disclosures"] = {"values": values}


def _page(call: Call, parents: list[str] | str | None, where: Where | None = None) -> JsonText:
    page = list_entities(
        call, PIN, parents, filters={"creative_types": "creative_type"}, where=where
    )
    if not call.arguments.get("pin_metrics"):
        return page
    content = json.loads(page.text)
    content["items"] = [_shown(call, pin) for pin in content["items"]]
    return JsonText(json.dumps(content))


def _shown(call: Call, pin: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a pin with its figures, where they were asked for."""
    if not call.arguments.get("pin_metrics"):
        return dict(pin)
    return {**pin, "pin_metrics": metrics_of(call.state, pin["id"])}
