"""Figures over HTTP: entities have figures while they run, parents have the sums, and past days do not change."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from tests.emulator.advertising import Advertiser, backdate
from tests.emulator.api import Api

SPEND = "SPEND_IN_MICRO_DOLLAR"
DAY = 24 * 60 * 60


def get_date(back: int) -> str:
    """Returns the date a number of days ago, in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    return (today - datetime.timedelta(days=back)).isoformat()


class Shop(Advertiser):
    """The reports and analytics of the demo shop."""

    def __init__(self, emulator: Emulator, api: Api) -> None:
        super().__init__(api, emulator.ad_account_id)
        self.emulator = emulator

    def find_id(self, noun: str, name: str) -> str:
        """Returns the ID of a campaign or an ad group."""
        [id] = [entity["id"] for entity in self.items(noun) if entity["name"] == name]
        return str(id)

    def items(self, noun: str, **query: Any) -> list[dict[str, Any]]:
        return self.api.items(self.path(noun), **query)

    def report(self, level: str, *columns: str, **fields: Any) -> dict[str, dict[str, str]]:
        """Returns the rows of a report of the last month, by entity."""
        known = {"start_date": get_date(30), "end_date": get_date(1), "granularity": "TOTAL"}
        body = {**known, "level": level, "columns": [SPEND, *columns], **fields}
        response = self.api.post(self.path("reports"), json=body)
        assert response.status_code == 200, response.text
        self.emulator.advance(10)
        query = {"token": response.json()["token"]}
        url = self.api.get(self.path("reports"), params=query).json()["url"]
        rows = requests.get(url, timeout=10).json()
        return {id: row for id, [row] in rows.items()}

    def sum_spend(self, level: str, **fields: Any) -> int:
        return sum(int(row[SPEND]) for row in self.report(level, **fields).values())

    def spend_by_day(self, path: str = "analytics", **query: Any) -> dict[str, int]:
        """Returns the spend on each day of the last month."""
        known = {"start_date": get_date(30), "end_date": get_date(1), "granularity": "DAY"}
        params = {**known, "columns": SPEND, **query}
        rows = self.api.get(self.path(path), params=params).json()
        return {row["DATE"]: row[SPEND] for row in rows}


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    with Emulator(demo_data=True) as emulator, Api(emulator.url, emulator.access_token) as api:
        yield Shop(emulator, api)


def test_filters_by_children_select_their_part(shop: Shop) -> None:
    campaign, group = (
        shop.find_id("campaigns", "Autumn evenings"),
        shop.find_id("ad_groups", "Quilters"),
    )
    keywords = {keyword["id"] for keyword in shop.items("keywords", ad_group_id=group)}
    found = shop.report("KEYWORD", "AD_GROUP_ID", "CAMPAIGN_ID", ad_group_ids=[group])
    assert set(found) == keywords
    assert {(row["AD_GROUP_ID"], row["CAMPAIGN_ID"]) for row in found.values()} == {
        (group, campaign)
    }
    in_campaign = shop.report("KEYWORD", campaign_ids=[campaign])
    assert keywords < set(in_campaign) < set(shop.report("KEYWORD"))


@pytest.mark.parametrize("level", ["PRODUCT_GROUP", "PRODUCT_ITEM"])
def test_filters_apply_to_products(shop: Shop, level: str) -> None:
    other, stock = (
        shop.find_id("campaigns", name) for name in ("Autumn evenings", "Everything in stock")
    )
    everything = shop.report(level)
    assert everything and shop.report(level, campaign_ids=[other]) == {}
    assert shop.report(level, campaign_ids=[stock]) == everything
    kits = shop.report(level, ad_group_ids=[shop.find_id("ad_groups", "All kits")])
    assert 0 < len(kits) < len(everything)
    assert shop.report(level, campaign_statuses=["PAUSED"]) == {}
    [chosen, *_] = everything
    name = f"{level.lower()}_ids"
    assert set(shop.report(level, **{name: [chosen]})) == {chosen}


def test_filters_by_level_select_parts_of_the_parents_figures(shop: Shop) -> None:
    campaigns = shop.report("CAMPAIGN")
    campaign, group = (
        shop.find_id("campaigns", "Autumn evenings"),
        shop.find_id("ad_groups", "Quilters"),
    )
    whole = shop.report("ADVERTISER", campaign_ids=[campaign])
    assert [row[SPEND] for row in whole.values()] == [campaigns[campaign][SPEND]]
    assert shop.report("ADVERTISER", campaign_ids=["999"]) == {}
    part = shop.report("CAMPAIGN", ad_group_ids=[group])
    assert set(part) == {campaign}
    assert part[campaign][SPEND] == shop.report("AD_GROUP")[group][SPEND]
    assert 0 < int(part[campaign][SPEND]) < int(campaigns[campaign][SPEND])
    product, *_ = shop.report("PRODUCT_ITEM")
    by_product = shop.report("CAMPAIGN", product_item_ids=[product])
    assert set(by_product) == {shop.find_id("campaigns", "Everything in stock")}
    assert shop.sum_spend("PRODUCT_ITEM", product_item_ids=[product]) == sum(
        int(row[SPEND]) for row in by_product.values()
    )


