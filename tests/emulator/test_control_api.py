"""The endpoints below `/control`, which other programs use to control a running emulator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


def call_control_api(emulator: Emulator, name: str, body: Any = None, method: str = "POST") -> Any:
    response = requests.request(
        method,
        f"{emulator.control_url}/{name}",
        json=body,
        headers={"Authorization": f"Bearer {emulator.control_token}"},
        timeout=10,
    )
    assert response.status_code == 200, response.text
    return response.json()


def get_accounts(emulator: Emulator) -> requests.Response:
    headers = {"Authorization": f"Bearer {emulator.access_token}"}
    return requests.get(f"{emulator.url}/ad_accounts", headers=headers, timeout=10)


def test_the_clock_moves_and_changes_its_speed(emulator: Emulator) -> None:
    before = call_control_api(emulator, "status", method="GET")
    assert (before["speed"], before["ad_account_id"]) == (1, emulator.ad_account_id)
    after = call_control_api(emulator, "advance", {"seconds": 86_400})
    assert 86_400 <= after["now"] - before["now"] < 90_000
    assert call_control_api(emulator, "speed", {"speed": 1000}) == {"speed": 1000}
    first = call_control_api(emulator, "status", method="GET")["now"]
    assert call_control_api(emulator, "status", method="GET")["now"] > first


def test_requests_fail_on_demand_and_are_listed(emulator: Emulator) -> None:
    call_control_api(emulator, "fail_next", {"status": 503, "times": 2, "path": "/ad_accounts"})
    assert [get_accounts(emulator).status_code for _ in range(3)] == [503, 503, 200]
    call_control_api(emulator, "fail_next", {"status": 429})
    call_control_api(emulator, "clear_failures")
    assert get_accounts(emulator).status_code == 200
    listed = call_control_api(emulator, "requests", method="GET")["items"]
    assert [(item["path"], item["status"]) for item in listed] == [
        ("/ad_accounts", status) for status in (503, 503, 200, 200)
    ]
    call_control_api(emulator, "clear_requests")
    assert call_control_api(emulator, "requests", method="GET") == {"items": []}


def test_a_reset_keeps_tokens_and_the_first_ad_account(emulator: Emulator) -> None:
    first = emulator.ad_account_id
    added = call_control_api(emulator, "add_ad_accounts", {"count": 3})["ids"]
    emulator.add_audiences(5)
    emulator.advance(3600)
    assert len(get_accounts(emulator).json()["items"]) == 4 == len({first, *added})
    assert call_control_api(emulator, "reset") == {"ad_account_id": first}
    assert [item["id"] for item in get_accounts(emulator).json()["items"]] == [first]
    assert emulator.dump()["clock_offset"] == 0
    assert "audience" not in emulator.dump()["entities"]


@pytest.mark.slow
def test_a_reset_brings_the_demo_shop_back() -> None:
    with Emulator(demo_data=True) as emulator:
        before = emulator.dump()
        with emulator.client() as client:
            client.request("DELETE", f"/boards/{before['entities']['board'][0]['id']}")
        call_control_api(emulator, "reset")
        after = emulator.dump()
    assert {kind: len(found) for kind, found in after["entities"].items()} == {
        kind: len(found) for kind, found in before["entities"].items()
    }


def test_the_review_of_the_merchant_can_be_set(emulator: Emulator) -> None:
    call_control_api(emulator, "review_merchant", {"outcome": "DISAPPROVED"})
    headers = {"Authorization": f"Bearer {emulator.access_token}"}
    feed = {
        "name": "Feed",
        "format": "TSV",
        "location": "https://example.com/feed.tsv",
        "default_country": "US",
        "default_locale": "en-US",
        "default_currency": "USD",
    }
    url = f"{emulator.url}/catalogs/feeds"
    response = requests.post(url, json=feed, headers=headers, timeout=10)
    assert (response.status_code, response.json()["code"]) == (403, 2625)


@pytest.mark.parametrize(
    ("name", "body", "text"),
    [
        ("advance", {}, "seconds: is required"),
        ("advance", {"seconds": -1}, "-1 is not valid"),
        ("advance", {"second": 1}, "did you mean 'seconds'"),
        ("advance", [1], "not a JSON object"),
        ("speed", {"speed": 0}, "speed: 0 is not valid"),
        ("speed", {"speed": "fast"}, "speed: 'fast' is not valid"),
        ("fail_next", {"latenzy": 1}, "did you mean 'latency'"),
        ("fail_next", {"status": 503, "times": 0}, "times: 0 is not valid"),
        ("add_ad_accounts", {"count": "many"}, "count: 'many' is not valid"),
        ("review_merchant", {"outcome": "FINE"}, "'FINE' is not valid"),
        ("reset", {"all": True}, "all: unknown argument"),
    ],
)
def test_bad_arguments_are_refused(emulator: Emulator, name: str, body: Any, text: str) -> None:
    headers = {"Authorization": f"Bearer {emulator.control_token}"}
    url = f"{emulator.control_url}/{name}"
    response = requests.post(url, json=body, headers=headers, timeout=10)
    assert response.status_code == 400
    assert text in response.json()["message"]


def test_the_token_is_required_and_is_not_that_of_the_api(emulator: Emulator) -> None:
    for headers in ({}, {"Authorization": f"Bearer {emulator.access_token}"}):
        response = requests.get(f"{emulator.control_url}/status", headers=headers, timeout=10)
        assert response.status_code == 401
        assert "PINTEREST_EMULATOR_CONTROL_TOKEN" in response.json()["message"]
    assert get_accounts(emulator).status_code == 200


def test_unknown_pages_and_methods_name_what_exists(emulator: Emulator) -> None:
    headers = {"Authorization": f"Bearer {emulator.control_token}"}
    unknown = requests.post(f"{emulator.control_url}/advanse", headers=headers, timeout=10)
    assert unknown.status_code == 404 and "did you mean 'advance'" in unknown.json()["message"]
    wrong = requests.get(f"{emulator.control_url}/advance", headers=headers, timeout=10)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")


def test_the_pages_are_not_in_the_request_log_and_do_not_fail_on_demand(emulator: Emulator) -> None:
    call_control_api(emulator, "fail_next", {"status": 500})
    assert call_control_api(emulator, "status", method="GET")["planned_failures"] == 1
    assert emulator.requests == []
