"""Product groups: create, get, list, update and delete them, and list the products that match their filters."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.catalog_product_groups import (
    CATALOGS_PRODUCT_GROUP_PINS_LIST,
    CATALOGS_PRODUCT_GROUPS_CREATE,
    CATALOGS_PRODUCT_GROUPS_CREATE_MANY,
    CATALOGS_PRODUCT_GROUPS_GET,
    CATALOGS_PRODUCT_GROUPS_LIST,
    CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET,
    CATALOGS_PRODUCT_GROUPS_UPDATE,
    PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.shop import Shop, get_status_and_code
from tests.emulator.valid import assert_valid

GROUPS = "/catalogs/product_groups"
FILTERED = "/catalogs/products/get_by_product_group_filters"


def new_group(
    catalog_id: str, name: str = "Group", *criteria: Any, operator: str = "any_of"
) -> Any:
    """Returns the body of a new product group."""
    filters = {operator: list(criteria) or [{"ITEM_ID": {"values": [name]}}]}
    return {
        "catalog_type": "RETAIL",
        "catalog_id": catalog_id,
        "name": name,
        "country": "US",
        "locale": "en-US",
        "filters": filters,
    }


def list_matching_items(
    shop: Shop, catalog_id: str, *criteria: Any, operator: str = "any_of"
) -> list[str]:
    """Returns the IDs of the items that match filters."""
    request_body = new_group(catalog_id, "x", *criteria, operator=operator)
    del request_body["name"]
    response = shop.api.post(FILTERED, json=request_body)
    assert_valid(PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST, response)
    return [item["metadata"]["item_id"] for item in response.json()["items"]]


def values(*values: Any, **more: Any) -> dict[str, Any]:
    return {"values": list(values), **more}


def test_a_group_is_created(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    response = shop.api.post(GROUPS, json=new_group(catalog_id))
    assert_valid(CATALOGS_PRODUCT_GROUPS_CREATE, response)
    group = response.json()
    assert (group["name"], group["type"], group["feed_id"]) == ("Group", "MERCHANT_CREATED", None)
    read = shop.api.get(f"{GROUPS}/{group['id']}")
    assert_valid(CATALOGS_PRODUCT_GROUPS_GET, read)
    assert read.json() == group


@pytest.mark.parametrize("catalog_type", ["HOTEL", "CREATIVE_ASSETS"])
def test_groups_of_other_types(shop: Shop, catalog_type: str) -> None:
    catalog_id = shop.catalog(catalog_type)["id"]
    request_body = {
        "catalog_type": catalog_type,
        "catalog_id": catalog_id,
        "name": "All",
        "filters": {"all_of": [{"TITLE_KEYWORDS": values("inn")}]},
    }
    response = shop.api.post(GROUPS, json=request_body)
    assert_valid(CATALOGS_PRODUCT_GROUPS_CREATE, response)
    counts = shop.api.get(f"{GROUPS}/{response.json()['id']}/product_counts")
    assert_valid(CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET, counts)
    assert counts.json()["total"] == 0
    assert ("app_links" in counts.json()) is (catalog_type == "CREATIVE_ASSETS")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"catalog_id": "1"}, (400, 1)),
        ({"country": None}, (400, 6136)),
        ({"filters": {"any_of": []}}, (400, 1)),
        ({"name": "Other", "filters": None}, (400, 1)),
        ({"filters": {"any_of": [{"BRAND": values("Acme")}]}}, (409, 4179)),
        ({"name": "Other"}, (409, 4178)),
    ],
)
def test_a_bad_group_is_refused(
    shop: Shop, changes: dict[str, Any], refused: tuple[int, int]
) -> None:
    catalog_id = shop.catalog()["id"]
    shop.api.post(GROUPS, json=new_group(catalog_id))
    request_body = {**new_group(catalog_id), **changes}
    request_body = {name: value for name, value in request_body.items() if value is not None}
    assert get_status_and_code(shop.api.post(GROUPS, json=request_body)) == refused
    assert len(shop.api.get(GROUPS).json()["items"]) == 1


def test_a_group_must_be_of_its_catalogs_type(shop: Shop) -> None:
    catalog_id = shop.catalog("HOTEL")["id"]
    assert get_status_and_code(shop.api.post(GROUPS, json=new_group(catalog_id))) == (400, 1)


def test_either_all_groups_are_created_or_none(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    request_body = [new_group(catalog_id, name) for name in ("a", "b", "a")]
    assert get_status_and_code(shop.api.post(f"{GROUPS}/multiple", json=request_body)) == (
        409,
        4179,
    )
    assert shop.api.get(GROUPS).json()["items"] == []
    response = shop.api.post(f"{GROUPS}/multiple", json=request_body[:2])
    assert_valid(CATALOGS_PRODUCT_GROUPS_CREATE_MANY, response)
    listed = shop.api.get(GROUPS)
    assert_valid(CATALOGS_PRODUCT_GROUPS_LIST, listed)
    assert [item["id"] for item in listed.json()["items"]] == response.json()


def test_lists_are_filtered(shop: Shop) -> None:
    first, second = shop.catalog()["id"], shop.catalog(name="Second")["id"]
    feed_id = shop.feed(catalog_type="RETAIL", catalog_id=second)["id"]
    first_group = shop.api.post(GROUPS, json=new_group(first)).json()["id"]
    request_body = {"feed_id": feed_id, "name": "F", "filters": new_group(first)["filters"]}
    feed_group = shop.api.post(GROUPS, json=request_body).json()
    assert (feed_group["catalog_id"], feed_group["feed_id"]) == (second, feed_id)

    def list_ids(**query: Any) -> list[str]:
        return [item["id"] for item in shop.api.get(GROUPS, params=query).json()["items"]]

    generated, *created = list_ids()
    assert created == [first_group, feed_group["id"]]
    assert list_ids(catalog_id=first) == [first_group]
    assert list_ids(feed_id=feed_id) == [generated, feed_group["id"]]
    assert list_ids(id=f"{first_group},1") == [first_group]
    assert get_status_and_code(shop.api.get(GROUPS, params={"feed_id": "1"})) == (404, 4161)


def test_a_group_is_updated(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    path = f"{GROUPS}/{shop.api.post(GROUPS, json=new_group(catalog_id)).json()['id']}"
    changes = {
        "catalog_type": "RETAIL",
        "name": "New",
        "filters": {"all_of": [{"BRAND": values("B")}]},
    }
    response = shop.api.patch(path, json=changes)
    assert_valid(CATALOGS_PRODUCT_GROUPS_UPDATE, response)
    assert shop.api.get(path).json() == response.json()
    assert response.json()["filters"] == changes["filters"]
    assert get_status_and_code(
        shop.api.patch(path, json={"catalog_type": "HOTEL", "name": "x"})
    ) == (400, 1)
    shop.api.post(GROUPS, json=new_group(catalog_id, "Taken"))
    taken = {"catalog_type": "RETAIL", "name": "Taken"}
    assert get_status_and_code(shop.api.patch(path, json=taken)) == (409, 4179)


def test_groups_are_deleted(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    ids = [
        shop.api.post(GROUPS, json=new_group(catalog_id, name)).json()["id"]
        for name in ("a", "b", "c", "d")
    ]
    assert shop.api.delete(f"{GROUPS}/{ids[0]}").status_code == 204
    assert get_status_and_code(shop.api.delete(f"{GROUPS}/{ids[0]}")) == (404, 4180)
    many = f"{GROUPS}/multiple"
    assert get_status_and_code(shop.api.delete(many, params={"id": f"{ids[1]},1"})) == (404, 4180)
    response = shop.api.delete(many, params={"id": ",".join(ids[1:3])})
    assert (response.status_code, response.content) == (204, b"")
    assert [item["id"] for item in shop.api.get(GROUPS).json()["items"]] == ids[3:]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("DELETE", ""),
        ("PATCH", ""),
        ("GET", "/product_counts"),
        ("GET", "/products"),
    ],
)
def test_an_unknown_group_is_not_found(shop: Shop, method: str, path: str) -> None:
    shop.catalog()
    response = shop.api.request(method, f"{GROUPS}/1{path}", json={"catalog_type": "RETAIL"})
    assert get_status_and_code(response) == (404, 4180)


def test_groups_need_a_catalog(shop: Shop) -> None:
    assert get_status_and_code(shop.api.get(GROUPS)) == (409, 4182)
    assert get_status_and_code(shop.api.get(f"{GROUPS}/1")) == (409, 4182)
    assert get_status_and_code(shop.api.post(GROUPS, json=new_group("1"))) == (409, 4182)


def test_counts_and_products_of_a_group(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    shop.stock(
        a={"sale_price": "20.00 USD"},
        b={"availability": "out of stock"},
        c={"availability": "preorder", "video_link": "https://www.example.com/c.mp4"},
        d={"brand": "Other"},
    )
    group = shop.api.post(GROUPS, json=new_group(catalog_id, "G", {"BRAND": values("acme")})).json()
    counts = shop.api.get(f"{GROUPS}/{group['id']}/product_counts")
    assert_valid(CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET, counts)
    expected = {"in_stock": 1, "out_of_stock": 1, "preorder": 1, "total": 3, "videos": 1}
    assert counts.json() == {"catalog_type": "RETAIL", **expected}
    path = f"{GROUPS}/{group['id']}/products"
    first = shop.api.get(path, params={"page_size": 2})
    assert_valid(CATALOGS_PRODUCT_GROUP_PINS_LIST, first)
    metadata = first.json()["items"][0]["metadata"]
    assert (metadata["price"], metadata["sale_price"], metadata["currency"]) == (25.5, 20.0, "USD")
    query = {"page_size": 2, "bookmark": first.json()["bookmark"]}
    rest = shop.api.get(path, params=query).json()
    assert [item["metadata"]["item_id"] for item in rest["items"]] == ["c"]
    assert rest["bookmark"] is None


ITEMS: dict[str, dict[str, Any]] = {
    "a": {"price": "10.00 USD", "product_type": "Home > Bedding", "custom_number_0": 5},
    "b": {"price": "20.00 USD", "product_type": "Home > Rugs", "custom_label_0": "Summer sale"},
    "c": {"price": "30.00 EUR", "title": "Red rug", "condition": "used"},
}


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        ({"MIN_PRICE": {"values": 20}}, "bc"),
        ({"MIN_PRICE": {"values": 20, "inclusion": False}}, "c"),
        ({"MAX_PRICE": {"values": 20}}, "ab"),
        ({"MAX_PRICE": {"values": 20, "negated": True}}, "c"),
        ({"CURRENCY": {"values": "EUR"}}, "c"),
        ({"ITEM_ID": values("a", "c")}, "ac"),
        ({"ITEM_ID": values("a", negated=True)}, "bc"),
        ({"AVAILABILITY": values("IN_STOCK")}, "abc"),
        ({"CONDITION": values("USED")}, "c"),
        ({"TITLE_KEYWORDS": values("rug")}, "c"),
        ({"CUSTOM_LABEL_0": values("summer")}, ""),
        ({"CUSTOM_LABEL_0": values("summer", filter_operator_type="CONTAINS")}, "b"),
        ({"CUSTOM_NUMBER_0": {"operator": "GREATER_THAN", "value": 4}}, "a"),
        ({"CUSTOM_NUMBER_0": {"operator": "LESS_THAN", "value": 5}}, ""),
        ({"PRODUCT_TYPE_0": {"values": [["Home"]]}}, "ab"),
        ({"PRODUCT_TYPE_1": {"values": [["Home", "Rugs"]]}}, "b"),
        ({"MEDIA_TYPE": values("VIDEO")}, ""),
    ],
)
def test_filters(shop: Shop, criterion: dict[str, Any], expected: str) -> None:
    catalog_id = shop.catalog()["id"]
    shop.stock(**ITEMS)
    assert list_matching_items(shop, catalog_id, criterion) == list(expected)


def test_filters_are_combined(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    shop.stock(**ITEMS)
    cheap, rugs = {"MAX_PRICE": {"values": 25}}, {"TITLE_KEYWORDS": values("rug")}
    assert list_matching_items(shop, catalog_id, cheap, rugs) == ["a", "b", "c"]
    assert list_matching_items(shop, catalog_id, cheap, rugs, operator="all_of") == []
    group = shop.api.post(GROUPS, json=new_group(catalog_id, "Cheap", cheap)).json()
    within = {"PRODUCT_GROUP": values(group["id"])}
    assert list_matching_items(shop, catalog_id, within) == ["a", "b"]
    assert list_matching_items(shop, catalog_id, {"PRODUCT_GROUP": values("1")}) == []


def test_products_are_found_by_the_filters_of_a_feed(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    shop.emulator.advance(300)
    shop.stock(a={})
    request_body = {"feed_id": feed_id, "filters": {"all_of": [{"MIN_PRICE": {"values": 0}}]}}
    response = shop.api.post(FILTERED, json=request_body)
    assert_valid(PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST, response)
    assert len(response.json()["items"]) == 11
    assert get_status_and_code(shop.api.post(FILTERED, json={**request_body, "feed_id": "1"})) == (
        400,
        1,
    )


def test_a_promoted_group_cannot_be_deleted(shop: Shop, advertiser: Advertiser) -> None:
    feed_id = shop.feed()["id"]
    request_body = {
        "feed_id": feed_id,
        "name": "F",
        "filters": {"any_of": [{"BRAND": values("Acme")}]},
    }
    group_id = shop.api.post(GROUPS, json=request_body).json()["id"]
    promoted = {
        "ad_group_id": advertiser.ad_group()["id"],
        "product_group_promotion": [{"catalog_product_group_id": group_id, "status": "ACTIVE"}],
    }
    response = shop.api.post(advertiser.path("product_group_promotions"), json=promoted)
    assert "exceptions" not in response.json()["items"][0]
    assert get_status_and_code(shop.api.delete(f"{GROUPS}/{group_id}")) == (409, 4176)
    assert get_status_and_code(shop.api.delete(f"{GROUPS}/multiple", params={"id": group_id})) == (
        409,
        4176,
    )
    assert get_status_and_code(shop.api.delete(f"/catalogs/feeds/{feed_id}")) == (409, 4162)
    assert shop.api.get(f"{GROUPS}/{group_id}").status_code == 200


@pytest.mark.parametrize(
    ("catalog_type", "attributes", "criterion", "metadata"),
    [
        (
            "HOTEL",
            {
                "name": "Inn",
                "link": "https://www.example.com/inn",
                "description": "Quiet.",
                "main_image": {"link": "https://www.example.com/inn.jpg"},
                "address": {"country": "GB"},
                "base_price": "90 GBP",
            },
            {"PRICE": {"operator": "LESS_THAN", "value": 100, "currency": "GBP"}},
            {"hotel_id": "one"},
        ),
        (
            "CREATIVE_ASSETS",
            {"title": "Loop", "link": "https://www.example.com/loop", "visibility": "hidden"},
            {"CREATIVE_ASSETS_ID": values("one")},
            {"creative_assets_id": "one", "visibility": "HIDDEN"},
        ),
    ],
)
def test_products_of_other_types(
    shop: Shop,
    catalog_type: str,
    attributes: dict[str, Any],
    criterion: dict[str, Any],
    metadata: dict[str, str],
) -> None:
    kind = {"catalog_type": catalog_type, "catalog_id": shop.catalog(catalog_type)["id"]}
    [field] = [name for name in metadata if name.endswith("_id")]
    item = {"operation": "CREATE", field: "one", "attributes": attributes}
    batch = {**kind, "country": "US", "language": "EN", "items": [item]}
    shop.api.post("/catalogs/items/batch", json=batch)
    shop.emulator.advance(60)
    response = shop.api.post(FILTERED, json={**kind, "filters": {"all_of": [criterion]}})
    assert_valid(PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST, response)
    assert [found["metadata"] for found in response.json()["items"]] == [metadata]
    if catalog_type == "HOTEL":
        for country, number in (("GB", 1), ("US", 0)):
            filters = {"any_of": [{"COUNTRY": values(country)}]}
            response = shop.api.post(FILTERED, json={**kind, "filters": filters})
            assert len(response.json()["items"]) == number


def test_a_generated_group_has_all_products_and_cannot_be_changed(shop: Shop) -> None:
    feed_id = shop.feed()["id"]
    listed = shop.api.get(GROUPS, params={"feed_id": feed_id})
    assert_valid(CATALOGS_PRODUCT_GROUPS_LIST, listed)
    [group] = listed.json()["items"]
    assert group["type"] == "ALL_PRODUCTS"
    path = f"{GROUPS}/{group['id']}"
    shop.emulator.advance(300)
    assert shop.api.get(f"{path}/product_counts").json()["total"] == 11
    own = {"feed_id": feed_id, "name": "Own", "filters": new_group("1")["filters"]}
    own_id = shop.api.post(GROUPS, json=own).json()["id"]
    for response in (
        shop.api.patch(path, json={"name": "Mine"}),
        shop.api.delete(path),
        shop.api.delete(f"{GROUPS}/multiple", params={"id": f"{own_id},{group['id']}"}),
    ):
        assert get_status_and_code(response) == (409, 4177)
    assert shop.api.get(path).json() == group
    assert shop.api.get(f"{GROUPS}/{own_id}").status_code == 200
