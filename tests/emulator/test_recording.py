"""The record of what came in."""

from __future__ import annotations

import requests

from pinterest.emulator import Emulator, RecordedRequest
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}


def test_every_request_is_noted(emulator: Emulator, api: Api, audiences: str) -> None:
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


def test_the_record_outlives_the_emulator(emulator: Emulator, api: Api) -> None:
    api.get("/ad_accounts")
    emulator.stop()
    assert [entry.path for entry in emulator.requests] == ["/ad_accounts"]


def test_nothing_secret_is_noted(emulator: Emulator, api: Api, audiences: str) -> None:
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


def test_a_body_that_is_not_read_is_noted_as_well_as_it_can_be(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    api.post(audiences, data=b"nonsense")
    api.post(audiences, data=b"\xff{")
    api.post(audiences, data=b"x" * 300_000)
    api.post(audiences, data=b"x" * (17 << 20))
    api.post("/nowhere", json={"a": 1})
    noted = [entry.body for entry in emulator.requests]
    assert noted == ["nonsense", "\ufffd{", "[300000 bytes]", None, {"a": 1}]
