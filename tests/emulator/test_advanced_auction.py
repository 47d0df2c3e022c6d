"""Advanced auction: bid options of retail items, each written for itself, and read."""

from __future__ import annotations

from typing import Any

import requests

from pinterest.operations.advanced_auction import (
    ADVANCED_AUCTION_ITEMS_GET_POST,
    ADVANCED_AUCTION_ITEMS_SUBMIT_POST,
)
from tests.emulator.shop import Shop
from tests.emulator.valid import assert_valid

APPS = {"iphone": 1.2, "web": 0.5}


def key(item_id: str) -> dict[str, str]:
    return {"item_id": item_id, "country": "US", "language": "EN"}


def upsert(item_id: str, *mask: str, **options: Any) -> dict[str, Any]:
    named = {**key(item_id), "operation": "UPSERT", "update_mask": list(mask) or None}
    return {**named, "bid_options": options}


def delete(item_id: str) -> dict[str, Any]:
    return {**key(item_id), "operation": "DELETE"}


def stocked(shop: Shop) -> str:
    catalog: str = shop.catalog()["id"]
    shop.stock(a={}, b={}, c={})
    return catalog


def submit(shop: Shop, catalog: str, *items: dict[str, Any]) -> requests.Response:
    body = {"catalog_id": catalog, "items": list(items)}
    return shop.api.post("/advanced_auction/items/submit", json=body)


def options(shop: Shop, catalog: str) -> dict[str, Any]:
    body = {"catalog_id": catalog, "items": [key(id) for id in "abcd"]}
    answer = shop.api.post("/advanced_auction/items/get", json=body)
    assert_valid(ADVANCED_AUCTION_ITEMS_GET_POST, answer)
    assert answer.json()["catalog_id"] == catalog
    return {item["item_id"]: item["bid_options"] for item in answer.json()["items"]}


def test_what_was_submitted_is_read_again(shop: Shop) -> None:
    catalog = stocked(shop)
    assert options(shop, catalog) == {}
    answer = submit(
        shop,
        catalog,
        upsert("a", bid_in_micro_currency=5, app_type_multipliers=APPS),
        upsert("b", "BID", bid_in_micro_currency=0, app_type_multipliers=APPS),
    )
    assert_valid(ADVANCED_AUCTION_ITEMS_SUBMIT_POST, answer)
    assert answer.status_code == 200
    assert [item["item_id"] for item in answer.json()["items"]] == ["a", "b"]
    nothing = {"placement_multipliers": None}
    assert options(shop, catalog) == {
        "a": {**nothing, "bid_in_micro_currency": 5, "app_type_multipliers": APPS},
        "b": {**nothing, "bid_in_micro_currency": 0, "app_type_multipliers": None},
    }


def test_a_mask_sets_and_empties_what_it_names(shop: Shop) -> None:
    catalog = stocked(shop)
    submit(shop, catalog, upsert("a", bid_in_micro_currency=5, app_type_multipliers=APPS))
    places = {"search": 2}
    mask = ("BID", "PLACEMENT_BID_MULTIPLIER_SET")
    submit(shop, catalog, upsert("a", *mask, placement_multipliers=places))
    assert options(shop, catalog)["a"] == {
        "bid_in_micro_currency": None,
        "app_type_multipliers": APPS,
        "placement_multipliers": places,
    }


def test_what_is_wrong_with_an_item_is_its_own(shop: Shop) -> None:
    catalog = stocked(shop)
    submit(shop, catalog, upsert("c", bid_in_micro_currency=5))
    answer = submit(
        shop,
        catalog,
        upsert("d", bid_in_micro_currency=1),
        upsert("a", bid_in_micro_currency=1),
        upsert("b", bid_in_micro_currency=-1),
        upsert("b", app_type_multipliers={"toaster": 1}),
        upsert("b", placement_multipliers={"search": 10.5}),
        delete("c"),
    )
    assert_valid(ADVANCED_AUCTION_ITEMS_SUBMIT_POST, answer)
    assert answer.status_code == 206
    codes = [[one["code"] for one in item.get("errors", [])] for item in answer.json()["items"]]
    assert codes == [[1], [], [6], [1], [1], []]
    assert list(options(shop, catalog)) == ["a"]


def test_options_go_with_their_item(shop: Shop) -> None:
    catalog = stocked(shop)
    submit(shop, catalog, upsert("a", bid_in_micro_currency=5))
    shop.send({"operation": "DELETE", "item_id": "a"})
    shop.emulator.advance(60)
    assert options(shop, catalog) == {}


def test_a_catalog_that_is_not_there_is_refused(shop: Shop) -> None:
    stocked(shop)
    assert submit(shop, "123", delete("a")).status_code == 400
    hotels = shop.catalog("HOTEL", "Rooms")["id"]
    assert submit(shop, hotels, delete("a")).status_code == 400
