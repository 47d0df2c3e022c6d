"""Ads reports: created, polled, downloaded, expired. Their rows and date ranges."""

from __future__ import annotations

from typing import Any

import pytest
import requests

import pinterest.schemas
from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.operations.ad_accounts import (
    ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_CREATE_MMM_REPORT,
    ANALYTICS_CREATE_REPORT,
    ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
    ANALYTICS_GET_MMM_REPORT,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.reporter import COLUMNS, Reporter, build_request, download_rows, get_date
from tests.emulator.shop import Shop, get_status_and_code
from tests.emulator.valid import assert_valid

NO_FILE = {"url": None, "size": None}


@pytest.fixture
def reporter(emulator: Emulator, advertiser: Advertiser) -> Reporter:
    return Reporter(emulator, advertiser)


def test_a_report_is_in_progress_then_finished_then_expired(reporter: Reporter) -> None:
    campaign_id = reporter.advertiser.campaign()["id"]
    response = reporter.api.post(reporter.advertiser.path("reports"), json=build_request())
    assert_valid(ANALYTICS_CREATE_REPORT, response)
    assert response.json()["report_status"] == "IN_PROGRESS"
    token = response.json()["token"]
    assert reporter.get_status(token) == {"report_status": "IN_PROGRESS", **NO_FILE}
    reporter.emulator.advance(10)
    done = reporter.get_status(token)
    assert done["report_status"] == "FINISHED"
    file = requests.get(done["url"], timeout=10)
    assert len(file.content) == done["size"]
    assert list(file.json()) == [campaign_id]
    reporter.emulator.advance(301)
    reporter.advertiser.campaign(name="Created later")
    assert requests.get(done["url"], timeout=10).status_code == 403
    again = reporter.get_status(token)
    assert again["url"] != done["url"]
    assert requests.get(again["url"], timeout=10).json() == file.json()
    reporter.emulator.advance(3_600)
    assert reporter.get_status(token) == {"report_status": "EXPIRED", **NO_FILE}


def test_expired_reports_are_deleted(reporter: Reporter) -> None:
    """An emulator that runs for days must not use more and more memory."""
    tokens = []
    for _ in range(4):
        tokens.append(reporter.create())
        reporter.emulator.advance(10)
        assert reporter.get_status(tokens[-1])["report_status"] == "FINISHED"
        reporter.emulator.advance(26 * 60 * 60)
    kept = reporter.emulator.dump()
    assert len(kept["files"]) <= 2
    assert len(kept["entities"]["report"]) == 1
    found = [reporter.get_status(token)["report_status"] for token in tokens]
    assert found == ["DOES_NOT_EXIST"] * 3 + ["EXPIRED"]


def test_an_unknown_token_has_no_report(reporter: Reporter) -> None:
    assert reporter.get_status("nothing") == {"report_status": "DOES_NOT_EXIST", **NO_FILE}
    product = {"granularity": "TOTAL", "report_name": "x", "columns": ["CAMPAIGN_ID"]}
    product["start_date"] = get_date(9)
    token = reporter.create("reports/brand_category_sku", **product)
    assert reporter.get_status(token)["report_status"] == "DOES_NOT_EXIST"


def test_a_report_belongs_to_its_ad_account(reporter: Reporter) -> None:
    token = reporter.create()
    other = reporter.emulator.add_ad_account()
    response = reporter.api.get(f"/ad_accounts/{other}/reports", params={"token": token})
    assert response.json()["report_status"] == "DOES_NOT_EXIST"


def test_reports_have_the_figures_of_analytics(reporter: Reporter) -> None:
    campaign = reporter.create_running_campaign()
    [rows] = reporter.download().values()
    query = {"campaign_ids": campaign, "columns": ",".join(COLUMNS), "granularity": "DAY"}
    query |= {"start_date": get_date(3), "end_date": get_date(1)}
    path = reporter.advertiser.path("campaigns/analytics")
    figures = reporter.api.get(path, params=query).json()
    expected = [{name: str(row[name]) for name in ("DATE", *COLUMNS)} for row in figures]
    assert rows == expected
    [total] = reporter.download(granularity="TOTAL")[campaign]
    assert set(total) == set(COLUMNS)
    assert int(total["IMPRESSION_1"]) == sum(int(row["IMPRESSION_1"]) for row in rows) > 0


@pytest.mark.parametrize(
    ("level", "fields"),
    [("ADVERTISER", {}), ("AD_GROUP", {}), ("PIN_PROMOTION", {}), ("KEYWORD", {})],
)
def test_every_level_has_its_entities(
    reporter: Reporter, level: str, fields: dict[str, Any]
) -> None:
    advertiser = reporter.advertiser
    group = advertiser.ad_group()["id"]
    ad = advertiser.ad(group)["id"]
    keyword = reporter.create_keyword(group)
    expected = {
        "ADVERTISER": advertiser.account,
        "AD_GROUP": group,
        "PIN_PROMOTION": ad,
        "KEYWORD": keyword,
    }
    found = reporter.download(level=level, columns=["IMPRESSION_1"], **fields)
    assert list(found) == [expected[level]]


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("campaign_statuses", pinterest.schemas.CampaignSummaryStatus),
        ("ad_group_statuses", pinterest.schemas.AdGroupSummaryStatus),
        ("ad_statuses", pinterest.schemas.PinPromotionSummaryStatus),
    ],
)
def test_statuses_are_limited_to_six(reporter: Reporter, name: str, allowed: Any) -> None:
    values: list[Any] = [str(value) for value in allowed]
    seven: Any = (values * 7)[:7]
    six: dict[str, Any] = {name: seven[:6]}
    assert reporter.create(**six)
    response = reporter.api.post(
        reporter.advertiser.path("reports"), json=build_request(**{name: seven})
    )
    assert get_status_and_code(response) == (400, 1)
    assert name in response.json()["message"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"campaign_statuses": ["RUNNING"]}, [0]),
        ({"campaign_statuses": ["PAUSED"]}, [1]),
        ({"campaign_objective_types": ["CONSIDERATION"]}, [1]),
        ({"campaign_objective_types": ["AWARENESS"], "campaign_statuses": ["PAUSED"]}, []),
        ({"metrics_filters": [("TOTAL_IMPRESSION", "GREATER_THAN", 1)]}, [0]),
        ({"metrics_filters": [("TOTAL_IMPRESSION", "LESS_THAN", 1)]}, [1]),
    ],
)
def test_rows_are_filtered(reporter: Reporter, fields: dict[str, Any], expected: list[int]) -> None:
    ids = [
        reporter.create_running_campaign(),
        reporter.advertiser.campaign(status="PAUSED", objective_type="CONSIDERATION")["id"],
    ]
    if "metrics_filters" in fields:
        [(field, operator, value)] = fields["metrics_filters"]
        fields = {
            "metrics_filters": [{"field": field, "operator": operator, "values": [value]}],
        }
    assert list(reporter.download(**fields)) == [ids[index] for index in expected]


