"""Customer list uploads: create them, send their parts, and run them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.customer_list_uploads import (
    CUSTOMER_LIST_UPLOADS_CREATE,
    CUSTOMER_LIST_UPLOADS_GET,
    CUSTOMER_LIST_UPLOADS_RUN,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

MINUTE, HOUR = 60, 3_600
FIVE_MEBIBYTES = 5 * 1024 * 1024


@pytest.fixture
def customer_list(emulator: Emulator, api: Api) -> str:
    path = f"/ad_accounts/{emulator.ad_account_id}/customer_lists"
    created = api.post(path, json={"name": "Quilters", "records": "first@shop.example"}).json()
    return f"{path}/{created['id']}"


def build_records(first: int, count: int) -> bytes:
    return "\n".join(f"quilter{first + number}@shop.example" for number in range(count)).encode()


def new_upload(
    api: Api, customer_list: str, parts: int = 1, operation: str = "ADD"
) -> tuple[str, list[str]]:
    """Returns the path of a new upload and the URLs of its parts."""
    body = {"operation": operation, "total_parts": parts}
    response = api.post(f"{customer_list}/uploads", json=body)
    assert_valid(CUSTOMER_LIST_UPLOADS_CREATE, response)
    created = response.json()
    assert created["customer_list_upload"]["state"] == "NOT_STARTED"
    file_parts = created["s3_multipart_upload_data"]["file_parts"]
    assert [part["part_number"] for part in file_parts] == list(range(1, parts + 1))
    path = f"{customer_list}/uploads/{created['customer_list_upload']['id']}"
    return path, [part["presigned_url"] for part in file_parts]


def send_parts(urls: Sequence[str], *contents: bytes) -> None:
    for url, content in zip(urls, contents, strict=True):
        assert requests.put(url, data=content, timeout=30).status_code == 200


def get_upload(api: Api, path: str) -> dict[str, Any]:
    response = api.get(path)
    assert_valid(CUSTOMER_LIST_UPLOADS_GET, response)
    upload: dict[str, Any] = response.json()
    return upload


def test_an_upload_runs_and_fills_its_list(
    emulator: Emulator, api: Api, customer_list: str
) -> None:
    path, urls = new_upload(api, customer_list)
    send_parts(urls, build_records(0, 99) + b"\nnobody,\n")
    response = api.post(f"{path}/run")
    assert_valid(CUSTOMER_LIST_UPLOADS_RUN, response)
    assert response.json()["state"] == "RUNNING"
    assert get_upload(api, path) == response.json()
    changed = api.get(customer_list).json()
    assert (changed["status"], changed["num_batches"]) == ("UPLOADING", 2)
    assert changed["num_uploaded_user_records"] == 101
    emulator.advance(MINUTE)
    done = get_upload(api, path)
    assert done["state"] == "SUCCEEDED"
    assert done["record_counts"] == {"processed": 100, "valid": 99, "invalid": 1}
    assert [error["count"] for error in done["error_counts"]] == [1]
    emulator.advance(2 * HOUR)
    assert api.get(customer_list).json()["status"] == "READY"


@pytest.mark.slow
def test_parts_are_joined(emulator: Emulator, api: Api, customer_list: str) -> None:
    path, urls = new_upload(api, customer_list, parts=2)
    text = build_records(0, 3).ljust(FIVE_MEBIBYTES + 5, b"\n") + build_records(3, 2)
    send_parts(urls, text[: FIVE_MEBIBYTES + 5], text[FIVE_MEBIBYTES + 5 :])
    assert api.post(f"{path}/run").status_code == 200
    emulator.advance(MINUTE)
    assert get_upload(api, path)["record_counts"]["valid"] == 5


def test_an_upload_can_remove_people(api: Api, customer_list: str) -> None:
    path, urls = new_upload(api, customer_list, operation="REMOVE")
    send_parts(urls, b"first@shop.example,other@shop.example")
    api.post(f"{path}/run")
    assert api.get(customer_list).json()["num_removed_user_records"] == 2


def test_an_upload_without_valid_records_fails_and_changes_nothing(
    emulator: Emulator, api: Api, customer_list: str
) -> None:
    before = api.get(customer_list).json()
    path, urls = new_upload(api, customer_list)
    send_parts(urls, b"nobody\nno one")
    assert api.post(f"{path}/run").json()["state"] == "RUNNING"
    assert api.get(customer_list).json() == before
    emulator.advance(MINUTE)
    assert get_upload(api, path)["state"] == "FAILED"
    assert get_upload(api, path)["record_counts"]["valid"] == 0


def test_an_upload_without_one_of_its_parts_fails(
    emulator: Emulator, api: Api, customer_list: str
) -> None:
    path, urls = new_upload(api, customer_list, parts=2)
    send_parts(urls[:1], build_records(0, 1).ljust(FIVE_MEBIBYTES, b"\n"))
    assert api.post(f"{path}/run").json()["state"] == "RUNNING"
    emulator.advance(MINUTE)
    assert get_upload(api, path)["state"] == "FAILED"


def test_parts_other_than_the_last_need_five_mebibytes(
    emulator: Emulator, api: Api, customer_list: str
) -> None:
    path, urls = new_upload(api, customer_list, parts=2)
    send_parts(urls, build_records(0, 1), build_records(1, 1))
    assert api.post(f"{path}/run").status_code == 200
    emulator.advance(MINUTE)
    assert get_upload(api, path)["state"] == "FAILED"
    assert api.get(customer_list).json()["num_batches"] == 1


def test_an_upload_runs_once(api: Api, customer_list: str) -> None:
    path, urls = new_upload(api, customer_list)
    send_parts(urls, build_records(0, 2))
    run = api.post(f"{path}/run")
    assert api.post(f"{path}/run").json() == run.json()
    assert api.get(customer_list).json()["num_uploaded_user_records"] == 3


def test_an_upload_url_expires_after_an_hour(
    emulator: Emulator, api: Api, customer_list: str
) -> None:
    _, [url] = new_upload(api, customer_list)
    emulator.advance(HOUR + 1)
    assert requests.put(url, data=build_records(0, 1), timeout=30).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"operation": "ADD"},
        {"operation": "ADD", "total_parts": 0},
        {"operation": "ADD", "total_parts": 11},
        {"operation": "REPLACE", "total_parts": 1},
    ],
)
def test_a_bad_upload_is_refused(api: Api, customer_list: str, body: dict[str, Any]) -> None:
    assert api.post(f"{customer_list}/uploads", json=body).status_code == 400


def test_an_upload_belongs_to_its_list(emulator: Emulator, api: Api, customer_list: str) -> None:
    path, _ = new_upload(api, customer_list)
    lists, id = customer_list.rsplit("/", 1)
    other = api.post(lists, json={"name": "Knitters", "records": "a@b.example"}).json()["id"]
    assert api.get(path.replace(f"/{id}/", f"/{other}/")).status_code == 404
    account = emulator.ad_account_id
    assert api.get(path.replace(account, emulator.add_ad_account())).status_code == 404
    assert (
        api.post(f"{lists}/1/uploads", json={"operation": "ADD", "total_parts": 1}).status_code
        == 404
    )
