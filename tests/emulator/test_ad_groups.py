"""Ad groups: campaigns, references, targeting, batches with failures, and lists."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.ad_groups import (
    AD_GROUPS_CREATE,
    AD_GROUPS_GET,
    AD_GROUPS_LIST,
    AD_GROUPS_UPDATE,
)
from tests.emulator.advertising import AD_GROUP, Advertiser
from tests.emulator.valid import assert_valid

DAY = 86_400


def test_an_ad_group_is_created_with_defaults(advertiser: Advertiser) -> None:
    parent = advertiser.campaign()["id"]
    spec = {"AGE_BUCKET": ["35-44"], "LOCATION": ["US"]}
    body = {**AD_GROUP, "campaign_id": f"C{parent}", "targeting_spec": spec}
    response = advertiser.post("ad_groups", {**body, "auto_targeting_enabled": False})
    assert_valid(AD_GROUPS_CREATE, response)
    [item] = response.json()["items"]
    assert set(item) == {"data"}
    group = item["data"]
    assert group["campaign_id"] == parent
    assert group["ad_account_id"] == advertiser.account
    assert group["type"] == "adgroup"
    assert group["status"] == "ACTIVE"
    assert group["summary_status"] == "RUNNING"
    assert group["budget_type"] == "DAILY"
    assert group["auto_targeting_enabled"] is False
    assert group["targeting_spec"] == spec
    read = advertiser.api.get(advertiser.path("ad_groups", group["id"]))
    assert_valid(AD_GROUPS_GET, read)
    assert read.json() == group


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"campaign_id": "123"}, "campaign_id"),
        ({"budget_type": "LIFETIME"}, "end_time"),
        ({"start_time": 2_000_000_000, "end_time": 1_900_000_000}, "end_time"),
        ({"targeting_template_ids": ["123"]}, "targeting_template"),
        ({"promotion_ids": ["123"]}, "promotion"),
    ],
)
@pytest.mark.parametrize("bad_index", [0, 2])
def test_one_bad_ad_group_of_three_fails_alone(
    advertiser: Advertiser, changes: dict[str, Any], expected: str, bad_index: int
) -> None:
    parent = advertiser.campaign()["id"]
    bodies = [{**AD_GROUP, "campaign_id": parent} for _ in range(3)]
    bodies[bad_index] |= changes
    response = advertiser.post("ad_groups", *bodies)
    assert_valid(AD_GROUPS_CREATE, response)
    items = response.json()["items"]
    [exception] = items[bad_index]["exceptions"]
    assert exception["code"] == 1
    assert expected in exception["message"]
    created = [item["data"]["id"] for item in items if "data" in item]
    assert len(created) == 2
    assert advertiser.listed("ad_groups") == created


def test_an_ad_group_cannot_outlast_its_campaign(advertiser: Advertiser) -> None:
    first = advertiser.campaign()["created_time"]
    parent = advertiser.campaign(end_time=first + DAY)["id"]
    body = {**AD_GROUP, "campaign_id": parent}
    response = advertiser.post(
        "ad_groups", {**body, "end_time": first + 2 * DAY}, {**body, "end_time": first + DAY}
    )
    late, fitting = response.json()["items"]
    assert "end_time" in late["exceptions"][0]["message"]
    assert fitting["data"]["end_time"] == first + DAY


def test_a_campaign_that_optimizes_its_budget_has_at_most_70_ad_groups(
    advertiser: Advertiser,
) -> None:
    parent = advertiser.campaign(is_campaign_budget_optimization=True)["id"]
    body = {**AD_GROUP, "campaign_id": parent, "budget_in_micro_currency": None}
    deleted = advertiser.ad_group(parent, status="ARCHIVED", budget_in_micro_currency=None)
    for number in (30, 30):
        advertiser.post("ad_groups", *[body] * number)
    items = advertiser.post("ad_groups", *[body] * 12).json()["items"]
    assert ["data" in item for item in items] == [True] * 10 + [False] * 2
    assert "70" in items[-1]["exceptions"][0]["message"]
    assert deleted["id"] not in advertiser.listed("ad_groups", page_size=250)


def test_an_update_persists_and_an_unknown_id_fails_alone(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()
    elsewhere = advertiser.campaign()["id"]
    response = advertiser.patch(
        "ad_groups",
        {"id": "123", "name": "Nobody's"},
        {"id": group["id"], "name": "Sewers", "status": "PAUSED", "auto_targeting_enabled": False},
        {"id": group["id"], "campaign_id": elsewhere},
    )
    assert_valid(AD_GROUPS_UPDATE, response)
    unknown, done, moved = response.json()["items"]
    assert "123" in unknown["exceptions"][0]["message"]
    assert moved["data"]["campaign_id"] == group["campaign_id"]
    read = advertiser.api.get(advertiser.path("ad_groups", group["id"])).json()
    assert read == {**done["data"], "updated_time": read["updated_time"]}
    assert read["name"] == "Sewers"
    assert read["summary_status"] == "PAUSED"
    assert read["auto_targeting_enabled"] is False
    assert read["campaign_id"] == group["campaign_id"]


def test_null_clears_fields_that_can_be_empty(advertiser: Advertiser) -> None:
    goal = {"frequency_goal_metadata": {"frequency": 3, "timerange": "DAY"}}
    cleared_fields: dict[str, Any] = {
        "bid_in_micro_currency": 5,
        "optimization_goal_metadata": goal,
    }
    group = advertiser.ad_group(**cleared_fields, bid_strategy_type="AUTOMATIC_BID")
    assert group["optimization_goal_metadata"] == goal
    response = advertiser.patch("ad_groups", {"id": group["id"], **dict.fromkeys(cleared_fields)})
    assert_valid(AD_GROUPS_UPDATE, response)
    changed = response.json()["items"][0]["data"]
    assert changed.pop("bid_in_micro_currency") is None
    assert "optimization_goal_metadata" not in changed
    assert changed == {name: value for name, value in group.items() if name not in cleared_fields}
    for name in ("name", "status"):
        refused = advertiser.patch("ad_groups", {"id": group["id"], name: None})
        assert refused.status_code == 400
        assert f"{name}: null is not valid; leave it out" in refused.json()["message"]


def test_operations_change_a_targeting_spec_step_by_step(advertiser: Advertiser) -> None:
    spec = {"LOCATION": ["US", "CA"], "GENDER": ["female"]}
    id = advertiser.ad_group(targeting_spec=spec)["id"]
    operations = [
        {"field": "LOCATION", "operation": "ADD", "values": ["GB", "US"]},
        {"field": "LOCATION", "operation": "REMOVE", "values": ["CA"]},
        {"field": "GENDER", "operation": "REMOVE", "values": ["female"]},
        {"field": "MINIMUM_AGE", "operation": "SET", "value": "25"},
    ]
    response = advertiser.patch("ad_groups", {"id": id, "targeting_spec_operations": operations})
    assert_valid(AD_GROUPS_UPDATE, response)
    changed = response.json()["items"][0]["data"]["targeting_spec"]
    assert changed == {"LOCATION": ["US", "GB"], "MINIMUM_AGE": "25"}
    both = {"id": id, "targeting_spec": spec, "targeting_spec_operations": operations}
    refused = advertiser.patch("ad_groups", both).json()["items"][0]
    assert "targeting_spec_operations" in refused["exceptions"][0]["message"]


def test_targeting_templates_and_promotions_are_set_and_cleared(
    advertiser: Advertiser,
) -> None:
    template = advertiser.api.post(
        advertiser.path("targeting_templates"),
        json={"name": "Everybody", "targeting_attributes": {"LOCATION": ["US"]}},
    ).json()["id"]
    body = {"promotion_title": "Free shipping", "promotion_type": "FREE_SHIPPING"}
    created = advertiser.post("promotions", body).json()["promotions"]
    promotion = created[0]["data"]["id"]
    group = advertiser.ad_group(targeting_template_ids=[template], promotion_ids=[promotion])
    assert group["targeting_template_ids"] == [template]
    assert group["promotion_id"] == promotion
    cleared = {"id": group["id"], "targeting_template_ids": ["0"], "promotion_ids": None}
    data = advertiser.patch("ad_groups", cleared).json()["items"][0]["data"]
    assert (data["targeting_template_ids"], data["promotion_id"]) == (None, "0")


def test_lists_are_filtered_by_campaign_id_and_status(advertiser: Advertiser) -> None:
    first, second = (advertiser.campaign()["id"] for _ in range(2))
    a, b, c = (
        advertiser.ad_group(parent, status=status)["id"]
        for parent, status in ((first, "ACTIVE"), (first, "ARCHIVED"), (second, "PAUSED"))
    )
    listed = advertiser.listed
    assert listed("ad_groups") == [a, c]
    assert listed("ad_groups", order="DESCENDING") == [c, a]
    assert listed("ad_groups", campaign_ids=[first]) == [a]
    assert listed("ad_groups", campaign_ids=[first, second]) == [a, c]
    assert listed("ad_groups", campaign_ids=["1"]) == []
    assert listed("ad_groups", campaign_ids=first, entity_statuses="ARCHIVED") == [b]
    assert listed("ad_groups", ad_group_ids=[b, c]) == [c]
    assert advertiser.paged("ad_groups", page_size=1) == [a, c]
    page = advertiser.api.get(advertiser.path("ad_groups"), params={"page_size": 1})
    assert_valid(AD_GROUPS_LIST, page)


def test_ad_groups_belong_to_their_account(emulator: Emulator, advertiser: Advertiser) -> None:
    group = advertiser.ad_group()
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert other.api.get(other.path("ad_groups", group["id"])).status_code == 404
    body = {**AD_GROUP, "campaign_id": group["campaign_id"]}
    assert "exceptions" in other.post("ad_groups", body).json()["items"][0]
