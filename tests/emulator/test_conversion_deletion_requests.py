"""Conversion deletion requests: pending, submitted and cancelled."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.conversion_deletion_requests import (
    CONVERSION_DELETION_REQUEST_CREATE,
    CONVERSION_DELETION_REQUEST_DELETE,
    CONVERSION_DELETION_REQUEST_GET,
    CONVERSION_DELETION_REQUEST_LIST,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

DAY = 86_400


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/conversion_deletion_requests"


def create_request(api: Api, path: str) -> dict[str, Any]:
    body = {"deletion_targets": {"user_emails": ["jo@shop.example"]}}
    response = api.post(path, json=body)
    assert_valid(CONVERSION_DELETION_REQUEST_CREATE, response)
    assert "jo@shop" not in response.text
    created: dict[str, Any] = response.json()
    return created


def test_a_request_is_pending_then_submitted(emulator: Emulator, api: Api, path: str) -> None:
    created = create_request(api, path)
    assert (created["status"], created["processed_time"]) == ("PENDING", None)
    emulator.advance(DAY)
    read = api.get(f"{path}/{created['request_id']}")
    assert_valid(CONVERSION_DELETION_REQUEST_GET, read)
    assert read.json()["status"] == "SUBMITTED"
    assert read.json()["processed_time"] > created["created_time"]


def test_a_pending_request_can_be_cancelled_once(emulator: Emulator, api: Api, path: str) -> None:
    created, other = create_request(api, path), create_request(api, path)
    request_path = f"{path}/{created['request_id']}"
    deleted = api.delete(request_path)
    assert_valid(CONVERSION_DELETION_REQUEST_DELETE, deleted)
    assert deleted.json() == {**created, "status": "CANCELLED"}
    assert api.delete(request_path).json() == deleted.json()
    emulator.advance(DAY)
    assert api.get(request_path).json() == {**created, "status": "CANCELLED"}
    late = api.delete(f"{path}/{other['request_id']}")
    assert (late.status_code, late.json()["status"]) == (200, "SUBMITTED")


def test_requests_are_ordered_and_paged(api: Api, path: str) -> None:
    ids = [create_request(api, path)["request_id"] for _ in range(3)]
    assert_valid(CONVERSION_DELETION_REQUEST_LIST, api.get(path, params={"page_size": 2}))
    listed = api.items(path, order="DESCENDING", page_size=2)
    assert [item["request_id"] for item in listed] == ids[::-1]


@pytest.mark.parametrize("targets", [{}, {"user_emails": []}, {"epiks": "x"}])
def test_a_request_without_people_is_refused(api: Api, path: str, targets: dict[str, Any]) -> None:
    assert api.post(path, json={"deletion_targets": targets}).status_code == 400


def test_a_request_belongs_to_its_account(emulator: Emulator, api: Api, path: str) -> None:
    id = create_request(api, path)["request_id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/conversion_deletion_requests"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.delete(f"{other}/{id}").status_code == 404
    assert api.get(other).json()["items"] == []
