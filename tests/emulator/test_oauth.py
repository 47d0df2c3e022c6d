"""Tokens by each grant, and what is wrong with a request for one."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests

import pinterest.schemas
from pinterest.emulator import Emulator
from pinterest.operations.oauth import OAUTH_CONVERSION_TOKEN, TOKEN_REVOKE
from pinterest.schema import to_request
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

DAY = 86_400


def ask(emulator: Emulator, auth: Any = None, **form: str) -> requests.Response:
    credentials = auth or (emulator.app_id, emulator.app_secret)
    return requests.post(f"{emulator.url}/oauth/token", data=form, auth=credentials, timeout=10)


def works(emulator: Emulator, token: str) -> bool:
    with Api(emulator.url, token) as api:
        return api.get("/ad_accounts").status_code == 200


def test_a_code_becomes_a_pair_of_tokens_once(emulator: Emulator) -> None:
    code = emulator.authorization_code(
        scopes=["ads:read"], redirect_uri="https://shop.example/back"
    )
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://shop.example/back",
    }
    answer = ask(emulator, **form)
    assert answer.status_code == 200
    pair = answer.json()
    to_request(pinterest.schemas.OauthAccessTokenResponseCode, pair, subject="answer")
    assert pair["access_token"].startswith("pina_")
    assert pair["refresh_token"].startswith("pinr_")
    assert (pair["token_type"], pair["response_type"]) == ("bearer", "authorization_code")
    assert pair["expires_in"] == 30 * DAY
    assert pair["refresh_token_expires_in"] == 60 * DAY
    assert abs(pair["refresh_token_expires_at"] - time.time() - 60 * DAY) < 60
    assert pair["scope"] == "ads:read"
    assert works(emulator, pair["access_token"])
    again = ask(emulator, **form)
    assert (again.status_code, again.json()["code"]) == (400, 283)


def test_a_code_must_name_the_address_it_was_sent_to(emulator: Emulator) -> None:
    code = emulator.authorization_code(redirect_uri="https://shop.example/back")
    wrong = ask(
        emulator, grant_type="authorization_code", code=code, redirect_uri="https://else.example"
    )
    assert (wrong.status_code, wrong.json()["code"]) == (400, 283)
    right = ask(
        emulator,
        grant_type="authorization_code",
        code=code,
        redirect_uri="https://shop.example/back",
    )
    assert right.status_code == 200


def test_a_code_lives_ten_minutes(emulator: Emulator) -> None:
    code = emulator.authorization_code()
    emulator.advance(601)
    answer = ask(
        emulator, grant_type="authorization_code", code=code, redirect_uri="https://x.example"
    )
    assert (answer.status_code, answer.json()["code"]) == (400, 283)


def test_a_refresh_brings_a_new_refresh_token_and_keeps_the_old_until_its_end(
    emulator: Emulator,
) -> None:
    answer = ask(emulator, grant_type="refresh_token", refresh_token=emulator.refresh_token)
    assert answer.status_code == 200
    pair = answer.json()
    to_request(pinterest.schemas.OauthAccessTokenResponseRefresh, pair, subject="answer")
    assert pair["response_type"] == "refresh_token"
    assert pair["refresh_token"] != emulator.refresh_token
    assert works(emulator, pair["access_token"])
    assert works(emulator, emulator.access_token)
    emulator.advance(59 * DAY)
    second = ask(emulator, grant_type="refresh_token", refresh_token=emulator.refresh_token)
    assert second.status_code == 200
    emulator.advance(2 * DAY)
    for token in (emulator.refresh_token, pair["refresh_token"]):
        late = ask(emulator, grant_type="refresh_token", refresh_token=token)
        assert (late.status_code, late.json()["code"]) == (400, 283)
    renewed = ask(
        emulator, grant_type="refresh_token", refresh_token=second.json()["refresh_token"]
    )
    assert renewed.status_code == 200


def test_a_refresh_token_that_is_none_is_refused(emulator: Emulator) -> None:
    emulator.revoke(emulator.refresh_token)
    for token in (emulator.refresh_token, emulator.access_token, "pinr_unknown"):
        answer = ask(emulator, grant_type="refresh_token", refresh_token=token)
        assert (answer.status_code, answer.json()["code"]) == (400, 283)
        assert token not in answer.text


def test_a_refresh_may_ask_for_fewer_scopes_and_not_for_more(emulator: Emulator) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    fewer = ask(emulator, scope="ads:read", **form).json()
    assert fewer["scope"] == "ads:read"
    more = ask(
        emulator,
        grant_type="refresh_token",
        refresh_token=fewer["refresh_token"],
        scope="ads:read,ads:write",
    )
    assert (more.status_code, more.json()["code"]) == (400, 1)
    assert "scope" in more.json()["message"]


def test_an_app_gets_a_token_of_its_own_that_reads(emulator: Emulator, audiences: str) -> None:
    answer = ask(emulator, grant_type="client_credentials", scope="ads:read,ads:write")
    assert answer.status_code == 200
    token = answer.json()
    to_request(pinterest.schemas.OauthAccessTokenResponseClientCredentials, token, subject="answer")
    assert "refresh_token" not in token
    assert token["scope"] == "ads:read ads:write"
    with Api(emulator.url, token["access_token"]) as api:
        assert api.get(audiences).status_code == 200
        # The contract lets only a user's token write.
        body = {"name": "x", "audience_type": "VISITOR", "rule": {"retention_days": 3}}
        assert api.post(audiences, json=body).status_code == 401


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"grant_type": "password"}, "grant_type"),
        ({"code": "x"}, "grant_type"),
        ({"grant_type": "authorization_code", "redirect_uri": "https://x.example"}, "code"),
        ({"grant_type": "authorization_code", "code": "x"}, "redirect_uri"),
        ({"grant_type": "refresh_token"}, "refresh_token"),
        ({"grant_type": "client_credentials"}, "scope"),
        ({"grant_type": "client_credentials", "scope": "ads:read bogus:scope"}, "bogus:scope"),
        (
            {"grant_type": "refresh_token", "refresh_token": "x", "continuous_refresh": "maybe"},
            "continuous_refresh",
        ),
    ],
)
def test_an_incomplete_request_is_refused_by_name(
    emulator: Emulator, form: dict[str, str], named: str
) -> None:
    answer = ask(emulator, **form)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert named in answer.json()["message"]


def test_fields_of_a_form_are_checked_and_unknown_ones_dropped_and_logged(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    with caplog.at_level("WARNING", "pinterest.emulator"):
        answer = ask(emulator, **form, continuous_refresh="True", colour="red")
    assert answer.status_code == 200
    [record] = caplog.records
    assert "'colour'" in record.getMessage()
    shown = ask(emulator, grant_type="password", password="hunter2").json()["message"]
    assert "hunter2" not in shown


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ({"colour": "red"}, "token"),
        ({"token": "pinr_unknown", "token_type_hint": "bogus"}, "token_type_hint"),
    ],
)
def test_what_is_to_be_revoked_is_checked(
    emulator: Emulator, form: dict[str, str], named: str
) -> None:
    auth = (emulator.app_id, emulator.app_secret)
    answer = requests.post(f"{emulator.url}/oauth/token/revoke", data=form, auth=auth, timeout=10)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert named in answer.json()["message"]


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/token/revoke"])
def test_the_apps_secret_in_the_body_is_a_bad_request(emulator: Emulator, path: str) -> None:
    form = {
        "grant_type": "refresh_token",
        "refresh_token": emulator.refresh_token,
        "token": emulator.refresh_token,
    }
    app = {"client_id": emulator.app_id, "client_secret": emulator.app_secret}
    url = emulator.url + path
    for credentials in (app, {"client_id": emulator.app_id}, {"client_secret": "x"}):
        answer = requests.post(url, data={**form, **credentials}, timeout=10)
        assert (answer.status_code, answer.json()["code"]) == (400, 1)
        assert emulator.app_secret not in answer.text
    assert requests.post(url, data=form, timeout=10).status_code == 401
    # With the header as well, the body's are read and dropped.
    signed = (emulator.app_id, emulator.app_secret)
    assert requests.post(url, data={**form, **app}, auth=signed, timeout=10).status_code == 200


def test_an_app_must_know_its_secret(emulator: Emulator) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    wrong = [(emulator.app_id, "x"), ("1", emulator.app_secret), ("é", "é"), ("", "")]
    for auth in wrong:
        answer = ask(emulator, auth=auth, **form)
        assert answer.status_code == 401
        assert answer.json() == {
            "code": 2,
            "message": "Authentication failed.",
            "status": "failure",
        }
    with Api(emulator.url, emulator.access_token) as api:
        assert api.post("/oauth/token", data=form).status_code == 401


def test_a_request_for_a_token_is_a_form(emulator: Emulator) -> None:
    auth = (emulator.app_id, emulator.app_secret)
    url = f"{emulator.url}/oauth/token"
    assert requests.post(url, json={"grant_type": "x"}, auth=auth, timeout=10).status_code == 415
    assert requests.post(url, auth=auth, timeout=10).status_code == 400
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"grant_type=%ff", b"grant_type=\xff"):
        answer = requests.post(url, data=content, headers=headers, auth=auth, timeout=10)
        assert answer.status_code == 400


def test_a_conversion_token_is_asked_for(emulator: Emulator) -> None:
    with Api(emulator.url, emulator.access_token) as api:
        answer = api.post("/oauth/conversion_token")
        assert_valid(OAUTH_CONVERSION_TOKEN, answer)
        assert answer.json()["token_type"] == "conversion"
    with Api(emulator.url, answer.json()["access_token"]) as api:
        assert api.get("/ad_accounts").status_code == 401
        events = f"/ad_accounts/{emulator.ad_account_id}/events"
        assert api.post(events, json={}).status_code == 400


def test_a_token_is_revoked(emulator: Emulator) -> None:
    auth, url = (emulator.app_id, emulator.app_secret), f"{emulator.url}/oauth/token/revoke"
    token = emulator.token()
    assert works(emulator, token)
    for _ in range(2):
        answer = requests.post(url, data={"token": token}, auth=auth, timeout=10)
        assert_valid(TOKEN_REVOKE, answer)
        assert not works(emulator, token)
    assert works(emulator, emulator.access_token)
    assert requests.post(url, data={"x": "y"}, auth=auth, timeout=10).status_code == 400
    wrong = requests.post(url, data={"token": token}, auth=("1", "x"), timeout=10)
    assert wrong.status_code == 401
