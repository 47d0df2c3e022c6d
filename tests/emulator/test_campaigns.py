"""Campaigns: defaults, budgets, batches with failures, lists, statuses and schedules."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.campaigns import (
    CAMPAIGNS_CREATE,
    CAMPAIGNS_GET,
    CAMPAIGNS_LIST,
    CAMPAIGNS_UPDATE,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

DAY = 86_400


def test_a_campaign_is_created_with_defaults(advertiser: Advertiser) -> None:
    line = advertiser.listed("order_lines")[0]
    response = advertiser.post("campaigns", advertiser.new_campaign(order_line_id=line))
    assert_valid(CAMPAIGNS_CREATE, response)
    [item] = response.json()["items"]
    assert set(item) == {"data"}
    campaign = item["data"]
    assert campaign["id"].isdigit()
    assert campaign["status"] == "ACTIVE"
    assert campaign["type"] == "campaign"
    assert campaign["summary_status"] == "RUNNING"
    assert campaign["ad_account_id"] == advertiser.account
    assert campaign["daily_spend_cap"] == 10_000_000
    assert campaign["lifetime_spend_cap"] is None
    assert campaign["order_line_id"] == line
    assert campaign["created_time"] == campaign["updated_time"] == campaign["start_time"]
    read = advertiser.api.get(advertiser.path("campaigns", campaign["id"]))
    assert_valid(CAMPAIGNS_GET, read)
    assert read.json() == campaign


def test_write_only_fields_are_not_returned(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign(
        objective_type="CATALOG_SALES", intended_promotion_type="CATALOG", is_top_of_search=True
    )
    assert not {"intended_promotion_type", "is_top_of_search"} & set(campaign)


@pytest.mark.parametrize(
    ("changes", "code", "expected"),
    [
        ({"daily_spend_cap": None}, 2384, "budget"),
        ({"daily_spend_cap": None, "is_campaign_budget_optimization": True}, 2384, "budget"),
        ({"daily_spend_cap": 0}, 2384, "budget"),
        ({"lifetime_spend_cap": 5_000_000}, 1, "lifetime_spend_cap"),
        ({"start_time": 2_000_000_000, "end_time": 1_900_000_000}, 1, "end_time"),
        ({"is_top_of_search": True}, 1, "is_top_of_search"),
        (
            {
                "objective_type": "CATALOG_SALES",
                "is_performance_plus": True,
                "is_top_of_search": True,
            },
            1,
            "is_top_of_search",
        ),
    ],
)
@pytest.mark.parametrize("bad_index", [0, 1, 2])
def test_one_bad_campaign_of_three_fails_alone(
    advertiser: Advertiser, changes: dict[str, Any], code: int, expected: str, bad_index: int
) -> None:
    bodies = [advertiser.new_campaign(name=f"Number {number}") for number in range(3)]
    bodies[bad_index] |= changes
    response = advertiser.post("campaigns", *bodies)
    assert_valid(CAMPAIGNS_CREATE, response)
    items = response.json()["items"]
    [exception] = items[bad_index]["exceptions"]
    assert exception["code"] == code
    assert expected in exception["message"]
    assert "data" not in items[bad_index]
    created = [item["data"]["id"] for item in items if "data" in item]
    assert len(created) == 2
    assert advertiser.listed("campaigns") == created


@pytest.mark.parametrize(
    "changes",
    [
        {"objective_type": "FAME"},
        {"daily_spend_cap": "much"},
        {"name": None},
        {"tracking_urls": {"click": ["https://www.example.com/c"] * 4}},
        {"tracking_urls": {"click": ["https://www.example.com/" + 2_000 * "c"]}},
    ],
)
def test_a_campaign_that_violates_the_schema_fails_the_whole_batch(
    advertiser: Advertiser, changes: dict[str, Any]
) -> None:
    response = advertiser.post(
        "campaigns", advertiser.new_campaign(), advertiser.new_campaign(**changes)
    )
    assert response.status_code == 400
    assert response.json()["code"] == 1
    assert next(iter(changes)) in response.json()["message"]
    assert advertiser.listed("campaigns") == []


@pytest.mark.parametrize("number", [0, 31])
def test_a_batch_has_1_to_30_campaigns(advertiser: Advertiser, number: int) -> None:
    bodies = [advertiser.new_campaign()] * number
    assert advertiser.post("campaigns", *bodies).status_code == 400
    assert (
        len(advertiser.post("campaigns", *[advertiser.new_campaign()] * 30).json()["items"]) == 30
    )


def test_an_update_persists_and_an_unknown_id_fails_alone(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    campaign = advertiser.campaign(tracking_urls={"click": ["https://www.example.com/c"]})
    emulator.advance(60)
    changes = {"id": campaign["id"], "ad_account_id": advertiser.account, "name": "Winter"}
    cleared = {**changes, "tracking_urls": None}
    unknown = {**changes, "id": "123"}
    response = advertiser.patch("campaigns", unknown, cleared)
    assert_valid(CAMPAIGNS_UPDATE, response)
    failed, done = response.json()["items"]
    assert failed["exceptions"][0]["code"] == 1
    assert "123" in failed["exceptions"][0]["message"]
    read = advertiser.api.get(advertiser.path("campaigns", campaign["id"])).json()
    assert read == done["data"]
    assert read["name"] == "Winter"
    assert read["tracking_urls"] is None
    assert read["updated_time"] >= campaign["updated_time"] + 60
    assert read["created_time"] == campaign["created_time"]
    assert read["daily_spend_cap"] == campaign["daily_spend_cap"]


def test_setting_one_cap_clears_the_other_and_one_is_required(advertiser: Advertiser) -> None:
    identifiers = {"id": advertiser.campaign()["id"], "ad_account_id": advertiser.account}
    changed = advertiser.patch("campaigns", {**identifiers, "lifetime_spend_cap": 7_000_000})
    data = changed.json()["items"][0]["data"]
    assert (data["daily_spend_cap"], data["lifetime_spend_cap"]) == (None, 7_000_000)
    refused = advertiser.patch("campaigns", {**identifiers, "lifetime_spend_cap": None})
    assert refused.json()["items"][0]["exceptions"][0]["code"] == 2384
    read = advertiser.api.get(advertiser.path("campaigns", identifiers["id"])).json()
    assert read["lifetime_spend_cap"] == 7_000_000


def test_ad_groups_have_budgets_while_their_campaign_does_not_optimize(
    advertiser: Advertiser,
) -> None:
    campaign = advertiser.campaign()["id"]
    group = advertiser.ad_group(campaign, budget_in_micro_currency=7)["id"]
    other = advertiser.ad_group(budget_in_micro_currency=7)["id"]
    identifiers = {"id": campaign, "ad_account_id": advertiser.account}
    budgets = []
    for optimizes in (True, False):
        body = {**identifiers, "is_campaign_budget_optimization": optimizes}
        done = advertiser.patch(
            "campaigns", body | {"default_ad_group_budget_in_micro_currency": 9}
        )
        assert "data" in done.json()["items"][0]
        read = advertiser.api.get(advertiser.path("ad_groups", group)).json()
        budgets.append((read["budget_in_micro_currency"], read["budget_type"]))
    assert budgets == [(None, "CBO_ADGROUP"), (9, "DAILY")]
    read = advertiser.api.get(advertiser.path("ad_groups", other)).json()
    assert read["budget_in_micro_currency"] == 7


@pytest.mark.parametrize(
    "changes",
    [
        {"objective_type": "WEB_CONVERSION"},
        {"is_performance_plus": True},
        {"is_top_of_search": True},
    ],
)
def test_some_fields_can_only_be_changed_in_a_draft(
    advertiser: Advertiser, changes: dict[str, Any]
) -> None:
    [name] = changes
    kind = {"objective_type": "CATALOG_SALES"}
    draft, active = advertiser.campaign(**kind, status="DRAFT"), advertiser.campaign(**kind)
    account = {"ad_account_id": advertiser.account}
    bodies = [{"id": campaign["id"], **account, **changes} for campaign in (draft, active)]
    response = advertiser.patch("campaigns", *bodies, {**account, **kind, "id": active["id"]})
    assert_valid(CAMPAIGNS_UPDATE, response)
    done, refused, same = response.json()["items"]
    assert "data" in done and "data" in same
    assert refused["exceptions"][0]["code"] == 1
    assert name in refused["exceptions"][0]["message"]


def test_lists_are_filtered_ordered_and_paged(advertiser: Advertiser) -> None:
    statuses = ["ACTIVE", "PAUSED", "ARCHIVED", "ACTIVE", "DRAFT"]
    ids = [advertiser.campaign(status=status)["id"] for status in statuses]
    assert ids == sorted(ids, key=int)
    listed = advertiser.listed
    assert listed("campaigns") == [ids[0], ids[1], ids[3]]
    assert listed("campaigns", order="DESCENDING") == [ids[3], ids[1], ids[0]]
    assert listed("campaigns", entity_statuses=["ARCHIVED", "DRAFT"]) == [ids[2], ids[4]]
    assert listed("campaigns", campaign_ids=[ids[1], ids[2], "1"]) == [ids[1]]
    assert advertiser.paged("campaigns", page_size=1, entity_statuses=statuses) == ids
    page = advertiser.api.get(advertiser.path("campaigns"), params={"page_size": 2})
    assert_valid(CAMPAIGNS_LIST, page)
    assert page.json()["bookmark"]


def test_an_archived_campaign_can_still_be_read(advertiser: Advertiser) -> None:
    id = advertiser.campaign()["id"]
    body = {"id": id, "ad_account_id": advertiser.account, "status": "ARCHIVED"}
    assert advertiser.patch("campaigns", body).status_code == 200
    assert advertiser.listed("campaigns") == []
    read = advertiser.api.get(advertiser.path("campaigns", id)).json()
    assert (read["status"], read["summary_status"]) == ("ARCHIVED", "ARCHIVED")


def test_the_summary_follows_the_schedule(emulator: Emulator, advertiser: Advertiser) -> None:
    now = advertiser.campaign()["created_time"]
    id = advertiser.campaign(start_time=now + DAY, end_time=now + 3 * DAY)["id"]
    statuses_over_time = []
    for _ in range(3):
        campaign = advertiser.api.get(advertiser.path("campaigns", id)).json()
        many = advertiser.api.get(advertiser.path("campaigns"), params={"campaign_ids": id}).json()
        assert many["items"] == [campaign]
        statuses_over_time.append(campaign["summary_status"])
        emulator.advance(2 * DAY)
    assert statuses_over_time == ["NOT_STARTED", "RUNNING", "COMPLETED"]


def test_campaigns_belong_to_their_account(emulator: Emulator, advertiser: Advertiser) -> None:
    id = advertiser.campaign()["id"]
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert other.listed("campaigns") == []
    read = other.api.get(other.path("campaigns", id))
    assert read.status_code == 404
    assert "Campaign" in read.json()["message"]
    body = {"id": id, "ad_account_id": other.account, "name": "Mine now"}
    assert "exceptions" in other.patch("campaigns", body).json()["items"][0]