def test_ids_filter_the_entity_and_its_children(reporter: Reporter) -> None:
    first, second = (reporter.advertiser.ad_group() for _ in range(2))
    assert list(reporter.download(campaign_ids=[second["campaign_id"]])) == [second["campaign_id"]]
    below = reporter.download(level="AD_GROUP", campaign_ids=[first["campaign_id"]])
    assert list(below) == [first["id"]]


def test_targeting_values_add_up(reporter: Reporter) -> None:
    campaign = reporter.create_running_campaign()
    whole = reporter.download(granularity="TOTAL")[campaign]
    fields = {"level": "CAMPAIGN_TARGETING", "granularity": "TOTAL", "targeting_types": ["GENDER"]}
    rows = reporter.download(**fields)[campaign]
    assert {row["TARGETING_TYPE"] for row in rows} == {"GENDER"}
    assert len({row["TARGETING_VALUE"] for row in rows}) == len(rows) > 1
    assert sum(int(row["IMPRESSION_1"]) for row in rows) == int(whole[0]["IMPRESSION_1"]) > 0


def test_promoted_product_groups_and_their_products_have_rows(
    reporter: Reporter, shop: Shop
) -> None:
    shop.catalog()
    shop.stock(a={}, b={})
    group = {
        "ad_group_id": reporter.advertiser.ad_group()["id"],
        "product_group_promotion": [{"status": "ACTIVE"}],
    }
    made = reporter.api.post(reporter.advertiser.path("product_group_promotions"), json=group)
    promotion = made.json()["items"][0]["data"]
    columns = ["PRODUCT_GROUP_ID", "IMPRESSION_1"]
    rows = reporter.download(level="PRODUCT_GROUP", granularity="TOTAL", columns=columns)
    assert [row["PRODUCT_GROUP_ID"] for [row] in rows.values()] == [promotion["id"]]
    columns = ["STANDARD_AD_FEED_ITEM_ID", "PRODUCT_ITEM_PRICE", "PRODUCT_ITEM_NAME"]
    rows = reporter.download(level="PRODUCT_ITEM", granularity="TOTAL", columns=columns)
    found = sorted(tuple(row[name] for name in columns) for [row] in rows.values())
    assert found == [("a", "25.5", "Indigo quilt"), ("b", "25.5", "Indigo quilt")]


