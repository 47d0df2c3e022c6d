"""Board sections: create, list, rename and delete them, and list their pins."""

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
from tests.emulator.organic import list_ids, new_board, new_pin, new_section
from tests.emulator.valid import assert_valid


@pytest.fixture
def sections_path(api: Api) -> str:
    """The path of a board's sections."""
    return f"/boards/{new_board(api)['id']}/sections"


def test_a_section_is_created_and_listed(api: Api, sections_path: str) -> None:
    response = api.post(sections_path, json={"name": "Blocks"})
    assert response.status_code == 201
    assert_valid(BOARD_SECTIONS_CREATE, response)
    section = response.json()
    assert section["name"] == "Blocks"
    listed = api.get(sections_path)
    assert_valid(BOARD_SECTIONS_LIST, listed)
    assert listed.json() == {"items": [section], "bookmark": None}


def test_sections_are_paged_and_belong_to_their_board(api: Api, sections_path: str) -> None:
    created = [api.post(sections_path, json={"name": f"Part {n}"}).json()["id"] for n in range(3)]
    other = new_board(api, "Other")
    new_section(api, other["id"])
    assert len(api.get(sections_path, params={"page_size": 2}).json()["items"]) == 2
    assert list_ids(api, sections_path, page_size=2) == created
    for verb in ("PATCH", "DELETE"):
        body = {"name": "x"} if verb == "PATCH" else None
        response = api.request(verb, f"/boards/{other['id']}/sections/{created[0]}", json=body)
        assert (response.status_code, response.json()["code"]) == (404, 2031)
    assert list_ids(api, sections_path) == created


@pytest.mark.parametrize("body", [{}, {"name": ""}, {"name": "x" * 181}])
def test_a_bad_section_is_refused(api: Api, sections_path: str, body: dict[str, Any]) -> None:
    response = api.post(sections_path, json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert list_ids(api, sections_path) == []


def test_a_section_is_renamed(api: Api, sections_path: str) -> None:
    section = api.post(sections_path, json={"name": "Blocks"}).json()
    response = api.patch(f"{sections_path}/{section['id']}", json={"name": "Squares"})
    assert_valid(BOARD_SECTIONS_UPDATE, response)
    assert response.json() == {"id": section["id"], "name": "Squares"}
    assert api.get(sections_path).json()["items"] == [response.json()]


def test_deleting_a_section_deletes_its_pins(api: Api) -> None:
    board = new_board(api)["id"]
    first, second = new_section(api, board), new_section(api, board, "Borders")
    deleted = new_pin(api, board, board_section_id=first["id"])
    kept = new_pin(api, board, board_section_id=second["id"])
    response = api.delete(f"/boards/{board}/sections/{first['id']}")
    assert response.status_code == 204
    assert_valid(BOARD_SECTIONS_DELETE, response)
    assert list_ids(api, f"/boards/{board}/sections") == [second["id"]]
    assert list_ids(api, f"/boards/{board}/pins") == [kept["id"]]
    assert api.get(f"/pins/{deleted['id']}").status_code == 404
    assert api.get(f"/boards/{board}").json()["pin_count"] == 1


def test_a_section_lists_its_own_pins(api: Api) -> None:
    board = new_board(api)["id"]
    section = new_section(api, board)["id"]
    new_pin(api, board)
    pin_ids = [new_pin(api, board, board_section_id=section)["id"] for _ in range(3)]
    path = f"/boards/{board}/sections/{section}/pins"
    response = api.get(path, params={"page_size": 2})
    assert_valid(BOARD_SECTIONS_LIST_PINS, response)
    assert [pin["id"] for pin in response.json()["items"]] == pin_ids[:2]
    assert list_ids(api, path, page_size=2) == pin_ids


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
def test_an_unknown_board_or_section_is_not_found(
    api: Api, verb: str, path: str, code: int
) -> None:
    board = new_board(api)["id"]
    body = {"name": "x"} if verb in ("POST", "PATCH") else None
    response = api.request(verb, path.format(board=board), json=body)
    assert (response.status_code, response.json()["code"]) == (404, code)
