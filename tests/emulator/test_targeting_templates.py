"""Targeting templates: created, searched, sized, updated and removed."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.targeting_template import (
    TARGETING_TEMPLATE_CREATE,
    TARGETING_TEMPLATE_LIST,
    TARGETING_TEMPLATE_UPDATE,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

NOUN = "targeting_templates"
SPEC = {"LOCATION": ["US"], "GENDER": ["female"]}


def create_template(advertiser: Advertiser, name: str, **fields: Any) -> dict[str, Any]:
    body = {"name": name, "targeting_attributes": SPEC, **fields}
    response = advertiser.api.post(advertiser.path(NOUN), json=body)
    assert_valid(TARGETING_TEMPLATE_CREATE, response)
    template: dict[str, Any] = response.json()
    return template


def test_a_template_is_created_and_listed(advertiser: Advertiser) -> None:
    keywords = [{"value": "quilt", "match_type": "BROAD"}]
    template = create_template(advertiser, "Quilters", keywords=keywords, placement_group="SEARCH")
    assert template["ad_account_id"] == advertiser.account
    assert template["status"] == "ACTIVE"
    assert template["keywords"] == keywords
    assert template["placement_group"] == "SEARCH"
    assert template["created_time"] == template["updated_time"]
    page = advertiser.api.get(advertiser.path(NOUN))
    assert_valid(TARGETING_TEMPLATE_LIST, page)
    assert page.json()["items"] == [template]


@pytest.mark.parametrize("changes", [{"name": None}, {"targeting_attributes": 5}])
def test_an_invalid_template_is_refused(advertiser: Advertiser, changes: dict[str, Any]) -> None:
    body = {"name": "Quilters", "targeting_attributes": SPEC, **changes}
    response = advertiser.api.post(advertiser.path(NOUN), json=body)
    assert response.status_code == 400
    assert next(iter(changes)) in response.json()["message"]
    assert advertiser.list_ids(NOUN) == []


def test_lists_are_searched_sorted_and_paged(emulator: Emulator, advertiser: Advertiser) -> None:
    a, b, c = (
        create_template(advertiser, name)["id"] for name in ("Quilters", "Knitters", "quilt shops")
    )
    list_ids = advertiser.list_ids
    assert list_ids(NOUN, order="DESCENDING") == [c, b, a]
    assert list_ids(NOUN, search_query="QUILT") == [a, c]
    assert list_ids(NOUN, search_query="yarn") == []
    assert advertiser.list_all_ids(NOUN, page_size=2) == [a, b, c]
    assert advertiser.list_all_ids(NOUN, page_size=1, order="DESCENDING", search_query="q") == [
        c,
        a,
    ]
    assert Advertiser(advertiser.api, emulator.add_ad_account()).list_ids(NOUN) == []


def test_audience_sizes_are_estimated_on_request(advertiser: Advertiser) -> None:
    create_template(advertiser, "Wide")
    create_template(advertiser, "Narrow", targeting_attributes={**SPEC, "AGE_BUCKET": ["35-44"]})
    page = advertiser.api.get(advertiser.path(NOUN), params={"include_sizing": "true"})
    assert_valid(TARGETING_TEMPLATE_LIST, page)
    wide, narrow = (item["sizing"]["reach_estimate"] for item in page.json()["items"])
    assert wide["lower_bound"] < wide["estimate"] < wide["upper_bound"]
    assert narrow["estimate"] < wide["estimate"]
    again = advertiser.api.get(advertiser.path(NOUN), params={"include_sizing": "true"})
    assert again.json() == page.json()


def test_a_template_is_updated_and_removed(advertiser: Advertiser) -> None:
    template = create_template(advertiser, "Quilters")
    path = advertiser.path(NOUN)
    change = {"id": template["id"], "operation_type": "UPDATE"}
    assert advertiser.api.patch(path, json=change).status_code == 200
    [same] = advertiser.api.get(path).json()["items"]
    assert same["targeting_attributes"] == template["targeting_attributes"]
    spec = {"LOCATION": ["CA"]}
    done = advertiser.api.patch(path, json={**change, "targeting_attributes": spec})
    assert_valid(TARGETING_TEMPLATE_UPDATE, done)
    assert (done.status_code, done.content) == (200, b"")
    [changed] = advertiser.api.get(path).json()["items"]
    assert changed["targeting_attributes"] == spec
    assert changed["name"] == "Quilters"
    removal = {"id": template["id"], "operation_type": "REMOVE"}
    assert advertiser.api.patch(path, json=removal).status_code == 200
    assert advertiser.list_ids(NOUN) == []
    assert advertiser.api.patch(path, json=removal).status_code == 400


def test_a_bookmark_is_only_valid_for_its_order(advertiser: Advertiser) -> None:
    ids = [create_template(advertiser, f"Quilters {number}")["id"] for number in range(3)]
    get, path = advertiser.api.get, advertiser.path(NOUN)
    for order, other in (("ASCENDING", "DESCENDING"), ("DESCENDING", "ASCENDING")):
        query: dict[str, Any] = {"page_size": 2, "order": order}
        bookmark = get(path, params=query).json()["bookmark"]
        rest = get(path, params={"bookmark": bookmark, "order": order}).json()["items"]
        assert [item["id"] for item in rest] == [ids[-1] if order == "ASCENDING" else ids[0]]
        refused = get(path, params={"bookmark": bookmark, "order": other})
        assert refused.status_code == 400
        assert refused.json()["code"] == 1
        assert "bookmark" in refused.json()["message"]
