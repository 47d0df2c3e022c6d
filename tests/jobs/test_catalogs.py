"""Feeds that are ingested and items that are changed in batches."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest import Catalog, Feed, PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import JobFailed, ServerError, ValidationError
from pinterest.jobs import FeedIngestion, ItemChanges


@pytest.fixture
def feed(client: PinterestSDKClient, request: pytest.FixtureRequest) -> Feed:
    name = request.node.name
    url = "https://www.example.com/feed.csv"
    return Feed.create(name, "CSV", url, "RETAIL", "US", "en-US", client=client)


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


def item(number: int, **attributes: Any) -> dict[str, Any]:
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


def test_items_are_changed_in_batches_with_a_result_per_item(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    catalog = Catalog.create("Quilts", "RETAIL", client=client)
    counts: list[int] = []
    changes = ItemChanges.upsert(
        (item(number) for number in range(2100)), "US", "EN", client, catalog_id=catalog.id
    )
    results = changes.wait(progress=counts.append).result()
    assert [result.item_id for result in results] == [f"quilt-{number}" for number in range(2100)]
    assert all(result.succeeded for result in results)
    assert (len(changes.batch_ids), changes.sent, counts[-1]) == (3, 2100, 2100)
    again = ItemChanges.from_token(changes.token, client)
    assert again.result() == results

    deleted = ItemChanges.delete(
        ["quilt-1", "no-such-item"], "US", "EN", client, catalog_id=catalog.id
    ).result()
    assert [result.succeeded for result in deleted] == [True, False]
    assert "no such item" in deleted[1].errors[0]
    [updated] = ItemChanges.update(
        [{"item_id": "quilt-1", "attributes": {"price": "1.00 USD"}}],
        "US",
        "EN",
        client,
        catalog_id=catalog.id,
    ).result()
    assert not updated.succeeded


def test_a_batch_whose_request_failed_is_not_repeated_by_itself(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    catalog = Catalog.create("Blankets", "RETAIL", client=client)
    changes = ItemChanges.upsert([item(1)], "US", "EN", client, catalog_id=catalog.id)
    shop.fail_next(500, path="/items/batch", method="POST")
    with pytest.raises(ServerError):
        changes.wait()
    assert changes.sent == 0
    assert len(changes.result()) == 1


def test_a_wrong_change_is_refused(client: PinterestSDKClient) -> None:
    with pytest.raises(ValidationError, match="operation"):
        ItemChanges("REPLACE", [], "US", "EN", client)
    with pytest.raises(ValidationError, match="catalog_type"):
        ItemChanges("UPSERT", [], "US", "EN", client, catalog_type="SHOES")
    assert ItemChanges.upsert([], "US", "EN", client).result() == []
