"""Ads: their ad group and pin, the review, batches with failures in them, lists."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.ads import ADS_CREATE, ADS_GET, ADS_LIST, ADS_UPDATE
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

HOUR = 3_600


def test_an_ad_is_made_with_its_defaults_and_approved_after_an_hour(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    group, pin = advertiser.ad_group(), advertiser.pin()
    body = {"ad_group_id": f"AG{group['id']}", "pin_id": pin, "creative_type": "REGULAR"}
    answer = advertiser.post("ads", {**body, "name": "Blue quilt"})
    assert_valid(ADS_CREATE, answer)
    [item] = answer.json()["items"]
    assert set(item) == {"data"}
    ad = item["data"]
    assert ad["ad_group_id"] == group["id"]
    assert ad["campaign_id"] == group["campaign_id"]
    assert ad["pin_id"] == pin
    assert ad["type"] == "pinpromotion"
    assert (ad["review_status"], ad["summary_status"]) == ("PENDING", "PENDING")
    read = advertiser.api.get(advertiser.path("ads", ad["id"]))
    assert_valid(ADS_GET, read)
    assert read.json() == ad
    emulator.advance(HOUR)
    approved = advertiser.api.get(advertiser.path("ads", ad["id"])).json()
    assert approved == {**ad, "review_status": "APPROVED", "summary_status": "APPROVED"}


def test_a_pin_knows_that_it_was_promoted(advertiser: Advertiser) -> None:
    pin = advertiser.pin()
    assert advertiser.api.get(f"/pins/{pin}").json()["has_been_promoted"] is False
    advertiser.ad(advertiser.ad_group()["id"], pin)
    assert advertiser.api.get(f"/pins/{pin}").json()["has_been_promoted"] is True


@pytest.mark.parametrize("changes", [{"ad_group_id": "123"}, {"pin_id": "123"}])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_one_bad_ad_of_three_fails_alone_with_a_single_exception(
    advertiser: Advertiser, changes: dict[str, Any], place: int
) -> None:
    group, pin = advertiser.ad_group()["id"], advertiser.pin()
    body = {"ad_group_id": group, "pin_id": pin, "creative_type": "REGULAR"}
    bodies = [dict(body) for _ in range(3)]
    bodies[place] |= changes
    answer = advertiser.post("ads", *bodies)
    assert_valid(ADS_CREATE, answer)
    items = answer.json()["items"]
    assert items[place]["exceptions"]["code"] == 1
    assert next(iter(changes)) in items[place]["exceptions"]["message"]
    made = [item["data"]["id"] for item in items if "data" in item]
    assert len(made) == 2
    assert advertiser.listed("ads") == made


def test_what_no_schema_knows_is_dropped(advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_group()["id"], is_pin_deleted=False, made_up="value")
    assert "made_up" not in ad
    assert ad["is_pin_deleted"] is False


def test_an_update_persists_through_the_review(emulator: Emulator, advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_group()["id"])
    changes = {"id": ad["id"], "name": "Red quilt", "status": "PAUSED"}
    answer = advertiser.patch("ads", {"id": "123"}, changes)
    assert_valid(ADS_UPDATE, answer)
    unknown, done = answer.json()["items"]
    assert "123" in unknown["exceptions"]["message"]
    assert done["data"]["summary_status"] == "PAUSED"
    assert done["data"]["review_status"] == "PENDING"
    emulator.advance(HOUR)
    read = advertiser.api.get(advertiser.path("ads", ad["id"])).json()
    assert (read["name"], read["summary_status"]) == ("Red quilt", "PAUSED")
    assert read["review_status"] == "APPROVED"
    resumed = advertiser.patch("ads", {"id": ad["id"], "status": "ACTIVE"})
    assert resumed.json()["items"][0]["data"]["summary_status"] == "APPROVED"


def test_an_ad_stays_where_it_is_and_only_a_draft_changes_its_pin(advertiser: Advertiser) -> None:
    group, pin = advertiser.ad_group()["id"], advertiser.pin()
    running, draft = advertiser.ad(group), advertiser.ad(group, status="DRAFT")
    elsewhere = advertiser.ad_group()["id"]
    answer = advertiser.patch(
        "ads",
        {"id": draft["id"], "pin_id": pin},
        {"id": running["id"], "pin_id": pin},
        {"id": draft["id"], "pin_id": "123"},
        {"id": running["id"], "ad_group_id": elsewhere},
    )
    items = answer.json()["items"]
    assert items[0]["data"]["pin_id"] == pin
    assert [item.get("exceptions", {}).get("code") for item in items] == [None, 1, 1, 1]
    read = advertiser.api.get(advertiser.path("ads", running["id"])).json()
    assert read == running


def test_lists_are_filtered_by_every_level(advertiser: Advertiser) -> None:
    pin = advertiser.pin()
    first, second = advertiser.ad_group(), advertiser.ad_group()
    a, b, c = (
        advertiser.ad(group["id"], pin, status=status)["id"]
        for group, status in ((first, "ACTIVE"), (first, "ARCHIVED"), (second, "PAUSED"))
    )
    listed = advertiser.listed
    assert listed("ads") == [a, c]
    assert listed("ads", order="DESCENDING") == [c, a]
    assert listed("ads", campaign_ids=[second["campaign_id"]]) == [c]
    assert listed("ads", ad_group_ids=[first["id"]]) == [a]
    assert listed("ads", ad_ids=[a, b]) == [a]
    assert listed("ads", ad_ids=[a, b], entity_statuses=["ACTIVE", "ARCHIVED"]) == [a, b]
    assert listed("ads", ad_group_ids=[first["id"]], campaign_ids=[second["campaign_id"]]) == []
    assert advertiser.paged("ads", page_size=1) == [a, c]
    assert_valid(ADS_LIST, advertiser.api.get(advertiser.path("ads"), params={"page_size": 1}))


def test_ads_belong_to_their_account(emulator: Emulator, advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_group()["id"])
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    read = other.api.get(other.path("ads", ad["id"]))
    assert read.status_code == 404
    assert other.listed("ads") == []
