"""The options of reports: windows, breakdowns and filters."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.schemas import TargetingTypeFilterTargetingTypes
from tests.emulator.advertising import Advertiser
from tests.emulator.reporter import Reporter, get_date

CONVERSIONS = ["TOTAL_CLICK_CHECKOUT", "TOTAL_VIEW_CHECKOUT", "TOTAL_CHECKOUT"]
LONG: dict[str, Any] = {"start_date": get_date(80)}


@pytest.fixture
def reporter(emulator: Emulator, advertiser: Advertiser) -> Reporter:
    return Reporter(emulator, advertiser)


def get_totals(reporter: Reporter, **fields: Any) -> dict[str, int]:
    """Returns the total conversions in a report of one campaign."""
    options: dict[str, Any] = {"granularity": "TOTAL", "columns": CONVERSIONS, **LONG, **fields}
    [[row]] = reporter.download(**options).values()
    return {name: int(row[name]) for name in CONVERSIONS}


def test_wider_windows_have_more_conversions(reporter: Reporter) -> None:
    campaign = reporter.create_running_campaign()
    usual = get_totals(reporter)
    assert get_totals(reporter, click_window_days=30, view_window_days=1) == usual
    narrow = get_totals(reporter, click_window_days=7)
    assert 0 < narrow["TOTAL_CLICK_CHECKOUT"] < usual["TOTAL_CLICK_CHECKOUT"]
    assert narrow["TOTAL_VIEW_CHECKOUT"] == usual["TOTAL_VIEW_CHECKOUT"]
    wide = get_totals(reporter, view_window_days=60)
    assert wide["TOTAL_VIEW_CHECKOUT"] > usual["TOTAL_VIEW_CHECKOUT"]
    added = wide["TOTAL_VIEW_CHECKOUT"] - usual["TOTAL_VIEW_CHECKOUT"]
    assert wide["TOTAL_CHECKOUT"] == usual["TOTAL_CHECKOUT"] + added
    assert get_totals(reporter, click_window_days=0)["TOTAL_CLICK_CHECKOUT"] == 0
    query = {
        "campaign_ids": campaign,
        **LONG,
        "end_date": get_date(1),
        "granularity": "TOTAL",
        "columns": "TOTAL_CLICK_CHECKOUT",
        "click_window_days": 7,
    }
    response = reporter.api.get(reporter.advertiser.path("campaigns") + "/analytics", params=query)
    assert response.json()[0]["TOTAL_CLICK_CHECKOUT"] == narrow["TOTAL_CLICK_CHECKOUT"]


def test_days_within_a_window_add_up(reporter: Reporter) -> None:
    reporter.create_running_campaign()
    [days] = reporter.download(columns=CONVERSIONS, click_window_days=7, **LONG).values()
    summary = get_totals(reporter, click_window_days=7)
    assert {name: sum(int(row[name]) for row in days) for name in CONVERSIONS} == summary
    assert summary["TOTAL_CLICK_CHECKOUT"] > 0


def test_combined_targeting_types_are_one_breakdown(reporter: Reporter) -> None:
    reporter.create_running_campaign()
    options: dict[str, Any] = {
        "level": "CAMPAIGN_TARGETING",
        "granularity": "TOTAL",
        "columns": ["IMPRESSION_1"],
        "targeting_types": ["GENDER", "PLACEMENT"],
    }
    [separate] = reporter.download(**options).values()
    [combined] = reporter.download(**options, combine_targeting_types=True).values()
    assert {row["TARGETING_TYPE"] for row in combined} == {"GENDER,PLACEMENT"}
    assert "female,SEARCH" in {row["TARGETING_VALUE"] for row in combined}
    assert len(combined) == 6 and len(separate) == 5
    impressions = [sum(int(row["IMPRESSION_1"]) for row in rows) for rows in (combined, separate)]
    assert 2 * impressions[0] == impressions[1] > 0


def test_countries_filter_breakdowns_by_country(reporter: Reporter) -> None:
    campaign = reporter.advertiser.campaign()["id"]
    path = reporter.advertiser.path("mmm_reports")
    body = {
        "report_name": "Mix",
        "start_date": get_date(3),
        "end_date": get_date(1),
        "granularity": "WEEK",
        "level": "CAMPAIGN_TARGETING",
        "targeting_types": ["COUNTRY", "GENDER"],
        "columns": ["IMPRESSION_1"],
        "countries": ["GB"],
    }
    token = reporter.api.post(path, json=body).json()["data"]["token"]
    reporter.emulator.advance(10)
    done = reporter.api.get(path, params={"token": token}).json()["data"]
    rows = requests.get(done["url"], timeout=10).json()[campaign]
    by_country = [row["TARGETING_VALUE"] for row in rows if row["TARGETING_TYPE"] == "COUNTRY"]
    assert by_country and set(by_country) == {"GB"}
    assert {row["TARGETING_TYPE"] for row in rows} == {"COUNTRY", "GENDER"}


@pytest.mark.parametrize("kind", [kind.value for kind in TargetingTypeFilterTargetingTypes])
def test_every_targeting_type_can_be_requested(reporter: Reporter, kind: str) -> None:
    reporter.advertiser.campaign()
    level = "PRODUCT_ITEM_TARGETING" if kind == "MEDIA_TYPE" else "CAMPAIGN_TARGETING"
    options: dict[str, Any] = {"level": level, "targeting_types": [kind]}
    token = reporter.create(columns=["IMPRESSION_1"], **options)
    reporter.emulator.advance(10)
    assert reporter.get_status(token)["report_status"] == "FINISHED"


def test_campaigns_are_filtered_by_label(reporter: Reporter) -> None:
    one, two = (reporter.advertiser.campaign()["id"] for _ in range(2))
    for parent, kind, value in (
        (one, "CUSTOM", "Autumn"),
        (one, "CUSTOM", "Warm"),
        (two, "BRAND", "Quilts"),
    ):
        body = {"parent_id": parent, "labels": [{"label_type": kind, "value": value}]}
        made = reporter.api.post(reporter.advertiser.path("labels"), json=body)
        assert not made.json()["errors"], made.text
    columns = ["IMPRESSION_1", "CAMPAIGN_BRAND_LABEL", "CAMPAIGN_CUSTOM_LABELS"]
    options: dict[str, Any] = {"granularity": "TOTAL", "columns": columns}
    found = reporter.download(**options)
    assert found[one][0]["CAMPAIGN_CUSTOM_LABELS"] == ["Autumn", "Warm"]
    assert found[two][0]["CAMPAIGN_BRAND_LABEL"] == "Quilts"
    assert list(reporter.download(**options, campaign_custom_label="Warm")) == [one]
    assert list(reporter.download(**options, campaign_brand_label="Quilts")) == [two]
    assert reporter.download(**options, campaign_brand_label="Quilt") == {}


def download_product_rows(reporter: Reporter, campaign: str, **fields: Any) -> list[dict[str, Any]]:
    """Returns the rows of a campaign in a report of purchased products."""
    noun = "reports/brand_category_sku"
    token = reporter.create(
        noun, report_name="Bought", granularity="TOTAL", start_date=get_date(9), **fields
    )
    reporter.emulator.advance(10)
    query = {"token": token}
    done = reporter.api.get(reporter.advertiser.path(noun), params=query).json()
    rows: list[dict[str, Any]] = requests.get(done["url"], timeout=10).json()[campaign]
    return rows


@pytest.mark.parametrize(
    ("breakdown", "column"),
    [
        ("PRODUCT_BRAND", "CONVERSION_PRODUCT_BRAND"),
        ("PRODUCT_CATEGORY", "CONVERSION_PRODUCT_CATEGORY"),
        ("PRODUCT_SKU", "CONVERSION_PRODUCT_ID"),
    ],
)
def test_products_are_broken_down_as_requested(
    reporter: Reporter, breakdown: str, column: str
) -> None:
    campaign = reporter.advertiser.campaign()["id"]
    options: dict[str, Any] = {
        "columns": ["CONVERSION_PRODUCT_ID", "CAMPAIGN_ID"],
        "conversion_product_breakdown": breakdown,
    }
    rows = download_product_rows(reporter, campaign, **options)
    assert len({row[column] for row in rows}) == 3
    if column != "CONVERSION_PRODUCT_ID":
        assert {row["CONVERSION_PRODUCT_ID"] for row in rows} == {None}
    else:
        [row] = download_product_rows(
            reporter,
            campaign,
            **{**options, "conversion_product_breakdown": "PRODUCT_SKU_GROUP"},
            product_sku_ids=["SKU2", "SKU9"],
        )
        all_rows = download_product_rows(
            reporter,
            campaign,
            **{**options, "conversion_product_breakdown": "PRODUCT_SKU_GROUP"},
        )
        assert row in all_rows and len(all_rows) == 3
