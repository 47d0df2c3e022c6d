"""Feeds: made, changed, removed, taken in by the clock; what was wrong with their rows."""

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
from tests.emulator.shop import FEED, Shop, item, refusal
from tests.emulator.valid import assert_valid

MINUTES = 300


def results(shop: Shop, feed_id: str) -> list[dict[str, Any]]:
    answer = shop.api.get(f"/catalogs/feeds/{feed_id}/processing_results")
    assert_valid(FEED_PROCESSING_RESULTS_LIST, answer)
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


@pytest.mark.parametrize("catalog_type", ["RETAIL", "HOTEL", "CREATIVE_ASSETS"])
def test_a_feed_is_made_read_and_listed(shop: Shop, catalog_type: str) -> None:
    catalog_id = shop.catalog(catalog_type)["id"]
    body = {**FEED, "catalog_type": catalog_type, "catalog_id": catalog_id}
    answer = shop.api.post("/catalogs/feeds", json=body)
    assert_valid(FEEDS_CREATE, answer)
    feed = answer.json()
    assert (feed["name"], feed["status"], feed["credentials"]) == ("Nightly", "ACTIVE", None)
    read = shop.api.get(f"/catalogs/feeds/{feed['id']}")
    assert_valid(FEEDS_GET, read)
    assert read.json() == feed
    other = shop.catalog(catalog_type, "Another")["id"]
    listed = shop.api.get("/catalogs/feeds", params={"catalog_id": catalog_id})
    assert_valid(FEEDS_LIST, listed)
    assert listed.json()["items"] == [feed]
    assert shop.api.get("/catalogs/feeds", params={"catalog_id": other}).json()["items"] == []


def test_a_feed_without_a_catalog_makes_one(shop: Shop) -> None:
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
    assert refusal(shop.api.post("/catalogs/feeds", json=body)) == refused
    assert len(shop.api.get("/catalogs/feeds").json()["items"]) == 1


def test_a_feed_goes_into_a_catalog_of_its_type(shop: Shop) -> None:
    catalog_id = shop.catalog("HOTEL")["id"]
    body = {**FEED, "catalog_type": "RETAIL", "catalog_id": catalog_id}
    assert refusal(shop.api.post("/catalogs/feeds", json=body)) == (400, 1)


def test_a_feed_is_changed(shop: Shop) -> None:
    path = f"/catalogs/feeds/{shop.feed()['id']}"
    changes = {"catalog_type": "RETAIL", "name": "Weekly", "status": "INACTIVE"}
    answer = shop.api.patch(path, json=changes)
    assert_valid(FEEDS_UPDATE, answer)
    assert answer.json()["name"] == "Weekly"
    assert shop.api.get(path).json()["status"] == "INACTIVE"
    assert refusal(shop.api.patch(path, json={"catalog_type": "HOTEL", "name": "x"})) == (400, 1)
    shop.feed()
    assert refusal(shop.api.patch(path, json={"name": "Nightly"})) == (422, 4170)
    assert shop.api.patch(path, json={"name": "Weekly"}).status_code == 200


