"""Ad analytics over HTTP: figures by level and by period, and the limits of date ranges."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.ad_accounts import AD_ACCOUNT_ANALYTICS
from pinterest.operations.ad_groups import AD_GROUPS_ANALYTICS
from pinterest.operations.ads import ADS_ANALYTICS
from pinterest.operations.campaigns import AD_PINS_ANALYTICS, CAMPAIGNS_ANALYTICS
from pinterest.operations.product_group_promotions import PRODUCT_GROUPS_ANALYTICS
from pinterest.operations.resources import DELIVERY_METRICS_GET, METRICS_READY_STATE_GET
from tests.emulator.advertising import Advertiser, backdate
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

COLUMNS = ["SPEND_IN_MICRO_DOLLAR", "TOTAL_CLICKTHROUGH", "CTR"]


def days_ago(days: int) -> str:
    return (datetime.datetime.now(datetime.UTC).date() - datetime.timedelta(days=days)).isoformat()


def get_analytics(advertiser: Advertiser, path: str, **query: Any) -> requests.Response:
    parameters = {
        "start_date": days_ago(7),
        "end_date": days_ago(1),
        "granularity": "TOTAL",
        "columns": ",".join(COLUMNS),
        **query,
    }
    return advertiser.api.get(advertiser.path(path), params=parameters)


@pytest.fixture
def shop(emulator: Emulator, advertiser: Advertiser) -> dict[str, Any]:
    """An old campaign with two ads, and an old campaign without ads."""
    campaign = advertiser.campaign()["id"]
    group = advertiser.ad_group(campaign)["id"]
    pin = advertiser.pin()
    ads = [advertiser.ad(group, pin)["id"], advertiser.ad(group, pin)["id"]]
    empty = advertiser.campaign(name="Winter")["id"]
    backdate(emulator)
    return {"campaigns": [campaign, empty], "ad_group": group, "ads": ads, "pin": pin}


def test_every_level_adds_up(advertiser: Advertiser, shop: dict[str, Any]) -> None:
    cases = [
        (ADS_ANALYTICS, "ads/analytics", {"ad_ids": shop["ads"]}, "AD_ID"),
        (AD_GROUPS_ANALYTICS, "ad_groups/analytics", {"ad_group_ids": [shop["ad_group"]]}, ""),
        (CAMPAIGNS_ANALYTICS, "campaigns/analytics", {"campaign_ids": shop["campaigns"]}, ""),
        (AD_ACCOUNT_ANALYTICS, "analytics", {}, "AD_ACCOUNT_ID"),
    ]
    spent = []
    for operation, path, query, key in cases:
        response = get_analytics(advertiser, path, **query)
        assert_valid(operation, response)
        rows = response.json()
        assert set(COLUMNS) < set(rows[0]) and len(rows[0]) == len(COLUMNS) + 1
        assert not key or key in rows[0]
        spent.append([row["SPEND_IN_MICRO_DOLLAR"] for row in rows])
    ads, [group], [campaign, empty], [account] = spent
    assert len(ads) == 2 and sum(ads) == group == campaign
    assert account == campaign > empty == 0
    assert (
        get_analytics(advertiser, "analytics").json()
        == get_analytics(advertiser, "analytics").json()
    )


def test_days_add_up_to_the_total(advertiser: Advertiser, shop: dict[str, Any]) -> None:
    query = {"campaign_ids": shop["campaigns"][:1]}
    days = get_analytics(advertiser, "campaigns/analytics", granularity="DAY", **query)
    assert_valid(CAMPAIGNS_ANALYTICS, days)
    assert [row["DATE"] for row in days.json()] == [days_ago(number) for number in range(7, 0, -1)]
    [total_row] = get_analytics(advertiser, "campaigns/analytics", **query).json()
    assert "DATE" not in total_row
    assert total_row["CTR"] > 0
    total = sum(row["TOTAL_CLICKTHROUGH"] for row in days.json())
    assert total == total_row["TOTAL_CLICKTHROUGH"] > 0


def test_each_hour_has_a_row(advertiser: Advertiser) -> None:
    response = get_analytics(advertiser, "analytics", granularity="HOUR", start_date=days_ago(2))
    assert_valid(AD_ACCOUNT_ANALYTICS, response)
    assert len({(row["DATE"], row["HOUR"]) for row in response.json()}) == 48


def test_unknown_ids_have_no_rows(advertiser: Advertiser, shop: dict[str, Any]) -> None:
    ids = ["1", shop["campaigns"][1], shop["campaigns"][0], shop["campaigns"][1]]
    rows = get_analytics(advertiser, "campaigns/analytics", campaign_ids=ids).json()
    assert [row["CAMPAIGN_ID"] for row in rows] == shop["campaigns"][::-1]
    assert get_analytics(advertiser, "ads/analytics", ad_ids=["1"]).json() == []


def test_rows_can_be_aggregated(advertiser: Advertiser, shop: dict[str, Any]) -> None:
    query = {"campaign_ids": shop["campaigns"], "columns": "SPEND_IN_MICRO_DOLLAR"}
    rows = get_analytics(advertiser, "campaigns/analytics", **query).json()
    aggregated = get_analytics(
        advertiser, "campaigns/analytics", aggregate_report_rows="true", **query
    )
    assert_valid(CAMPAIGNS_ANALYTICS, aggregated)
    total = sum(row["SPEND_IN_MICRO_DOLLAR"] for row in rows)
    assert aggregated.json() == [{"SPEND_IN_MICRO_DOLLAR": total}]


def test_ads_are_selected_by_id_or_by_campaign_and_pin(
    advertiser: Advertiser, shop: dict[str, Any]
) -> None:
    other = advertiser.ad(shop["ad_group"])["id"]
    query = {"campaign_ids": shop["campaigns"], "pin_ids": [shop["pin"]]}
    found = get_analytics(advertiser, "ads/analytics", **query)
    assert_valid(ADS_ANALYTICS, found)
    assert [row["AD_ID"] for row in found.json()] == sorted(shop["ads"], key=int)
    assert other not in [row["AD_ID"] for row in found.json()]
    refused = get_analytics(advertiser, "ads/analytics", campaign_ids=shop["campaigns"])
    assert (refused.status_code, refused.json()["code"]) == (400, 1)
    assert "pin_ids" in refused.json()["message"]


def test_the_figures_of_a_pin_are_the_sum_over_its_ads(
    advertiser: Advertiser, shop: dict[str, Any]
) -> None:
    query = {"campaign_id": shop["campaigns"][0], "pin_ids": [shop["pin"], "1"]}
    response = get_analytics(advertiser, "pins/analytics", **query)
    assert_valid(AD_PINS_ANALYTICS, response)
    [row] = response.json()
    ads = get_analytics(advertiser, "ads/analytics", ad_ids=shop["ads"]).json()
    assert row["PIN_ID"] == shop["pin"]
    assert row["SPEND_IN_MICRO_DOLLAR"] == sum(ad["SPEND_IN_MICRO_DOLLAR"] for ad in ads)


def test_product_groups_have_figures(emulator: Emulator, advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    promotion = {"slideshow_collections_title": "Quilts", "creative_type": "REGULAR"}
    created = advertiser.api.post(
        advertiser.path("product_group_promotions"),
        json={"ad_group_id": group, "product_group_promotion": [promotion]},
    ).json()["items"][0]["data"]["id"]
    backdate(emulator)
    response = get_analytics(
        advertiser, "product_groups/analytics", product_group_ids=[created, "1"]
    )
    assert_valid(PRODUCT_GROUPS_ANALYTICS, response)
    [row] = response.json()
    assert row["PRODUCT_GROUP_ID"] == created
    [total_row] = get_analytics(advertiser, "ad_groups/analytics", ad_group_ids=[group]).json()
    assert row["SPEND_IN_MICRO_DOLLAR"] == total_row["SPEND_IN_MICRO_DOLLAR"] > 0


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"start_date": days_ago(90)}, "You can only get data from the last 90 days."),
        ({"start_date": days_ago(80), "end_date": days_ago(-10)}, "end_date"),
        ({"start_date": days_ago(1), "end_date": days_ago(2)}, "end_date"),
        ({"start_date": "2026-W47-1"}, "start_date"),
        ({"start_date": "yesterday"}, "start_date"),
        (
            {"granularity": "HOUR", "start_date": days_ago(8), "end_date": days_ago(7)},
            "the last 8 days.",
        ),
        ({"granularity": "HOUR", "start_date": days_ago(4)}, "end_date"),
        ({"columns": "SPEND"}, "columns: 'SPEND' is not one of ['SPEND_IN_MICRO_DOLLAR', "),
        (
            {"granularity": "YEAR"},
            "granularity: 'YEAR' is not one of ['TOTAL', 'DAY', 'HOUR', 'WEEK', 'MONTH']",
        ),
    ],
)
@pytest.mark.parametrize("path", ["analytics", "ads/analytics"])
def test_bad_date_ranges_and_columns_are_refused(
    advertiser: Advertiser, path: str, query: dict[str, Any], expected: str
) -> None:
    response = get_analytics(advertiser, path, ad_ids="1", **query)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]


@pytest.mark.parametrize(
    ("start", "end", "granularity"), [(89, 0, "DAY"), (60, -29, "TOTAL"), (7, 5, "HOUR")]
)
def test_date_ranges_just_within_the_limits_are_accepted(
    advertiser: Advertiser, start: int, end: int, granularity: str
) -> None:
    days = {"start_date": days_ago(start), "end_date": days_ago(end), "granularity": granularity}
    assert_valid(AD_ACCOUNT_ANALYTICS, get_analytics(advertiser, "analytics", **days))


@pytest.mark.parametrize(
    ("days", "ready"), [(0, (False, False)), (1, (True, False)), (3, (True, True))]
)
def test_figures_become_final(api: Api, days: int, ready: tuple[bool, bool]) -> None:
    response = api.get("/resources/metrics_ready_state", params={"date": days_ago(days)})
    assert_valid(METRICS_READY_STATE_GET, response)
    found = response.json()
    assert (found["non_conversion_metrics_ready"], found["conversion_metrics_ready"]) == ready


def test_the_ready_state_requires_a_valid_date(api: Api, emulator: Emulator) -> None:
    response = api.get("/resources/metrics_ready_state", params={"date": "2026-13-01"})
    assert response.status_code == 400
    emulator.advance(3 * 86_400)
    response = api.get("/resources/metrics_ready_state", params={"date": days_ago(0)})
    assert response.json()["conversion_metrics_ready"] is True


def test_metrics_are_listed_by_report_type(api: Api) -> None:
    def list_names(**query: str) -> set[tuple[str, str]]:
        response = api.get("/resources/delivery_metrics", params=query)
        assert_valid(DELIVERY_METRICS_GET, response)
        return {(item["category"], item["name"]) for item in response.json()["items"]}

    both, sync, reports = (
        list_names(),
        list_names(report_type="SYNC"),
        list_names(report_type="ASYNC"),
    )
    assert both == sync | reports
    assert ("ORGANIC", "SAVE_RATE") in sync - reports
    assert ("ADS", "TOTAL_PINTEREST_CHECKOUT") in reports - sync
