"""Catalog items: write them in batches, with failures per item, and get them by ID."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.catalog_items import ITEMS_BATCH_GET, ITEMS_BATCH_POST, ITEMS_POST
from tests.emulator.shop import ATTRIBUTES, Shop, build_item, get_status_and_code
from tests.emulator.valid import assert_valid

HOTEL = {
    "name": "Inn",
    "link": "https://www.example.com/inn",
    "description": "Quiet.",
    "main_image": {"link": "https://www.example.com/inn.jpg"},
    "address": {"city": "Salem", "country": "US"},
}
ASSET = {"title": "Loop", "link": "https://www.example.com/loop"}


def finish_batch(shop: Shop, batch_id: str) -> list[dict[str, Any]]:
    shop.emulator.advance(60)
    response = shop.api.get(f"/catalogs/items/batch/{batch_id}")
    assert_valid(ITEMS_BATCH_GET, response)
    assert response.json()["status"] == "COMPLETED"
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def test_a_batch_is_processing_before_it_is_finished(shop: Shop) -> None:
    shop.catalog()
    response = shop.send(build_item("CREATE", "A-1"), build_item("UPSERT", "A-2", title="Second"))
    assert_valid(ITEMS_BATCH_POST, response)
    batch = response.json()
    assert (batch["status"], batch["completed_time"]) == ("PROCESSING", None)
    assert [record["status"] for record in batch["items"]] == ["PROCESSING"] * 2
    assert shop.api.get(f"/catalogs/items/batch/{batch['batch_id']}").json() == batch
    before = shop.read("A-1").json()["items"]
    assert "errors" in before[0]
    records = finish_batch(shop, batch["batch_id"])
    assert [(record["item_id"], record["status"]) for record in records] == [
        ("A-1", "SUCCESS"),
        ("A-2", "SUCCESS"),
    ]
    read = shop.read("A-2", "A-1", "A-3")
    assert_valid(ITEMS_POST, read)
    second, first, unknown = read.json()["items"]
    assert second["attributes"]["title"] == "Second"
    assert first["attributes"] == {**ATTRIBUTES, "image_link": [ATTRIBUTES["image_link"]]}
    assert first["pins"][0]["title"] == ATTRIBUTES["title"]
    assert unknown["item_id"] == "A-3"
    assert unknown["errors"][0]["attribute"] == "item_id"


@pytest.mark.parametrize("bad_index", [0, 1, 2])
@pytest.mark.parametrize(
    ("bad", "attribute"),
    [
        (build_item("CREATE", "B-1", price=None), "price"),
        (build_item("CREATE", "A-1"), "item_id"),
        (build_item("UPDATE", "B-1", title="x"), "item_id"),
        (build_item("DELETE", "B-1"), "item_id"),
    ],
)
def test_one_bad_item_of_three_fails_alone(
    shop: Shop, bad: dict[str, Any], attribute: str, bad_index: int
) -> None:
    shop.catalog()
    shop.stock(**{"A-1": {}})
    items = [build_item("CREATE", "C-1"), build_item("CREATE", "C-2")]
    items.insert(bad_index, bad)
    records = finish_batch(shop, shop.send(*items).json()["batch_id"])
    assert [record["status"] == "FAILURE" for record in records] == [
        n == bad_index for n in range(3)
    ]
    assert records[bad_index]["errors"][0]["attribute"] == attribute
    assert all("attributes" in found for found in shop.read("C-1", "C-2").json()["items"])


def test_items_are_updated_and_deleted(shop: Shop) -> None:
    shop.catalog()
    shop.stock(a={"color": "red"}, b={})
    masked = {**build_item("UPDATE", "a", title="New", price="1.00 USD"), "update_mask": ["title"]}
    records = finish_batch(shop, shop.send(masked, build_item("DELETE", "b")).json()["batch_id"])
    assert [record["status"] for record in records] == ["SUCCESS"] * 2
    changed, deleted = shop.read("a", "b").json()["items"]
    assert changed["attributes"]["title"] == "New"
    assert (changed["attributes"]["price"], changed["attributes"]["color"]) == ("25.50 USD", "red")
    assert "errors" in deleted


def test_a_batch_may_have_one_operation_for_all_items(shop: Shop) -> None:
    shop.catalog()
    body = {"country": "US", "language": "EN", "operation": "CREATE"}
    items = [{"item_id": "x", "attributes": ATTRIBUTES}, {"attributes": ATTRIBUTES}]
    response = shop.api.post("/catalogs/items/batch", json={**body, "items": items})
    assert_valid(ITEMS_BATCH_POST, response)
    good, bad = finish_batch(shop, response.json()["batch_id"])
    assert good["status"] == "SUCCESS"
    assert (bad["status"], "item_id" in bad) == ("FAILURE", False)
    deleted = {**body, "operation": "DELETE", "items": [{"item_id": "x"}]}
    finish_batch(shop, shop.api.post("/catalogs/items/batch", json=deleted).json()["batch_id"])
    assert "errors" in shop.read("x").json()["items"][0]


def test_discontinued_items_are_out_of_stock(shop: Shop) -> None:
    shop.catalog()
    shop.stock(x=ATTRIBUTES)
    body = {"country": "US", "language": "EN", "operation": "DELETE_DISCONTINUED"}
    items = [{"item_id": "x"}, {"item_id": "unknown"}]
    response = shop.api.post("/catalogs/items/batch", json={**body, "items": items})
    records = finish_batch(shop, response.json()["batch_id"])
    assert [record["status"] for record in records] == ["SUCCESS", "FAILURE"]
    [found] = shop.read("x").json()["items"]
    assert found["attributes"]["availability"] == "out of stock"
    assert found["attributes"]["title"] == ATTRIBUTES["title"]


@pytest.mark.parametrize(
    ("catalog_type", "field", "attributes"),
    [("HOTEL", "hotel_id", HOTEL), ("CREATIVE_ASSETS", "creative_assets_id", ASSET)],
)
def test_items_of_other_types(
    shop: Shop, catalog_type: str, field: str, attributes: dict[str, Any]
) -> None:
    catalog_id = shop.catalog(catalog_type)["id"]
    common = {"country": "US", "language": "en-US"}
    kind = {"catalog_type": catalog_type, "catalog_id": catalog_id}
    items = [
        {"operation": "CREATE", field: "one", "attributes": attributes},
        {"operation": "CREATE", field: "two", "attributes": {}},
    ]
    response = shop.api.post("/catalogs/items/batch", json={**common, **kind, "items": items})
    assert_valid(ITEMS_BATCH_POST, response)
    records = finish_batch(shop, response.json()["batch_id"])
    assert [(record[field], record["status"]) for record in records] == [
        ("one", "SUCCESS"),
        ("two", "FAILURE"),
    ]
    filters = {**kind, f"{field}s": ["one", "two"]}
    read = shop.api.post("/catalogs/items", json={**common, "filters": filters})
    assert_valid(ITEMS_POST, read)
    one, two = read.json()["items"]
    assert one["attributes"] == attributes
    assert two["errors"]


def test_items_differ_by_country_and_language(shop: Shop) -> None:
    shop.catalog()
    shop.stock(a={})
    assert "attributes" in shop.read("a", language="en-US").json()["items"][0]
    assert "errors" in shop.read("a", country="CA").json()["items"][0]
    assert "errors" in shop.read("a", language="DE").json()["items"][0]


def test_batches_need_a_catalog_and_are_found_by_id(shop: Shop) -> None:
    assert get_status_and_code(shop.send(build_item("CREATE", "a"))) == (409, 4182)
    assert get_status_and_code(shop.read("a")) == (409, 4182)
    shop.catalog()
    assert get_status_and_code(shop.send(build_item("CREATE", "a"), catalog_id="1")) == (400, 1)
    assert get_status_and_code(shop.send()) == (400, 1)
    assert get_status_and_code(shop.api.get("/catalogs/items/batch/1")) == (404, 4331)


def test_overlapping_batches_are_applied_in_order(shop: Shop) -> None:
    shop.catalog()
    first = shop.send(build_item("CREATE", "a", title="First")).json()["batch_id"]
    shop.emulator.advance(30)
    second = shop.send(build_item("UPDATE", "a", brand="New")).json()["batch_id"]
    shop.emulator.advance(20)
    third = shop.send(build_item("DELETE", "a")).json()["batch_id"]
    shop.emulator.advance(20)
    assert shop.api.get(f"/catalogs/items/batch/{first}").json()["status"] == "COMPLETED"
    [found] = shop.read("a").json()["items"]
    assert (found["attributes"]["title"], found["attributes"]["brand"]) == ("First", "Acme")
    shop.emulator.advance(25)
    assert shop.api.get(f"/catalogs/items/batch/{second}").json()["status"] == "COMPLETED"
    [found] = shop.read("a").json()["items"]
    assert (found["attributes"]["title"], found["attributes"]["brand"]) == ("First", "New")
    shop.emulator.advance(60)
    assert shop.api.get(f"/catalogs/items/batch/{third}").json()["status"] == "COMPLETED"
    assert "errors" in shop.read("a").json()["items"][0]


def test_batches_are_applied_in_order_without_reads_in_between(shop: Shop) -> None:
    shop.catalog()
    shop.send(build_item("CREATE", "a", title="First"))
    shop.emulator.advance(10)
    shop.send(build_item("UPDATE", "a", title="Second"), build_item("CREATE", "b"))
    shop.emulator.advance(10)
    shop.send(build_item("DELETE", "b"))
    shop.emulator.advance(600)
    a, b = shop.read("a", "b").json()["items"]
    assert a["attributes"]["title"] == "Second"
    assert "errors" in b


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("price", "abc"),
        ("price", "-5 USD"),
        ("price", "24.99 dollars"),
        ("sale_price", "30.00 USD"),
        ("link", "nolink"),
        ("link", "https://www.example.com/" + "x" * 511),
        ("mobile_link", "ftp://www.example.com"),
        ("image_link", ["quilt.jpg"]),
        ("additional_image_link", ["https://www.example.com/1.jpg"] * 11),
        ("availability", "sometimes"),
        ("condition", "worn"),
        ("gender", "any"),
        ("size_system", "XX"),
        ("title", "x" * 501),
        ("custom_number_0", 2**32),
        ("average_review_rating", 6),
    ],
)
def test_an_item_with_a_bad_value_fails_alone(shop: Shop, attribute: str, value: Any) -> None:
    shop.catalog()
    items = [build_item("UPSERT", "b"), build_item("CREATE", "c")]
    items.insert(1, build_item("UPSERT", "a", **{attribute: value}))
    records = finish_batch(shop, shop.send(*items).json()["batch_id"])
    assert [record["status"] for record in records] == ["SUCCESS", "FAILURE", "SUCCESS"]
    assert records[1]["errors"][0]["attribute"] == attribute
    assert ["errors" in found for found in shop.read("a", "b").json()["items"]] == [True, False]


@pytest.mark.parametrize(
    ("attribute", "value"),
    [
        ("price", "24.99USD"),
        ("price", "24.99"),
        ("sale_price", "1 USD"),
        ("availability", "PREORDER"),
        ("availability", "out of Stock"),
        ("size_system", "us"),
        ("link", "http://example.com"),
        ("description", "x" * 10_000),
    ],
)
def test_an_item_with_a_good_value_is_accepted(shop: Shop, attribute: str, value: Any) -> None:
    shop.catalog()
    [record] = finish_batch(
        shop, shop.send(build_item("UPSERT", "a", **{attribute: value})).json()["batch_id"]
    )
    assert record["status"] == "SUCCESS", record
    assert shop.read("a").json()["items"][0]["attributes"][attribute] == value


def test_a_hotel_with_a_bad_value_fails_alone(shop: Shop) -> None:
    shop.catalog("HOTEL")
    common = {"country": "US", "language": "EN", "catalog_type": "HOTEL"}
    bad_attributes: list[dict[str, Any]] = [
        {"base_price": "much"},
        {"main_image": {"link": "inn.jpg"}},
        {"link": "x"},
        {},
    ]
    items = [
        {"operation": "CREATE", "hotel_id": f"h{index}", "attributes": {**HOTEL, **changes}}
        for index, changes in enumerate(bad_attributes)
    ]
    response = shop.api.post("/catalogs/items/batch", json={**common, "items": items})
    records = finish_batch(shop, response.json()["batch_id"])
    assert [[error["attribute"] for error in record["errors"]] for record in records] == [
        ["base_price"],
        ["main_image"],
        ["link"],
        [],
    ]