def test_reports_can_be_filtered_by_running_product_groups(shop: Shop) -> None:
    found = shop.report("PRODUCT_GROUP", product_group_statuses=["RUNNING"])
    assert set(found) == set(shop.report("PRODUCT_GROUP"))
    assert shop.report("PRODUCT_GROUP", product_group_statuses=["EXCLUDED", "PAUSED"]) == {}


def test_keywords_are_parts_of_their_ad_group(shop: Shop) -> None:
    groups, keywords = shop.report("AD_GROUP"), shop.report("KEYWORD", "AD_GROUP_ID")
    campaign = shop.find_id("campaigns", "Autumn evenings")
    unwanted = {keyword["id"] for keyword in shop.items("keywords", campaign_id=campaign)}
    assert len(unwanted) == 3
    assert {keywords[id][SPEND] for id in unwanted} == {"0"}
    for id, group in groups.items():
        inside = [int(row[SPEND]) for row in keywords.values() if row["AD_GROUP_ID"] == id]
        assert 0 < sum(inside) < int(group[SPEND]) or sum(inside) == int(group[SPEND]) == 0
    assert sum(int(row[SPEND]) > 0 for row in groups.values()) == 6


def test_products_are_parts_of_their_product_group(shop: Shop) -> None:
    products, promoted = shop.sum_spend("PRODUCT_ITEM"), shop.sum_spend("PRODUCT_GROUP")
    assert 0 < products == promoted < shop.sum_spend("CAMPAIGN")
    group = shop.find_id("ad_groups", "All kits")
    kits = shop.sum_spend("PRODUCT_GROUP", ad_group_ids=[group])
    ads = shop.sum_spend("PIN_PROMOTION", ad_group_ids=[group])
    assert shop.sum_spend("AD_GROUP", ad_group_ids=[group]) == kits + ads
    [catalog_group] = [
        group["id"]
        for group in shop.api.items("/catalogs/product_groups")
        if group["name"] == "Kits"
    ]
    found = shop.spend_by_day("product_groups/analytics", product_group_ids=catalog_group)
    assert sum(found.values()) == kits


def test_an_account_without_ads_has_no_figures(shop: Shop) -> None:
    other = Shop(shop.emulator, shop.api)
    other.account = shop.emulator.add_ad_account()
    assert other.report("PRODUCT_ITEM") == {}
    assert set(other.spend_by_day().values()) == {0}
    other.campaign()
    assert set(other.spend_by_day().values()) == {0}


def test_past_days_do_not_change(shop: Shop) -> None:
    campaign, group = (
        shop.find_id("campaigns", "Everything in stock"),
        shop.find_id("ad_groups", "All fabric"),
    )
    ads = [ad["id"] for ad in shop.items("ads") if ad["ad_group_id"] == group]
    query = {"ad_group_ids": group}
    everything, of_group = shop.spend_by_day(), shop.spend_by_day("ad_groups/analytics", **query)
    keywords = shop.sum_spend("KEYWORD")
    assert min(everything.values()) > 0 and min(of_group.values()) > 0
    shop.campaign()
    shop.ad(shop.ad_group(campaign)["id"])
    shop.ad(group)
    words = {"parent_id": group, "keywords": [{"value": "wool", "match_type": "BROAD"}]}
    assert shop.api.post(shop.path("keywords"), json=words).json()["keywords"]
    for noun, changed in (
        ("ads", {"id": ads[0], "status": "PAUSED", "ad_group_id": group}),
        ("ads", {"id": ads[1], "status": "ARCHIVED", "ad_group_id": group}),
        ("ad_groups", {"id": group, "end_time": int(time.time()) + DAY}),
        ("ad_groups", {"id": group, "status": "PAUSED"}),
        ("campaigns", {"id": campaign, "ad_account_id": shop.account, "status": "PAUSED"}),
    ):
        response = shop.patch(noun, changed).json()
        assert "exceptions" not in response["items"][0] or not response["items"][0]["exceptions"], (
            response
        )
        assert shop.spend_by_day() == everything
        assert shop.spend_by_day("ad_groups/analytics", **query) == of_group
    assert shop.sum_spend("KEYWORD") == keywords


