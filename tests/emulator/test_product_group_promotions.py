"""Product group promotions: in an ad group, in batches with failures in them, listed by ad group or by id."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.product_group_promotions import (
    PRODUCT_GROUP_PROMOTIONS_CREATE,
    PRODUCT_GROUP_PROMOTIONS_GET,
    PRODUCT_GROUP_PROMOTIONS_LIST,
    PRODUCT_GROUP_PROMOTIONS_UPDATE,
)
from tests.emulator.advertising import Advertiser, product_group
from tests.emulator.valid import assert_valid

NOUN = "product_group_promotions"


def write(
    advertiser: Advertiser, verb: str, ad_group_id: str, *items: dict[str, Any]
) -> requests.Response:
    body = {"ad_group_id": ad_group_id, "product_group_promotion": list(items)}
    return advertiser.api.request(verb, advertiser.path(NOUN), json=body)


def made(advertiser: Advertiser, ad_group_id: str, *items: dict[str, Any]) -> list[str]:
    answer = write(advertiser, "POST", ad_group_id, *items).json()
    return [item["data"]["id"] for item in answer["items"]]


def test_promotions_are_made_and_read_again(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    [root] = made(advertiser, group, {"definition": "*", "included": True})
    body = {
        "parent_id": root,
        "relative_definition": "product_type_0='rug'",
        "bid_in_micro_currency": 9,
    }
    answer = write(advertiser, "POST", f"AG{group}", body)
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, answer)
    [item] = answer.json()["items"]
    assert set(item) == {"data"}
    promotion = item["data"]
    assert {**promotion, **body} == promotion
    assert promotion["ad_group_id"] == group
    assert promotion["status"] == "ACTIVE"
    read = advertiser.api.get(advertiser.path(NOUN, promotion["id"]))
    assert_valid(PRODUCT_GROUP_PROMOTIONS_GET, read)
    assert read.json() == promotion
    assert advertiser.api.get(advertiser.path(NOUN, "123")).status_code == 404


@pytest.mark.parametrize("place", [0, 2])
def test_one_bad_promotion_of_three_fails_alone(advertiser: Advertiser, place: int) -> None:
    group = advertiser.ad_group()["id"]
    bodies: list[dict[str, Any]] = [{"definition": "*"} for _ in range(3)]
    bodies[place]["parent_id"] = "123"
    answer = write(advertiser, "POST", group, *bodies)
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, answer)
    items = answer.json()["items"]
    assert items[place]["exceptions"][0]["code"] == 1
    made = [item["data"]["id"] for item in items if "data" in item]
    assert len(made) == 2
    assert advertiser.listed(NOUN, ad_group_id=group) == made


def test_a_product_group_of_a_catalog_must_be_there(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    promoted = product_group(advertiser)
    answer = write(
        advertiser,
        "POST",
        group,
        {"catalog_product_group_id": "123"},
        {"catalog_product_group_id": promoted["id"]},
    )
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, answer)
    unknown, known = answer.json()["items"]
    assert "catalog_product_group_id" in unknown["exceptions"][0]["message"]
    assert known["data"]["catalog_product_group_name"] == promoted["name"]


@pytest.mark.parametrize("verb", ["POST", "PATCH"])
def test_an_unknown_ad_group_refuses_the_whole(advertiser: Advertiser, verb: str) -> None:
    answer = write(advertiser, verb, "123", {"definition": "*"})
    assert answer.status_code == 400
    assert "ad_group_id" in answer.json()["message"]


def test_updates_persist_and_what_cannot_be_fails_alone(advertiser: Advertiser) -> None:
    group, other = (advertiser.ad_group()["id"] for _ in range(2))
    [id] = made(advertiser, group, {"definition": "*", "tracking_url": "https://www.example.com"})
    [elsewhere] = made(advertiser, other, {"definition": "*"})
    answer = write(
        advertiser,
        "PATCH",
        group,
        {"status": "PAUSED"},
        {"id": id, "status": "PAUSED", "tracking_url": None, "grid_click_type": None},
        {"id": elsewhere, "status": "PAUSED"},
        {"id": "123"},
    )
    assert_valid(PRODUCT_GROUP_PROMOTIONS_UPDATE, answer)
    items = answer.json()["items"]
    assert ["exceptions" in item for item in items] == [True, False, True, True]
    read = advertiser.api.get(advertiser.path(NOUN, id)).json()
    assert (read["status"], read["tracking_url"]) == ("PAUSED", None)
    assert advertiser.api.get(advertiser.path(NOUN, elsewhere)).json()["status"] == "ACTIVE"


def test_lists_are_of_an_ad_group_or_of_ids(emulator: Emulator, advertiser: Advertiser) -> None:
    first, second = (advertiser.ad_group()["id"] for _ in range(2))
    a, b = made(advertiser, first, {"definition": "*"}, {"status": "ARCHIVED"})
    [c] = made(advertiser, second, {"definition": "*"})
    listed = advertiser.listed
    assert listed(NOUN, ad_group_id=first) == [a]
    assert listed(NOUN, ad_group_id=first, entity_statuses=["ARCHIVED"]) == [b]
    assert listed(NOUN, product_group_promotion_ids=[a, c], order="DESCENDING") == [c, a]
    assert listed(NOUN, product_group_promotion_ids=[c], ad_group_id=first) == [c]
    assert advertiser.paged(NOUN, product_group_promotion_ids=[a, c], page_size=1) == [a, c]
    page = advertiser.api.get(advertiser.path(NOUN), params={"ad_group_id": first})
    assert_valid(PRODUCT_GROUP_PROMOTIONS_LIST, page)
    refused = advertiser.api.get(advertiser.path(NOUN))
    assert refused.status_code == 400
    assert "ad_group_id" in refused.json()["message"]
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert other.listed(NOUN, product_group_promotion_ids=[a, c]) == []


@pytest.mark.parametrize("named", [{}, {"id": None}])
def test_an_update_without_an_id_fails(advertiser: Advertiser, named: dict[str, Any]) -> None:
    group = advertiser.ad_group()["id"]
    [promotion] = made(advertiser, group, {"definition": "*"})
    items = [{**named, "status": "PAUSED"}, {"id": promotion, "status": "PAUSED"}]
    answer = write(advertiser, "PATCH", group, *items)
    if not named or answer.ok:
        assert_valid(PRODUCT_GROUP_PROMOTIONS_UPDATE, answer)
        failed, done = answer.json()["items"]
        assert "id" in failed["exceptions"][0]["message"]
        assert done["data"]["status"] == "PAUSED"
    else:
        assert answer.status_code == 400
