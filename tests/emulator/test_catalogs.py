"""Catalogs: create and list them, and list the values to filter their products by."""

from __future__ import annotations

import json

import pytest

from pinterest.exceptions import ValidationError
from pinterest.operations.catalogs import (
    CATALOGS_AVAILABLE_FILTER_VALUES,
    CATALOGS_CREATE,
    CATALOGS_LIST,
)
from tests.contract.calls import PATH
from tests.emulator.shop import FEED, Shop, get_status_and_code
from tests.emulator.valid import assert_valid

VALUES = "/catalogs/available_filter_values"


def test_a_catalog_is_created_and_listed(shop: Shop) -> None:
    body = {"catalog_type": "HOTEL", "name": "Rooms"}
    response = shop.api.post("/catalogs", json=body)
    assert_valid(CATALOGS_CREATE, response)
    catalog = response.json()
    assert {name: catalog[name] for name in body} == body
    listed = shop.api.get("/catalogs")
    assert_valid(CATALOGS_LIST, listed)
    assert listed.json() == {"items": [catalog], "bookmark": None}


def test_catalogs_are_paged(shop: Shop) -> None:
    ids = [shop.catalog(name=f"Shop {number}")["id"] for number in range(3)]
    first = shop.api.get("/catalogs", params={"page_size": 2}).json()
    second = shop.api.get(
        "/catalogs", params={"page_size": 2, "bookmark": first["bookmark"]}
    ).json()
    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["bookmark"] is None


@pytest.mark.parametrize(
    "body",
    [
        {"name": "x"},
        {"catalog_type": "FOOD", "name": "x"},
    ],
)
def test_a_bad_catalog_is_refused(shop: Shop, body: dict[str, str]) -> None:
    assert get_status_and_code(shop.api.post("/catalogs", json=body)) == (400, 1)
    assert shop.api.get("/catalogs").json()["items"] == []


def test_an_unknown_ad_account_has_no_catalogs(shop: Shop) -> None:
    account = shop.emulator.ad_account_id
    assert shop.api.get("/catalogs", params={"ad_account_id": account}).status_code == 200
    assert shop.api.get("/catalogs", params={"ad_account_id": "1"}).status_code == 404


def test_filter_values_are_those_of_the_products(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    shop.stock(a={"product_type": "Home > Bedding"}, b={"brand": "Best", "gender": "female"})
    response = shop.api.get(VALUES, params={"catalog_id": catalog_id})
    assert_valid(CATALOGS_AVAILABLE_FILTER_VALUES, response)
    values = response.json()["filter_values"]
    assert values["brand"] == ["Acme", "Best"]
    assert values["gender"] == ["FEMALE"]
    assert values["product_type_0"] == ["Home"]
    assert values["product_type_1"] == ["Home > Bedding"]
    assert "condition" not in values
    other = shop.api.get(VALUES, params={"catalog_id": catalog_id, "country": "DE"})
    assert other.json()["filter_values"] == {}


def test_filter_values_need_a_catalog_and_a_feed(shop: Shop) -> None:
    assert get_status_and_code(shop.api.get(VALUES, params={"catalog_id": "1"})) == (409, 4182)
    catalog_id = shop.catalog()["id"]
    assert get_status_and_code(shop.api.get(VALUES, params={"catalog_id": "1"})) == (400, 1)
    unknown = {"catalog_id": catalog_id, "feed_id": "1"}
    assert get_status_and_code(shop.api.get(VALUES, params=unknown)) == (404, 4161)


@pytest.mark.parametrize(("outcome", "code"), [("DISAPPROVED", 2625), ("UNDER_REVIEW", 2626)])
def test_a_merchant_that_is_not_approved_is_refused(shop: Shop, outcome: str, code: int) -> None:
    catalog_id, feed = shop.catalog()["id"], f"/catalogs/feeds/{shop.feed()['id']}"
    groups = "/catalogs/product_groups"
    shop.emulator.review_merchant(outcome)
    api = shop.api
    for response in (
        api.get(VALUES, params={"catalog_id": catalog_id}),
        api.get(groups),
        api.get(f"{groups}/1"),
        api.delete(f"{groups}/1"),
        api.patch(f"{groups}/1", json={"name": "x"}),
        api.patch(feed, json={"name": "x"}),
        api.delete(feed),
        api.post(f"{feed}/ingest"),
    ):
        assert get_status_and_code(response) == (403, code)
    another = api.post("/catalogs/feeds", json={**FEED, "name": "Another"})
    assert another.status_code == (403 if code == 2625 else 201)
    assert api.get(feed).status_code == api.get("/catalogs").status_code == 200
    shop.emulator.review_merchant("APPROVED")
    assert api.get(groups).status_code == 200


@pytest.mark.skipif(not PATH.is_file(), reason="the contract is not available")
@pytest.mark.parametrize("outcome", ["DISAPPROVED", "UNDER_REVIEW"])
def test_a_refused_merchant_gets_the_documented_message(shop: Shop, outcome: str) -> None:
    operation = json.loads(PATH.read_text("utf-8"))["paths"]["/catalogs/product_groups"]["get"]
    examples = operation["responses"]["403"]["content"]["application/json"]["examples"].values()
    shop.emulator.review_merchant(outcome)
    refused = shop.api.get("/catalogs/product_groups").json()
    assert {name: refused[name] for name in ("code", "message")} in [
        example["value"] for example in examples
    ]


def test_an_unknown_review_outcome_is_refused(shop: Shop) -> None:
    with pytest.raises(ValidationError, match=r"'LOST' is not valid; allowed: APPROVED"):
        shop.emulator.review_merchant("LOST")
