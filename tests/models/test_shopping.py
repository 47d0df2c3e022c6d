"""Shopping: catalogs, feeds, product groups, items, stores, reports and integrations on the emulator."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest import PinterestSDKClient
from pinterest.business import CommerceIntegration, Integration, Notification
from pinterest.catalogs import (
    Catalog,
    CatalogReport,
    Feed,
    ItemBatch,
    LocalInventoryBatch,
    LocalStore,
    ProductGroup,
)
from pinterest.emulator import Emulator
from pinterest.exceptions import PartialFailureError, ValidationError
from pinterest.schemas import CatalogsRetailFeed

URL = "https://www.example.com/quilts.csv"
BLUE: dict[str, Any] = {"all_of": [{"BRAND": {"values": ["Bluebird"]}}]}
ITEM = {
    "title": "Quilt",
    "description": "A blue quilt",
    "link": "https://www.example.com/q1",
    "image_link": ["https://www.example.com/q1.jpg"],
    "price": "20 USD",
    "availability": "in stock",
    "brand": "Bluebird",
}
PLACE = {"country": "US", "locale": "en-US"}


@pytest.fixture
def emulator(pinterest_emulator: Emulator) -> Emulator:
    return pinterest_emulator


@pytest.fixture
def client(pinterest_client: PinterestSDKClient) -> PinterestSDKClient:
    return pinterest_client


@pytest.fixture
def catalog(client: PinterestSDKClient) -> Catalog:
    return Catalog.create("Shop", "RETAIL", client)


@pytest.fixture
def stocked_catalog(catalog: Catalog, client: PinterestSDKClient, emulator: Emulator) -> Catalog:
    """A catalog with the items q0, q1 and q2."""
    items = [
        {"operation": "UPSERT", "item_id": f"q{number}", "attributes": ITEM} for number in range(3)
    ]
    batch = ItemBatch.create(items, "US", "EN", catalog_id=catalog.id, client=client)
    emulator.advance(3600)
    assert batch.refresh().status == "COMPLETED"
    assert [item.status for item in batch.items or ()] == ["SUCCESS"] * 3
    return catalog


def create_group(catalog: Catalog, name: str, **fields: Any) -> ProductGroup:
    client = catalog._stored_client
    fields = {**PLACE, "filters": BLUE, **fields}
    return ProductGroup.create(
        name, catalog_type="RETAIL", catalog_id=catalog.id, client=client, **fields
    )


def test_a_feed_of_each_type_is_created_with_the_same_method(client):
    retail = Feed.create("R", "CSV", URL, "RETAIL", "US", "en-US", client)
    hotel = Feed.create("H", "CSV", URL, "HOTEL", default_locale="en-US", client=client)
    assets = Feed.create("A", "CSV", URL, "CREATIVE_ASSETS", "US", "en-US", client)
    old = Feed.create("O", "CSV", URL, default_country="US", default_locale="en-US", client=client)
    assert [feed.catalog_type for feed in (retail, hotel, assets, old)] == [
        "RETAIL",
        "HOTEL",
        "CREATIVE_ASSETS",
        "RETAIL",
    ]
    assert hotel.default_country is None
    assert hotel.catalog_id
    assert type(Feed.get_all(client=client).items[0]) is Feed
    assert CatalogsRetailFeed(**retail.to_dict()).name == "R"


@pytest.mark.parametrize(
    ("fields", "name_in_error"),
    [
        ({"catalog_type": "HOTELS"}, "catalog_type"),
        ({"catalog_type": "HOTEL", "default_availability": "IN_STOCK"}, "default_availability"),
        ({"catalog_type": "RETAIL"}, "default_country"),
        ({"format": "PDF"}, "format"),
        ({"nam": "x"}, "nam"),
    ],
)
def test_fields_that_do_not_fit_the_type_of_a_feed_are_refused(
    client, emulator, fields, name_in_error
):
    fields = {"name": "Q", "format": "CSV", "location": URL, "default_locale": "en-US"} | fields
    with pytest.raises(ValidationError, match=name_in_error):
        Feed.create(**fields, client=client)
    assert emulator.requests == []


def test_an_update_names_the_type_of_a_feed_that_is_not_retail(client, emulator):
    hotel = Feed.create("H", "CSV", URL, "HOTEL", default_locale="en-US", client=client)
    retail = Feed.create("R", "CSV", URL, "RETAIL", "US", "en-US", client)
    for feed in (hotel, retail, Feed(retail.id, client)):
        assert feed.update_fields(status="INACTIVE") is True
    bodies = [request.body for request in emulator.requests if request.method == "PATCH"]
    assert bodies == [
        {"status": "INACTIVE", "catalog_type": "HOTEL"},
        {"status": "INACTIVE"},
        {"status": "INACTIVE"},
    ]


def test_a_feed_is_ingested_and_its_issues_are_listed(client, emulator):
    feed = Feed.create("R", "CSV", URL, "RETAIL", "US", "en-US", client)
    assert feed.ingest().status == "PROCESSING"
    emulator.advance(7200)
    results = list(feed.processing_results())
    assert {result.status for result in results} == {"COMPLETED"}
    assert results[0].feed_id == feed.id
    [issue, *_] = results[0].item_issues()
    assert issue.item_number >= 0
    assert results[0].list_item_issues("PRICE_MISSING", page_size=1).items
    missing = results[0].list_item_issues(item_numbers=[issue.item_number]).items
    assert [one.item_number for one in missing] == [issue.item_number]


def test_a_catalog_lists_what_belongs_to_it(client, catalog):
    feed = Feed.create("R", "CSV", URL, "RETAIL", "US", "en-US", client, catalog_id=catalog.id)
    assert list(catalog.feeds()) == [feed]
    assert feed.id in {found.feed_id for found in catalog.product_groups()}
    assert catalog.available_filter_values().catalog_type == "RETAIL"
    assert list(Catalog.create("Other", "RETAIL", client).feeds()) == []


def test_product_groups_count_and_list_their_products(stocked_catalog, client, emulator):
    blue = create_group(stocked_catalog, "Blue")
    assert blue.product_counts().total == 3
    assert len(list(blue.products())) == 3
    page = blue.list_products(page_size=2)
    assert [product.metadata.item_id for product in page.items] == ["q0", "q1"]
    emulator.clear_requests()
    filters = {"catalog_type": "RETAIL", "catalog_id": stocked_catalog.id, **PLACE}
    found = ProductGroup.products_by_filter(BLUE, **filters, client=client, page_size=2)
    assert [product.metadata.item_id for product in found] == ["q0", "q1", "q2"]
    assert [request.method for request in emulator.requests] == ["POST", "POST"]
    first = ProductGroup.list_products_by_filter(BLUE, **filters, client=client, page_size=2)
    assert first.bookmark
    assert [item.metadata.item_id for item in first.bookmark.get_next().items] == ["q2"]


def test_product_groups_are_created_and_deleted_together(catalog, client, emulator):
    rows = [
        {
            "name": f"Group {number}",
            "catalog_type": "RETAIL",
            "catalog_id": catalog.id,
            "filters": {"all_of": [{"BRAND": {"values": [f"B{number}"]}}]},
            **PLACE,
        }
        for number in range(3)
    ]
    emulator.clear_requests()
    account = emulator.ad_account_id
    groups = ProductGroup.create_many(rows, client, ad_account_id=account)
    assert len(emulator.requests) == 1
    assert [one.name for one in groups] == ["Group 0", "Group 1", "Group 2"]
    assert {one.ad_account_id for one in groups} == {account}
    assert ProductGroup.delete_many([one.id for one in groups], client) is True
    assert emulator.requests[-1].method == "DELETE"
    assert not groups[0].exists()


def test_each_store_that_fails_is_named(catalog, client):
    rows = [{"name": "N", "store_code": code, "country": "US"} for code in ("A", "A", "B")]
    with pytest.raises(PartialFailureError) as caught:
        LocalStore.create_many(catalog.id, rows, client)
    assert list(caught.value.failures) == [1]
    first, last = caught.value.succeeded.values()
    assert (first.store_code, last.store_code) == ("A", "B")
    with pytest.raises(PartialFailureError, match="another store"):
        last.update_fields(store_code="A")
    with pytest.raises(PartialFailureError) as caught:
        LocalStore.delete_many(catalog.id, [first.id, "5"], client)
    assert list(caught.value.failures) == [1]
    assert list(catalog.local_stores()) == [last]
    assert last.catalog_id == catalog.id


def test_the_inventory_of_a_store_is_changed_in_the_background(stocked_catalog, client, emulator):
    LocalStore.create(stocked_catalog.id, "Main Street", "S1", "US", client)
    attributes = {"price": "19 USD", "availability": "in stock"}
    change = {"operation": "CREATE", "store_code": "S1", "attributes": attributes}
    batch = LocalInventoryBatch.create(
        stocked_catalog.id, [{**change, "item_id": id} for id in ("q1", "gone")], client
    )
    assert batch.status == "PROCESSING"
    emulator.advance(120)
    found = [result.status for result in batch.refresh().operation_results or ()]
    assert found == ["SUCCESS", "FAILURE"]
    pairs = [{"item_id": "q1", "store_code": "S1"}]
    [item] = stocked_catalog.local_inventory(pairs).items or []
    assert (item.price, item.store_metadata.store_name) == ("19 USD", "Main Street")


def test_items_are_found_by_their_ids(stocked_catalog, client):
    filters = {"catalog_type": "RETAIL", "item_ids": ["q1"], "catalog_id": stocked_catalog.id}
    [item] = ItemBatch.find_items(filters, "US", "EN", client).items or []
    assert item.item_id == "q1"


def test_bids_of_items_are_submitted_and_read(stocked_catalog):
    key = {"country": "US", "language": "EN"}
    bid = {
        "operation": "UPSERT",
        "bid_options": {"bid_in_micro_currency": 2_000_000},
        "update_mask": None,
        **key,
    }
    assert stocked_catalog.submit_auction_bids([{**bid, "item_id": "q1"}]).items[0].item_id == "q1"
    with pytest.raises(PartialFailureError) as caught:
        stocked_catalog.submit_auction_bids([{**bid, "item_id": id} for id in ("q0", "gone")])
    assert list(caught.value.failures) == [1]
    [found] = stocked_catalog.auction_bids([{**key, "item_id": "q1"}]).items
    assert found.bid_options.bid_in_micro_currency == 2_000_000


def test_a_report_is_fetched_when_it_is_read(stocked_catalog, client, emulator):
    wanted = {"report_type": "ALL_ITEMS", "catalog_id": stocked_catalog.id}
    report = CatalogReport.create("RETAIL", wanted, client)
    assert not report.is_loaded
    assert report.report_status == "IN_PROGRESS"
    emulator.advance(120)
    assert report.refresh().report_status == "FINISHED"
    assert report.url
    feed = {"report_type": "DISTRIBUTION_ISSUES", "catalog_id": stocked_catalog.id}
    wanted = {"catalog_type": "RETAIL", "report": feed}
    assert list(CatalogReport.stats(wanted, client=client)) == []
    assert CatalogReport.list_stats(wanted, client=client).items == []
    with pytest.raises(ValidationError, match="catalog_typ"):
        CatalogReport.list_stats({"catalog_typ": "RETAIL", "report": feed}, client=client)


def test_integrations_are_found_by_both_ids(client, emulator):
    made = CommerceIntegration.create("shop-1", client, partner_access_token="secret")
    assert made.external_business_id == "shop-1"
    [listed] = Integration.iter_all(client=client)
    assert (listed.id, listed.external_business_id) == (made.id, "shop-1")
    assert Integration(listed.id, client).partner_access_token == "secret"
    assert "secret" not in repr(listed)
    log = {"client_timestamp": 1_700_000_000_000, "event_type": "APP", "log_level": "INFO"}
    assert Integration.send_logs([log], client).message


def test_a_notification_is_an_object_or_a_list(client, emulator):
    assert Notification.send({"event": "sale"}, client).success is True
    assert Notification.send([{"event": "sale"}, {"event": "end"}], client).success is True
    assert [request.body for request in emulator.requests][-1] == [
        {"event": "sale"},
        {"event": "end"},
    ]
