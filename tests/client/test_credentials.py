"""Credentials: a client with only the app's ID and secret, and invalid tokens in settings and configurations."""

from __future__ import annotations

import json

import pytest

from openapi_generated.pinterest_client import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError, ServerError
from pinterest.operations.oauth import OAUTH_TOKEN
from tests.client.calls import ALL, create, read
from tests.client.raw_server import http

DONE = http(200, '{"id": "1", "items": []}')
TOKENS = http(200, '{"access_token": "token-fetched", "refresh_token": "r2", "expires_in": 3600}')

FORMS = (
    {"grant_type": "client_credentials", "scope": "ads:read"},
    {"grant_type": "authorization_code", "code": "one-time", "redirect_uri": "https://a.example"},
)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["grant_type"])
def test_app_alone_can_fetch_its_first_token(form, serve):
    server = serve(TOKENS)
    with PinterestSDKClient(app_id="1445", app_secret="secret", base_url=server.url) as client:
        assert client.execute(OAUTH_TOKEN, {}, body=form).data["access_token"] == "token-fetched"
        data = client.request("POST", "/oauth/token", data=form).data
    assert data["access_token"] == "token-fetched"
    for request in server.requests:
        assert request.headers["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("call", [read, create], ids=lambda call: call.__name__)
def test_app_alone_says_what_other_requests_need(call, serve):
    server = serve(DONE)
    client = PinterestSDKClient(app_id="1445", app_secret="secret", base_url=server.url)
    expected = rf"(GET|POST) {ALL}.*this needs an access token, and the client has only the app"
    with pytest.raises(ConfigurationError, match=expected):
        call(client)
    assert server.requests == []


def test_app_may_come_from_the_settings(monkeypatch, serve):
    server = serve(TOKENS)
    monkeypatch.setenv("PINTEREST_APP_ID", "1445")
    monkeypatch.setenv("PINTEREST_APP_SECRET", "secret")
    client = PinterestSDKClient(base_url=server.url)
    assert client.execute(OAUTH_TOKEN, {}, body=FORMS[0]).data["access_token"] == "token-fetched"


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PINTEREST_ACCESS_TOKEN", "pinr_hush", "is a refresh token"),
        ("PINTEREST_ACCESS_TOKEN", "Bearer hush", "begins with 'Bearer '"),
        ("PINTEREST_REFRESH_ACCESS_TOKEN", "'hush'", "is in quotes"),
        ("PINTEREST_APP_SECRET", "hush hush", "is not valid"),
    ],
)
def test_invalid_credential_of_a_setting_is_named_with_its_source(
    name, value, problem, clean_place
):
    keys = {"refresh_access_token": "r", "app_id": "1445", "app_secret": "s"}
    (clean_place / "config.json").write_text(
        json.dumps({**keys, name.removeprefix("PINTEREST_").lower(): value})
    )
    with pytest.raises(ConfigurationError, match=problem) as caught:
        PinterestSDKClient()
    assert str(caught.value).startswith(f"{name} in {clean_place / 'config.json'} {problem}")
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("token", ["pinr_hush", "Bearer hush", "'hush'"])
def test_invalid_token_of_a_configuration_is_refused(token, serve):
    server = serve(DONE)
    configuration = Configuration(host=server.url, access_token=token)
    with pytest.raises(ConfigurationError, match=r"access_token (is|begins)") as caught:
        PinterestSDKClient(configuration=configuration)
    assert "hush" not in str(caught.value)
    configuration.access_token = "token-one"
    client = PinterestSDKClient(configuration=configuration)
    configuration.access_token = token  # scripts set the token later
    with pytest.raises(ConfigurationError, match=rf"GET {ALL}.*access_token (is|begins)") as caught:
        read(client)
    assert "hush" not in str(caught.value)
    assert server.requests == []


def test_a_token_function_that_fails_does_not_hide_the_outcome(serve, connect):
    vault = {"token": "token-one"}

    def respond(connection):
        vault.clear()
        connection.sendall(http(500, "{}"))

    client = connect(serve(respond), access_token=lambda: vault["token"])
    with pytest.raises(ServerError, match="may have been carried out"):
        create(client)