def test_hours_are_limited(reporter: Reporter) -> None:
    campaign = reporter.advertiser.campaign()["id"]
    one_day = {"start_date": get_date(1), "end_date": get_date(1), "granularity": "HOUR"}
    rows = reporter.download(**one_day, start_hour=3, end_hour=5)[campaign]
    assert [row["HOUR"] for row in rows] == [3, 4, 5]
    assert len(reporter.download(**one_day)[campaign]) == 24


def test_csv_has_display_names_as_headers(reporter: Reporter) -> None:
    ids = [reporter.advertiser.campaign()["id"] for _ in range(2)]
    fields: dict[str, Any] = {"report_format": "CSV", "columns": ["IMPRESSION_1"]}
    fields["primary_sort"] = "BY_DATE"
    token = reporter.create(**fields)
    reporter.emulator.advance(10)
    rows = download_rows(reporter, token)
    assert list(rows[0]) == ["Campaign ID", "Date", "Impression 1"]
    assert [row["Campaign ID"] for row in rows] == ids * 3
    assert [row["Date"] for row in rows] == sorted(row["Date"] for row in rows)


@pytest.mark.parametrize(
    ("granularity", "headers"),
    [("DAY", "Campaign ID,Date,Impression 1"), ("TOTAL", "Campaign ID,Impression 1")],
)
def test_csv_without_rows_has_the_same_headers(
    reporter: Reporter, granularity: str, headers: str
) -> None:
    token = reporter.create(report_format="CSV", columns=["IMPRESSION_1"], granularity=granularity)
    reporter.emulator.advance(10)
    file = requests.get(reporter.get_status(token)["url"], timeout=10)
    assert file.text == headers + "\n"


@pytest.mark.parametrize(
    ("level", "columns", "headers"),
    [
        ("AD_GROUP", ["CAMPAIGN_ID"], ["Ad group ID", "Date", "Campaign ID"]),
        ("PIN_PROMOTION", ["AD_ID", "PIN_ID"], ["Ad ID", "Date", "Organic pin ID"]),
        ("ADVERTISER", ["TOTAL_CLICK_CHECKOUT", "CTR"], ["Advertiser", "Date"]),
        ("CAMPAIGN_TARGETING", ["CPM_IN_DOLLAR"], ["Campaign ID", "Date", "Targeting Type"]),
        ("KEYWORD", ["AD_GROUP_ID"], ["Keyword ID", "Date", "Ad group ID"]),
    ],
)
def test_csv_has_the_headers_that_connectors_need(
    reporter: Reporter, level: str, columns: list[str], headers: list[str]
) -> None:
    reporter.create_running_campaign()
    reporter.create_keyword(reporter.advertiser.ad_group()["id"])
    body: dict[str, Any] = {"level": level, "columns": columns, "report_format": "CSV"}
    if level.endswith("TARGETING"):
        body["targeting_types"] = ["GENDER"]
    token = reporter.create(**body)
    reporter.emulator.advance(10)
    [first, *_] = download_rows(reporter, token)
    assert set(headers) <= set(first)
    assert first[headers[0]].isdigit()


