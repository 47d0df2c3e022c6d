"""Advanced auction: set, delete and get the bid options of retail items."""

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


def build_key(item_id: str) -> dict[str, str]:
    return {"item_id": item_id, "country": "US", "language": "EN"}


def build_upsert(item_id: str, *mask: str, **bid_options: Any) -> dict[str, Any]:
    item = {**build_key(item_id), "operation": "UPSERT", "update_mask": list(mask) or None}
    return {**item, "bid_options": bid_options}


def build_delete(item_id: str) -> dict[str, Any]:
    return {**build_key(item_id), "operation": "DELETE"}


def create_stocked_catalog(shop: Shop) -> str:
    catalog: str = shop.catalog()["id"]
    shop.stock(a={}, b={}, c={})
    return catalog


def submit_items(shop: Shop, catalog: str, *items: dict[str, Any]) -> requests.Response:
    body = {"catalog_id": catalog, "items": list(items)}
    return shop.api.post("/advanced_auction/items/submit", json=body)


def get_options(shop: Shop, catalog: str) -> dict[str, Any]:
    body = {"catalog_id": catalog, "items": [build_key(id) for id in "abcd"]}
    response = shop.api.post("/advanced_auction/items/get", json=body)
    assert_valid(ADVANCED_AUCTION_ITEMS_GET_POST, response)
    assert response.json()["catalog_id"] == catalog
    return {item["item_id"]: item["bid_options"] for item in response.json()["items"]}


def test_submitted_options_are_returned(shop: Shop) -> None:
    catalog = create_stocked_catalog(shop)
    assert get_options(shop, catalog) == {}
    response = submit_items(
        shop,
        catalog,
        build_upsert("a", bid_in_micro_currency=5, app_type_multipliers=APPS),
        build_upsert("b", "BID", bid_in_micro_currency=0, app_type_multipliers=APPS),
    )
    assert_valid(ADVANCED_AUCTION_ITEMS_SUBMIT_POST, response)
    assert response.status_code == 200
    assert [item["item_id"] for item in response.json()["items"]] == ["a", "b"]
    no_placements = {"placement_multipliers": None}
    assert get_options(shop, catalog) == {
        "a": {**no_placements, "bid_in_micro_currency": 5, "app_type_multipliers": APPS},
        "b": {**no_placements, "bid_in_micro_currency": 0, "app_type_multipliers": None},
    }


def test_a_mask_sets_and_clears_its_fields(shop: Shop) -> None:
    catalog = create_stocked_catalog(shop)
    submit_items(
        shop, catalog, build_upsert("a", bid_in_micro_currency=5, app_type_multipliers=APPS)
    )
    places = {"search": 2}
    mask = ("BID", "PLACEMENT_BID_MULTIPLIER_SET")
    submit_items(shop, catalog, build_upsert("a", *mask, placement_multipliers=places))
    assert get_options(shop, catalog)["a"] == {
        "bid_in_micro_currency": None,
        "app_type_multipliers": APPS,
        "placement_multipliers": places,
    }


def test_a_bad_item_fails_alone(shop: Shop) -> None:
    catalog = create_stocked_catalog(shop)
    submit_items(shop, catalog, build_upsert("c", bid_in_micro_currency=5))
    response = submit_items(
        shop,
        catalog,
        build_upsert("d", bid_in_micro_currency=1),
        build_upsert("a", bid_in_micro_currency=1),
        build_upsert("b", bid_in_micro_currency=-1),
        build_upsert("b", app_type_multipliers={"toaster": 1}),
        build_upsert("b", placement_multipliers={"search": 10.5}),
        build_delete("c"),
    )
    assert_valid(ADVANCED_AUCTION_ITEMS_SUBMIT_POST, response)
    assert response.status_code == 206
    codes = [
        [error["code"] for error in item.get("errors", [])] for item in response.json()["items"]
    ]
    assert codes == [[1], [], [6], [1], [1], []]
    assert list(get_options(shop, catalog)) == ["a"]


def test_deleting_an_item_deletes_its_options(shop: Shop) -> None:
    catalog = create_stocked_catalog(shop)
    submit_items(shop, catalog, build_upsert("a", bid_in_micro_currency=5))
    shop.send({"operation": "DELETE", "item_id": "a"})
    shop.emulator.advance(60)
    assert get_options(shop, catalog) == {}


def test_an_unknown_catalog_is_refused(shop: Shop) -> None:
    create_stocked_catalog(shop)
    assert submit_items(shop, "123", build_delete("a")).status_code == 400
    hotels = shop.catalog("HOTEL", "Rooms")["id"]
    assert submit_items(shop, hotels, build_delete("a")).status_code == 400
