"""Customer segments: create, list, search, update and remove them."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.customer_segment import (
    CUSTOMER_SEGMENT_CREATE,
    CUSTOMER_SEGMENT_LIST,
    CUSTOMER_SEGMENT_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/customer_segments"


def create_segment(api: Api, path: str, name: str, *audiences: str) -> dict[str, Any]:
    response = api.post(path, json={"name": name, "audience_ids": list(audiences)})
    assert_valid(CUSTOMER_SEGMENT_CREATE, response)
    created: dict[str, Any] = response.json()
    return created


def test_a_segment_is_created_listed_and_updated(emulator: Emulator, api: Api, path: str) -> None:
    one, two = emulator.add_audiences(2)
    created = create_segment(api, path, "Quilters", one)
    assert (created["name"], created["audience_ids"], created["status"]) == (
        "Quilters",
        [one],
        "ACTIVE",
    )
    assert created["ad_account_id"] == emulator.ad_account_id
    emulator.advance(10)
    body = {"id": created["id"], "operation_type": "UPDATE", "audience_ids": [two]}
    assert_valid(CUSTOMER_SEGMENT_UPDATE, api.patch(path, json=body))
    listed = api.get(path)
    assert_valid(CUSTOMER_SEGMENT_LIST, listed)
    [changed] = listed.json()["items"]
    assert changed["updated_time"] >= created["updated_time"] + 10
    assert changed == {**created, "audience_ids": [two], "updated_time": changed["updated_time"]}


def test_a_removed_segment_is_not_listed(emulator: Emulator, api: Api, path: str) -> None:
    [audience] = emulator.add_audiences(1)
    kept, removed = (create_segment(api, path, name, audience) for name in ("a", "b"))
    body = {"id": removed["id"], "operation_type": "REMOVE"}
    assert api.patch(path, json=body).status_code == 200
    assert api.get(path).json()["items"] == [kept]
    again = api.patch(path, json=body)
    assert (again.status_code, again.json()["code"]) == (400, 1)


def test_segments_are_searched_ordered_and_paged(emulator: Emulator, api: Api, path: str) -> None:
    [audience] = emulator.add_audiences(1)
    for name in ("Quilters A", "Knitters", "QUILTERS B", "My quilters"):
        create_segment(api, path, name, audience)
    found = api.items(path, search_query="quilters", order="DESCENDING", page_size=2)
    assert [item["name"] for item in found] == ["My quilters", "QUILTERS B", "Quilters A"]
    assert api.get(path, params={"search_query": "weavers"}).json()["items"] == []
    assert len(api.get(path, params={"include_sizing": "true"}).json()["items"]) == 4


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"audience_ids": ["5"]}, "audience_ids"),
        ({"audience_ids": None}, "audience_ids"),
    ],
)
def test_an_error_about_a_segment_names_the_field(
    emulator: Emulator, api: Api, path: str, fields: dict[str, Any], expected: str
) -> None:
    body = {"name": "Quilters", "audience_ids": list(emulator.add_audiences(1)), **fields}
    response = api.post(path, json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
    assert api.get(path).json()["items"] == []


def test_a_bad_update_changes_nothing(emulator: Emulator, api: Api, path: str) -> None:
    created = create_segment(api, path, "Quilters", *emulator.add_audiences(1))
    body = {"id": created["id"], "operation_type": "UPDATE", "audience_ids": ["5"]}
    assert api.patch(path, json=body).status_code == 400
    assert api.get(path).json()["items"] == [created]


def test_a_segment_and_its_audiences_belong_to_one_account(
    emulator: Emulator, api: Api, path: str
) -> None:
    [audience] = emulator.add_audiences(1)
    created = create_segment(api, path, "Quilters", audience)
    other = f"/ad_accounts/{emulator.add_ad_account()}/customer_segments"
    body = {"name": "x", "audience_ids": [audience]}
    assert api.post(other, json=body).status_code == 400
    remove = {"id": created["id"], "operation_type": "REMOVE"}
    assert api.patch(other, json=remove).status_code == 400
    assert api.get(other).json()["items"] == []
