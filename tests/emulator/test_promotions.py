"""Promotions: batches with partial failures, discount statuses, and ad groups with promotions."""

from __future__ import annotations

from typing import Any

from pinterest.emulator import Emulator
from pinterest.operations.ad_groups import GET_AD_GROUPS_BY_PROMOTION_IDS_LIST
from pinterest.operations.promotions import (
    PROMOTIONS_CREATE,
    PROMOTIONS_DELETE,
    PROMOTIONS_GET,
    PROMOTIONS_LIST,
    PROMOTIONS_UPDATE,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

DAY = 86_400
BODY = {"promotion_title": "A third off", "promotion_type": "EXTRA_PERCENT_OFF"}


def create_promotion(advertiser: Advertiser, **fields: Any) -> dict[str, Any]:
    response = advertiser.post("promotions", {**BODY, **fields})
    assert_valid(PROMOTIONS_CREATE, response)
    [item] = response.json()["promotions"]
    data: dict[str, Any] = item["data"]
    return data


def test_a_promotion_is_created_and_read(advertiser: Advertiser) -> None:
    promotion = create_promotion(
        advertiser, template_values=[{"percent": 33.3}], promotion_code="QUILT"
    )
    assert promotion["ad_account_id"] == advertiser.account
    assert promotion["template_values"] == [{"percent": 33.3}]
    assert (promotion["status"], promotion["discount_status"]) == ("ACTIVE", "ACTIVE")
    read = advertiser.api.get(advertiser.path("promotions", promotion["id"]))
    assert_valid(PROMOTIONS_GET, read)
    assert read.json() == promotion


def test_bad_promotions_fail_alone(advertiser: Advertiser) -> None:
    late = {**BODY, "start_time": 2_000_000_000, "end_time": 1_900_000_000}
    response = advertiser.post("promotions", late, BODY, late)
    assert_valid(PROMOTIONS_CREATE, response)
    items = response.json()["promotions"]
    assert ["data" in item for item in items] == [False, True, False]
    assert items[0]["exception"]["code"] == 1
    assert "end_time" in items[2]["exception"]["message"]
    assert advertiser.list_ids("promotions") == [items[1]["data"]["id"]]


def test_updates_persist_and_an_unknown_id_fails_alone(advertiser: Advertiser) -> None:
    id = create_promotion(advertiser)["id"]
    changes = {"id": id, "promotion_title": "Half off", "status": "PAUSED"}
    response = advertiser.patch("promotions", {"id": "123"}, changes)
    assert_valid(PROMOTIONS_UPDATE, response)
    unknown, done = response.json()["promotions"]
    assert "123" in unknown["exception"]["message"]
    read = advertiser.api.get(advertiser.path("promotions", id)).json()
    assert read == done["data"]
    assert read["promotion_title"] == "Half off"
    assert read["promotion_type"] == BODY["promotion_type"]
    assert read["discount_status"] == "PAUSED"


def test_the_discount_status_follows_the_clock(emulator: Emulator, advertiser: Advertiser) -> None:
    now = advertiser.campaign()["created_time"]
    id = create_promotion(advertiser, start_time=now + DAY, end_time=now + 3 * DAY)["id"]
    found = []
    for _ in range(3):
        [item] = advertiser.api.get(advertiser.path("promotions")).json()["items"]
        assert item == advertiser.api.get(advertiser.path("promotions", id)).json()
        found.append(item["discount_status"])
        emulator.advance(2 * DAY)
    assert found == ["SCHEDULED", "ACTIVE", "EXPIRED"]


def test_lists_are_sorted_and_paged_without_archived_promotions(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    a, b, c, d = (create_promotion(advertiser)["id"] for _ in range(4))
    advertiser.patch("promotions", {"id": b, "status": "ARCHIVED"})
    deleted = advertiser.api.delete(advertiser.path("promotions", c))
    assert_valid(PROMOTIONS_DELETE, deleted)
    assert deleted.status_code == 204
    for verb in ("GET", "DELETE"):
        response = advertiser.api.request(verb, advertiser.path("promotions", c))
        assert (response.status_code, response.json()["code"]) == (404, 4997)
    assert advertiser.list_ids("promotions", order="DESCENDING") == [d, a]
    assert advertiser.list_all_ids("promotions", page_size=1) == [a, d]
    assert_valid(PROMOTIONS_LIST, advertiser.api.get(advertiser.path("promotions")))
    assert Advertiser(advertiser.api, emulator.add_ad_account()).list_ids("promotions") == []


def test_ad_groups_are_found_by_their_promotions(advertiser: Advertiser) -> None:
    first, second = (create_promotion(advertiser)["id"] for _ in range(2))
    campaign = advertiser.campaign()["id"]
    a = advertiser.ad_group(campaign, promotion_ids=[first])["id"]
    b = advertiser.ad_group(campaign, promotion_ids=[first, second])["id"]
    c = advertiser.ad_group(campaign, promotion_id=second)["id"]
    advertiser.ad_group(campaign)
    noun = "promotion_applied_entities"
    page = advertiser.api.get(advertiser.path(noun), params={"promotion_ids": [first, second]})
    assert_valid(GET_AD_GROUPS_BY_PROMOTION_IDS_LIST, page)
    assert [item["id"] for item in page.json()["items"]] == [a, b, c]
    assert page.json()["items"][1]["promotion_ids"] == [first, second]
    assert advertiser.list_ids(noun, promotion_ids=[second], order="DESCENDING") == [c, b]
    assert advertiser.list_all_ids(noun, promotion_ids=[first], page_size=1) == [a, b]


def test_a_deleted_promotion_is_removed_from_its_ad_groups(advertiser: Advertiser) -> None:
    first, second = (create_promotion(advertiser)["id"] for _ in range(2))
    group = advertiser.ad_group(promotion_ids=[first, second])["id"]
    path = advertiser.path("ad_groups", group)
    for deleted, remaining in ((first, second), (second, "0")):
        advertiser.api.delete(advertiser.path("promotions", deleted))
        assert advertiser.api.get(path).json()["promotion_id"] == remaining
