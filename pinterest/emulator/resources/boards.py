"""Boards: created, listed by privacy, read, updated and deleted; the counts and pictures of each follow its pins."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import mark_pins_deleted
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.problems import Problem, bad_request, missing_scopes
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.handlers.scopes import secret_scope
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

# Boards are at the top, sections and pins under their board; a pin that is on no board is at the top, too.
BOARD = "board"
SECTION = "board_section"
PIN = "pin"

_NOT_FOUND = 40
_NOT_AUTHORIZED = 7
_SET_BY_THE_API = ("name", "privacy")
_ADS_ONLY_NAME = "Ad-only Pins"
_THUMBNAILS = 4
_SECRET = "SECRET"
PRIVACIES = ("PUBLIC", "PROTECTED", _SECRET)

assumed(
    BOARDS_LIST,
    BOARDS_GET,
    BOARDS_CREATE,
    BOARDS_UPDATE,
    BOARDS_DELETE,
    contract="Lists include secret boards and their pins only if the token has the scope to read them.",
    choice="Without the scope to read them, secret boards and their pins cannot be read by ID either. With the "
    "scope to write them, they can be created, updated and deleted even if they cannot be read. The same "
    "applies to pins on them.",
)


@handles(BOARDS_LIST)
def list_boards(call: Call) -> JsonText:
    """Returns a page of the boards of a privacy, or of all that the token may see."""
    wanted = call.arguments["privacy"] or "ALL"
    chosen = [
        privacy
        for privacy in PRIVACIES
        if (wanted == "ALL" or privacy in wanted.split("_AND_"))
        and (privacy != _SECRET or reads_secrets(call, BOARD))
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
    contract="An ads-only board gets its name and privacy automatically. Those in the request are ignored.",
)
@handles(BOARDS_CREATE)
def create_board(call: Call) -> Response:
    """Creates a board and returns it."""
    body = call.body
    if not body.get("is_ads_only"):
        _check_name(call.state, body["name"], "Could not create board")
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
    choice="An ads-only board keeps its name and privacy. Those in an update are ignored. The response leaves out "
    "`privacy`, since its schema has no value for a protected board.",
)
@handles(BOARDS_UPDATE)
def update_board(call: Call) -> dict[str, Any]:
    """Sets fields of a board and returns it."""
    board = require_board(call, call.arguments["board_id"])
    body = {
        name: value
        for name, value in (call.body or {}).items()
        if (value is not None or name == "description")
        and not (board.data["is_ads_only"] and name in _SET_BY_THE_API)
    }
    if "name" in body:
        _check_name(call.state, body["name"], "Could not edit board", board.id)
    if body.get("privacy") == _SECRET:
        require_secret_scope(call, BOARD)
    board = board.changed(body)
    call.state.store.put(BOARD, None, [board])
    answer = dict(board.data)
    if answer["privacy"] == "PROTECTED":
        del answer["privacy"]
    return answer


@assumed(
    observed="A protected board cannot be deleted. The response is a 401.",
    choice="The 401 for a protected board has the code 7. Deleting a board deletes its sections and pins.",
)
@handles(BOARDS_DELETE)
def delete_board(call: Call) -> None:
    """Deletes a board and everything on it, unless it is protected."""
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
    """Keeps a new board and returns it as the API shows it.

    Args:
        state: The emulator's state.
        name: Its name; one that is for ads only has that of all of them.
        description: What it is about.
        privacy: `PUBLIC`, `PROTECTED` or `SECRET`; one that is for ads only is protected.
        is_ads_only: Whether it is for ads only.
        created: When it was made, in Unix seconds; now unless given.
    """
    [id] = state.random.next_ids(state.store, BOARD)
    made = state.naive_moment(created)
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
        "created_at": made,
        "board_pins_modified_at": made,
    }
    state.store.put(BOARD, None, [Entity(id, board)])
    return board


def require_board(
    call: Call, board_id: str, noun: str = BOARD, *, only_read: bool = False
) -> Entity:
    """Returns a board.

    Args:
        call: Whose request it is about.
        board_id: Its id.
        noun: What of it is asked for: the `board` itself, or a `pin` on it.
        only_read: Whether it is read only, though the request writes something else.

    Raises:
        Problem: There is none of that id, or it is secret and the token may not do that.
    """
    found = call.state.store.get(BOARD, None, board_id, call.state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Board not found.")
    if found.data["privacy"] == _SECRET:
        require_secret_scope(call, noun, only_read=only_read)
    return found


def require_secret_scope(call: Call, noun: str, *, only_read: bool = False) -> None:
    """Makes sure that the token may do to a secret board, or a pin on one, what is asked: read it, or write it.

    Raises:
        Problem: It may not.
    """
    scope = secret_scope(noun, writes=call.operation.verb != "GET" and not only_read)
    if call.token is None or scope not in call.token.scopes:
        raise missing_scopes([scope])


def reads_secrets(call: Call, noun: str) -> bool:
    """Returns whether the token may see secret boards, or the pins on them."""
    return call.token is not None and secret_scope(noun, writes=False) in call.token.scopes


def _check_name(state: State, name: str, failure: str, own_id: str | None = None) -> None:
    """Refuses a name that another board has; those for ads only share theirs."""
    same = state.store.select(BOARD, None, state.clock.now(), {"name": name})
    if any(board.id != own_id and not board.data["is_ads_only"] for board in same):
        raise bad_request(f"{failure}: you have another board named {name[:50]!r}")


def boards_of(state: State, privacies: list[str]) -> list[str]:
    """Returns the ids of the boards that have one of these privacies."""
    found = state.store.select(BOARD, None, state.clock.now(), {"privacy": privacies})
    return [board.id for board in found]


def pins_changed(state: State, board_id: str, changed: float | None = None) -> None:
    """Brings a board's count and pictures up to date with the pins that are on it now.

    Args:
        state: The emulator's state.
        board_id: The board; one that does not exist is none to be changed.
        changed: When its pins changed, in Unix seconds; now unless given.
    """
    now = state.clock.now()
    board = state.store.get(BOARD, None, board_id, now)
    if board is None:
        return
    newest = state.store.select_json(
        PIN, board_id, after=None, descending=True, limit=_THUMBNAILS, now=now
    )
    pictures = [picture(json.loads(text)["media"], "150x150") for _, text in newest]
    cover = picture(json.loads(newest[0][1])["media"], "400x300") if newest else None
    fields = {
        "pin_count": state.store.count(PIN, board_id, now),
        "board_pins_modified_at": state.naive_moment(changed),
        "media": {"image_cover_url": cover, "pin_thumbnail_urls": pictures},
    }
    state.store.put(BOARD, None, [board.changed(fields)])


def delete_pins(state: State, board_id: str, where: Where | None = None) -> None:
    """Deletes the pins on a board, or those that fields choose; ads of them know of it."""
    now = state.clock.now()
    mark_pins_deleted(state, [pin.id for pin in state.store.select(PIN, board_id, now, where)])
    state.store.delete_all(PIN, board_id, now, where)


def picture(media: Mapping[str, Any], size: str) -> str:
    """Returns the address of a pin's first picture, in a size."""
    first = media["items"][0] if "items" in media else media
    return str(first["images"][size]["url"])