def test_a_new_feed_is_taken_in_by_the_clock(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    [begun] = results(shop, feed_id)
    assert (begun["status"], begun["product_counts"]) == ("PROCESSING", {})
    group = {
        "feed_id": feed_id,
        "name": "Everything",
        "filters": {"all_of": [{"MIN_PRICE": {"values": 0}}]},
    }
    group_id = shop.api.post("/catalogs/product_groups", json=group).json()["id"]
    counts = f"/catalogs/product_groups/{group_id}/product_counts"
    assert shop.api.get(counts).json()["total"] == 0
    shop.emulator.advance(MINUTES)
    [done] = results(shop, feed_id)
    assert done["id"] == begun["id"]
    assert done["status"] == "COMPLETED"
    assert done["product_counts"] == {"original": 12, "ingested": 11}
    assert shop.api.get(counts).json()["total"] == 11


def test_while_a_feed_is_processed_its_counts_and_details_are_empty_objects(shop: Shop) -> None:
    [begun] = results(shop, shop.feed()["id"])
    empty: dict[str, Any] = {"errors": {}, "warnings": {}}
    assert (begun["status"], begun["product_counts"]) == ("PROCESSING", {})
    assert begun["ingestion_details"] == {**empty, "info": {}}
    assert begun["validation_details"] == empty


def test_times_of_feeds_are_naive_with_microseconds_and_those_of_results_without(
    shop: Shop,
) -> None:
    feed = shop.feed()
    path = f"/catalogs/feeds/{feed['id']}"
    changed = shop.api.patch(path, json={"catalog_type": "RETAIL", "name": "Weekly"}).json()
    begun = shop.api.post(f"{path}/ingest").json()
    shop.emulator.advance(MINUTES)
    second = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d"
    for shown in (feed, changed, shop.api.get(path).json()):
        assert re.fullmatch(second + r"\.\d{6}", shown["created_at"])
        assert re.fullmatch(second + r"\.\d{6}", shown["updated_at"])
    assert changed["updated_at"] > feed["updated_at"]
    assert re.fullmatch(second, begun["created_at"])
    for result in results(shop, feed["id"]):
        assert re.fullmatch(second, result["created_at"])
        assert re.fullmatch(second, result["updated_at"])


def test_a_feed_is_taken_in_on_demand(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    answer = shop.api.post(f"/catalogs/feeds/{feed_id}/ingest")
    assert_valid(FEEDS_INGEST, answer)
    assert (answer.json()["feed_id"], answer.json()["status"]) == (feed_id, "PROCESSING")
    latest, first = results(shop, feed_id)
    assert latest["id"] == answer.json()["id"] != first["id"]


def test_an_inactive_feed_fails(shop: Shop) -> None:
    feed_id = shop.feed(status="INACTIVE")["id"]
    shop.emulator.advance(MINUTES)
    [done] = results(shop, feed_id)
    assert done["status"] == "FAILED"
    assert done["validation_details"]["errors"] == {"FETCH_INACTIVE_FEED_ERROR": 1}


def test_issues_are_told_row_by_row(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    [result] = results(shop, feed_id)
    path = f"/catalogs/processing_results/{result['id']}/item_issues"
    assert shop.api.get(path).json()["items"] == []
    shop.emulator.advance(MINUTES)
    answer = shop.api.get(path)
    assert_valid(ITEMS_ISSUES_LIST, answer)
    issues = answer.json()["items"]
    assert [list(item["errors"]) + list(item["warnings"]) for item in issues] in (
        [["PRICE_MISSING"], ["OPTIONAL_PRODUCT_CATEGORY_MISSING"]],
        [["OPTIONAL_PRODUCT_CATEGORY_MISSING"], ["PRICE_MISSING"]],
    )
    chosen = shop.api.get(path, params={"item_validation_issue": "PRICE_MISSING"}).json()["items"]
    assert chosen == [item for item in issues if item["errors"]]
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
    assert stocked(shop, feed["id"])
    group = {
        "feed_id": feed["id"],
        "name": "All",
        "filters": {"all_of": [{"MIN_PRICE": {"values": 0}}]},
    }
    group_id = shop.api.post("/catalogs/product_groups", json=group).json()["id"]
    answer = shop.api.delete(path)
    assert (answer.status_code, answer.content) == (204, b"")
    assert refusal(shop.api.get(f"/catalogs/product_groups/{group_id}")) == (404, 4180)
    assert stocked(shop, feed["id"]) == []
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


def test_the_name_of_a_deleted_feed_stays_taken(shop: Shop) -> None:
    path = f"/catalogs/feeds/{shop.feed()['id']}"
    shop.api.delete(path)
    assert refusal(shop.api.post("/catalogs/feeds", json=FEED)) == (422, 4170)
    shop.emulator.advance(86_401)
    assert refusal(shop.api.post("/catalogs/feeds", json=FEED)) == (422, 4170)


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
    assert [result["status"] for result in results(shop, feed_id)] == [
        "COMPLETED",
        "FAILED",
        "COMPLETED",
    ]
    assert len(stocked(shop, feed_id)) == 11
    shop.emulator.advance(2 * 86_400)
    assert shop.api.get(path).json()["status"] == "ACTIVE"


def promote(shop: Shop, advertiser: Advertiser, **fields: Any) -> str:
    """Promotes products in an ad group of its own, and returns the promotion's ID."""
    body = {"ad_group_id": advertiser.ad_group()["id"], "product_group_promotion": [fields]}
    answer = shop.api.post(advertiser.path("product_group_promotions"), json=body)
    id: str = answer.json()["items"][0]["data"]["id"]
    return id


def group_of(shop: Shop, **about: Any) -> str:
    """Makes a product group of everything that costs something, and returns its ID."""
    filters = {"all_of": [{"MIN_PRICE": {"values": 0}}]}
    body = {"name": "All", "filters": filters, **about}
    answer = shop.api.post("/catalogs/product_groups", json=body)
    id: str = answer.json()["id"]
    return id


@pytest.mark.parametrize("promoted", ["a group of the feed", "a group of the catalog", "all"])
def test_a_feed_whose_products_running_promotions_use_cannot_be_deleted(
    shop: Shop, advertiser: Advertiser, promoted: str
) -> None:
    feed, other = shop.feed(), shop.feed(name="Without products", status="INACTIVE")
    shop.emulator.advance(MINUTES)
    fields = {}
    if promoted == "a group of the feed":
        fields["catalog_product_group_id"] = group_of(shop, feed_id=feed["id"])
    elif promoted == "a group of the catalog":
        [catalog] = shop.api.get("/catalogs").json()["items"]
        place = {"country": "US", "locale": "en-US", "catalog_id": catalog["id"]}
        place["catalog_type"] = "RETAIL"
        fields["catalog_product_group_id"] = group_of(shop, **place)
    promote(shop, advertiser, **fields)
    assert refusal(shop.api.delete(f"/catalogs/feeds/{feed['id']}")) == (409, 4162)
    assert shop.api.get(f"/catalogs/feeds/{feed['id']}").json() == feed
    assert shop.api.delete(f"/catalogs/feeds/{other['id']}").status_code == 204


@pytest.mark.parametrize("paused", ["product_group_promotions", "ad_groups", "campaigns"])
def test_a_feed_whose_promotions_do_not_run_can_be_deleted(
    shop: Shop, advertiser: Advertiser, paused: str
) -> None:
    feed = shop.feed()
    shop.emulator.advance(MINUTES)
    promotion = promote(shop, advertiser)
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
    assert refusal(shop.api.request(method, path)) == (404, 4161)


def stocked(shop: Shop, feed_id: str) -> list[str]:
    """Returns the ids of those rows of a feed that are products."""
    items = shop.read(*[f"{feed_id}-{row:02}" for row in range(1, 13)]).json()["items"]
    return [found["item_id"] for found in items if "attributes" in found]


def test_a_feed_that_is_taken_in_twice_at_once_is_there_from_the_first_time_on(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(200)
    shop.api.post(f"/catalogs/feeds/{feed_id}/ingest")
    shop.emulator.advance(150)
    assert [result["status"] for result in results(shop, feed_id)] == ["PROCESSING", "COMPLETED"]
    assert len(stocked(shop, feed_id)) == 11


def test_a_feed_that_is_removed_while_it_is_taken_in_leaves_nothing(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.api.delete(f"/catalogs/feeds/{feed_id}")
    shop.emulator.advance(MINUTES + 1)
    assert stocked(shop, feed_id) == []


def test_a_feed_takes_products_that_others_changed_with_it(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(MINUTES)
    [product, *_] = stocked(shop, feed_id)
    shop.send(item("UPDATE", product, title="Other"), item("UPSERT", "own"))
    shop.api.delete(f"/catalogs/feeds/{feed_id}")
    shop.emulator.advance(60)
    assert stocked(shop, feed_id) == []
    assert "attributes" in shop.read("own").json()["items"][0]
