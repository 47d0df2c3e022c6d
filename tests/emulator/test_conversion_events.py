"""Conversion events: batches in which each event is processed or fails on its own."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.conversion_events import EVENTS_CREATE
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

DAY = 86_400
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


@pytest.fixture
def events_path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/events"


def build_event(**fields: Any) -> dict[str, Any]:
    return {
        "event_name": "checkout",
        "action_source": "web",
        "event_time": int(time.time()),
        "event_id": "order-1",
        "user_data": {"em": [HASH]},
        **fields,
    }


def test_good_events_are_processed(api: Api, events_path: str) -> None:
    response = api.post(
        events_path, json={"data": [build_event(), build_event(event_name="page_visit")]}
    )
    assert_valid(EVENTS_CREATE, response)
    processed = {"status": "processed", "error_message": "", "warning_message": ""}
    assert response.json() == {
        "num_events_received": 2,
        "num_events_processed": 2,
        "events": [processed, processed],
    }


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"event_name": "bought"}, "event_name"),
        ({"action_source": "shop"}, "action_source"),
        ({"event_time": int(time.time()) + DAY}, "event_time"),
        ({"event_time": int(time.time()) * 1_000}, "event_time"),
        ({"user_data": {"em": [HASH, "jo@shop.example"]}}, "user_data.em"),
        ({"user_data": {"hashed_maids": ["x"]}}, "user_data.hashed_maids"),
        ({"user_data": {"em": []}}, "user_data: needs one of: em"),
        ({"user_data": {"hashed_maids": [], "em": []}}, "user_data: needs one of: em"),
        (
            {"user_data": {"client_ip_address": "127.0.0.1", "client_user_agent": ""}},
            "user_data: needs one of: em",
        ),
    ],
)
@pytest.mark.parametrize("bad_index", [0, 1, 2])
def test_a_bad_event_fails_alone_at_any_index(
    api: Api, events_path: str, bad_index: int, fields: dict[str, Any], expected: str
) -> None:
    data = [build_event() for _ in range(3)]
    data[bad_index] = build_event(**fields)
    response = api.post(events_path, json={"data": data})
    assert response.status_code == 422
    error = response.json()
    assert error["code"] == 422 and "1 of 3" in error["message"]
    details = error["details"]
    assert (details["num_events_received"], details["num_events_processed"]) == (3, 2)
    assert [
        index for index, item in enumerate(details["events"]) if item["status"] == "failed"
    ] == [bad_index]
    assert expected in details["events"][bad_index]["error_message"]
    assert "jo@shop" not in response.text


def test_unusual_values_cause_warnings(api: Api, events_path: str) -> None:
    odd = build_event(
        custom_data={"currency": "dollars", "value": "12.50"},
        user_data={"em": [HASH], "fn": ["Jo"], "ph": [HASH]},
    )
    response = api.post(events_path, json={"data": [odd]})
    assert_valid(EVENTS_CREATE, response)
    [result] = response.json()["events"]
    assert result["status"] == "processed" and result["error_message"] == ""
    assert "user_data.fn" in result["warning_message"]
    assert "custom_data.currency" in result["warning_message"]
    assert "user_data.ph" not in result["warning_message"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"data": [build_event(unknown_field="red")]}, "unknown_field"),
        ({"data": [build_event(custom_data={"unknown_field": "red"})]}, "unknown_field"),
        ({"data": [build_event()], "unknown_field": "red"}, "unknown_field"),
        ({"data": []}, "data"),
        ({"data": [build_event(user_data={"client_ip_address": "127.0.0.1"})]}, "user_data"),
        (
            {"data": [build_event(), build_event(user_data={})]},
            "data[1].user_data: needs one of: em; ",
        ),
        ({"data": [{"event_name": "checkout"}]}, "event_time"),
        ({"data": [build_event(event_time=10**23)]}, "event_time"),
        ({"data": [build_event(custom_data={"num_items": 10**23})]}, "num_items"),
        ({"data": [build_event(custom_data={"contents": [{"quantity": 10**23}]})]}, "quantity"),
    ],
)
def test_a_malformed_event_fails_the_whole_batch(
    api: Api, events_path: str, body: dict[str, Any], expected: str
) -> None:
    response = api.post(events_path, json=body)
    assert (response.status_code, response.json()["code"]) == (400, 4196)
    assert expected in response.json()["message"]


def test_malformed_requests_have_their_own_code(
    api: Api, advertiser: Advertiser, events_path: str
) -> None:
    sources = advertiser.path("msot/events")
    refused = [
        api.post(events_path, data=b"{", headers={"Content-Type": "application/json"}),
        api.post(events_path),
        api.post(events_path, params={"test": "perhaps"}, json={"data": [build_event()]}),
        api.post(sources, json={"data": "none"}),
    ]
    found = [(response.status_code, response.json()["code"]) for response in refused]
    assert found == [(400, 4196)] * len(refused)
    other = api.post(events_path, data="x", headers={"Content-Type": "text/plain"})
    assert (other.status_code, other.json()["code"]) == (415, 415)


@pytest.mark.parametrize(("count", "status"), [(1_000, 200), (1_001, 400)])
def test_a_batch_has_at_most_a_thousand_events(
    api: Api, events_path: str, count: int, status: int
) -> None:
    response = api.post(events_path, json={"data": [build_event()] * count})
    assert response.status_code == status


def test_ip_address_and_user_agent_identify_a_person(api: Api, events_path: str) -> None:
    user = {"client_ip_address": "127.0.0.1", "client_user_agent": "Firefox"}
    assert api.post(events_path, json={"data": [build_event(user_data=user)]}).status_code == 200


@pytest.mark.parametrize(("test", "fired"), [("true", False), ("false", True)])
def test_test_events_are_not_fired(
    emulator: Emulator, api: Api, events_path: str, test: str, fired: bool
) -> None:
    tags = f"/ad_accounts/{emulator.ad_account_id}/conversion_tags"
    id = api.post(tags, json={"name": "Shop"}).json()["id"]
    response = api.post(events_path, params={"test": test}, json={"data": [build_event()]})
    assert response.json()["num_events_processed"] == 1
    assert bool(api.get(f"{tags}/{id}").json()["last_fired_time_ms"]) is fired


def test_a_conversion_token_may_send_events(emulator: Emulator, events_path: str) -> None:
    with Api(emulator.url, emulator.conversion_token) as session:
        assert session.post(events_path, json={"data": [build_event()]}).status_code == 200
        assert session.get("/ad_accounts").status_code == 401


def test_an_event_that_the_account_defined_is_processed(
    emulator: Emulator, api: Api, events_path: str
) -> None:
    path = f"/ad_accounts/{emulator.ad_account_id}/advertiser_defined_events"
    own = {"data": [build_event(event_name="pattern_saved")]}
    assert api.post(events_path, json=own).status_code == 422
    defined = {"name": "pattern_saved", "mapped_conversion_type": "LEAD"}
    api.post(path, json={"items": [defined]})
    assert api.post(events_path, json=own).status_code == 200
    api.delete(path, params={"event_names": "pattern_saved"})
    assert api.post(events_path, json=own).status_code == 422


def test_a_phone_number_alone_identifies_a_person(api: Api, events_path: str) -> None:
    response = api.post(events_path, json={"data": [build_event(user_data={"ph": [HASH]})]})
    assert response.json()["num_events_processed"] == 1
