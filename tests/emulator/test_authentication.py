"""Tokens, app credentials and scopes."""

from __future__ import annotations

import json

import pytest
import requests
from requests.auth import HTTPBasicAuth

from pinterest.emulator import Emulator
from pinterest.utils.scopes import api_scopes
from tests.contract.calls import PATH
from tests.emulator.api import Api

REFUSED = {"code": 2, "message": "Authentication failed.", "status": "failure"}


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer unknown",
        "bearer",
        "Basic eDp5",
        "Basic !!!",
        "pina_x",
        "Bearer pina_é",
    ],
)
def test_a_malformed_or_unknown_token_is_refused(emulator: Emulator, header: str | None) -> None:
    headers = {} if header is None else {"Authorization": header.encode("latin-1")}
    answer = requests.get(f"{emulator.url}/ad_accounts", headers=headers, timeout=10)
    assert answer.status_code == 401
    assert answer.json() == REFUSED
    assert answer.headers["x-pinterest-rid"].isdigit()


def test_refresh_tokens_and_codes_are_not_accepted_as_access_tokens(emulator: Emulator) -> None:
    for token in (emulator.refresh_token, emulator.authorization_code()):
        with Api(emulator.url, token) as api:
            assert api.get("/ad_accounts").json() == REFUSED


def test_a_token_expires(emulator: Emulator, api: Api) -> None:
    short = emulator.token(expires_in=60)
    with Api(emulator.url, short) as other:
        emulator.advance(55)
        assert other.get("/ad_accounts").status_code == 200
        emulator.advance(6)
        assert other.get("/ad_accounts").json() == REFUSED
    assert api.get("/ad_accounts").status_code == 200
    emulator.advance(30 * 86_400)
    assert api.get("/ad_accounts").json() == REFUSED


def test_the_lifetime_of_access_tokens_can_be_set() -> None:
    with (
        Emulator(access_token_lifetime=10) as emulator,
        Api(emulator.url, emulator.access_token) as api,
    ):
        assert api.get("/ad_accounts").status_code == 200
        emulator.advance(11)
        assert api.get("/ad_accounts").status_code == 401


def test_a_revoked_token_is_refused(emulator: Emulator, api: Api) -> None:
    emulator.revoke(emulator.access_token)
    assert api.get("/ad_accounts").json() == REFUSED


@pytest.mark.parametrize("scopes", [[], ["boards:read"], ["ads:write"]])
def test_a_missing_scope_is_refused_by_name(
    emulator: Emulator, audiences: str, scopes: list[str]
) -> None:
    with Api(emulator.url, emulator.token(scopes=scopes)) as api:
        answer = api.get(audiences)
    assert answer.status_code == 401
    assert answer.json()["code"] == 3
    assert "ads:read" in answer.json()["message"]


def test_reading_needs_no_scope_for_writing(emulator: Emulator, audiences: str) -> None:
    body = {"name": "x", "audience_type": "VISITOR", "rule": {"retention_days": 3}}
    with Api(emulator.url, emulator.token(scopes=["ads:read"])) as api:
        assert api.get(audiences).status_code == 200
        answer = api.post(audiences, json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, 3)
        assert api.get(audiences).json()["items"] == []


def test_the_token_is_checked_before_the_values(emulator: Emulator, audiences: str) -> None:
    with Api(emulator.url, "unknown") as api:
        assert api.get(audiences, params={"page_size": 0}).status_code == 401
        assert api.get("/nowhere").status_code == 404


def test_a_conversion_token_sends_events_and_nothing_else(emulator: Emulator) -> None:
    account = f"/ad_accounts/{emulator.ad_account_id}"
    with Api(emulator.url, emulator.conversion_token) as api:
        assert api.get("/ad_accounts").json() == REFUSED
        # The error is about the body, so the token was accepted.
        answer = api.post(f"{account}/events", json={})
        assert (answer.status_code, answer.json()["code"]) == (400, 4196)


def test_an_app_token_is_accepted_for_app_operations_only(emulator: Emulator) -> None:
    form = {"grant_type": "client_credentials", "scope": "ads:read boards:read pins:read"}
    signed = (emulator.app_id, emulator.app_secret)
    answer = requests.post(f"{emulator.url}/oauth/token", data=form, auth=signed, timeout=10)
    with Api(emulator.url, answer.json()["access_token"]) as api:
        assert api.get("/boards").status_code == 200
        assert api.get(f"/ad_accounts/{emulator.ad_account_id}/billing_profiles").status_code == 401


def test_an_app_token_can_write_boards_and_pins(emulator: Emulator) -> None:
    scope = "boards:read boards:write pins:read pins:write"
    form = {"grant_type": "client_credentials", "scope": scope}
    signed = (emulator.app_id, emulator.app_secret)
    response = requests.post(f"{emulator.url}/oauth/token", data=form, auth=signed, timeout=10)
    with Api(emulator.url, response.json()["access_token"]) as api:
        board = api.post("/boards", json={"name": "Quilts"})
        assert board.status_code == 201
        media = {"source_type": "image_url", "url": "https://x.example/a.jpg"}
        pin = {"board_id": board.json()["id"], "media_source": media}
        assert api.post("/pins", json=pin).status_code == 201


def test_a_token_of_the_developer_site_reads_pins_boards_and_the_account(
    emulator: Emulator,
) -> None:
    scopes = ["pins:read", "boards:read", "user_accounts:read"]
    with Api(emulator.url, emulator.token(scopes=scopes)) as api:
        for path in ("/pins", "/boards", "/user_account"):
            assert api.get(path).status_code == 200
        refused = [
            api.get("/ad_accounts"),
            api.get("/catalogs"),
            api.post("/boards", json={"name": "x"}),
            # This operation searches secret boards and Pins too.
            api.get("/search/pins", params={"query": "quilt"}),
        ]
        assert {(response.status_code, response.json()["code"]) for response in refused} == {
            (401, 3)
        }


@pytest.mark.parametrize("signed", [("", ""), ("x", "y"), ("é", "ü")])
def test_app_credentials_are_accepted_for_their_operations_only(
    emulator: Emulator, signed: tuple[str, str]
) -> None:
    named = HTTPBasicAuth(*(text.encode() for text in signed))
    for verb, path in (("POST", "/oauth/token"), ("GET", "/boards")):
        answer = requests.request(verb, emulator.url + path, auth=named, timeout=10)
        assert (answer.status_code, answer.json()) == (401, REFUSED)
    mine = (emulator.app_id, emulator.app_secret)
    answer = requests.get(f"{emulator.url}/boards", auth=mine, timeout=10)
    assert (answer.status_code, answer.json()) == (401, REFUSED)


@pytest.mark.skipif(not PATH.is_file(), reason="the API's description is not at hand")
def test_the_scopes_are_those_of_the_contract() -> None:
    schemes = json.loads(PATH.read_text("utf-8"))["components"]["securitySchemes"]
    described = schemes["pinterest_oauth2"]["flows"]["authorizationCode"]["scopes"]
    assert set(api_scopes()) == set(described)
