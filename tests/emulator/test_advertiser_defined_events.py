"""Advertiser-defined events: create, update, delete and list them."""

from __future__ import annotations

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.conversions import (
    ADVERTISER_DEFINED_EVENTS_CREATE,
    ADVERTISER_DEFINED_EVENTS_DELETE,
    ADVERTISER_DEFINED_EVENTS_GET,
    ADVERTISER_DEFINED_EVENTS_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/advertiser_defined_events"


def build_definition(name: str, kind: str = "LEAD") -> dict[str, str]:
    return {"name": name, "mapped_conversion_type": kind}


def test_events_are_created_updated_and_deleted(api: Api, path: str) -> None:
    created = api.post(
        path, json={"items": [build_definition("saved"), build_definition("shared")]}
    )
    assert_valid(ADVERTISER_DEFINED_EVENTS_CREATE, created)
    success = {"status": "success", "exceptions": None}
    assert created.json()["items"] == [{"name": "saved", **success}, {"name": "shared", **success}]
    changed = api.patch(path, json={"items": [build_definition("shared", "SIGNUP")]})
    assert_valid(ADVERTISER_DEFINED_EVENTS_UPDATE, changed)
    listed = api.get(path)
    assert_valid(ADVERTISER_DEFINED_EVENTS_GET, listed)
    assert listed.json()["items"] == [
        build_definition("saved"),
        build_definition("shared", "SIGNUP"),
    ]
    deleted = api.delete(path, params={"event_names": "saved,shared"})
    assert_valid(ADVERTISER_DEFINED_EVENTS_DELETE, deleted)
    assert api.get(path).json() == {"items": []}


def test_failures_are_reported_by_name(api: Api, path: str) -> None:
    api.post(path, json={"items": [build_definition("saved")]})
    items = [
        build_definition("saved", "SEARCH"),
        build_definition("new"),
        build_definition("checkout"),
    ]
    created = api.post(path, json={"items": items})
    assert_valid(ADVERTISER_DEFINED_EVENTS_CREATE, created)
    assert {item["status"] for item in created.json()["items"]} == {"success"}
    assert api.get(path).json()["items"] == items
    changed = api.patch(
        path, json={"items": [build_definition("old"), build_definition("new", "SEARCH")]}
    )
    assert [item["status"] for item in changed.json()["items"]] == ["failure", "success"]
    deleted = api.delete(path, params={"event_names": "new,old"}).json()
    assert [item["status"] for item in deleted["items"]] == ["success", "failure"]
    assert api.get(path).json()["items"] == [items[0], items[2]]


def test_events_belong_to_their_account(emulator: Emulator, api: Api, path: str) -> None:
    api.post(path, json={"items": [build_definition("saved")]})
    other = f"/ad_accounts/{emulator.add_ad_account()}/advertiser_defined_events"
    assert api.get(other).json() == {"items": []}
    assert api.delete(other, params={"event_names": "saved"}).json()["items"][0]["exceptions"]


@pytest.mark.parametrize("body", [{"items": []}, {"items": [build_definition("x", "UNKNOWN")]}, {}])
def test_a_bad_definition_is_refused(api: Api, path: str, body: object) -> None:
    assert api.post(path, json=body).status_code == 400
