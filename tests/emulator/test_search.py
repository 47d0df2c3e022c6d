"""Search for the user's boards and pins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.search import (
    SEARCH_PARTNER_PINS,
    SEARCH_USER_BOARDS_GET,
    SEARCH_USER_PINS_LIST,
)
from tests.emulator.api import Api
from tests.emulator.organic import list_ids, new_board, new_pin
from tests.emulator.valid import assert_valid


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (None, [0, 1, 2]),
        ("quilt", [0, 2]),
        ("QUILTS warm", [2]),
        ("warm", [1, 2]),
        ("socks", []),
    ],
)
def test_boards_are_found_by_words(api: Api, query: str | None, expected: list[int]) -> None:
    created = [
        new_board(api, "Quilts"),
        new_board(api, "Blankets", description="Warm ones", privacy="SECRET"),
        new_board(api, "Warm quilts", privacy="PROTECTED"),
    ]
    response = api.get("/search/boards", params={} if query is None else {"query": query})
    assert_valid(SEARCH_USER_BOARDS_GET, response)
    assert response.json()["items"] == [created[index] for index in expected]


def test_found_boards_are_paged(api: Api) -> None:
    created = [new_board(api, f"Quilts {number}")["id"] for number in range(3)]
    new_board(api, "Socks")
    first = api.get("/search/boards", params="query=quilts&page_size=2").json()
    assert [board["id"] for board in first["items"]] == created[:2]
    assert list_ids(api, "/search/boards", query="quilts", page_size=2) == created


def test_pins_are_found_by_words(api: Api) -> None:
    secret = new_board(api, privacy="SECRET")["id"]
    created = [
        new_pin(api, title="A quilt"),
        new_pin(api, secret, description="It is a QUILT"),
        new_pin(api, alt_text="Squares of a quilt"),
        new_pin(api, title="Socks"),
    ]
    response = api.get("/search/pins", params={"query": "quilt a"})
    assert_valid(SEARCH_USER_PINS_LIST, response)
    assert response.json()["items"] == created[:3]
    assert list_ids(api, "/search/pins", query="hats") == []
    without_query = api.get("/search/pins")
    assert (without_query.status_code, without_query.json()["code"]) == (400, 1)


def test_the_default_page_size_of_found_pins_is_25(api: Api) -> None:
    board = new_board(api)["id"]
    created = [new_pin(api, board, title=f"Quilt {number}")["id"] for number in range(26)]
    first = api.get("/search/pins", params={"query": "quilt"}).json()
    assert [pin["id"] for pin in first["items"]] == created[:25]
    assert list_ids(api, "/search/pins", query="quilt") == created


def test_partner_search_needs_its_feature(api: Api) -> None:
    query = {"term": "quilt", "country_code": "US"}
    response = api.get("/search/partner/pins", params=query)
    assert (response.status_code, response.json()["code"]) == (401, 29)
    assert response.json()["message"].endswith("restricted feature pin_search")


@pytest.fixture
def partner_api() -> Iterator[Api]:
    """A session for an app with the search feature."""
    with (
        Emulator(features=["pin_search"]) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        yield api


@pytest.mark.parametrize("scope", ["boards:read_secret", "pins:read_secret"])
def test_searching_pins_needs_the_scopes_of_secret_boards_and_pins(
    emulator: Emulator, scope: str
) -> None:
    scopes = {"boards:read", "boards:read_secret", "pins:read", "pins:read_secret"}
    with Api(emulator.url, emulator.token(scopes - {scope})) as reader:
        refused = reader.get("/search/pins", params={"query": "quilt"})
    assert refused.json()["code"] == 3
    assert scope in refused.json()["message"]
    with Api(emulator.url, emulator.token(scopes)) as reader:
        assert reader.get("/search/pins", params={"query": "quilt"}).status_code == 200


def test_partners_find_public_pins(partner_api: Api) -> None:
    api = partner_api
    board = new_board(api)["id"]
    secret = new_board(api, "Hidden", privacy="SECRET")["id"]
    created = [new_pin(api, board, title="A quilt") for _ in range(3)]
    new_pin(api, secret, title="A secret quilt")
    new_pin(api, board, title="Socks")
    query: dict[str, str | int] = {
        "term": "quilt",
        "country_code": "US",
        "locale": "en-US",
        "limit": 2,
    }
    response = api.get("/search/partner/pins", params=query)
    assert_valid(SEARCH_PARTNER_PINS, response)
    summaries = response.json()["items"]
    assert [pin["id"] for pin in summaries] == [pin["id"] for pin in created[:2]]
    assert summaries[0] == {name: created[0][name] for name in summaries[0]}
    assert set(summaries[0]) == {"id", "title", "description", "alt_text", "link", "media"}
    query["bookmark"] = response.json()["bookmark"]
    rest = api.get("/search/partner/pins", params=query).json()
    assert ([pin["id"] for pin in rest["items"]], rest["bookmark"]) == ([created[2]["id"]], None)
