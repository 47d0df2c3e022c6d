"""Conversion tags, and the events that they have fired."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.emulator.resources.conversion_tags import add_conversion_tag
from pinterest.emulator.store.state import State
from pinterest.operations.conversion_tags import (
    CONVERSION_TAGS_CREATE,
    CONVERSION_TAGS_GET,
    CONVERSION_TAGS_LIST,
    OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
    PAGE_VISIT_CONVERSION_TAGS_GET,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


@pytest.fixture
def account(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}"


@pytest.fixture
def tags_path(account: str) -> str:
    return f"{account}/conversion_tags"


def create_tag(api: Api, tags: str, **fields: Any) -> dict[str, Any]:
    response = api.post(tags, json={"name": "Shop", **fields})
    assert_valid(CONVERSION_TAGS_CREATE, response)
    created: dict[str, Any] = response.json()
    return created


def send_event(api: Api, account: str, name: str, seconds: int, source: str = "web") -> None:
    event = {
        "event_name": name,
        "action_source": source,
        "event_time": seconds,
        "event_id": "1",
        "user_data": {"em": ["a" * 64]},
    }
    assert api.post(f"{account}/events", json={"data": [event]}).status_code == 200


def test_a_tag_is_created_and_listed(emulator: Emulator, api: Api, tags_path: str) -> None:
    created = create_tag(api, tags_path, aem_enabled=True, md_frequency=None)
    assert (created["name"], created["status"]) == ("Shop", "ACTIVE")
    assert created["ad_account_id"] == emulator.ad_account_id
    assert created["id"] in created["code_snippet"]
    assert created["configs"]["aem_enabled"] is True
    assert created["configs"]["aem_ph_enabled"] is False
    assert created["configs"]["md_frequency"] == 1
    assert created["last_fired_time_ms"] is None
    read = api.get(f"{tags_path}/{created['id']}")
    assert_valid(CONVERSION_TAGS_GET, read)
    listed = api.get(tags_path, params={"filter_deleted": "true"})
    assert_valid(CONVERSION_TAGS_LIST, listed)
    assert (read.json(), listed.json()) == (created, {"items": [created]})


@pytest.mark.parametrize("body", [{}, {"name": 1}, {"name": "x", "aem_enabled": 1}])
def test_a_bad_tag_is_refused(api: Api, tags_path: str, body: dict[str, Any]) -> None:
    response = api.post(tags_path, json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert api.get(tags_path).json()["items"] == []


def test_a_tag_belongs_to_its_account(emulator: Emulator, api: Api, tags_path: str) -> None:
    id = create_tag(api, tags_path)["id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/conversion_tags"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.get(other).json() == {"items": []}


def test_web_events_are_fired_by_all_existing_tags(
    emulator: Emulator, api: Api, account: str, tags_path: str
) -> None:
    older = create_tag(api, tags_path)
    now = int(time.time())
    send_event(api, account, "page_visit", now - 50)
    newer = create_tag(api, tags_path)
    send_event(api, account, "page_visit", now - 20)
    send_event(api, account, "checkout", now - 30)
    send_event(api, account, "signup", now, source="offline")
    fired = [
        api.get(f"{tags_path}/{tag['id']}").json()["last_fired_time_ms"] for tag in (older, newer)
    ]
    assert fired == [(now - 20) * 1_000] * 2
    visits = api.get(f"{tags_path}/page_visit")
    assert_valid(PAGE_VISIT_CONVERSION_TAGS_GET, visits)
    assert [
        (item["conversion_tag_id"], item["created_time"]) for item in visits.json()["items"]
    ] == [
        (older["id"], now - 50),
        (newer["id"], now - 20),
    ]
    eligible = api.get(f"{tags_path}/ocpm_eligible")
    assert_valid(OCPM_ELIGIBLE_CONVERSION_TAGS_GET, eligible)
    events = eligible.json()[emulator.ad_account_id]
    assert [event["conversion_event"] for event in events] == ["PAGE_VISIT", "CHECKOUT"] * 2


def test_without_eligible_tags_the_response_is_an_empty_object(api: Api, tags_path: str) -> None:
    assert api.get(f"{tags_path}/ocpm_eligible").json() == {}
    create_tag(api, tags_path)
    response = api.get(f"{tags_path}/ocpm_eligible")
    assert_valid(OCPM_ELIGIBLE_CONVERSION_TAGS_GET, response)
    assert response.json() == {}


def test_page_visits_are_ordered_and_paged(api: Api, account: str, tags_path: str) -> None:
    ids = [create_tag(api, tags_path)["id"] for _ in range(3)]
    path = f"{tags_path}/page_visit"
    assert api.get(path).json() == {"items": [], "bookmark": None}
    send_event(api, account, "page_visit", int(time.time()))
    visits = api.items(path, order="DESCENDING", page_size=2)
    assert [item["conversion_tag_id"] for item in visits] == ids[::-1]


def test_an_advertiser_defined_event_has_its_own_name(
    api: Api, account: str, tags_path: str
) -> None:
    create_tag(api, tags_path)
    own = {"name": "pattern_saved", "mapped_conversion_type": "LEAD"}
    api.post(f"{account}/advertiser_defined_events", json={"items": [own]})
    send_event(api, account, "pattern_saved", int(time.time()))
    [events] = api.get(f"{tags_path}/ocpm_eligible").json().values()
    assert events[0]["conversion_event"] == "ADVERTISER_DEFINED_EVENT"
    assert events[0]["reporting_conversion_event"] == "pattern_saved"


def test_a_tag_can_be_added_with_fired_events() -> None:
    state = State()
    tag = add_conversion_tag(state, "1", name="Shop", fired={"page_visit": 5, "checkout": 7})
    state.store.close()
    assert tag["last_fired_time_ms"] == 7_000
    assert tag["enhanced_match_status"] == "VALIDATION_COMPLETE"
