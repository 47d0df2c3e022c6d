"""Boards: create, list, update and delete them, secret boards, and the counts of their pins."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.resources.boards import add_board
from pinterest.emulator.store.state import State
from pinterest.operations.boards import (
    BOARDS_CREATE,
    BOARDS_DELETE,
    BOARDS_GET,
    BOARDS_LIST,
    BOARDS_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.organic import list_ids, new_board, new_pin, new_section
from tests.emulator.valid import assert_valid


@pytest.fixture
def boards_by_privacy(api: Api) -> dict[str, str]:
    """A board of each privacy."""
    return {
        privacy: new_board(api, privacy, privacy=privacy)["id"]
        for privacy in ("PUBLIC", "PROTECTED", "SECRET")
    }


def test_a_board_is_created(api: Api) -> None:
    response = api.post("/boards", json={"name": "Quilts", "description": "Warm ones"})
    assert response.status_code == 201
    assert_valid(BOARDS_CREATE, response)
    board = response.json()
    assert (board["name"], board["description"]) == ("Quilts", "Warm ones")
    assert (board["privacy"], board["pin_count"]) == ("PUBLIC", 0)
    assert board["owner"] == {"username": api.get("/user_account").json()["username"]}
    read = api.get(f"/boards/{board['id']}")
    assert_valid(BOARDS_GET, read)
    assert read.json() == board
    assert api.get("/boards").json()["items"] == [board]


@pytest.mark.parametrize("body", [{}, {"name": "x", "privacy": "OPEN"}])
def test_a_bad_board_is_refused(api: Api, body: dict[str, Any]) -> None:
    response = api.post("/boards", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert list_ids(api, "/boards") == []


@pytest.mark.parametrize(
    ("privacy", "expected"),
    [
        (None, ["PUBLIC", "PROTECTED", "SECRET"]),
        ("ALL", ["PUBLIC", "PROTECTED", "SECRET"]),
        ("PUBLIC", ["PUBLIC"]),
        ("PROTECTED", ["PROTECTED"]),
        ("SECRET", ["SECRET"]),
        ("PUBLIC_AND_SECRET", ["PUBLIC", "SECRET"]),
    ],
)
def test_boards_are_listed_by_privacy(
    api: Api, boards_by_privacy: dict[str, str], privacy: str | None, expected: list[str]
) -> None:
    response = api.get("/boards", params=[("privacy", privacy)] if privacy else None)
    assert_valid(BOARDS_LIST, response)
    assert [board["id"] for board in response.json()["items"]] == [
        boards_by_privacy[name] for name in expected
    ]


def test_boards_are_paged(api: Api) -> None:
    board_ids = [new_board(api, f"Board {number}")["id"] for number in range(5)]
    new_board(api, "Hidden", privacy="SECRET")
    page = api.get("/boards", params="page_size=2&privacy=PUBLIC").json()
    assert [board["id"] for board in page["items"]] == board_ids[:2]
    assert list_ids(api, "/boards", page_size=2, privacy="PUBLIC") == board_ids


def test_secret_boards_need_their_scope(
    emulator: Emulator, api: Api, boards_by_privacy: dict[str, str]
) -> None:
    with Api(emulator.url, emulator.token(["boards:read"])) as limited_api:
        assert list_ids(limited_api, "/boards") == [
            boards_by_privacy["PUBLIC"],
            boards_by_privacy["PROTECTED"],
        ]
        assert list_ids(limited_api, "/boards", privacy="SECRET") == []
        refused = limited_api.get(f"/boards/{boards_by_privacy['SECRET']}")
        assert (refused.status_code, refused.json()["code"]) == (401, 3)
        assert "boards:read_secret" in refused.json()["message"]
        assert limited_api.get(f"/boards/{boards_by_privacy['PUBLIC']}").status_code == 200


def test_a_board_is_updated(api: Api) -> None:
    board = new_board(api, description="Warm ones")
    body = {"name": "Blankets", "privacy": "SECRET", "description": None}
    response = api.patch(f"/boards/{board['id']}", json=body)
    assert_valid(BOARDS_UPDATE, response)
    assert response.json() == {**board, **body}
    assert api.get(f"/boards/{board['id']}").json() == {**board, **body}
    assert list_ids(api, "/boards", privacy="SECRET") == [board["id"]]


def test_an_update_changes_only_its_fields(api: Api) -> None:
    board = new_board(api, description="Warm ones")
    response = api.patch(f"/boards/{board['id']}", json={"name": "Blankets"})
    assert response.json() == {**board, "name": "Blankets"}
    assert api.get(f"/boards/{board['id']}").json()["name"] == "Blankets"


def test_the_name_of_a_new_board_must_be_unique(api: Api) -> None:
    first = new_board(api, "Quilts")
    refused = api.post("/boards", json={"name": "Quilts", "privacy": "SECRET"})
    assert (refused.status_code, refused.json()["code"]) == (400, 1)
    assert refused.json()["message"].startswith("Could not create board")
    assert list_ids(api, "/boards") == [first["id"]]
    assert new_board(api, "quilts")["name"] == "quilts"


def test_a_board_cannot_be_renamed_to_the_name_of_another(api: Api) -> None:
    first, second = new_board(api, "Quilts"), new_board(api, "Blankets")
    path = f"/boards/{second['id']}"
    refused = api.patch(path, json={"name": "Quilts", "description": "x"})
    assert (refused.status_code, refused.json()["code"]) == (400, 1)
    assert refused.json()["message"].startswith("Could not edit board")
    assert api.get(path).json() == second
    assert api.patch(path, json={"name": "Blankets"}).status_code == 200
    assert api.delete(f"/boards/{first['id']}").status_code == 204
    assert api.patch(path, json={"name": "Quilts"}).status_code == 200


def test_ads_only_boards_may_have_the_same_name(api: Api) -> None:
    new_board(api, "Mine", is_ads_only=True)
    new_board(api, "Mine", is_ads_only=True)
    assert new_board(api, "Ad-only Pins")["is_ads_only"] is False


def test_an_ads_only_board_has_a_fixed_name_and_is_protected(api: Api) -> None:
    board = new_board(api, "Mine", is_ads_only=True, privacy="SECRET")
    assert (board["name"], board["privacy"]) == ("Ad-only Pins", "PROTECTED")
    path = f"/boards/{board['id']}"
    for body in ({"name": "Mine"}, {"privacy": "PUBLIC"}):
        ignored = api.patch(path, json=body)
        assert ignored.status_code == 200
        assert api.get(path).json() == board
    described = api.patch(path, json={"description": "For ads"})
    assert_valid(BOARDS_UPDATE, described)
    assert api.get(path).json() == {**board, "description": "For ads"}


def test_deleting_a_board_deletes_its_sections_and_pins(api: Api) -> None:
    board, other = new_board(api), new_board(api, "Other")
    section = new_section(api, board["id"])
    pin = new_pin(api, board["id"])
    kept = new_pin(api, other["id"])
    response = api.delete(f"/boards/{board['id']}")
    assert (response.status_code, response.content) == (204, b"")
    assert_valid(BOARDS_DELETE, response)
    assert list_ids(api, "/boards") == [other["id"]]
    assert list_ids(api, "/pins") == [kept["id"]]
    deleted = api.get(f"/pins/{pin['id']}")
    assert (deleted.status_code, deleted.json()["code"]) == (404, 50)
    body = {"board_section_id": section["id"]}
    refused = api.post(f"/pins/{kept['id']}/save", json=body)
    assert (refused.status_code, refused.json()["code"]) == (404, 2031)


def test_a_protected_board_cannot_be_deleted(api: Api, boards_by_privacy: dict[str, str]) -> None:
    path = f"/boards/{boards_by_privacy['PROTECTED']}"
    response = api.delete(path)
    assert response.status_code == 401
    assert response.json() == {
        "code": 7,
        "message": "Protected boards cannot be deleted.",
        "status": "failure",
    }
    assert api.get(path).status_code == 200


@pytest.mark.parametrize("verb", ["GET", "PATCH", "DELETE"])
def test_an_unknown_board_is_not_found(api: Api, verb: str) -> None:
    response = api.request(verb, "/boards/1", json={} if verb == "PATCH" else None)
    assert (response.status_code, response.json()["code"]) == (404, 40)


def test_a_board_counts_and_shows_its_pins(emulator: Emulator, api: Api) -> None:
    board = new_board(api)
    path = f"/boards/{board['id']}"
    emulator.advance(3_600)
    pins = [new_pin(api, board["id"]) for _ in range(5)]
    full = api.get(path)
    assert_valid(BOARDS_GET, full)
    board_with_pins = full.json()
    thumbnails = [pin["media"]["images"]["150x150"]["url"] for pin in pins]
    assert board_with_pins["pin_count"] == 5
    assert board_with_pins["media"]["pin_thumbnail_urls"] == thumbnails[:0:-1]
    cover = pins[-1]["media"]["images"]["400x300"]["url"]
    assert board_with_pins["media"]["image_cover_url"] == cover
    assert (
        board_with_pins["board_pins_modified_at"]
        > board_with_pins["created_at"]
        == board["created_at"]
    )
    for pin in pins:
        api.delete(f"/pins/{pin['id']}")
    emptied = api.get(path).json()
    assert (emptied["pin_count"], emptied["media"]) == (0, board["media"])


def test_boards_can_be_added_before_the_emulator_starts(tmp_path: Path) -> None:
    file = tmp_path / "emulator.db"
    state = State(file)
    with state.store.transaction():
        board = add_board(state, name="Last year", privacy="SECRET", created=1_700_000_000)
    state.store.close()
    with Emulator(db=file) as emulator, Api(emulator.url, emulator.access_token) as api:
        response = api.get(f"/boards/{board['id']}")
    assert_valid(BOARDS_GET, response)
    assert response.json() == board
    assert board["created_at"] == "2023-11-14T22:13:20"
