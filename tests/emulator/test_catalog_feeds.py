"""Feeds: create, get, list, update, delete and ingest them, and list the issues of their rows."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pinterest.operations.catalog_feeds import (
    FEED_PROCESSING_RESULTS_LIST,
    FEEDS_CREATE,
    FEEDS_GET,
    FEEDS_INGEST,
    FEEDS_LIST,
    FEEDS_UPDATE,
    ITEMS_ISSUES_LIST,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.shop import FEED, Shop, build_item, get_status_and_code
from tests.emulator.valid import assert_valid

MINUTES = 300


def list_results(shop: Shop, feed_id: str) -> list[dict[str, Any]]:
    response = shop.api.get(f"/catalogs/feeds/{feed_id}/processing_results")
    assert_valid(FEED_PROCESSING_RESULTS_LIST, response)
    items: list[dict[str, Any]] = response.json()["items"]
    return items


@pytest.mark.parametrize("catalog_type", ["RETAIL", "HOTEL", "CREATIVE_ASSETS"])
def test_a_feed_is_created_and_listed(shop: Shop, catalog_type: str) -> None:
    catalog_id = shop.catalog(catalog_type)["id"]
    body = {**FEED, "catalog_type": catalog_type, "catalog_id": catalog_id}
    response = shop.api.post("/catalogs/feeds", json=body)
    assert_valid(FEEDS_CREATE, response)
    feed = response.json()
    assert (feed["name"], feed["status"], feed["credentials"]) == ("Nightly", "ACTIVE", None)
    read = shop.api.get(f"/catalogs/feeds/{feed['id']}")
    assert_valid(FEEDS_GET, read)
    assert read.json() == feed
    other = shop.catalog(catalog_type, "Another")["id"]
    listed = shop.api.get("/catalogs/feeds", params={"catalog_id": catalog_id})
    assert_valid(FEEDS_LIST, listed)
    assert listed.json()["items"] == [feed]
    assert shop.api.get("/catalogs/feeds", params={"catalog_id": other}).json()["items"] == []


def test_a_feed_without_a_catalog_creates_one(shop: Shop) -> None:
    shop.feed()
    shop.feed(name="Second")
    [catalog] = shop.api.get("/catalogs").json()["items"]
    assert catalog["catalog_type"] == "RETAIL"


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"location": "feed.tsv"}, (400, 1)),
        ({"default_country": None}, (501, 4181)),
        ({"catalog_type": "RETAIL", "catalog_id": "1"}, (400, 1)),
        ({"name": "Taken"}, (422, 4170)),
    ],
)
def test_a_bad_feed_is_refused(
    shop: Shop, changes: dict[str, Any], refused: tuple[int, int]
) -> None:
    shop.feed(name="Taken")
    body = {name: value for name, value in {**FEED, **changes}.items() if value is not None}
    assert get_status_and_code(shop.api.post("/catalogs/feeds", json=body)) == refused
    assert len(shop.api.get("/catalogs/feeds").json()["items"]) == 1


def test_the_catalog_of_a_feed_must_be_of_its_type(shop: Shop) -> None:
    catalog_id = shop.catalog("HOTEL")["id"]
    body = {**FEED, "catalog_type": "RETAIL", "catalog_id": catalog_id}
    assert get_status_and_code(shop.api.post("/catalogs/feeds", json=body)) == (400, 1)


def test_a_feed_is_updated(shop: Shop) -> None:
    path = f"/catalogs/feeds/{shop.feed()['id']}"
    changes = {"catalog_type": "RETAIL", "name": "Weekly", "status": "INACTIVE"}
    response = shop.api.patch(path, json=changes)
    assert_valid(FEEDS_UPDATE, response)
    assert response.json()["name"] == "Weekly"
    assert shop.api.get(path).json()["status"] == "INACTIVE"
    assert get_status_and_code(
        shop.api.patch(path, json={"catalog_type": "HOTEL", "name": "x"})
    ) == (400, 1)
    shop.feed()
    assert get_status_and_code(shop.api.patch(path, json={"name": "Nightly"})) == (422, 4170)
    assert shop.api.patch(path, json={"name": "Weekly"}).status_code == 200


def test_a_new_feed_is_ingested_after_a_while(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    [started] = list_results(shop, feed_id)
    assert (started["status"], started["product_counts"]) == ("PROCESSING", {})
    group = {
        "feed_id": feed_id,
        "name": "Everything",
        "filters": {"all_of": [{"MIN_PRICE": {"values": 0}}]},
    }
    group_id = shop.api.post("/catalogs/product_groups", json=group).json()["id"]
    counts = f"/catalogs/product_groups/{group_id}/product_counts"
    assert shop.api.get(counts).json()["total"] == 0
    shop.emulator.advance(MINUTES)
    [done] = list_results(shop, feed_id)
    assert done["id"] == started["id"]
    assert done["status"] == "COMPLETED"
    assert done["product_counts"] == {"original": 12, "ingested": 11}
    assert shop.api.get(counts).json()["total"] == 11


def test_while_a_feed_is_processed_its_counts_and_details_are_empty_objects(shop: Shop) -> None:
    [started] = list_results(shop, shop.feed()["id"])
    empty: dict[str, Any] = {"errors": {}, "warnings": {}}
    assert (started["status"], started["product_counts"]) == ("PROCESSING", {})
    assert started["ingestion_details"] == {**empty, "info": {}}
    assert started["validation_details"] == empty


def test_times_of_feeds_are_naive_with_microseconds_and_those_of_results_without(
    shop: Shop,
) -> None:
    feed = shop.feed()
    path = f"/catalogs/feeds/{feed['id']}"
    changed = shop.api.patch(path, json={"catalog_type": "RETAIL", "name": "Weekly"}).json()
    started = shop.api.post(f"{path}/ingest").json()
    shop.emulator.advance(MINUTES)
    second = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
    for shown in (feed, changed, shop.api.get(path).json()):
        assert re.fullmatch(second + r"\.\d{6}", shown["created_at"])
        assert re.fullmatch(second + r"\.\d{6}", shown["updated_at"])
    assert changed["updated_at"] > feed["updated_at"]
    assert re.fullmatch(second, started["created_at"])
    for result in list_results(shop, feed["id"]):
        assert re.fullmatch(second, result["created_at"])
        assert re.fullmatch(second, result["updated_at"])


def test_a_feed_is_ingested_on_demand(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    response = shop.api.post(f"/catalogs/feeds/{feed_id}/ingest")
    assert_valid(FEEDS_INGEST, response)
    assert (response.json()["feed_id"], response.json()["status"]) == (feed_id, "PROCESSING")
    latest, first = list_results(shop, feed_id)
    assert latest["id"] == response.json()["id"] != first["id"]


def test_ingesting_an_inactive_feed_fails(shop: Shop) -> None:
    feed_id = shop.feed(status="INACTIVE")["id"]
    shop.emulator.advance(MINUTES)
    [done] = list_results(shop, feed_id)
    assert done["status"] == "FAILED"
    assert done["validation_details"]["errors"] == {"FETCH_INACTIVE_FEED_ERROR": 1}


def test_issues_are_listed_by_row(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    [result] = list_results(shop, feed_id)
    path = f"/catalogs/processing_results/{result['id']}/item_issues"
    assert shop.api.get(path).json()["items"] == []
    shop.emulator.advance(MINUTES)
    response = shop.api.get(path)
    assert_valid(ITEMS_ISSUES_LIST, response)
    issues = response.json()["items"]
    assert [list(item["errors"]) + list(item["warnings"]) for item in issues] in (
        [["PRICE_MISSING"], ["OPTIONAL_PRODUCT_CATEGORY_MISSING"]],
        [["OPTIONAL_PRODUCT_CATEGORY_MISSING"], ["PRICE_MISSING"]],
    )
    filtered = shop.api.get(path, params={"item_validation_issue": "PRICE_MISSING"}).json()["items"]
    assert filtered == [item for item in issues if item["errors"]]
    numbers = {"item_numbers": issues[1]["item_number"]}
    assert shop.api.get(path, params=numbers).json()["items"] == issues[1:]
    first = shop.api.get(path, params={"page_size": 1}).json()
    assert first["items"] == issues[:1]
    rest = shop.api.get(path, params={"page_size": 1, "bookmark": first["bookmark"]}).json()
    assert rest == {"items": issues[1:], "bookmark": None}


def test_a_deleted_feed_becomes_inactive_and_later_disabled(shop: Shop) -> None:
    feed = shop.feed()
    path = f"/catalogs/feeds/{feed['id']}"
    shop.emulator.advance(MINUTES)
    assert list_products(shop, feed["id"])
    group = {
        "feed_id": feed["id"],
        "name": "All",
        "filters": {"all_of": [{"MIN_PRICE": {"values": 0}}]},
    }
    group_id = shop.api.post("/catalogs/product_groups", json=group).json()["id"]
    response = shop.api.delete(path)
    assert (response.status_code, response.content) == (204, b"")
    assert get_status_and_code(shop.api.get(f"/catalogs/product_groups/{group_id}")) == (404, 4180)
    assert list_products(shop, feed["id"]) == []
    deleted = shop.api.get(path)
    assert_valid(FEEDS_GET, deleted)
    assert deleted.json() == {
        **feed,
        "status": "INACTIVE",
        "updated_at": deleted.json()["updated_at"],
    }
    assert shop.api.get("/catalogs/feeds").json()["items"] == [deleted.json()]
    assert shop.api.delete(path).status_code == 204
    shop.emulator.advance(86_401)
    assert shop.api.get(path).json()["status"] == "DISABLED"


def test_the_name_of_a_deleted_feed_cannot_be_reused(shop: Shop) -> None:
    path = f"/catalogs/feeds/{shop.feed()['id']}"
    shop.api.delete(path)
    assert get_status_and_code(shop.api.post("/catalogs/feeds", json=FEED)) == (422, 4170)
    shop.emulator.advance(86_401)
    assert get_status_and_code(shop.api.post("/catalogs/feeds", json=FEED)) == (422, 4170)


def test_a_deleted_feed_that_is_made_active_again_can_be_processed_again(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    path = f"/catalogs/feeds/{feed_id}"
    shop.emulator.advance(MINUTES)
    shop.api.delete(path)
    shop.api.post(f"{path}/ingest")
    again = shop.api.patch(path, json={"catalog_type": "RETAIL", "status": "ACTIVE"})
    assert again.json()["status"] == "ACTIVE"
    shop.api.post(f"{path}/ingest")
    shop.emulator.advance(MINUTES)
    assert [result["status"] for result in list_results(shop, feed_id)] == [
        "COMPLETED",
        "FAILED",
        "COMPLETED",
    ]
    assert len(list_products(shop, feed_id)) == 11
    shop.emulator.advance(2 * 86_400)
    assert shop.api.get(path).json()["status"] == "ACTIVE"


def create_promotion(shop: Shop, advertiser: Advertiser, **fields: Any) -> str:
    """Promotes products in a new ad group and returns the ID of the promotion."""
    body = {"ad_group_id": advertiser.ad_group()["id"], "product_group_promotion": [fields]}
    response = shop.api.post(advertiser.path("product_group_promotions"), json=body)
    id: str = response.json()["items"][0]["data"]["id"]
    return id


def create_product_group(shop: Shop, **fields: Any) -> str:
    """Creates a product group of all products with a price and returns its ID."""
    filters = {"all_of": [{"MIN_PRICE": {"values": 0}}]}
    body = {"name": "All", "filters": filters, **fields}
    response = shop.api.post("/catalogs/product_groups", json=body)
    id: str = response.json()["id"]
    return id


@pytest.mark.parametrize("promoted", ["a group of the feed", "a group of the catalog", "all"])
def test_a_feed_whose_products_running_promotions_use_cannot_be_deleted(
    shop: Shop, advertiser: Advertiser, promoted: str
) -> None:
    feed, other = shop.feed(), shop.feed(name="Without products", status="INACTIVE")
    shop.emulator.advance(MINUTES)
    fields = {}
    if promoted == "a group of the feed":
        fields["catalog_product_group_id"] = create_product_group(shop, feed_id=feed["id"])
    elif promoted == "a group of the catalog":
        [catalog] = shop.api.get("/catalogs").json()["items"]
        catalog_fields = {"country": "US", "locale": "en-US", "catalog_id": catalog["id"]}
        catalog_fields["catalog_type"] = "RETAIL"
        fields["catalog_product_group_id"] = create_product_group(shop, **catalog_fields)
    create_promotion(shop, advertiser, **fields)
    assert get_status_and_code(shop.api.delete(f"/catalogs/feeds/{feed['id']}")) == (409, 4162)
    assert shop.api.get(f"/catalogs/feeds/{feed['id']}").json() == feed
    assert shop.api.delete(f"/catalogs/feeds/{other['id']}").status_code == 204


@pytest.mark.parametrize("paused", ["product_group_promotions", "ad_groups", "campaigns"])
def test_a_feed_whose_promotions_do_not_run_can_be_deleted(
    shop: Shop, advertiser: Advertiser, paused: str
) -> None:
    feed = shop.feed()
    shop.emulator.advance(MINUTES)
    promotion = create_promotion(shop, advertiser)
    [group] = advertiser.api.get(advertiser.path("ad_groups")).json()["items"]
    if paused == "product_group_promotions":
        body = {
            "ad_group_id": group["id"],
            "product_group_promotion": [{"id": promotion, "status": "PAUSED"}],
        }
        advertiser.api.patch(advertiser.path(paused), json=body)
    else:
        id = group["id"] if paused == "ad_groups" else group["campaign_id"]
        advertiser.patch(
            paused, {"id": id, "status": "PAUSED", "ad_account_id": advertiser.account}
        )
    assert shop.api.delete(f"/catalogs/feeds/{feed['id']}").status_code == 204


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/catalogs/feeds/1"),
        ("DELETE", "/catalogs/feeds/1"),
        ("POST", "/catalogs/feeds/1/ingest"),
        ("GET", "/catalogs/feeds/1/processing_results"),
    ],
)
def test_an_unknown_feed_is_not_found(shop: Shop, method: str, path: str) -> None:
    assert get_status_and_code(shop.api.request(method, path)) == (404, 4161)


def list_products(shop: Shop, feed_id: str) -> list[str]:
    """Returns the IDs of a feed's rows that are products."""
    items = shop.read(*[f"{feed_id}-{row:02}" for row in range(1, 13)]).json()["items"]
    return [found["item_id"] for found in items if "attributes" in found]


def test_overlapping_ingestions_finish_one_after_the_other(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(200)
    shop.api.post(f"/catalogs/feeds/{feed_id}/ingest")
    shop.emulator.advance(150)
    assert [result["status"] for result in list_results(shop, feed_id)] == [
        "PROCESSING",
        "COMPLETED",
    ]
    assert len(list_products(shop, feed_id)) == 11


def test_a_feed_deleted_during_its_ingestion_leaves_no_products(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.api.delete(f"/catalogs/feeds/{feed_id}")
    shop.emulator.advance(MINUTES + 1)
    assert list_products(shop, feed_id) == []


def test_deleting_a_feed_deletes_its_products_even_if_updated_since(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(MINUTES)
    [product, *_] = list_products(shop, feed_id)
    shop.send(build_item("UPDATE", product, title="Other"), build_item("UPSERT", "own"))
    shop.api.delete(f"/catalogs/feeds/{feed_id}")
    shop.emulator.advance(60)
    assert list_products(shop, feed_id) == []
    assert "attributes" in shop.read("own").json()["items"][0]
