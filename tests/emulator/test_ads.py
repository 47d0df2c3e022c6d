"""Ads: their ad group and pin, the review, batches with failures, and lists."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.ads import ADS_CREATE, ADS_GET, ADS_LIST, ADS_UPDATE
from tests.emulator.advertising import Advertiser, only
from tests.emulator.organic import new_board, new_pin, new_section
from tests.emulator.valid import assert_valid

HOUR = 3_600


def test_an_ad_is_created_with_defaults_and_approved_after_an_hour(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    group, pin = advertiser.ad_group(), advertiser.pin()
    body = {"ad_group_id": f"AG{group['id']}", "pin_id": pin, "creative_type": "REGULAR"}
    response = advertiser.post("ads", {**body, "name": "Blue quilt"})
    assert_valid(ADS_CREATE, response)
    [item] = response.json()["items"]
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


def test_creating_an_ad_marks_its_pin_as_promoted(advertiser: Advertiser) -> None:
    pin = advertiser.pin()
    assert advertiser.api.get(f"/pins/{pin}").json()["has_been_promoted"] is False
    advertiser.ad(advertiser.ad_group()["id"], pin)
    assert advertiser.api.get(f"/pins/{pin}").json()["has_been_promoted"] is True


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"ad_group_id": "123"}, 1), ({"pin_id": "123"}, 50), ({"pin_id": "0"}, 50)],
)
@pytest.mark.parametrize("bad_index", [0, 1, 2])
def test_one_bad_ad_of_three_fails_alone_with_a_single_exception(
    advertiser: Advertiser, changes: dict[str, Any], code: int, bad_index: int
) -> None:
    group, pin = advertiser.ad_group()["id"], advertiser.pin()
    body = {"ad_group_id": group, "pin_id": pin, "creative_type": "REGULAR"}
    bodies = [dict(body) for _ in range(3)]
    bodies[bad_index] |= changes
    response = advertiser.post("ads", *bodies)
    assert_valid(ADS_CREATE, response)
    items = response.json()["items"]
    assert items[bad_index]["exceptions"]["code"] == code
    assert next(iter(changes)) in items[bad_index]["exceptions"]["message"]
    created = [item["data"]["id"] for item in items if "data" in item]
    assert len(created) == 2
    assert advertiser.listed("ads") == created


def test_unknown_fields_are_dropped(advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_group()["id"], unknown_field="value")
    assert "made_up" not in ad


def test_read_only_fields_in_requests_are_ignored(advertiser: Advertiser) -> None:
    fields: dict[str, Any] = {"is_pin_deleted": True, "grid_click_type": "CLOSEUP"}
    ad = advertiser.ad(advertiser.ad_group()["id"], **fields)
    changed = only(advertiser.patch("ads", {"id": ad["id"], "name": "Red quilt", **fields}))
    for shown in (ad, changed):
        assert shown["is_pin_deleted"] is False
        assert "grid_click_type" not in shown
    assert changed["name"] == "Red quilt"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "x" * 256},
        {"tracking_urls": {"click": ["https://www.example.com/c"] * 4}},
    ],
)
def test_values_that_are_too_long_are_refused(
    advertiser: Advertiser, changes: dict[str, Any]
) -> None:
    body = {"ad_group_id": advertiser.ad_group()["id"], "creative_type": "REGULAR"}
    response = advertiser.post("ads", {**body, "pin_id": advertiser.pin(), **changes})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert next(iter(changes)) in response.json()["message"]


@pytest.mark.parametrize("reviewed", [True, False])
@pytest.mark.parametrize("deleted", ["pin", "section", "board"])
def test_an_ad_shows_that_its_pin_was_deleted(
    emulator: Emulator, advertiser: Advertiser, deleted: str, reviewed: bool
) -> None:
    api, group = advertiser.api, advertiser.ad_group()["id"]
    board = new_board(api)["id"]
    section = new_section(api, board)["id"]
    pin = new_pin(api, board, board_section_id=section)["id"]
    ad, other = advertiser.ad(group, pin), advertiser.ad(group)
    if reviewed:
        emulator.advance(3_600)
    path = {
        "pin": f"/pins/{pin}",
        "section": f"/boards/{board}/sections/{section}",
        "board": f"/boards/{board}",
    }
    assert api.delete(path[deleted]).status_code == 204
    emulator.advance(3_600)
    read = [api.get(advertiser.path("ads", item["id"])).json() for item in (ad, other)]
    assert [item["is_pin_deleted"] for item in read] == [True, False]
    # The ad can still be updated, even if the update sends the deleted pin's ID again.
    body = {"id": ad["id"], "pin_id": pin, "status": "PAUSED"}
    changed = only(advertiser.patch("ads", body))
    assert (changed["status"], changed["is_pin_deleted"]) == ("PAUSED", True)


def test_an_update_persists_through_the_review(emulator: Emulator, advertiser: Advertiser) -> None:
    ad = advertiser.ad(advertiser.ad_group()["id"])
    changes = {"id": ad["id"], "name": "Red quilt", "status": "PAUSED"}
    response = advertiser.patch("ads", {"id": "123"}, changes)
    assert_valid(ADS_UPDATE, response)
    unknown, done = response.json()["items"]
    assert "123" in unknown["exceptions"]["message"]
    assert done["data"]["summary_status"] == "PAUSED"
    assert done["data"]["review_status"] == "PENDING"
    emulator.advance(HOUR)
    read = advertiser.api.get(advertiser.path("ads", ad["id"])).json()
    assert (read["name"], read["summary_status"]) == ("Red quilt", "PAUSED")
    assert read["review_status"] == "APPROVED"
    resumed = advertiser.patch("ads", {"id": ad["id"], "status": "ACTIVE"})
    assert resumed.json()["items"][0]["data"]["summary_status"] == "APPROVED"


def test_an_ad_keeps_its_ad_group_and_only_a_draft_can_change_its_pin(
    advertiser: Advertiser,
) -> None:
    group, pin = advertiser.ad_group()["id"], advertiser.pin()
    running, draft = advertiser.ad(group), advertiser.ad(group, status="DRAFT")
    elsewhere = advertiser.ad_group()["id"]
    response = advertiser.patch(
        "ads",
        {"id": draft["id"], "pin_id": pin},
        {"id": running["id"], "pin_id": pin},
        {"id": draft["id"], "pin_id": "123"},
        {"id": running["id"], "ad_group_id": elsewhere},
    )
    items = response.json()["items"]
    assert items[0]["data"]["pin_id"] == pin
    assert [item.get("exceptions", {}).get("code") for item in items] == [None, 1, 50, None]
    read = advertiser.api.get(advertiser.path("ads", running["id"])).json()
    assert read == {**running, "updated_time": read["updated_time"]}


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