def test_entities_have_figures_only_while_they_run(emulator: Emulator, api: Api) -> None:
    shop = Shop(emulator, api)
    campaign = shop.campaign()["id"]
    ad = shop.ad(shop.ad_group(campaign)["id"])["id"]

    def spend_on(*backs: int) -> list[int]:
        days = {"start_date": get_date(10), "end_date": get_date(-20), "ad_ids": ad}
        found = shop.spend_by_day("ads/analytics", **days)
        return [found.get(get_date(back), 0) for back in backs]

    def run(status: str, days: int) -> None:
        changed = {"id": campaign, "ad_account_id": shop.account, "status": status}
        assert shop.patch("campaigns", changed).status_code == 200
        emulator.advance(days * DAY)

    before, today = spend_on(1, 0)
    assert before == 0 < today
    emulator.advance(3 * DAY)
    first = spend_on(0, -1, -2)
    assert first[0] >= today and min(first) > 0
    run("PAUSED", 3)
    assert spend_on(-4, -5) == [0, 0]
    run("ACTIVE", 3)
    assert spend_on(-4, -5) == [0, 0] and min(spend_on(-7, -8)) > 0
    assert spend_on(0, -1, -2) == first


def test_a_schedule_limits_figures(emulator: Emulator, api: Api) -> None:
    shop = Shop(emulator, api)
    now = int(time.time())
    group = shop.ad_group(start_time=now + 3 * DAY, end_time=now + 6 * DAY)["id"]
    shop.ad(group)
    emulator.advance(9 * DAY)
    asked: dict[str, Any] = {"start_date": get_date(0), "end_date": get_date(-8)}
    found = shop.spend_by_day("ad_groups/analytics", ad_group_ids=group, **asked)
    ran = [day for day, spent in found.items() if spent]
    assert ran == [get_date(back) for back in (-3, -4, -5, -6)]


def test_a_data_set_needs_no_notes_about_running_hours(emulator: Emulator, api: Api) -> None:
    shop = Shop(emulator, api)
    group = shop.ad_group(status="PAUSED")["id"]
    shop.ad(group)
    backdate(emulator)
    content = emulator.dump()
    [paused] = content["entities"]["ad_group"]
    paused["data"]["updated_time"] = int(time.time()) - 5 * DAY
    emulator.load(content)
    found = shop.spend_by_day("ad_groups/analytics", ad_group_ids=group)
    assert [day for day, spent in found.items() if not spent] == [
        get_date(back) for back in (4, 3, 2, 1)
    ]


def test_an_excluded_product_group_stops_running(emulator: Emulator, api: Api) -> None:
    shop = Shop(emulator, api)
    group = shop.ad_group()["id"]

    def put(method: Any, **promotion: Any) -> str:
        body = {"ad_group_id": group, "product_group_promotion": [promotion]}
        response = method(shop.path("product_group_promotions"), json=body).json()
        return str(response["items"][0]["data"]["id"])

    id = put(api.post, status="ACTIVE")
    backdate(emulator)
    before = shop.spend_by_day()
    put(api.patch, id=id, included=False)
    emulator.advance(3 * DAY)
    assert shop.spend_by_day() == before
    assert min(before.values()) > 0
    since = shop.spend_by_day(start_date=get_date(-1), end_date=get_date(-2))
    assert list(since.values()) == [0, 0]


def test_today_has_figures_up_to_the_current_hour(shop: Shop) -> None:
    """The hours add up to the days, and past days have all 24 hours."""
    asked: dict[str, Any] = {
        "start_date": get_date(1),
        "end_date": get_date(0),
        "granularity": "HOUR",
    }
    asked["columns"] = "TOTAL_IMPRESSION,TOTAL_CHECKOUT,TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR"
    hour = datetime.datetime.now(datetime.UTC).hour
    rows = shop.api.get(shop.path("analytics"), params=asked).json()
    shown = [row["HOUR"] for row in rows if row["DATE"] == get_date(0)]
    # The reports above moved the clock forward by a few minutes.
    assert shown == list(range(len(shown)))
    assert len(shown) - hour in (1, 2)
    assert len(rows) == 24 + len(shown)
    days = shop.api.get(shop.path("analytics"), params={**asked, "granularity": "DAY"}).json()
    for day in days:
        hours = [row["TOTAL_IMPRESSION"] for row in rows if row["DATE"] == day["DATE"]]
        assert sum(hours) == day["TOTAL_IMPRESSION"] > 0
    for row in rows:
        value = row["TOTAL_CHECKOUT_VALUE_IN_MICRO_DOLLAR"]
        assert (row["TOTAL_CHECKOUT"] > 0) == (value > 0)
