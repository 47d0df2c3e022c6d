"""Requests that the emulator must accept, because the API's description does not forbid them."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from tests.emulator.advertising import AD_GROUP, Advertiser
from tests.emulator.api import Api
from tests.emulator.organic import IMAGE, create_entity, new_board
from tests.emulator.shop import FEED


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", " "])
def test_names_may_be_empty_or_blank(emulator: Emulator, api: Api, name: str) -> None:
    account = f"/ad_accounts/{emulator.ad_account_id}"
    for path, body in {
        "/ad_accounts": {"name": name},
        "/boards": {"name": name},
        "/catalogs": {"name": name, "catalog_type": "RETAIL"},
        "/catalogs/feeds": {**FEED, "name": name},
        f"{account}/conversion_tags": {"name": name},
        f"{account}/customer_lists": {"name": name, "records": ""},
        f"{account}/customer_segments": {"name": name, "audience_ids": []},
        f"{account}/targeting_templates": {"name": name, "targeting_attributes": {}},
    }.items():
        answer = api.post(path, json=body)
        assert answer.status_code < 300, (path, answer.text)
        assert answer.json()["name"] == name


def test_names_in_batch_writes_may_be_blank(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(name=" ")
    assert campaign["name"] == " "
    assert advertiser.ad_group(campaign["id"], name=" ")["name"] == " "
    keyword = {"value": " ", "match_type": "EXACT_NEGATIVE"}
    body = {"parent_id": campaign["id"], "keywords": [keyword]}
    assert advertiser.api.post(advertiser.path("keywords"), json=body).json()["errors"] == []
    labels = {
        "parent_id": campaign["id"],
        "labels": [{"label_type": "CUSTOM", "value": " "}],
    }
    assert advertiser.api.post(advertiser.path("labels"), json=labels).json()["errors"] == []


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("ENGAGEMENT", {"engager_type": 1}),
        ("ENGAGEMENT", {}),
        ("CUSTOMER_LIST", {}),
        ("ACTALIKE", {"country": "DE", "percentage": 3}),
        ("VISITOR", {}),
    ],
)
def test_an_audience_needs_no_field_of_its_rule(
    emulator: Emulator, api: Api, audiences: str, kind: str, rule: dict[str, Any]
) -> None:
    answer = api.post(audiences, json={"name": "x", "audience_type": kind, "rule": rule})
    assert answer.status_code == 200, answer.text
    path = f"{audiences}/{answer.json()['id']}"
    assert api.patch(path, json={"rule": {"engager_type": 2}}).status_code == 200
    emulator.advance(2 * 86_400)
    assert api.get(path).json()["status"] in ("READY", "TOO_SMALL")


@pytest.mark.parametrize("cap", ["daily_spend_cap", "lifetime_spend_cap"])
@pytest.mark.parametrize("budget", [None, 0])
def test_an_ad_group_under_a_campaign_with_a_spend_cap_needs_no_budget(
    advertiser: Advertiser, cap: str, budget: int | None
) -> None:
    caps = {"daily_spend_cap": None, cap: 9_000_000}
    campaign = advertiser.campaign(objective_type="AWARENESS", **caps)["id"]
    group = advertiser.ad_group(campaign, budget_in_micro_currency=budget)
    assert not group["budget_in_micro_currency"]


def test_the_budget_of_an_ad_group_whose_campaign_optimizes_it_is_dropped(
    advertiser: Advertiser,
) -> None:
    campaign = advertiser.campaign(is_campaign_budget_optimization=True)["id"]
    group = advertiser.ad_group(campaign, budget_in_micro_currency=5_000_000)
    assert (group["budget_in_micro_currency"], group["budget_type"]) == (None, "CBO_ADGROUP")
    change = {"id": group["id"], "budget_in_micro_currency": 7_000_000}
    [item] = advertiser.patch("ad_groups", change).json()["items"]
    assert item["data"]["budget_in_micro_currency"] is None


@pytest.mark.parametrize("status", ["ARCHIVED", "DELETED_DRAFT"])
def test_entities_can_be_added_to_an_archived_campaign_or_ad_group(
    advertiser: Advertiser, status: str
) -> None:
    campaign = advertiser.campaign(status=status)["id"]
    group = advertiser.ad_group(campaign, status=status)["id"]
    assert advertiser.ad(group)["ad_group_id"] == group


def test_the_account_and_campaign_in_a_body_are_ignored(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(ad_account_id="1")
    assert campaign["ad_account_id"] == advertiser.account
    change = {"id": campaign["id"], "ad_account_id": "1", "name": "Winter"}
    [item] = advertiser.patch("campaigns", change).json()["items"]
    assert (item["data"]["ad_account_id"], item["data"]["name"]) == (advertiser.account, "Winter")
    group = advertiser.ad_group(campaign["id"])
    [item] = advertiser.patch("ad_groups", {"id": group["id"], "campaign_id": "5"}).json()["items"]
    assert item["data"]["campaign_id"] == campaign["id"]


def test_a_schedule_that_ends_when_it_starts_is_accepted(advertiser: Advertiser) -> None:
    times = {"start_time": 2_000_000_000, "end_time": 2_000_000_000}
    campaign = advertiser.campaign(**times)
    assert {name: campaign[name] for name in times} == times
    fields = {**AD_GROUP, "campaign_id": campaign["id"], **times}
    [item] = advertiser.post("ad_groups", fields).json()["items"]
    assert {name: item["data"][name] for name in times} == times


def test_a_schedule_accepts_any_change_and_may_be_in_the_past(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    over = {"start_timestamp": 1_000_000_000, "end_timestamp": 1_000_003_600}
    changes: list[dict[str, Any]] = [
        {**over, "schedule_type": "CAMPAIGN_BUDGET_CHANGE"},
        {**over, "schedule_type": "CAMPAIGN_BUDGET_CHANGE", "delta_value": "-5"},
        {**over, "schedule_type": "CAMPAIGN_BID_MULTIPLIERS", "delta_value": "5"},
    ]
    body = [{"entity_id": campaign, **change} for change in changes]
    made = advertiser.api.post(advertiser.path("schedules"), json=body).json()
    assert [item["data"]["schedule_status"] for item in made] == ["COMPLETED"] * 3


def test_pins_of_a_page_need_no_link_and_a_carousel_may_begin_anywhere(api: Api) -> None:
    create_entity(api, "/pins", {"media_source": {"source_type": "pin_url"}})
    source = {"source_type": "multiple_image_urls", "items": [{"url": IMAGE["url"]}] * 2}
    create_entity(api, "/pins", {"media_source": {**source, "index": 7}})


def test_sections_may_be_blank(api: Api) -> None:
    board = new_board(api)["id"]
    assert create_entity(api, f"/boards/{board}/sections", {"name": " "})["name"] == " "


@pytest.mark.parametrize("website", ["localhost", "not a website", "www.example.com:port"])
def test_any_text_is_accepted_as_a_website(api: Api, website: str) -> None:
    answer = api.post("/user_account/websites", json={"website": website})
    assert (answer.status_code, answer.json()["website"]) == (200, website)


def test_an_event_may_be_old(emulator: Emulator, api: Api) -> None:
    event = {
        "event_name": "checkout",
        "action_source": "web",
        "event_id": "1",
        "event_time": 1_000_000_000,
        "user_data": {"client_ip_address": "192.0.2.1", "client_user_agent": "x"},
    }
    path = f"/ad_accounts/{emulator.ad_account_id}/events"
    assert api.post(path, json={"data": [event]}).json()["num_events_processed"] == 1