def test_csv_headers_can_be_column_names() -> None:
    with (
        Emulator(csv_headers="columns") as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        reporter = Reporter(emulator, Advertiser(api, emulator.ad_account_id))
        campaign = reporter.advertiser.campaign()["id"]
        token = reporter.create(report_format="CSV", columns=["IMPRESSION_1"])
        emulator.advance(10)
        [first, *_] = download_rows(reporter, token)
    assert list(first) == ["CAMPAIGN_ID", "DATE", "IMPRESSION_1"]
    assert first["CAMPAIGN_ID"] == campaign
    with pytest.raises(ValidationError, match="csv_headers: 'raw' is not valid; allowed: display"):
        Emulator(csv_headers="raw")


def test_a_wrong_column_is_refused_with_the_list_of_columns(reporter: Reporter) -> None:
    body = build_request(columns=["SPEND_IN_DOLLAR", "NONSENSE"])
    response = reporter.api.post(reporter.advertiser.path("reports"), json=body)
    assert get_status_and_code(response) == (400, 1)
    _, _, text = response.json()["message"].partition("'NONSENSE' is not one of ['")
    columns = text.partition("']")[0].split("', '")
    assert columns == [column.value for column in pinterest.schemas.ReportingColumnAsync]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"start_date": get_date(914)}, "Non-hourly request must be within 914 recent days"),
        ({"start_date": get_date(187), "end_date": get_date(1)}, "end_date"),
        ({"start_date": get_date(1), "end_date": get_date(2)}, "end_date"),
        ({"start_date": "2026-02-30"}, "start_date"),
        (
            {"granularity": "HOUR", "start_date": get_date(8), "end_date": get_date(8)},
            "Hourly request must be within 8 recent days",
        ),
        ({"granularity": "HOUR", "start_date": get_date(4), "end_date": get_date(1)}, "end_date"),
        (
            {"level": "PRODUCT_ITEM", "start_date": get_date(92), "end_date": get_date(91)},
            "Non-hourly request must be within 92 recent days",
        ),
        (
            {"level": "PRODUCT_ITEM", "start_date": get_date(40), "end_date": get_date(9)},
            "end_date",
        ),
        ({"level": "PRODUCT_ITEM", "ad_ids": ["1"]}, "ad_ids"),
        ({"level": "PRODUCT_ITEM", "ad_statuses": ["APPROVED"]}, "ad_statuses"),
        (
            {
                "level": "PRODUCT_ITEM",
                "columns": ["PIN_PROMOTION_NAME", "SPEND_IN_DOLLAR", "AD_ID"],
            },
            "Columns PIN_PROMOTION_NAME, AD_ID are not available.",
        ),
        ({"granularity": "YEAR"}, "'YEAR' is not one of ['TOTAL', 'DAY', 'HOUR', 'WEEK', 'MONTH']"),
    ],
)
def test_an_invalid_report_is_refused(
    reporter: Reporter, fields: dict[str, Any], expected: str
) -> None:
    response = reporter.api.post(reporter.advertiser.path("reports"), json=build_request(**fields))
    assert get_status_and_code(response) == (400, 1)
    assert expected in response.json()["message"]


@pytest.mark.parametrize(
    "fields",
    [
        {"start_date": get_date(913), "end_date": get_date(913 - 185)},
        {"granularity": "HOUR", "start_date": get_date(7), "end_date": get_date(5)},
        {"level": "PRODUCT_ITEM", "start_date": get_date(91), "end_date": get_date(61)},
    ],
)
def test_a_date_range_just_inside_the_limits_is_accepted(
    reporter: Reporter, fields: dict[str, Any]
) -> None:
    assert reporter.create(**fields)


@pytest.mark.parametrize(
    ("noun", "create", "get", "fields"),
    [
        (
            "mmm_reports",
            ANALYTICS_CREATE_MMM_REPORT,
            ANALYTICS_GET_MMM_REPORT,
            {
                "level": "CAMPAIGN_TARGETING",
                "targeting_types": ["GENDER"],
                "columns": [
                    "CAMPAIGN_ID",
                    "SPEND_IN_DOLLAR",
                    "ADVERTISER_PAID_SPEND_IN_DOLLAR",
                    "ADVERTISER_NAME",
                ],
            },
        ),
        (
            "reports/brand_category_sku",
            ANALYTICS_CREATE_CONVERSION_PRODUCT_REPORT,
            ANALYTICS_GET_CONVERSION_PRODUCT_REPORT,
            {
                "granularity": "TOTAL",
                "start_date": get_date(9),
                "columns": ["CAMPAIGN_ID", "CONVERSION_PRODUCT_ID"],
                "conversion_product_breakdown": "PRODUCT_SKU",
            },
        ),
    ],
)
def test_other_reports(
    reporter: Reporter, noun: str, create: Operation, get: Operation, fields: dict[str, Any]
) -> None:
    campaign = reporter.create_running_campaign()
    path = reporter.advertiser.path(noun)
    begun = reporter.api.post(path, json=build_request(report_name="Mix", **fields))
    assert_valid(create, begun)
    token = begun.json()["token"]
    assert begun.json().get("data", begun.json())["token"] == token
    waiting = reporter.api.get(path, params={"token": token})
    assert_valid(get, waiting)
    reporter.emulator.advance(10)
    done = reporter.api.get(path, params={"token": token})
    assert_valid(get, done)
    url = done.json()["url"]
    assert done.json().get("data", done.json())["url"] == url
    rows = requests.get(url, timeout=10).json()[campaign]
    assert len(rows) > 1
    assert all(set(fields["columns"]) <= set(row) for row in rows)
    assert len({row.get("CONVERSION_PRODUCT_ID") or row["TARGETING_VALUE"] for row in rows}) > 1
    for row in rows:
        assert row.get("ADVERTISER_PAID_SPEND_IN_DOLLAR") == row.get("SPEND_IN_DOLLAR")
        assert not row.get("ADVERTISER_NAME", "").isdigit()
