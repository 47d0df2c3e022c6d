"""Tokens for each grant type, and invalid token requests."""

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


def request_token(emulator: Emulator, auth: Any = None, **form: str) -> requests.Response:
    credentials = auth or (emulator.app_id, emulator.app_secret)
    return requests.post(f"{emulator.url}/oauth/token", data=form, auth=credentials, timeout=10)


def is_valid(emulator: Emulator, token: str) -> bool:
    with Api(emulator.url, token) as api:
        return api.get("/ad_accounts").status_code == 200


def test_a_code_is_exchanged_for_tokens_once(emulator: Emulator) -> None:
    code = emulator.authorization_code(
        scopes=["ads:read"], redirect_uri="https://shop.example/back"
    )
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": "https://shop.example/back",
    }
    response = request_token(emulator, **form)
    assert response.status_code == 200
    pair = response.json()
    to_request(pinterest.schemas.OauthAccessTokenResponseCode, pair, subject="response")
    assert pair["access_token"].startswith("pina_")
    assert pair["refresh_token"].startswith("pinr_")
    assert (pair["token_type"], pair["response_type"]) == ("bearer", "authorization_code")
    assert pair["expires_in"] == 30 * DAY
    assert pair["refresh_token_expires_in"] == 60 * DAY
    assert abs(pair["refresh_token_expires_at"] - time.time() - 60 * DAY) < 60
    assert pair["scope"] == "ads:read"
    assert is_valid(emulator, pair["access_token"])
    again = request_token(emulator, **form)
    assert (again.status_code, again.json()["code"]) == (400, 283)


def test_a_code_must_be_sent_with_its_redirect_uri(emulator: Emulator) -> None:
    code = emulator.authorization_code(redirect_uri="https://shop.example/back")
    wrong = request_token(
        emulator, grant_type="authorization_code", code=code, redirect_uri="https://else.example"
    )
    assert (wrong.status_code, wrong.json()["code"]) == (400, 283)
    right = request_token(
        emulator,
        grant_type="authorization_code",
        code=code,
        redirect_uri="https://shop.example/back",
    )
    assert right.status_code == 200


def test_a_code_is_valid_for_ten_minutes(emulator: Emulator) -> None:
    code = emulator.authorization_code()
    emulator.advance(601)
    response = request_token(
        emulator, grant_type="authorization_code", code=code, redirect_uri="https://x.example"
    )
    assert (response.status_code, response.json()["code"]) == (400, 283)


def test_a_refresh_returns_a_new_refresh_token_and_the_old_one_stays_valid(
    emulator: Emulator,
) -> None:
    response = request_token(
        emulator, grant_type="refresh_token", refresh_token=emulator.refresh_token
    )
    assert response.status_code == 200
    pair = response.json()
    to_request(pinterest.schemas.OauthAccessTokenResponseRefresh, pair, subject="response")
    assert pair["response_type"] == "refresh_token"
    assert pair["refresh_token"] != emulator.refresh_token
    assert is_valid(emulator, pair["access_token"])
    assert is_valid(emulator, emulator.access_token)
    emulator.advance(59 * DAY)
    second = request_token(
        emulator, grant_type="refresh_token", refresh_token=emulator.refresh_token
    )
    assert second.status_code == 200
    emulator.advance(2 * DAY)
    for token in (emulator.refresh_token, pair["refresh_token"]):
        late = request_token(emulator, grant_type="refresh_token", refresh_token=token)
        assert (late.status_code, late.json()["code"]) == (400, 283)
    renewed = request_token(
        emulator, grant_type="refresh_token", refresh_token=second.json()["refresh_token"]
    )
    assert renewed.status_code == 200


def test_an_invalid_refresh_token_is_refused(emulator: Emulator) -> None:
    emulator.revoke(emulator.refresh_token)
    for token in (emulator.refresh_token, emulator.access_token, "pinr_unknown"):
        response = request_token(emulator, grant_type="refresh_token", refresh_token=token)
        assert (response.status_code, response.json()["code"]) == (400, 283)
        assert token not in response.text


def test_a_refresh_may_request_fewer_scopes_but_not_more(emulator: Emulator) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    fewer = request_token(emulator, scope="ads:read", **form).json()
    assert fewer["scope"] == "ads:read"
    more = request_token(
        emulator,
        grant_type="refresh_token",
        refresh_token=fewer["refresh_token"],
        scope="ads:read,ads:write",
    )
    assert (more.status_code, more.json()["code"]) == (400, 1)
    assert "scope" in more.json()["message"]


