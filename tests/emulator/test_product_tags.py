"""Product tags: product pins that are tagged on another pin."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.product_tags import (
    PRODUCT_TAGS_BULK_ADD,
    PRODUCT_TAGS_BULK_DELETE,
    PRODUCT_TAGS_LIST,
)
from tests.emulator.api import Api
from tests.emulator.organic import new_board, new_pin
from tests.emulator.valid import assert_valid


def build_tags(*ids: str) -> dict[str, Any]:
    return {"product_tags": [{"pin_id": id} for id in ids]}


@pytest.fixture
def path(api: Api) -> str:
    """The path of a pin's tags."""
    return f"/pins/{new_pin(api)['id']}/product_tags"


def test_tags_are_added_listed_and_removed(api: Api, path: str) -> None:
    empty = api.get(path)
    assert_valid(PRODUCT_TAGS_LIST, empty)
    assert empty.json() == build_tags()
    first, second, third = (new_pin(api)["id"] for _ in range(3))
    added = api.post(path, json=build_tags(third, first))
    assert_valid(PRODUCT_TAGS_BULK_ADD, added)
    assert added.json() == build_tags(third, first)
    assert api.post(path, json=build_tags(first, second)).json() == build_tags(third, first, second)
    removed = api.post(f"{path}/bulk-delete", json=build_tags(first, "1"))
    assert removed.status_code == 204
    assert_valid(PRODUCT_TAGS_BULK_DELETE, removed)
    assert api.get(path).json() == build_tags(third, second)


def test_moving_a_pin_keeps_its_tags_and_deleting_a_tagged_pin_removes_its_tag(
    api: Api, path: str
) -> None:
    first, second = new_pin(api)["id"], new_pin(api)["id"]
    api.post(path, json=build_tags(first, second))
    board = new_board(api)["id"]
    moved = api.patch(path.removesuffix("/product_tags"), json={"board_id": board})
    assert moved.json()["board_id"] == board
    assert api.get(path).json() == build_tags(first, second)
    api.delete(f"/pins/{first}")
    assert api.get(path).json() == build_tags(second)


def test_unknown_pins_cannot_be_tags(api: Api, path: str) -> None:
    good = new_pin(api)["id"]
    for bad in ("1", "quilt"):
        refused = api.post(path, json=build_tags(good, bad))
        assert (refused.status_code, refused.json()["code"]) == (400, 1)
        assert "product_tags[1]" in refused.json()["message"]
    assert api.get(path).json() == build_tags()


def test_a_request_has_at_most_24_tags_but_a_pin_any_number(api: Api, path: str) -> None:
    products = [new_pin(api)["id"] for _ in range(25)]
    for bad in (build_tags(), build_tags(*products)):
        assert api.post(path, json=bad).status_code == 400
    full = api.post(path, json=build_tags(*products[:24]))
    assert full.json() == build_tags(*products[:24])
    assert api.post(path, json=build_tags(products[0])).json() == full.json()
    assert api.post(path, json=build_tags(products[24])).json() == build_tags(*products)
    assert api.get(path).json() == build_tags(*products)


def test_the_tags_of_an_unknown_pin_are_not_found(api: Api) -> None:
    responses = [
        api.get("/pins/1/product_tags"),
        api.post("/pins/1/product_tags", json=build_tags("1")),
        api.post("/pins/1/product_tags/bulk-delete", json=build_tags("1")),
    ]
    assert [(response.status_code, response.json()["code"]) for response in responses] == [
        (404, 50)
    ] * 3
