"""The rules for ad groups in their campaign: budgets, bids, goals, times and drafts."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.ad_groups import AD_GROUPS_CREATE, AD_GROUPS_UPDATE
from tests.emulator.advertising import AD_GROUP, Advertiser, only
from tests.emulator.valid import assert_valid

DAY = 86_400
NOW = 1_900_000_000
BUDGET, BID = "budget_in_micro_currency", "bid_in_micro_currency"
GOAL = {"conversion_tag_v3_goal_metadata": {"conversion_event": "CHECKOUT"}}
CBO = {"is_campaign_budget_optimization": True}
NO_BUDGET: dict[str, Any] = {BUDGET: None}
CAP = {"lifetime_frequency_cap": 5, "end_time": NOW}


@pytest.mark.parametrize(
    ("campaign", "good", "bad", "expected"),
    [
        ({}, {BID: None, "bid_strategy_type": "AUTOMATIC_BID"}, {BID: None}, BID),
        ({}, {BID: None, "billable_event": "CLICKTHROUGH"}, {BID: None}, BID),
        (
            {"objective_type": "CONSIDERATION"},
            {BID: None},
            {BID: None, "billable_event": "CLICKTHROUGH"},
            BID,
        ),
        (
            {"objective_type": "CATALOG_SALES"},
            {BID: None},
            {BID: None, "billable_event": "CLICKTHROUGH"},
            BID,
        ),
        (
            {"objective_type": "WEB_CONVERSION"},
            {"optimization_goal_metadata": GOAL},
            {},
            "optimization_goal_metadata",
        ),
        (
            {"objective_type": "VIDEO_COMPLETION"},
            {"bid_strategy_type": "AUTOMATIC_BID"},
            {"bid_strategy_type": "MAX_BID"},
            "bid_strategy_type",
        ),
        (
            CBO,
            {**NO_BUDGET, "budget_type": "CBO_ADGROUP"},
            {**NO_BUDGET, "budget_type": "DAILY"},
            "budget_type",
        ),
        (
            CBO,
            {**NO_BUDGET, "pacing_delivery_type": "STANDARD"},
            {**NO_BUDGET, "pacing_delivery_type": "ACCELERATED"},
            "pacing_delivery_type",
        ),
        ({}, CAP, {**CAP, "end_time": None}, "end_time"),
        ({}, CAP, {**CAP, "billable_event": "CLICKTHROUGH"}, "lifetime_frequency_cap"),
        ({"start_time": NOW}, {"start_time": NOW}, {"start_time": NOW - 1}, "start_time"),
        ({"end_time": NOW}, {"start_time": NOW}, {"start_time": NOW + 1}, "start_time"),
        ({"end_time": NOW}, {"end_time": NOW}, {"end_time": NOW + 1}, "end_time"),
    ],
)
def test_an_ad_group_must_fit_its_campaign_or_its_item_fails(
    advertiser: Advertiser,
    campaign: dict[str, Any],
    good: dict[str, Any],
    bad: dict[str, Any],
    expected: str,
) -> None:
    parent = advertiser.campaign(**campaign)["id"]
    bodies = [{**AD_GROUP, "campaign_id": parent, **fields} for fields in (bad, good)]
    response = advertiser.post("ad_groups", *bodies)
    assert_valid(AD_GROUPS_CREATE, response)
    refused, done = response.json()["items"]
    assert refused["exceptions"][0]["code"] == 1
    assert refused["exceptions"][0]["message"].startswith(f"{expected}: ")
    id = done["data"]["id"]
    assert advertiser.listed("ad_groups") == [id]
    if bad not in ({}, {BID: None}):
        response = advertiser.patch("ad_groups", {"id": id, **bad})
        assert_valid(AD_GROUPS_UPDATE, response)
        [refused] = response.json()["items"]
        assert refused["exceptions"][0]["code"] == 1


def test_a_campaign_determines_fields_of_its_ad_groups(advertiser: Advertiser) -> None:
    parent = advertiser.campaign(**CBO)["id"]
    group = advertiser.ad_group(parent, budget_in_micro_currency=None)
    fields = {name: group[name] for name in (BUDGET, "budget_type", "pacing_delivery_type")}
    assert fields == {
        BUDGET: None,
        "budget_type": "CBO_ADGROUP",
        "pacing_delivery_type": "STANDARD",
    }


@pytest.mark.parametrize(
    "new_times", [{"end_time": NOW + DAY}, {"start_time": NOW + 2 * DAY, "end_time": NOW + 9 * DAY}]
)
def test_a_change_of_the_campaign_does_not_block_updates_of_ad_groups(
    advertiser: Advertiser, new_times: dict[str, int]
) -> None:
    parent = advertiser.campaign(start_time=NOW, end_time=NOW + 9 * DAY)["id"]
    times = {"start_time": NOW + DAY, "end_time": NOW + 3 * DAY}
    id = advertiser.ad_group(parent, **times)["id"]
    only(
        advertiser.patch(
            "campaigns", {"id": parent, "ad_account_id": advertiser.account, **new_times}
        )
    )
    paused = only(advertiser.patch("ad_groups", {"id": id, "status": "PAUSED", "name": "Sewers"}))
    assert (paused["status"], paused["name"]) == ("PAUSED", "Sewers")
    assert {name: paused[name] for name in times} == times
    [refused] = advertiser.patch("ad_groups", {"id": id, **times}).json()["items"]
    assert "_time: " in refused["exceptions"][0]["message"]


def test_a_campaign_without_a_start_accepts_earlier_ad_groups(
    advertiser: Advertiser,
) -> None:
    campaign = advertiser.campaign()
    group = advertiser.ad_group(campaign["id"], start_time=campaign["created_time"] - 60)
    assert group["start_time"] == campaign["created_time"] - 60


@pytest.mark.parametrize(
    "changes", [{"billable_event": "CLICKTHROUGH"}, {"budget_type": "LIFETIME", "end_time": NOW}]
)
def test_the_billable_event_can_only_be_changed_in_a_draft(
    advertiser: Advertiser, changes: dict[str, Any]
) -> None:
    parent = advertiser.campaign()["id"]
    draft, active = (advertiser.ad_group(parent, status=status) for status in ("DRAFT", "ACTIVE"))
    done, refused, same = advertiser.patch(
        "ad_groups",
        {"id": draft["id"], **changes},
        {"id": active["id"], **changes},
        {"id": active["id"], **{name: active[name] for name in changes}},
    ).json()["items"]
    assert done["data"] | changes == done["data"]
    assert "data" in same
    assert next(iter(changes)) in refused["exceptions"][0]["message"]


@pytest.mark.parametrize("changes", [{BID: -5}, {"lifetime_frequency_cap": -1}])
def test_a_negative_bid_or_cap_refuses_the_whole_batch(
    advertiser: Advertiser, changes: dict[str, Any]
) -> None:
    parent = advertiser.campaign()["id"]
    response = advertiser.post("ad_groups", {**AD_GROUP, "campaign_id": parent, **changes})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert next(iter(changes)) in response.json()["message"]