def test_an_app_token_can_only_read(emulator: Emulator, audiences: str) -> None:
    response = request_token(emulator, grant_type="client_credentials", scope="ads:read,ads:write")
    assert response.status_code == 200
    token = response.json()
    to_request(
        pinterest.schemas.OauthAccessTokenResponseClientCredentials, token, subject="response"
    )
    assert "refresh_token" not in token
    assert token["scope"] == "ads:read ads:write"
    with Api(emulator.url, token["access_token"]) as api:
        assert api.get(audiences).status_code == 200
        # The contract allows writes only with a user token.
        body = {"name": "x", "audience_type": "VISITOR", "rule": {"retention_days": 3}}
        assert api.post(audiences, json=body).status_code == 401


@pytest.mark.parametrize(
    ("form", "name_in_error"),
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
    emulator: Emulator, form: dict[str, str], name_in_error: str
) -> None:
    response = request_token(emulator, **form)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert name_in_error in response.json()["message"]


def test_unknown_form_fields_are_dropped_and_logged(
    emulator: Emulator, caplog: pytest.LogCaptureFixture
) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    with caplog.at_level("WARNING", "pinterest.emulator"):
        response = request_token(emulator, **form, continuous_refresh="True", color="red")
    assert response.status_code == 200
    [record] = caplog.records
    assert "'color'" in record.getMessage()
    message = request_token(emulator, grant_type="password", password="hunter2").json()["message"]
    assert "hunter2" not in message


@pytest.mark.parametrize(
    ("form", "name_in_error"),
    [
        ({"color": "red"}, "token"),
        ({"token": "pinr_unknown", "token_type_hint": "bogus"}, "token_type_hint"),
    ],
)
def test_a_revocation_is_validated(
    emulator: Emulator, form: dict[str, str], name_in_error: str
) -> None:
    auth = (emulator.app_id, emulator.app_secret)
    response = requests.post(f"{emulator.url}/oauth/token/revoke", data=form, auth=auth, timeout=10)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert name_in_error in response.json()["message"]


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
        response = requests.post(url, data={**form, **credentials}, timeout=10)
        assert (response.status_code, response.json()["code"]) == (400, 1)
        assert emulator.app_secret not in response.text
    assert requests.post(url, data=form, timeout=10).status_code == 401
    # With the header, the credentials in the body are ignored.
    signed = (emulator.app_id, emulator.app_secret)
    assert requests.post(url, data={**form, **app}, auth=signed, timeout=10).status_code == 200


def test_a_wrong_secret_is_refused(emulator: Emulator) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": emulator.refresh_token}
    wrong = [(emulator.app_id, "x"), ("1", emulator.app_secret), ("é", "é"), ("", "")]
    for auth in wrong:
        response = request_token(emulator, auth=auth, **form)
        assert response.status_code == 401
        assert response.json() == {
            "code": 2,
            "message": "Authentication failed.",
            "status": "failure",
        }
    with Api(emulator.url, emulator.access_token) as api:
        assert api.post("/oauth/token", data=form).status_code == 401


def test_a_token_request_must_be_a_form(emulator: Emulator) -> None:
    auth = (emulator.app_id, emulator.app_secret)
    url = f"{emulator.url}/oauth/token"
    assert requests.post(url, json={"grant_type": "x"}, auth=auth, timeout=10).status_code == 415
    assert requests.post(url, auth=auth, timeout=10).status_code == 400
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    for content in (b"grant_type=%ff", b"grant_type=\xff"):
        response = requests.post(url, data=content, headers=headers, auth=auth, timeout=10)
        assert response.status_code == 400


def test_a_conversion_token_can_only_send_events(emulator: Emulator) -> None:
    with Api(emulator.url, emulator.access_token) as api:
        response = api.post("/oauth/conversion_token")
        assert_valid(OAUTH_CONVERSION_TOKEN, response)
        assert response.json()["token_type"] == "conversion"
    with Api(emulator.url, response.json()["access_token"]) as api:
        assert api.get("/ad_accounts").status_code == 401
        events = f"/ad_accounts/{emulator.ad_account_id}/events"
        assert api.post(events, json={}).status_code == 400


def test_a_token_is_revoked(emulator: Emulator) -> None:
    auth, url = (emulator.app_id, emulator.app_secret), f"{emulator.url}/oauth/token/revoke"
    token = emulator.token()
    assert is_valid(emulator, token)
    for _ in range(2):
        response = requests.post(url, data={"token": token}, auth=auth, timeout=10)
        assert_valid(TOKEN_REVOKE, response)
        assert not is_valid(emulator, token)
    assert is_valid(emulator, emulator.access_token)
    assert requests.post(url, data={"x": "y"}, auth=auth, timeout=10).status_code == 400
    wrong = requests.post(url, data={"token": token}, auth=("1", "x"), timeout=10)
    assert wrong.status_code == 401
