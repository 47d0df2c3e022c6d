"""Ingesting feeds, and changing items in batches."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pinterest import Catalog, Feed, Job, LocalStore, PinterestSDKClient, ProductGroup
from pinterest.emulator import Emulator
from pinterest.exceptions import JobFailed, JobNotFound, NotFound, ServerError, ValidationError
from pinterest.jobs import CatalogReportJob, FeedIngestion, ItemChanges, LocalInventoryChanges


@pytest.fixture
def feed(client: PinterestSDKClient, request: pytest.FixtureRequest) -> Feed:
    name = request.node.name
    url = "https://www.example.com/feed.csv"
    return Feed.create(name, "CSV", url, "RETAIL", "US", "en-US", client=client)


@pytest.fixture
def catalog(client: PinterestSDKClient, request: pytest.FixtureRequest) -> Catalog:
    found = Catalog.create(request.node.name, "RETAIL", client=client)
    url = "https://www.example.com/feed.csv"
    found.create_feed(f"Feed of {request.node.name}", url, "en-US", "US")
    return found


def test_a_feed_is_ingested_and_its_issues_are_rows(feed: Feed, client: PinterestSDKClient) -> None:
    ingestion = FeedIngestion.start(feed.id, client)
    again = FeedIngestion.from_token(ingestion.token, client)
    result = again.result(timeout=30)
    assert result.status == "COMPLETED"
    rows = list(ingestion.issues())
    assert {(row["severity"], row["issue"], row["attribute"]) for row in rows} == {
        ("error", "PRICE_MISSING", "PRICE"),
        ("warning", "OPTIONAL_PRODUCT_CATEGORY_MISSING", "PRODUCT_CATEGORY"),
    }
    assert all(row["item_id"].startswith(feed.id) for row in rows)


def test_the_latest_ingestion_of_a_new_feed_is_found(
    feed: Feed, client: PinterestSDKClient
) -> None:
    assert FeedIngestion.latest(feed.id, client).result().status == "COMPLETED"


def test_an_ingestion_that_fails_says_why(feed: Feed, client: PinterestSDKClient) -> None:
    feed.update_fields(status="INACTIVE")
    with pytest.raises(JobFailed, match="FETCH_INACTIVE_FEED_ERROR"):
        FeedIngestion.start(feed.id, client).wait()


def build_item(number: int, **attributes: Any) -> dict[str, Any]:
    return {
        "item_id": f"quilt-{number}",
        "attributes": {
            "title": "Quilt",
            "description": "A quilt",
            "link": "https://www.example.com/quilt",
            "image_link": ["https://www.example.com/quilt.jpg"],
            "price": "72.39 USD",
            "availability": "in stock",
            **attributes,
        },
    }


@pytest.mark.slow
def test_items_are_changed_in_batches_with_a_result_per_item(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    catalog = Catalog.create("Quilts", "RETAIL", client=client)
    counts: list[int] = []
    changes = ItemChanges.upsert(
        (build_item(number) for number in range(1001)), "US", "EN", client, catalog_id=catalog.id
    )
    results = changes.wait(progress=counts.append).result()
    assert [result.item_id for result in results] == [f"quilt-{number}" for number in range(1001)]
    assert all(result.succeeded for result in results)
    assert (len(changes.batch_ids), changes.sent, counts[-1]) == (2, 1001, 1001)
    again = ItemChanges.from_token(changes.token, client)
    assert again.result() == results

    deleted = ItemChanges.delete(
        ["quilt-1", "no-such-item"], "US", "EN", client, catalog_id=catalog.id
    ).result()
    assert [result.succeeded for result in deleted] == [True, False]
    assert "the catalog has no item with this ID" in deleted[1].errors[0]
    [updated] = ItemChanges.update(
        [{"item_id": "quilt-1", "attributes": {"price": "1.00 USD"}}],
        "US",
        "EN",
        client,
        catalog_id=catalog.id,
    ).result()
    assert not updated.succeeded


def test_a_batch_whose_request_failed_is_not_retried_automatically(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    catalog = Catalog.create("Blankets", "RETAIL", client=client)
    changes = ItemChanges.upsert([build_item(1)], "US", "EN", client, catalog_id=catalog.id)
    shop.fail_next(500, path="/items/batch", method="POST")
    with pytest.raises(ServerError):
        changes.wait()
    assert changes.sent == 0
    assert len(changes.result()) == 1


def test_a_single_item_is_not_several(shop: Emulator, client: PinterestSDKClient) -> None:
    text: Any = "quilt-1"
    with pytest.raises(ValidationError, match="items: 'quilt-1' is not valid; allowed: a list"):
        ItemChanges.delete(text, "US", "EN", client)
    entry: Any = {"item_id": "quilt-1"}
    with pytest.raises(ValidationError, match="items: "):
        LocalInventoryChanges("UPSERT", "1", entry, client)
    assert shop.requests == []


@pytest.mark.slow
def test_a_function_can_save_the_token_after_each_batch(client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Tokens", "RETAIL", client=client)
    items = (f"quilt-{number}" for number in range(2001))
    changes = catalog.delete_items(items, "US", "EN")
    saved: list[str] = []
    changes.wait(progress=lambda count: saved.append(changes.token))
    sent = [ItemChanges.from_token(token, client).sent for token in saved]
    assert sent[:3] == [1000, 2000, 2001]


@pytest.mark.slow
def test_the_error_of_a_later_batch_says_where_it_counts_from(client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Positions", "RETAIL", client=client)
    items: list[Any] = [*(f"quilt-{number}" for number in range(1000)), 7]
    changes = catalog.delete_items(items, "US", "EN")
    with pytest.raises(
        ValidationError, match=r"items\[0\]\.item_id: 7 .*Add 1000 to each position"
    ):
        changes.wait()


def test_items_are_updated(client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Updates", "RETAIL", client=client)
    catalog.upsert_items([build_item(1)], "US", "EN").result()
    changes = [{"item_id": "quilt-1", "attributes": {"title": "Blue"}}]
    [updated] = catalog.update_items(changes, "US", "EN").result()
    assert updated.succeeded
    [failed] = catalog.update_items([{**changes[0], "item_id": "no"}], "US", "EN").result()
    assert not failed.succeeded


def test_a_wrong_change_is_refused(client: PinterestSDKClient) -> None:
    with pytest.raises(ValidationError, match="operation"):
        ItemChanges("REPLACE", [], "US", "EN", client)
    with pytest.raises(ValidationError, match="catalog_type"):
        ItemChanges("UPSERT", [], "US", "EN", client, catalog_type="SHOES")
    assert ItemChanges.upsert([], "US", "EN", client).result() == []


@pytest.mark.parametrize("catalog_type", ["RETAIL", "HOTEL", "CREATIVE_ASSETS"])
def test_a_catalog_creates_feeds_of_its_type(client: PinterestSDKClient, catalog_type: Any) -> None:
    catalog = Catalog.create(f"All {catalog_type}", catalog_type, client=client)
    country = None if catalog_type == "HOTEL" else "US"
    same = Catalog(catalog.id, client)
    url = f"https://www.example.com/{catalog_type.lower()}.xml.gz?version=2"
    feed = same.create_feed(f"Feed of {catalog_type}", url, "en-US", country)
    assert (feed.catalog_type, feed.format, feed.location) == (catalog_type, "XML", url)
    assert feed.latest_ingestion().result().status == "COMPLETED"
    assert feed.start_ingestion().wait().status == "SUCCEEDED"


def test_a_feed_without_a_known_format_or_catalog_is_refused(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    catalog = Catalog("404", client)
    with pytest.raises(ValidationError, match="Pass `format`: one of CSV"):
        catalog.create_feed("Quilts", "https://www.example.com/quilts", "en-US", "US")
    assert not shop.requests
    with pytest.raises(NotFound, match="catalog 404"):
        catalog.create_feed("Quilts", "https://www.example.com/quilts.csv", "en-US", "US")


def test_issues_become_a_table(feed: Feed, tmp_path: Path) -> None:
    issues = feed.latest_ingestion().issues()
    frame = issues.to_dataframe()
    assert list(frame) == list(next(iter(issues)))
    assert frame["item_id"].tolist() == [row["item_id"] for row in issues]
    assert str(frame["item_number"].dtype) == "Int64"
    assert issues.to_parquet(tmp_path / "issues.parquet").stat().st_size > 0


def test_a_report_on_a_catalog_is_a_table_and_a_file(
    catalog: Catalog, client: PinterestSDKClient, tmp_path: Path
) -> None:
    report = catalog.report()
    rows = list(report.rows())
    assert {"item_id", "title", "price"} <= set(rows[0])
    # All values are text, including a title of digits.
    assert set(map(str, report.to_arrow().schema.types)) == {"string"}
    again = Job.from_token(report.token, client)
    assert isinstance(again, CatalogReportJob)
    assert again.wait().to_dataframe()["item_id"].tolist() == [row["item_id"] for row in rows]
    lines = report.download(tmp_path / "items.csv").read_text("utf-8").splitlines()
    assert len(lines) == len(rows) + 1
    empty = catalog.report("DISTRIBUTION_ISSUES").to_dataframe()
    assert list(empty) == ["item_id", "code", "code_label"]


def test_a_report_on_a_feed_has_its_issues(feed: Feed) -> None:
    rows = list(feed.report())
    assert {row["code_label"] for row in rows} == {
        row["issue"] for row in feed.latest_ingestion().issues()
    }
    assert all(isinstance(row["code"], int) for row in rows)


def test_a_report_with_an_unknown_token_is_not_found(client: PinterestSDKClient) -> None:
    Catalog.create("Any", "RETAIL", client=client)
    with pytest.raises(JobNotFound, match="Create the report again"):
        CatalogReportJob("0" * 32, client).wait()


def test_an_expired_link_of_a_report_is_replaced(shop: Emulator, catalog: Catalog) -> None:
    report = catalog.report().wait()
    shop.fail_next(403, path="/downloads/")
    before = len(shop.requests)
    assert list(report)
    sent = [request.path for request in shop.requests[before:]]
    assert sent.count("/catalogs/reports") == 2


def test_reports_that_do_not_exist_are_refused(shop: Emulator, client: PinterestSDKClient) -> None:
    with pytest.raises(ValidationError, match="report_type"):
        CatalogReportJob.create("SOME_ITEMS", client)
    with pytest.raises(ValidationError, match="catalog_type"):
        CatalogReportJob.create("ALL_ITEMS", client, catalog_type="CREATIVE_ASSETS")
    with pytest.raises(ValidationError, match="feed_id"):
        CatalogReportJob.create("FEED_INGESTION_ISSUES", client)
    assert not shop.requests


def test_items_of_a_catalog_are_changed(client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Rugs", "RETAIL", client=client)
    [created] = catalog.upsert_items([build_item(1)], "US", "EN").result()
    [again] = catalog.upsert_items([build_item(1)], "US", "EN", operation="CREATE").result()
    [deleted] = catalog.delete_items(["quilt-1"], "US", "EN").result()
    assert [created.succeeded, again.succeeded, deleted.succeeded] == [True, False, True]


@pytest.mark.slow
def test_local_inventory_is_changed_in_batches(shop: Emulator, client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Stores", "RETAIL", client=client)
    LocalStore.create(catalog.id, "Main Street", "S1", "US", client=client)
    catalog.upsert_items([build_item(1)], "US", "EN").wait()
    attributes = {"price": "60.00 USD", "availability": "in stock"}
    entry = {"item_id": "quilt-1", "store_code": "S1", "attributes": attributes}
    items = [{**entry, "store_code": "S1" if number < 1000 else "S2"} for number in range(1001)]
    changes = catalog.change_local_inventory(items)
    results = changes.result()
    assert (len(changes.batch_ids), len(results)) == (2, 1001)
    assert results[0].succeeded and results[0].store_code == "S1"
    assert not results[-1].succeeded and results[-1].store_code == "S2" and results[-1].errors
    again = Job.from_token(changes.token, client)
    assert isinstance(again, LocalInventoryChanges)
    assert again.result() == results
    gone = {"item_id": "quilt-1", "store_code": "S1"}
    [deleted] = catalog.change_local_inventory([gone], "DELETE").result()
    assert deleted.succeeded


def test_product_groups_are_created_by_filters(client: PinterestSDKClient) -> None:
    catalog = Catalog.create("Grouped", "RETAIL", client=client)
    items = [
        build_item(1, brand="Robin", price="20.00 USD"),
        build_item(2, brand="Robin", price="90.00 USD"),
        build_item(3, brand="Wren", price="90.00 USD", product_type="Home > Quilts"),
    ]
    catalog.upsert_items(items, "US", "en-US").wait()
    place: dict[str, Any] = {"country": "US", "locale": "en-US"}
    filters = ProductGroup.all_of(brand="Robin", min_price=50)
    group = catalog.create_product_group("Dear robins", filters, **place)
    assert [product.metadata.item_id for product in group.products()] == ["quilt-2"]
    for filters, expected in (
        (ProductGroup.all_of(brand=ProductGroup.exclude(["Robin"])), ["quilt-3"]),
        (ProductGroup.any_of(product_type_1="Home > Quilts", max_price=50), ["quilt-1", "quilt-3"]),
    ):
        found = ProductGroup.products_by_filter(
            filters, "RETAIL", catalog.id, client=client, **place
        )
        assert sorted(product.metadata.item_id for product in found) == expected


def test_filters_have_the_form_of_the_api() -> None:
    assert ProductGroup.all_of(
        custom_number_0=(">", 5), price=("<=", 9, "USD"), currency="USD"
    ) == {
        "all_of": [
            {"CURRENCY": {"values": "USD"}},
            {"CUSTOM_NUMBER_0": {"operator": "GREATER_THAN", "value": 5}},
            {"PRICE": {"operator": "LESS_THAN_OR_EQUALS", "value": 9, "currency": "USD"}},
        ]
    }
    for filters, message in (
        ({"brnd": "Robin"}, "did you mean 'brand'"),
        ({"custom_number_1": 5}, r"an operator \(>, >=, <, <=\)"),
        ({}, "pass at least one"),
        ({"brand": None}, "pass at least one"),
    ):
        with pytest.raises(ValidationError, match=message):
            ProductGroup.all_of(**filters)
