"""Boards: create, get, update and delete them, and list them by privacy.

Each change to the pins on a board updates the board's pin count and images.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import mark_ads_of_deleted_pins
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.problems import Problem, bad_request, missing_scopes
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.handlers.scopes import get_secret_scope
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import USERNAME
from pinterest.emulator.store.database import Entity, Where
from pinterest.emulator.store.state import State
from pinterest.operations.boards import (
    BOARDS_CREATE,
    BOARDS_DELETE,
    BOARDS_GET,
    BOARDS_LIST,
    BOARDS_UPDATE,
)

# In the store, the parent of a section or a pin is its board. Boards have no parent.
BOARD = "board"
SECTION = "board_section"
PIN = "pin"

_NOT_FOUND = 40
_NOT_AUTHORIZED = 7
_FIXED_IF_ADS_ONLY = ("name", "privacy")
_ADS_ONLY_NAME = "Ad-only Pins"
_MAX_THUMBNAILS = 4
_SECRET = "SECRET"
PRIVACIES = ("PUBLIC", "PROTECTED", _SECRET)

assumed(
    BOARDS_LIST,
    BOARDS_GET,
    BOARDS_CREATE,
    BOARDS_UPDATE,
    BOARDS_DELETE,
    contract="Lists include secret boards and their pins only if the token has the scope to read them.",
    choice="A token without the read scope for secret boards cannot read them or their pins by ID "
    "either. A token with the write scope can create, update and delete them, even if it "
    "cannot read them. The same applies to the pins on them.",
)


@handles(BOARDS_LIST)
def list_boards(call: Call) -> JsonText:
    """Returns a page of the boards that the token may read, filtered by privacy."""
    requested = call.arguments["privacy"] or "ALL"
    chosen = [
        privacy
        for privacy in PRIVACIES
        if (requested == "ALL" or privacy in requested.split("_AND_"))
        and (privacy != _SECRET or can_read_secret_boards(call, BOARD))
    ]
    where = {"privacy": chosen} if len(chosen) < len(PRIVACIES) else None
    return list_entities(call, BOARD, None, where=where)


@handles(BOARDS_GET)
def get_board(call: Call) -> dict[str, Any]:
    """Returns one board."""
    return dict(require_board(call, call.arguments["board_id"]).data)


@assumed(
    BOARDS_CREATE,
    BOARDS_UPDATE,
    observed="The boards of one user have different names. A name that is taken is refused with a message that "
    'begins with "Could not edit board" or "Could not create board".',
    choice="A board whose name is taken is refused with 400 and code 1. Names that differ in case are different.",
)
@assumed(
    contract="An ads-only board gets its name and privacy automatically. Values in the request are ignored.",
)
@handles(BOARDS_CREATE)
def create_board(call: Call) -> Response:
    """Creates a board and returns it."""
    body = call.body
    if not body.get("is_ads_only"):
        _check_name_is_free(call.state, body["name"], "Could not create board")
    if body.get("privacy") == _SECRET and not body.get("is_ads_only"):
        require_secret_scope(call, BOARD)
    board = add_board(
        call.state,
        name=body["name"],
        description=body.get("description"),
        privacy=body.get("privacy") or "PUBLIC",
        is_ads_only=bool(body.get("is_ads_only")),
    )
    return Response(201, board)


@assumed(
    choice="An ads-only board keeps its name and privacy. Values in an update are ignored. The response leaves out "
    "`privacy`, since its schema has no value for a protected board.",
)
@handles(BOARDS_UPDATE)
def update_board(call: Call) -> dict[str, Any]:
    """Updates a board and returns it."""
    board = require_board(call, call.arguments["board_id"])
    body = {
        name: value
        for name, value in (call.body or {}).items()
        if (value is not None or name == "description")
        and not (board.data["is_ads_only"] and name in _FIXED_IF_ADS_ONLY)
    }
    if "name" in body:
        _check_name_is_free(call.state, body["name"], "Could not edit board", board.id)
    if body.get("privacy") == _SECRET:
        require_secret_scope(call, BOARD)
    board = board.replace_fields(body)
    call.state.store.put(BOARD, None, [board])
    response = dict(board.data)
    if response["privacy"] == "PROTECTED":
        del response["privacy"]
    return response


@assumed(
    observed="A protected board cannot be deleted. The response is a 401.",
    choice="The 401 for a protected board has the code 7. Deleting a board deletes its sections and pins.",
)
@handles(BOARDS_DELETE)
def delete_board(call: Call) -> None:
    """Deletes a board, its sections and its pins. A protected board cannot be deleted."""
    state = call.state
    board = require_board(call, call.arguments["board_id"])
    if board.data["privacy"] == "PROTECTED":
        raise Problem(401, _NOT_AUTHORIZED, "Protected boards cannot be deleted.")
    delete_pins(state, board.id)
    state.store.delete_all(SECTION, board.id, state.clock.now())
    state.store.delete(BOARD, None, board.id)


def add_board(
    state: State,
    *,
    name: str,
    description: str | None = None,
    privacy: str = "PUBLIC",
    is_ads_only: bool = False,
    created: float | None = None,
) -> dict[str, Any]:
    """Creates a board and returns its response data.

    `name` and `privacy` have no effect on an ads-only board. `created` is in Unix seconds and defaults to now.
    """
    [id] = state.random.generate_ids(state.store, BOARD)
    created_at = state.format_time_without_offset(created)
    board: dict[str, Any] = {
        "id": id,
        "name": _ADS_ONLY_NAME if is_ads_only else name,
        "description": description,
        "privacy": "PROTECTED" if is_ads_only else privacy,
        "is_ads_only": is_ads_only,
        "owner": {"username": USERNAME},
        "collaborator_count": 0,
        "follower_count": 0,
        "pin_count": 0,
        "media": {"image_cover_url": None, "pin_thumbnail_urls": []},
        "created_at": created_at,
        "board_pins_modified_at": created_at,
    }
    state.store.put(BOARD, None, [Entity(id, board)])
    return board


def require_board(
    call: Call, board_id: str, noun: str = BOARD, *, only_read: bool = False
) -> Entity:
    """Returns a board.

    Args:
        call: The request.
        board_id: The ID of the board.
        noun: `board` for a request about the board, `pin` for a request about a pin on the board.
        only_read: Whether the read scope is enough for any HTTP method.

    Raises:
        Problem: If the board does not exist, or is secret and the token lacks the required scope.
    """
    found = call.state.store.get(BOARD, None, board_id, call.state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Board not found.")
    if found.data["privacy"] == _SECRET:
        require_secret_scope(call, noun, only_read=only_read)
    return found


def require_secret_scope(call: Call, noun: str, *, only_read: bool = False) -> None:
    """Checks that the token has the scope for secret boards or their pins.

    Args:
        call: The request. GET requires the read scope, any other method the write scope.
        noun: `board` or `pin`.
        only_read: Whether the read scope is enough for any HTTP method.

    Raises:
        Problem: If the token lacks the scope.
    """
    scope = get_secret_scope(noun, writes=call.operation.verb != "GET" and not only_read)
    if call.token is None or scope not in call.token.scopes:
        raise missing_scopes([scope])


def can_read_secret_boards(call: Call, noun: str) -> bool:
    """Returns whether the token can read secret boards (`noun` is `board`) or the pins on them (`pin`)."""
    return call.token is not None and get_secret_scope(noun, writes=False) in call.token.scopes


def _check_name_is_free(
    state: State, name: str, error_prefix: str, own_id: str | None = None
) -> None:
    """Checks that no other board has the name.

    Raises:
        Problem: If another board has the name. Ads-only boards do not count.
    """
    same = state.store.select(BOARD, None, state.clock.now(), {"name": name})
    if any(board.id != own_id and not board.data["is_ads_only"] for board in same):
        raise bad_request(f"{error_prefix}: you have another board named {name[:50]!r}")


def list_board_ids_by_privacy(state: State, privacies: list[str]) -> list[str]:
    """Returns the IDs of the boards that have one of these privacy settings."""
    found = state.store.select(BOARD, None, state.clock.now(), {"privacy": privacies})
    return [board.id for board in found]


def update_pin_summary(state: State, board_id: str, changed: float | None = None) -> None:
    """Updates the pin count and the images of a board after a change of its pins.

    Does nothing if the board does not exist. `changed` is the time of the change in Unix seconds. Defaults to now.
    """
    now = state.clock.now()
    board = state.store.get(BOARD, None, board_id, now)
    if board is None:
        return
    newest = state.store.select_json(
        PIN, board_id, after=None, descending=True, limit=_MAX_THUMBNAILS, now=now
    )
    thumbnails = [get_first_image_url(json.loads(text)["media"], "150x150") for _, text in newest]
    cover = get_first_image_url(json.loads(newest[0][1])["media"], "400x300") if newest else None
    fields = {
        "pin_count": state.store.count(PIN, board_id, now),
        "board_pins_modified_at": state.format_time_without_offset(changed),
        "media": {"image_cover_url": cover, "pin_thumbnail_urls": thumbnails},
    }
    state.store.put(BOARD, None, [board.replace_fields(fields)])


def delete_pins(state: State, board_id: str, where: Where | None = None) -> None:
    """Deletes the matching pins on a board, and sets `is_pin_deleted` in the ads of these pins."""
    now = state.clock.now()
    mark_ads_of_deleted_pins(
        state, [pin.id for pin in state.store.select(PIN, board_id, now, where)]
    )
    state.store.delete_all(PIN, board_id, now, where)


def get_first_image_url(media: Mapping[str, Any], size: str) -> str:
    """Returns the URL of the first image of a pin, in the requested size."""
    first = media["items"][0] if "items" in media else media
    return str(first["images"][size]["url"])
