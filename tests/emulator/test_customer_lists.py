"""Customer lists: records, counters and statuses."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.resources.customer_lists import KIND, add_customer_list
from pinterest.emulator.store.state import State
from pinterest.operations.customer_lists import (
    CUSTOMER_LISTS_CREATE,
    CUSTOMER_LISTS_GET,
    CUSTOMER_LISTS_LIST,
    CUSTOMER_LISTS_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

MINUTE, HOUR = 60, 3_600


@pytest.fixture
def lists_path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/customer_lists"


def build_records(count: int) -> list[str]:
    return [f"quilter{number}@shop.example" for number in range(count)]


def create_list(api: Api, lists: str, records: list[str], **fields: Any) -> dict[str, Any]:
    response = api.post(lists, json={"name": "Quilters", "records": ",".join(records), **fields})
    assert_valid(CUSTOMER_LISTS_CREATE, response)
    new_list: dict[str, Any] = response.json()
    return new_list


def update_list(api: Api, path: str, operation: str, records: list[str]) -> dict[str, Any]:
    response = api.patch(path, json={"operation_type": operation, "records": ",".join(records)})
    assert_valid(CUSTOMER_LISTS_UPDATE, response)
    changed: dict[str, Any] = response.json()
    return changed


@pytest.mark.parametrize(("count", "final"), [(100, "READY"), (99, "TOO_SMALL")])
def test_a_list_goes_from_uploading_to_its_final_status(
    emulator: Emulator, api: Api, lists_path: str, count: int, final: str
) -> None:
    new_list = create_list(api, lists_path, build_records(count))
    path = f"{lists_path}/{new_list['id']}"
    assert new_list["status"] == "UPLOADING"
    assert (new_list["num_batches"], new_list["num_uploaded_user_records"]) == (1, count)
    assert new_list["num_removed_user_records"] == 0
    assert new_list["type"] == "customerlist"
    assert new_list["created_time"] == new_list["updated_time"] > 1_700_000_000
    statuses = []
    for seconds in (MINUTE - 10, 20, HOUR - 20, 20):
        emulator.advance(seconds)
        response = api.get(path)
        assert_valid(CUSTOMER_LISTS_GET, response)
        statuses.append(response.json()["status"])
    assert statuses == ["UPLOADING", "PROCESSING", "PROCESSING", final]
    page = api.get(lists_path)
    assert_valid(CUSTOMER_LISTS_LIST, page)
    assert page.json() == {"items": [{**new_list, "status": final}], "bookmark": None}


def test_a_list_reaches_its_final_status_without_reads_in_between(
    emulator: Emulator, api: Api, lists_path: str
) -> None:
    create_list(api, lists_path, build_records(100))
    emulator.advance(2 * HOUR)
    assert [item["status"] for item in api.get(lists_path).json()["items"]] == ["READY"]


def test_records_are_added_and_removed(emulator: Emulator, api: Api, lists_path: str) -> None:
    new_list = create_list(api, lists_path, build_records(100))
    path = f"{lists_path}/{new_list['id']}"
    emulator.advance(2 * HOUR)
    removed = update_list(api, path, "REMOVE", build_records(1))
    assert (removed["num_removed_user_records"], removed["num_batches"]) == (1, 2)
    assert removed["status"] == "UPLOADING"
    assert removed["updated_time"] >= new_list["updated_time"] + 2 * HOUR
    emulator.advance(2 * HOUR)
    assert api.get(path).json()["status"] == "TOO_SMALL"
    added = update_list(api, path, "ADD", [*build_records(1), *build_records(1)])
    assert (added["num_uploaded_user_records"], added["num_batches"]) == (102, 3)
    emulator.advance(2 * HOUR)
    ready = api.get(path).json()
    assert ready == {**added, "status": "READY"}


def test_removing_people_who_are_not_on_the_list_counts_too(
    emulator: Emulator, api: Api, lists_path: str
) -> None:
    path = f"{lists_path}/{create_list(api, lists_path, build_records(100))['id']}"
    removed = update_list(api, path, "REMOVE", ["stranger@shop.example", "other@shop.example"])
    assert removed["num_removed_user_records"] == 2
    emulator.advance(2 * HOUR)
    assert api.get(path).json()["status"] == "READY"


def test_an_email_address_and_its_hash_are_one_person(
    emulator: Emulator, api: Api, lists_path: str
) -> None:
    path = f"{lists_path}/{create_list(api, lists_path, build_records(100))['id']}"
    update_list(
        api, path, "REMOVE", [hashlib.sha256(build_records(1)[0].encode()).hexdigest().upper()]
    )
    emulator.advance(2 * HOUR)
    assert api.get(path).json()["status"] == "TOO_SMALL"


@pytest.mark.parametrize(
    ("first", "list_type", "final"),
    [
        ("d41d8cd98f00b204e9800998ecf8427e", "EMAIL", "READY"),
        ("da39a3ee5e6b4b0d3255bfef95601890afd80709", "EMAIL", "READY"),
        ("38400000-8cf0-11bd-b23e-10b96e40000d", "MAID", "READY"),
        ("anything", "LR_ID", "READY"),
        ("\ud800", "LR_ID", "READY"),
        ("Quilter@Shop.example", "EMAIL", "TOO_SMALL"),
        ("nobody", "EMAIL", "TOO_SMALL"),
    ],
)
def test_each_valid_record_is_a_person(
    emulator: Emulator, api: Api, lists_path: str, first: str, list_type: str, final: str
) -> None:
    new_list = create_list(api, lists_path, [first, "", *build_records(99)], list_type=list_type)
    assert new_list["num_uploaded_user_records"] == 100
    emulator.advance(2 * HOUR)
    assert api.get(f"{lists_path}/{new_list['id']}").json()["status"] == final


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"records": ["a@b.example"]}, "records"),
        ({"list_type": "PHONE"}, "list_type"),
    ],
)
def test_an_error_about_a_list_names_the_field(
    api: Api, lists_path: str, fields: dict[str, Any], expected: str
) -> None:
    response = api.post(lists_path, json={"name": "Quilters", "records": "a@b.example", **fields})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
    assert api.get(lists_path).json()["items"] == []


def test_lists_are_ordered_and_paged(api: Api, lists_path: str) -> None:
    ids = [create_list(api, lists_path, build_records(1))["id"] for _ in range(3)]
    listed = api.items(lists_path, order="DESCENDING", page_size=2)
    assert [item["id"] for item in listed] == ids[::-1]


def test_a_list_belongs_to_its_account(emulator: Emulator, api: Api, lists_path: str) -> None:
    id = create_list(api, lists_path, build_records(1))["id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/customer_lists"
    body = {"operation_type": "ADD", "records": "a@b.example"}
    assert api.get(other).json()["items"] == []
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.patch(f"{other}/{id}", json=body).status_code == 404


def test_a_processed_list_can_be_added() -> None:
    state = State()
    added = {
        people: add_customer_list(state, "1", name="Old", people=people, created=5)
        for people in (99, 100)
    }
    found = {id: state.store.get(KIND, "1", id, state.clock.now()) for id in added.values()}
    state.store.close()
    for people, status in ((99, "TOO_SMALL"), (100, "READY")):
        customer_list = found[added[people]]
        assert customer_list
        data = customer_list.data
        assert (data["status"], data["num_uploaded_user_records"]) == (status, people)
        assert (data["created_time"], data["num_batches"]) == (5, 1)
