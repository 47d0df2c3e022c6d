"""The request log."""

from __future__ import annotations

import json
import tracemalloc

import pytest
import requests

from pinterest.emulator import Emulator, RecordedRequest
from pinterest.emulator.serving.request_log import RequestLog
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}


def test_every_request_is_logged(emulator: Emulator, api: Api, audiences: str) -> None:
    api.post(audiences, json=BODY)
    api.get(audiences, params={"page_size": ["5"], "entity_statuses": ["ACTIVE", "PAUSED"]})
    api.get("/nowhere")
    assert emulator.requests == [
        RecordedRequest("POST", audiences, {}, BODY, 200),
        RecordedRequest(
            "GET", audiences, {"page_size": "5", "entity_statuses": "ACTIVE,PAUSED"}, None, 200
        ),
        RecordedRequest("GET", "/nowhere", {}, None, 404),
    ]
    emulator.clear_requests()
    assert emulator.requests == []


def test_the_request_log_is_available_after_stopping(emulator: Emulator, api: Api) -> None:
    api.get("/ad_accounts")
    emulator.stop()
    assert [entry.path for entry in emulator.requests] == ["/ad_accounts"]


def test_secrets_are_not_logged(emulator: Emulator, api: Api, audiences: str) -> None:
    code = emulator.authorization_code(redirect_uri="https://x.example")
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "https://x.example"}
    auth = (emulator.app_id, emulator.app_secret)
    pair = requests.post(f"{emulator.url}/oauth/token", data=form, auth=auth, timeout=10).json()
    refresh = {"grant_type": "refresh_token", "refresh_token": pair["refresh_token"]}
    requests.post(f"{emulator.url}/oauth/token", data=refresh, auth=auth, timeout=10)
    api.get(audiences, params={"access_token": emulator.access_token, "q": "jo@shop.example"})
    api.get(f"/nowhere/{emulator.access_token}")
    api.post(audiences, json={**BODY, "description": f"jo@shop.example {emulator.access_token}"})
    api.post(audiences, json={**BODY, "records": "jo@shop.example", "token": "abc"})
    noted = repr(emulator.requests)
    secrets = (
        code,
        emulator.app_secret,
        emulator.access_token,
        emulator.refresh_token,
        pair["access_token"],
        pair["refresh_token"],
        "jo@shop.example",
        "abc",
    )
    for secret in secrets:
        assert secret not in noted
    assert [entry.body["grant_type"] for entry in emulator.requests[:2]] == [
        "authorization_code",
        "refresh_token",
    ]


def test_bodies_that_are_not_parsed_are_logged_too(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    api.post(audiences, data=b"nonsense")
    api.post(audiences, data=b"\xff{")
    api.post(audiences, data=b"x" * 300_000)
    api.post(audiences, data=b"x" * (17 << 20))
    api.post("/nowhere", json={"a": 1})
    noted = [entry.body for entry in emulator.requests]
    assert noted == ["[8 bytes]", "[2 bytes]", "[300000 bytes]", None, {"a": 1}]


def test_secrets_are_redacted_by_name(emulator: Emulator, api: Api) -> None:
    secrets = {
        "partner_access_token": "secret-1",
        "partner_refresh_token": "secret-2",
        "partner_metadata": {"subscriber_key": "secret-3"},
        "offerCodeHash": "secret-4",
        "credentials": {"username": "secret-5", "password": "secret-6"},
        "user_emails": ["secret-7"],
        "clientSecret": "secret-8",
    }
    api.post("/nowhere", json={**secrets, "partner_metadata_": {"subscriber": "shown"}})
    assert "secret-" not in repr(emulator.requests)
    assert emulator.requests[0].body["partner_metadata_"] == {"subscriber": "shown"}
    # Fields that tests look for are not redacted.
    path = f"/ad_accounts/{emulator.ad_account_id}/keywords/metrics"
    assert api.get(path, params={"country_code": "US", "keywords": "quilt"}).status_code == 200
    assert emulator.requests[1].query == {"country_code": "US", "keywords": "quilt"}


def test_bodies_that_cannot_be_parsed_are_logged_as_their_size(
    emulator: Emulator, api: Api
) -> None:
    event = b'{"data": [{"user_data": {"em": ["5994471abb01112a"]}}'
    api.post("/nowhere", data=event)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    api.post("/nowhere", data=event, headers=form)
    api.post("/nowhere", data=event + b"]}", headers=form)
    for type in ("text/plain", "application/json"):
        for content in ("client_secret=5994471abb01112a", "code=5994471abb01112a&grant_type=x"):
            api.post("/oauth/token", data=content, headers={"Content-Type": type})
    api.post("/nowhere", json="code=5994471abb01112a&client_secret=5994471abb01112a")
    assert "5994471abb01112a" not in repr(emulator.requests)
    assert [entry.body for entry in emulator.requests] == [
        "[53 bytes]",
        "[53 bytes]",
        {"data": [{"user_data": "[hidden]"}]},
        "[30 bytes]",
        "[34 bytes]",
        "[30 bytes]",
        "[34 bytes]",
        "[hidden]&[hidden]",
    ]


def test_uploaded_files_are_logged_as_their_size(emulator: Emulator, api: Api) -> None:
    address = api.post("/media", json={"media_type": "video"}).json()["upload_url"]
    for content in (b"5994471abb01112a", b'["5994471abb01112a"]'):
        requests.put(address, data=content, timeout=10)
    assert [entry.body for entry in emulator.requests[1:]] == ["[16 bytes]", "[20 bytes]"]


@pytest.mark.slow
def test_a_refused_request_uses_no_more_memory_than_its_text(emulator: Emulator, api: Api) -> None:
    content = json.dumps({"data": [{} for _ in range(20_000)]}).encode()
    api.post("/nowhere", data=content)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for _ in range(5):
            assert api.post("/nowhere", data=content).status_code == 404
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < 5 * 1.5 * len(content)
    assert emulator.requests[-1].body == json.loads(content)


def test_the_log_drops_the_oldest_requests() -> None:
    log = RequestLog()
    for number in range(10_001):
        log.add("GET", f"/{number}", [], None, 200)
    assert [request.path for request in log.get_requests()[::9_999]] == ["/1", "/10000"]
    log = RequestLog(max_bytes=10_000)
    for number in range(10):
        log.add("POST", f"/{number}", [], "~" * 3_000, 200)
    assert [request.path for request in log.get_requests()] == ["/7", "/8", "/9"]
    assert [request.path for request in log.get_requests(newest=2)] == ["/8", "/9"]
    assert len(log) == 3
    log.clear()
    assert log.get_requests() == []
