"""Product group promotions: created and updated with partial failures, listed by ad group or ID."""

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
from tests.emulator.advertising import Advertiser, create_product_group
from tests.emulator.valid import assert_valid

NOUN = "product_group_promotions"


def send_promotions(
    advertiser: Advertiser, verb: str, ad_group_id: str, *items: dict[str, Any]
) -> requests.Response:
    body = {"ad_group_id": ad_group_id, "product_group_promotion": list(items)}
    return advertiser.api.request(verb, advertiser.path(NOUN), json=body)


def create_promotion_ids(
    advertiser: Advertiser, ad_group_id: str, *items: dict[str, Any]
) -> list[str]:
    response = send_promotions(advertiser, "POST", ad_group_id, *items).json()
    return [item["data"]["id"] for item in response["items"]]


def test_promotions_are_created_and_read(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    [root] = create_promotion_ids(advertiser, group, {"definition": "*", "included": True})
    body = {
        "parent_id": root,
        "relative_definition": "product_type_0='rug'",
        "bid_in_micro_currency": 9,
    }
    response = send_promotions(advertiser, "POST", f"AG{group}", body)
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, response)
    [item] = response.json()["items"]
    assert set(item) == {"data"}
    promotion = item["data"]
    assert {**promotion, **body} == promotion
    assert promotion["ad_group_id"] == group
    assert promotion["status"] == "ACTIVE"
    read = advertiser.api.get(advertiser.path(NOUN, promotion["id"]))
    assert_valid(PRODUCT_GROUP_PROMOTIONS_GET, read)
    assert read.json() == promotion
    assert advertiser.api.get(advertiser.path(NOUN, "123")).status_code == 404


@pytest.mark.parametrize("index", [0, 2])
def test_one_bad_promotion_of_three_fails_alone(advertiser: Advertiser, index: int) -> None:
    group = advertiser.ad_group()["id"]
    bodies: list[dict[str, Any]] = [{"definition": "*"} for _ in range(3)]
    bodies[index]["parent_id"] = "123"
    response = send_promotions(advertiser, "POST", group, *bodies)
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, response)
    items = response.json()["items"]
    assert items[index]["exceptions"][0]["code"] == 1
    ids = [item["data"]["id"] for item in items if "data" in item]
    assert len(ids) == 2
    assert advertiser.list_ids(NOUN, ad_group_id=group) == ids


def test_an_unknown_product_group_fails_alone(advertiser: Advertiser) -> None:
    group = advertiser.ad_group()["id"]
    promoted = create_product_group(advertiser)
    response = send_promotions(
        advertiser,
        "POST",
        group,
        {"catalog_product_group_id": "123"},
        {"catalog_product_group_id": promoted["id"]},
    )
    assert_valid(PRODUCT_GROUP_PROMOTIONS_CREATE, response)
    unknown, known = response.json()["items"]
    assert "catalog_product_group_id" in unknown["exceptions"][0]["message"]
    assert known["data"]["catalog_product_group_name"] == promoted["name"]


@pytest.mark.parametrize("verb", ["POST", "PATCH"])
def test_an_unknown_ad_group_refuses_the_whole_batch(advertiser: Advertiser, verb: str) -> None:
    response = send_promotions(advertiser, verb, "123", {"definition": "*"})
    assert response.status_code == 400
    assert "ad_group_id" in response.json()["message"]


def test_updates_persist_and_bad_ones_fail_alone(advertiser: Advertiser) -> None:
    group, other = (advertiser.ad_group()["id"] for _ in range(2))
    [id] = create_promotion_ids(
        advertiser, group, {"definition": "*", "tracking_url": "https://www.example.com"}
    )
    [elsewhere] = create_promotion_ids(advertiser, other, {"definition": "*"})
    response = send_promotions(
        advertiser,
        "PATCH",
        group,
        {"status": "PAUSED"},
        {"id": id, "status": "PAUSED", "tracking_url": None, "grid_click_type": None},
        {"id": elsewhere, "status": "PAUSED"},
        {"id": "123"},
    )
    assert_valid(PRODUCT_GROUP_PROMOTIONS_UPDATE, response)
    items = response.json()["items"]
    assert ["exceptions" in item for item in items] == [True, False, True, True]
    read = advertiser.api.get(advertiser.path(NOUN, id)).json()
    assert (read["status"], read["tracking_url"]) == ("PAUSED", None)
    assert advertiser.api.get(advertiser.path(NOUN, elsewhere)).json()["status"] == "ACTIVE"


def test_lists_are_filtered_by_ad_group_or_ids(emulator: Emulator, advertiser: Advertiser) -> None:
    first, second = (advertiser.ad_group()["id"] for _ in range(2))
    a, b = create_promotion_ids(advertiser, first, {"definition": "*"}, {"status": "ARCHIVED"})
    [c] = create_promotion_ids(advertiser, second, {"definition": "*"})
    list_ids = advertiser.list_ids
    assert list_ids(NOUN, ad_group_id=first) == [a]
    assert list_ids(NOUN, ad_group_id=first, entity_statuses=["ARCHIVED"]) == [b]
    assert list_ids(NOUN, product_group_promotion_ids=[a, c], order="DESCENDING") == [c, a]
    assert list_ids(NOUN, product_group_promotion_ids=[c], ad_group_id=first) == [c]
    assert advertiser.list_all_ids(NOUN, product_group_promotion_ids=[a, c], page_size=1) == [a, c]
    page = advertiser.api.get(advertiser.path(NOUN), params={"ad_group_id": first})
    assert_valid(PRODUCT_GROUP_PROMOTIONS_LIST, page)
    refused = advertiser.api.get(advertiser.path(NOUN))
    assert refused.status_code == 400
    assert "ad_group_id" in refused.json()["message"]
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert other.list_ids(NOUN, product_group_promotion_ids=[a, c]) == []


@pytest.mark.parametrize("fields", [{}, {"id": None}])
def test_an_update_without_an_id_fails(advertiser: Advertiser, fields: dict[str, Any]) -> None:
    group = advertiser.ad_group()["id"]
    [promotion] = create_promotion_ids(advertiser, group, {"definition": "*"})
    items = [{**fields, "status": "PAUSED"}, {"id": promotion, "status": "PAUSED"}]
    response = send_promotions(advertiser, "PATCH", group, *items)
    if not fields or response.ok:
        assert_valid(PRODUCT_GROUP_PROMOTIONS_UPDATE, response)
        failed, done = response.json()["items"]
        assert "id" in failed["exceptions"][0]["message"]
        assert done["data"]["status"] == "PAUSED"
    else:
        assert response.status_code == 400
