"""Catalog reports: create and download them as CSV, and count issues."""

from __future__ import annotations

import csv
import time
from typing import Any

import pytest
import requests

from pinterest.operations.catalog_reports import REPORTS_CREATE, REPORTS_GET, REPORTS_STATS
from tests.emulator.shop import Shop, get_status_and_code
from tests.emulator.valid import assert_valid

REPORTS = "/catalogs/reports"


def run_report(shop: Shop, report: dict[str, Any]) -> list[dict[str, str]]:
    """Creates a report, waits until it is done, and returns its rows."""
    response = shop.api.post(REPORTS, json={"catalog_type": "RETAIL", "report": report})
    assert_valid(REPORTS_CREATE, response)
    shop.emulator.advance(60)
    done = shop.api.get(REPORTS, params=response.json())
    assert_valid(REPORTS_GET, done)
    file = requests.get(done.json()["url"], timeout=10)
    assert len(file.content) == done.json()["size"]
    assert file.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(file.text.splitlines()))


def test_a_report_is_created_and_downloaded(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    shop.stock(a={}, b={"availability": "out of stock"})
    report = {"report_type": "ALL_ITEMS", "catalog_id": catalog_id}
    body = {"catalog_type": "RETAIL", "report": report}
    token = shop.api.post(REPORTS, json=body).json()["token"]
    started = shop.api.get(REPORTS, params={"token": token})
    assert_valid(REPORTS_GET, started)
    assert started.json()["report_status"] == "IN_PROGRESS"
    rows = run_report(shop, report)
    assert [(row["item_id"], row["availability"]) for row in rows] == [
        ("a", "in stock"),
        ("b", "out of stock"),
    ]


def test_the_same_report_is_created_once_per_day(shop: Shop) -> None:
    shop.emulator.advance(
        86_400 - time.time() % 86_400 + 10
    )  # a minute after midnight is the same day
    shop.catalog()
    shop.stock(a={})
    report = {"report_type": "ALL_ITEMS"}
    body = {"catalog_type": "RETAIL", "report": report}
    token = shop.api.post(REPORTS, json=body).json()["token"]
    shop.stock(b={})
    assert shop.api.post(REPORTS, json=body).json()["token"] == token
    assert len(run_report(shop, report)) == 1
    shop.emulator.advance(86_400)
    assert len(run_report(shop, report)) == 2
    assert get_status_and_code(shop.api.get(REPORTS, params={"token": token})) == (400, 1104)


def test_reports_of_issues(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(300)
    shop.stock(b={"availability": "out of stock"})
    rows = run_report(shop, {"report_type": "FEED_INGESTION_ISSUES", "feed_id": feed_id})
    assert sorted(row["severity"] for row in rows) == ["ERROR", "WARN"]
    rows = run_report(shop, {"report_type": "DISTRIBUTION_ISSUES"})
    assert [(row["item_id"], row["code_label"]) for row in rows] == [("b", "OUT_OF_STOCK")]


@pytest.mark.parametrize(
    ("report", "refused"),
    [
        ({"report_type": "ALL_ITEMS", "catalog_id": "1"}, (404, 678)),
        ({"report_type": "FEED_INGESTION_ISSUES", "feed_id": "1"}, (404, 4161)),
        ({"report_type": "FEED_INGESTION_ISSUES"}, (400, 1)),
    ],
)
def test_reports_of_unknown_entities_are_refused(
    shop: Shop, report: dict[str, Any], refused: tuple[int, int]
) -> None:
    body = {"catalog_type": "RETAIL", "report": report}
    if refused[0] == 404:
        assert get_status_and_code(shop.api.post(REPORTS, json=body)) == (409, 4182)
    shop.catalog()
    assert get_status_and_code(shop.api.post(REPORTS, json=body)) == refused


def test_an_unknown_processing_result_is_not_found(shop: Shop) -> None:
    report = {"feed_id": shop.feed()["id"], "processing_result_id": "1"}
    report["report_type"] = "FEED_INGESTION_ISSUES"
    body = {"catalog_type": "RETAIL", "report": report}
    assert get_status_and_code(shop.api.post(REPORTS, json=body)) == (404, 4184)


def get_stats(shop: Shop, **report: str) -> requests.Response:
    query = {f"parameters[report][{name}]": value for name, value in report.items()}
    return shop.api.get(f"{REPORTS}/stats", params={"parameters[catalog_type]": "RETAIL", **query})


def test_stats_count_issues(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(300)
    shop.stock(a={"availability": "out of stock"}, b={"availability": "out of stock"})
    response = get_stats(shop, report_type="FEED_INGESTION_ISSUES", feed_id=feed_id)
    assert_valid(REPORTS_STATS, response)
    found = {item["code_label"]: item for item in response.json()["items"]}
    assert found["PRICE_MISSING"]["severity"] == "ERROR"
    assert found["OPTIONAL_PRODUCT_CATEGORY_MISSING"]["occurrences"] == 1
    response = get_stats(shop, report_type="DISTRIBUTION_ISSUES")
    assert_valid(REPORTS_STATS, response)
    [item] = response.json()["items"]
    assert (item["occurrences"], item["ineligible_for_ads"]) == (2, True)
    assert get_status_and_code(get_stats(shop, report_type="ALL_ITEMS")) == (400, 1)
    assert get_status_and_code(get_stats(shop, report_type="FEED_INGESTION_ISSUES")) == (400, 1)
