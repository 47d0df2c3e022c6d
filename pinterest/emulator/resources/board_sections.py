"""Board sections: create, list, rename and delete them."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.boards import (
    SECTION,
    delete_pins,
    require_board,
    update_pin_summary,
)
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.boards import (
    BOARD_SECTIONS_CREATE,
    BOARD_SECTIONS_DELETE,
    BOARD_SECTIONS_LIST,
    BOARD_SECTIONS_UPDATE,
)

_NOT_FOUND = 2031


@handles(BOARD_SECTIONS_LIST)
def list_sections(call: Call) -> JsonText:
    """Returns a page of a board's sections."""
    board = require_board(call, call.arguments["board_id"])
    return list_entities(call, SECTION, board.id)


@handles(BOARD_SECTIONS_CREATE)
def create_section(call: Call) -> dict[str, Any]:
    """Creates a section and returns it."""
    board = require_board(call, call.arguments["board_id"])
    return add_section(call.state, board.id, call.body["name"])


@handles(BOARD_SECTIONS_UPDATE)
def update_section(call: Call) -> dict[str, Any]:
    """Renames a section and returns it."""
    section = _require_section_in_path(call).replace_fields({"name": call.body["name"]})
    call.state.store.put(SECTION, section.parent, [section])
    return dict(section.data)


@assumed(
    choice="Deleting a section deletes its pins.",
)
@handles(BOARD_SECTIONS_DELETE)
def delete_section(call: Call) -> None:
    """Deletes a section and the pins in it."""
    section = _require_section_in_path(call)
    delete_pins(call.state, section.parent, {"board_section_id": section.id})
    call.state.store.delete(SECTION, section.parent, section.id)
    update_pin_summary(call.state, section.parent)


def add_section(state: State, board_id: str, name: str) -> dict[str, Any]:
    """Creates a section of a board and returns its response data."""
    [id] = state.random.generate_ids(state.store, SECTION)
    section = {"id": id, "name": name}
    state.store.put(SECTION, board_id, [Entity(id, section)])
    return section


def require_section(state: State, section_id: str, board_id: str | None = None) -> Entity:
    """Returns a section of a board, or of any board if `board_id` is None.

    Raises:
        Problem: If the section does not exist, or is on another board.
    """
    found = state.store.find(SECTION, section_id, state.clock.now())
    if found is None or board_id not in (None, found.parent):
        raise Problem(404, _NOT_FOUND, "Board section not found.")
    return found


def _require_section_in_path(call: Call) -> Entity:
    board = require_board(call, call.arguments["board_id"])
    return require_section(call.state, call.arguments["section_id"], board.id)
