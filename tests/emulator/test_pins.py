"""Pins: created from each media source, listed, updated, moved, saved and deleted."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.resources.board_sections import add_section
from pinterest.emulator.resources.boards import add_board
from pinterest.emulator.resources.pins import add_pin
from pinterest.emulator.store.state import State
from pinterest.operations.boards import BOARDS_LIST_PINS
from pinterest.operations.pins import (
    PINS_CREATE,
    PINS_DELETE,
    PINS_GET,
    PINS_LIST,
    PINS_SAVE,
    PINS_UPDATE,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.organic import IMAGE, PNG_TEXT, list_ids, new_board, new_pin, new_section
from tests.emulator.valid import assert_valid

IMAGE_DATA = {"content_type": "image/png", "data": PNG_TEXT}
SOURCES: list[tuple[dict[str, Any], str, str]] = [
    (IMAGE, "REGULAR", "image"),
    ({"source_type": "image_base64", **IMAGE_DATA}, "REGULAR", "image"),
    ({"source_type": "pin_url"}, "SHOPPING", "image"),
    (
        {"source_type": "multiple_image_urls", "items": [{"url": IMAGE["url"]}] * 2},
        "CAROUSEL",
        "multiple_images",
    ),
    (
        {"source_type": "multiple_image_base64", "items": [IMAGE_DATA] * 5, "index": 4},
        "CAROUSEL",
        "multiple_images",
    ),
]


@pytest.mark.parametrize(("source", "creative_type", "media_type"), SOURCES)
def test_a_pin_is_created_from_each_image_source(
    api: Api, source: dict[str, Any], creative_type: str, media_type: str
) -> None:
    board = new_board(api)["id"]
    body = {"board_id": board, "link": "https://www.example.com/quilt", "media_source": source}
    response = api.post("/pins", json=body)
    assert response.status_code == 201, response.text
    assert_valid(PINS_CREATE, response)
    pin = response.json()
    assert (pin["creative_type"], pin["media"]["media_type"]) == (creative_type, media_type)
    assert pin["is_product"] == (source["source_type"] == "pin_url")
    assert len(pin["media"].get("items", [])) == len(source.get("items", []))
    read = api.get(f"/pins/{pin['id']}")
    assert_valid(PINS_GET, read)
    assert read.json() == pin


def test_missing_fields_are_null(api: Api) -> None:
    board = new_board(api)["id"]
    pin = new_pin(api, board)
    unset = ("title", "description", "alt_text", "link", "dominant_color", "parent_pin_id")
    assert {name: pin[name] for name in unset} == dict.fromkeys(unset)
    assert (pin["board_section_id"], pin["pin_metrics"]) == (None, None)
    assert (pin["board_id"], pin["is_standard"], pin["is_owner"]) == (board, True, True)


def test_a_pin_has_the_fields_of_its_request(api: Api) -> None:
    board = new_board(api)["id"]
    fields = {
        "title": "A quilt",
        "description": "It is warm",
        "alt_text": "Squares",
        "link": "https://www.example.com/1",
        "dominant_color": "#a1583b",
        "board_section_id": new_section(api, board)["id"],
        "ai_disclosures": {"values": ["AI_MODIFIED"]},
    }
    pin = new_pin(api, board, **fields, media_source={**IMAGE, "is_standard": False})
    assert {name: pin[name] for name in fields} == fields
    assert pin["is_standard"] is False


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, "media_source"),
        ({"media_source": {"source_type": "image_url", "url": "quilt.jpg"}}, "url"),
        ({"media_source": {"source_type": "image_url", "url": "http://[x"}}, "url"),
        ({"media_source": {"source_type": "image_base64", **IMAGE_DATA, "data": "abc"}}, "data"),
        ({"media_source": {"source_type": "image_base64", **IMAGE_DATA, "data": "YWJj"}}, "data"),
        ({"media_source": {"source_type": "video_id", "media_id": "1"}}, "media_id"),
        ({"media_source": {"source_type": "image_videos"}}, "source_type"),
        ({"media_source": {**SOURCES[3][0], "items": [{"url": IMAGE["url"]}]}}, "items"),
        (
            {
                "media_source": {
                    "source_type": "multiple_image_urls",
                    "items": [{"url": IMAGE["url"]}, {"url": "ftp://example.com/1"}],
                }
            },
            "items[1].url",
        ),
        ({"media_source": IMAGE, "title": "x" * 101}, "title"),
    ],
)
def test_a_bad_pin_is_refused_by_name(api: Api, body: dict[str, Any], expected: str) -> None:
    response = api.post("/pins", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
    assert list_ids(api, "/pins") == []


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"board_id": "1"}, 40),
        ({"board_section_id": "1"}, 2031),
        ({"board_id": "{other}", "board_section_id": "{section}"}, 2031),
        ({"parent_pin_id": "1"}, 50),
    ],
)
def test_a_pin_with_an_unknown_board_section_or_parent_is_refused(
    api: Api, fields: dict[str, str], code: int
) -> None:
    known = {
        "other": new_board(api, "Other")["id"],
        "section": new_section(api, new_board(api)["id"])["id"],
    }
    place = {name: value.format(**known) for name, value in fields.items()}
    response = api.post("/pins", json={"media_source": IMAGE, **place})
    assert (response.status_code, response.json()["code"]) == (404, code)
    assert list_ids(api, "/pins") == []


def test_a_pin_without_a_board_has_the_media_of_its_parent(api: Api) -> None:
    first = new_pin(api)
    assert "board_id" not in first
    second = api.post("/pins", json={"parent_pin_id": first["id"]})
    assert_valid(PINS_CREATE, second)
    assert second.json()["media"] == first["media"]
    assert second.json()["parent_pin_id"] == first["id"]
    assert list_ids(api, "/pins") == [first["id"], second.json()["id"]]


def test_a_section_implies_its_board(api: Api) -> None:
    board = new_board(api)["id"]
    pin = new_pin(api, board_section_id=new_section(api, board)["id"])
    assert pin["board_id"] == board


def test_lists_are_filtered_by_privacy_and_origin(api: Api) -> None:
    boards = {
        privacy: new_board(api, privacy, privacy=privacy)["id"]
        for privacy in ("PUBLIC", "PROTECTED", "SECRET")
    }
    pins = {privacy: new_pin(api, board)["id"] for privacy, board in boards.items()}
    free = new_pin(api)["id"]
    repin = api.post(f"/pins/{free}/save", json={}).json()["id"]
    assert list_ids(api, "/pins") == [pins["PUBLIC"], pins["SECRET"], free, repin]
    everything = [*pins.values(), free, repin]
    assert list_ids(api, "/pins", include_protected_pins="true") == everything
    assert list_ids(api, "/pins", pin_type="PRIVATE") == [pins["SECRET"]]
    assert list_ids(api, "/pins", pin_filter="exclude_repins") == everything[:1] + everything[2:4]
    assert list_ids(api, "/pins", pin_filter="exclude_native") == list_ids(api, "/pins")


def test_lists_are_filtered_by_promotion(advertiser: Advertiser) -> None:
    api = advertiser.api
    new_pin(api)
    pin = new_pin(api)["id"]
    assert list_ids(api, "/pins", pin_filter="has_been_promoted") == []
    advertiser.ad(advertiser.ad_group()["id"], pin)
    assert list_ids(api, "/pins", pin_filter="has_been_promoted") == [pin]


def test_lists_are_filtered_by_creative_type(api: Api) -> None:
    board = new_board(api)["id"]
    link = "https://www.example.com/1"
    pins = {
        kind: new_pin(api, board, link=link, media_source=source)["id"]
        for source, kind, _ in SOURCES
        if source["source_type"] in ("image_url", "pin_url", "multiple_image_urls")
    }
    for path in ("/pins", f"/boards/{board}/pins"):
        assert list_ids(api, path, creative_types="SHOPPING") == [pins["SHOPPING"]]
        wanted = ["REGULAR", "CAROUSEL"]
        assert list_ids(api, path, creative_types=wanted) == [pins["REGULAR"], pins["CAROUSEL"]]
    refused = api.get("/pins", params={"creative_types": "HUGE"})
    assert (refused.status_code, refused.json()["code"]) == (400, 1)


def test_pins_are_paged(api: Api) -> None:
    board, other = new_board(api)["id"], new_board(api, "Other")["id"]
    made = []
    for _ in range(3):
        made += [new_pin(api, board)["id"], new_pin(api, other)["id"]]
    response = api.get("/pins", params={"page_size": 4})
    assert_valid(PINS_LIST, response)
    assert [pin["id"] for pin in response.json()["items"]] == made[:4]
    assert list_ids(api, "/pins", page_size=4) == made
    on_board = api.get(f"/boards/{board}/pins", params={"page_size": 2})
    assert_valid(BOARDS_LIST_PINS, on_board)
    assert list_ids(api, f"/boards/{board}/pins", page_size=2) == made[::2]


def test_secret_pins_need_their_scope(emulator: Emulator, api: Api) -> None:
    board = new_board(api, privacy="SECRET")["id"]
    pin, free = new_pin(api, board)["id"], new_pin(api)["id"]
    scopes = ["boards:read", "boards:read_secret", "pins:read"]
    with Api(emulator.url, emulator.token(scopes)) as other:
        assert list_ids(other, "/pins", include_protected_pins="true") == [free]
        assert list_ids(other, "/pins", pin_type="PRIVATE") == []
        for path in (f"/pins/{pin}", f"/boards/{board}/pins"):
            refused = other.get(path)
            assert (refused.status_code, refused.json()["code"]) == (401, 3)
            assert "pins:read_secret" in refused.json()["message"]


def test_pins_have_figures_on_request(emulator: Emulator, api: Api) -> None:
    board = new_board(api)["id"]
    pin = new_pin(api, board)
    emulator.advance(100 * 86_400)
    api.headers["Authorization"] = f"Bearer {emulator.token()}"  # the first token has expired
    paths = ("/pins", f"/boards/{board}/pins", f"/pins/{pin['id']}")
    responses = [api.get(path, params={"pin_metrics": "True"}) for path in paths]
    for operation, response in zip((PINS_LIST, BOARDS_LIST_PINS, PINS_GET), responses, strict=True):
        assert_valid(operation, response)
    shown = responses[2].json()
    assert responses[0].json()["items"] == responses[1].json()["items"] == [shown]
    recent, lifetime = shown["pin_metrics"]["90d"], shown["pin_metrics"]["lifetime_metrics"]
    assert lifetime["impression"] > recent["impression"] > recent["pin_click"] > 0
    assert {**shown, "pin_metrics": None} == pin
    names = {"TOTAL_COMMENTS": "comment", "TOTAL_REACTIONS": "reaction"}
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=100)
    query = f"start_date={day}&end_date={day}&metric_types={','.join(names)}"
    analytics = api.get(f"/pins/{pin['id']}/analytics", params=query).json()["all"]
    assert analytics["lifetime_metrics"] == {name: lifetime[field] for name, field in names.items()}


def test_a_pin_is_updated(api: Api) -> None:
    pin = new_pin(api, new_board(api)["id"], title="A quilt", alt_text="Squares")
    body = {"title": None, "description": "It is warm", "link": "https://www.example.com/2"}
    response = api.patch(f"/pins/{pin['id']}", json=body)
    assert_valid(PINS_UPDATE, response)
    assert response.json() == {**pin, **body}
    assert api.get(f"/pins/{pin['id']}").json() == {**pin, **body}


def test_ai_disclosures_are_updated(api: Api) -> None:
    pin = new_pin(api)
    disclosed = {"ai_disclosures": {"values": ["SYNTHETIC_PERFORMER"]}}
    response = api.patch(f"/pins/{pin['id']}", json=disclosed)
    assert_valid(PINS_UPDATE, response)
    assert response.json() == {**pin, **disclosed}
    cleared = api.patch(f"/pins/{pin['id']}", json={"ai_disclosures": {"values": None}})
    assert_valid(PINS_UPDATE, cleared)
    assert cleared.json() == pin


def test_a_pin_is_moved(api: Api) -> None:
    first, second = new_board(api)["id"], new_board(api, "Second")["id"]
    first_section, second_section = new_section(api, first)["id"], new_section(api, second)["id"]
    pin = new_pin(api, first, board_section_id=first_section)
    path = f"/pins/{pin['id']}"
    steps: list[tuple[dict[str, Any], str, str | None]] = [
        ({"title": "Same place"}, first, first_section),
        ({"board_section_id": None}, first, None),
        ({"board_section_id": first_section}, first, first_section),
        ({"board_id": second}, second, None),
        ({"board_section_id": first_section}, first, first_section),
        ({"board_id": second, "board_section_id": second_section}, second, second_section),
    ]
    for body, board, section in steps:
        response = api.patch(path, json=body)
        assert_valid(PINS_UPDATE, response)
        assert (response.json()["board_id"], response.json()["board_section_id"]) == (
            board,
            section,
        )
        assert api.get(path).json() == response.json()
        assert list_ids(api, f"/boards/{board}/pins") == [pin["id"]]
    counts = [api.get(f"/boards/{board}").json()["pin_count"] for board in (first, second)]
    assert counts == [0, 1]
    for place, code in (({"board_id": "1"}, 40), ({"board_section_id": "1"}, 2031)):
        lost = api.patch(path, json=place)
        assert (lost.status_code, lost.json()["code"]) == (404, code)
    assert list_ids(api, f"/boards/{second}/sections/{second_section}/pins") == [pin["id"]]


def test_the_slots_of_a_carousel_are_updated(api: Api) -> None:
    source = SOURCES[3][0]
    items = [{"url": IMAGE["url"], "title": "First", "description": "One"}, *source["items"][:1]]
    pin = new_pin(api, media_source={**source, "items": items})
    slots = [{"title": "Changed"}, {"link": "https://www.example.com/2"}]
    response = api.patch(f"/pins/{pin['id']}", json={"carousel_slots": slots})
    assert_valid(PINS_UPDATE, response)
    first, second = response.json()["media"]["items"]
    assert (first["title"], first["description"], first["link"]) == ("Changed", "One", None)
    assert (second["title"], second["link"]) == (None, "https://www.example.com/2")
    assert first["images"] == pin["media"]["items"][0]["images"]
    other = new_pin(api)
    for more, before in ((slots * 2, response.json()), (slots, other)):
        ignored = api.patch(f"/pins/{before['id']}", json={"carousel_slots": more})
        assert (ignored.status_code, ignored.json()["media"]) == (200, before["media"])


def test_a_pin_is_saved(api: Api) -> None:
    board = new_board(api)["id"]
    section = new_section(api, board)["id"]
    pin = new_pin(api, new_board(api, "First")["id"], title="A quilt")
    response = api.post(f"/pins/{pin['id']}/save", json={"board_section_id": section})
    assert response.status_code == 201
    assert_valid(PINS_SAVE, response)
    saved = response.json()
    assert (saved["board_id"], saved["board_section_id"]) == (board, section)
    assert (saved["parent_pin_id"], saved["title"]) == (pin["id"], "A quilt")
    assert saved["media"] == pin["media"]
    assert list_ids(api, "/pins") == [pin["id"], saved["id"]]
    assert list_ids(api, f"/boards/{board}/pins") == [saved["id"]]
    profile = api.post(f"/pins/{saved['id']}/save", json={"board_id": None})
    assert_valid(PINS_SAVE, profile)
    assert "board_id" not in profile.json()


@pytest.mark.parametrize(
    ("pin", "body", "code"),
    [
        ("1", {}, 50),
        ("404404", {}, 50),
        (None, {"board_id": "1"}, 40),
        (None, {"board_section_id": "1"}, 2031),
    ],
)
def test_saving_to_an_unknown_place_is_refused(
    api: Api, pin: str | None, body: dict[str, str], code: int
) -> None:
    known = new_pin(api)["id"]
    response = api.post(f"/pins/{pin or known}/save", json=body)
    assert (response.status_code, response.json()["code"]) == (404, code)
    assert list_ids(api, "/pins") == [known]


def test_a_pin_is_deleted(api: Api) -> None:
    board = new_board(api)["id"]
    deleted, kept = new_pin(api, board)["id"], new_pin(api, board)["id"]
    response = api.delete(f"/pins/{deleted}")
    assert (response.status_code, response.content) == (204, b"")
    assert_valid(PINS_DELETE, response)
    assert list_ids(api, "/pins") == [kept]
    assert api.get(f"/boards/{board}").json()["pin_count"] == 1


@pytest.mark.parametrize("verb", ["GET", "PATCH", "DELETE"])
def test_an_unknown_pin_is_not_found(api: Api, verb: str) -> None:
    response = api.request(verb, "/pins/1", json={} if verb == "PATCH" else None)
    assert (response.status_code, response.json()["code"]) == (404, 50)


def test_the_same_seed_creates_the_same_pins() -> None:
    made = []
    for seed in (1, 1, 2):
        with Emulator(seed=seed) as emulator, Api(emulator.url, emulator.access_token) as api:
            pin = new_pin(api)
            made.append((pin["id"], pin["media"]))
    assert made[0] == made[1] != made[2]


def test_pins_can_be_created_without_requests(tmp_path: Path) -> None:
    file = tmp_path / "emulator.db"
    state, moment = State(file), 1_700_000_000
    with state.store.transaction():
        board = add_board(state, name="Last year", created=moment - 1)["id"]
        section = add_section(state, board, "Blocks")["id"]
        plain = add_pin(state, board_id=board, section_id=section, title="A", created=moment)
        product = add_pin(state, board_id=board, is_product=True, created=moment)
        video = add_pin(state, board_id=board, is_video=True, created=moment)
    state.store.close()
    with Emulator(db=file) as emulator, Api(emulator.url, emulator.access_token) as api:
        response = api.get(f"/boards/{board}/sections/{section}/pins")
        rest = api.get("/pins", params={"creative_types": "VIDEO,SHOPPING"})
        shown = api.get(f"/boards/{board}").json()
    assert response.json()["items"] == [plain]
    assert plain["created_at"] == shown["board_pins_modified_at"] == "2023-11-14T22:13:20"
    assert_valid(PINS_LIST, rest)
    assert rest.json()["items"] == [product, video]
    assert (product["creative_type"], product["is_product"]) == ("SHOPPING", True)
    assert (video["creative_type"], video["media"]["media_type"]) == ("VIDEO", "video")
