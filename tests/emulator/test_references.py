"""IDs in bodies must exist in the same ad account, or be shared with it."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from tests.emulator.advertising import AD_GROUP, Advertiser

UNKNOWN_ID = "987654321"
GOAL = {"conversion_tag_v3_goal_metadata": {"conversion_tag_id": UNKNOWN_ID}}
SPEC = {"AUDIENCE_INCLUDE": [UNKNOWN_ID]}
RULES: list[dict[str, Any]] = [
    {"customer_list_id": UNKNOWN_ID},
    {"seed_id": [UNKNOWN_ID], "country": "US", "percentage": 1},
    *(
        {"engagement_domain": ["www.example.com"], f"{name}_id": [UNKNOWN_ID]}
        for name in ("ad", "campaign")
    ),
]
TYPES = ("CUSTOMER_LIST", "ACTALIKE", *["ENGAGEMENT"] * 2)


def get_errors(response: requests.Response) -> list[str]:
    """Returns the error messages of a request, or of the items of a batch."""
    content = response.json()
    if response.status_code == 400:
        return [content["message"]]
    assert response.status_code == 200, response.text
    items = content["items"] if isinstance(content, dict) else content
    exceptions = [item.get("exceptions") or item["data"]["exceptions"] for item in items]
    first = exceptions[0]
    return [error["message"] for error in (first if isinstance(first, list) else exceptions)]


@pytest.mark.parametrize(("kind", "rule"), list(zip(TYPES, RULES, strict=True)))
def test_references_in_audience_rules(
    advertiser: Advertiser, kind: str, rule: dict[str, Any]
) -> None:
    api, path = advertiser.api, advertiser.path("audiences")
    body = {"name": "Quilters", "audience_type": kind, "rule": rule}
    custom = {"name": "Quilters", "rule": rule, "sharing_type": "CUSTOM", "data_party": "1p"}
    [known] = [name for name in rule if name.endswith("_id")]
    visitors = {**body, "audience_type": "VISITOR", "rule": {"retention_days": 30}}
    id = api.post(path, json=visitors).json()["id"]
    for response in (
        api.post(path, json=body),
        api.post(f"{path}/custom", json=custom),
        api.patch(f"{path}/{id}", json={"rule": rule}),
    ):
        assert (response.status_code, response.json()["code"]) == (400, 1)
        assert response.json()["message"].startswith(f"rule.{known}: there is no ")
        assert UNKNOWN_ID in response.json()["message"]
    assert advertiser.list_ids("audiences") == [id]


@pytest.mark.parametrize(
    ("noun", "fields", "where"),
    [
        (
            "campaigns",
            {
                "bid_options": {
                    "audience_multipliers": {UNKNOWN_ID: 1.5},
                    "update_mask": ["AUDIENCE"],
                }
            },
            "audience_multipliers",
        ),
        ("campaigns", {"order_line_id": UNKNOWN_ID}, "order_line_id"),
        ("ad_groups", {"targeting_spec": SPEC}, "targeting_spec.AUDIENCE_INCLUDE"),
        ("ad_groups", {"targeting_spec": {"AUDIENCE_EXCLUDE": [UNKNOWN_ID]}}, "AUDIENCE_EXCLUDE"),
        ("ad_groups", {"optimization_goal_metadata": GOAL}, "conversion_tag_id"),
        ("ads", {"lead_form_id": UNKNOWN_ID}, "lead_form_id"),
        ("ads", {"quiz_pin_data": {"results": [{"organic_pin_id": UNKNOWN_ID}]}}, "organic_pin_id"),
    ],
)
def test_references_in_campaigns_ad_groups_and_ads(
    advertiser: Advertiser, noun: str, fields: dict[str, Any], where: str
) -> None:
    group = advertiser.ad_group()
    known = {
        "campaigns": advertiser.new_campaign(),
        "ad_groups": {**AD_GROUP, "campaign_id": group["campaign_id"]},
        "ads": {"ad_group_id": group["id"], "pin_id": advertiser.pin(), "creative_type": "REGULAR"},
    }[noun]
    made = advertiser.post(noun, known).json()["items"][0]["data"]
    for response in (
        advertiser.post(noun, {**known, **fields}),
        advertiser.patch(noun, {"id": made["id"], "ad_account_id": advertiser.account, **fields}),
    ):
        [message] = get_errors(response)
        assert where in message and f" {UNKNOWN_ID}" in message


def test_references_in_targeting_and_estimates(advertiser: Advertiser) -> None:
    post, path = advertiser.api.post, advertiser.path
    template = {"name": "Quilters", "targeting_attributes": SPEC}
    floor = {"bid_floor_specs": [], "targeting_spec": SPEC}
    promoted = {"collections_hero_pin_id": UNKNOWN_ID}
    group = advertiser.ad_group()["id"]
    for response in (
        post(path("targeting_templates"), json=template),
        post(path("ad_groups/audience_sizing"), json={"targeting_spec": SPEC}),
        post(path("bid_floor"), json=floor),
        post(
            path("product_group_promotions"),
            json={"ad_group_id": group, "product_group_promotion": [promoted]},
        ),
    ):
        [message] = get_errors(response)
        assert message.endswith(f" {UNKNOWN_ID}")


def test_own_and_shared_entities_are_accepted_and_others_are_not(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    [audience] = emulator.add_audiences(1)
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    spec: dict[str, Any] = {"targeting_spec": {"AUDIENCE_INCLUDE": [audience]}}
    group = advertiser.ad_group(**spec)
    assert group["targeting_spec"] == spec["targeting_spec"]
    foreign = {**AD_GROUP, "campaign_id": other.campaign()["id"], **spec}
    [message] = get_errors(other.post("ad_groups", foreign))
    assert message == f"targeting_spec.AUDIENCE_INCLUDE: there is no audience {audience}"
    share = {
        "audience_id": audience,
        "operation_type": "SHARE",
        "recipient_account_ids": [other.account],
    }
    advertiser.api.patch(advertiser.path("audiences/ad_accounts/shared"), json=share)
    assert other.ad_group(**spec)["targeting_spec"] == spec["targeting_spec"]
