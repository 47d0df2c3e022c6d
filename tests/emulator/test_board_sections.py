"""Sections of boards: what they are called, what is in them, and what they are on."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.boards import (
    BOARD_SECTIONS_CREATE,
    BOARD_SECTIONS_DELETE,
    BOARD_SECTIONS_LIST,
    BOARD_SECTIONS_LIST_PINS,
    BOARD_SECTIONS_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.organic import ids, new_board, new_pin, new_section
from tests.emulator.valid import assert_valid


@pytest.fixture
def sections(api: Api) -> str:
    """Where the sections of a board are."""
    return f"/boards/{new_board(api)['id']}/sections"


def test_a_section_is_made_and_listed(api: Api, sections: str) -> None:
    answer = api.post(sections, json={"name": "Blocks"})
    assert answer.status_code == 201
    assert_valid(BOARD_SECTIONS_CREATE, answer)
    section = answer.json()
    assert section["name"] == "Blocks"
    listed = api.get(sections)
    assert_valid(BOARD_SECTIONS_LIST, listed)
    assert listed.json() == {"items": [section], "bookmark": None}


def test_sections_come_in_pages_and_stay_on_their_board(api: Api, sections: str) -> None:
    made = [api.post(sections, json={"name": f"Part {n}"}).json()["id"] for n in range(3)]
    other = new_board(api, "Other")
    new_section(api, other["id"])
    assert len(api.get(sections, params={"page_size": 2}).json()["items"]) == 2
    assert ids(api, sections, page_size=2) == made
    for verb in ("PATCH", "DELETE"):
        body = {"name": "x"} if verb == "PATCH" else None
        answer = api.request(verb, f"/boards/{other['id']}/sections/{made[0]}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (404, 2031)
    assert ids(api, sections) == made


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 181}])
def test_a_bad_section_is_refused(api: Api, sections: str, body: dict[str, Any]) -> None:
    answer = api.post(sections, json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert ids(api, sections) == []


def test_a_section_is_renamed(api: Api, sections: str) -> None:
    section = api.post(sections, json={"name": "Blocks"}).json()
    answer = api.patch(f"{sections}/{section['id']}", json={"name": "Squares"})
    assert_valid(BOARD_SECTIONS_UPDATE, answer)
    assert answer.json() == {"id": section["id"], "name": "Squares"}
    assert api.get(sections).json()["items"] == [answer.json()]


def test_a_section_goes_with_its_pins(api: Api) -> None:
    board = new_board(api)["id"]
    first, second = new_section(api, board), new_section(api, board, "Borders")
    gone = new_pin(api, board, board_section_id=first["id"])
    kept = new_pin(api, board, board_section_id=second["id"])
    answer = api.delete(f"/boards/{board}/sections/{first['id']}")
    assert answer.status_code == 204
    assert_valid(BOARD_SECTIONS_DELETE, answer)
    assert ids(api, f"/boards/{board}/sections") == [second["id"]]
    assert ids(api, f"/boards/{board}/pins") == [kept["id"]]
    assert api.get(f"/pins/{gone['id']}").status_code == 404
    assert api.get(f"/boards/{board}").json()["pin_count"] == 1


def test_a_section_lists_its_own_pins(api: Api) -> None:
    board = new_board(api)["id"]
    section = new_section(api, board)["id"]
    new_pin(api, board)
    inside = [new_pin(api, board, board_section_id=section)["id"] for _ in range(3)]
    path = f"/boards/{board}/sections/{section}/pins"
    answer = api.get(path, params={"page_size": 2})
    assert_valid(BOARD_SECTIONS_LIST_PINS, answer)
    assert [pin["id"] for pin in answer.json()["items"]] == inside[:2]
    assert ids(api, path, page_size=2) == inside


@pytest.mark.parametrize(
    ("verb", "path", "code"),
    [
        ("GET", "/boards/1/sections", 40),
        ("POST", "/boards/1/sections", 40),
        ("GET", "/boards/{board}/sections/1/pins", 2031),
        ("PATCH", "/boards/{board}/sections/1", 2031),
        ("DELETE", "/boards/{board}/sections/1", 2031),
    ],
)
def test_what_does_not_exist_is_not_found(api: Api, verb: str, path: str, code: int) -> None:
    board = new_board(api)["id"]
    body = {"name": "x"} if verb in ("POST", "PATCH") else None
    answer = api.request(verb, path.format(board=board), json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, code)
