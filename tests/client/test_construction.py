"""Creating a client: credentials, base URL and invalid options."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.config import PRODUCTION, SANDBOX
from pinterest.exceptions import ConfigurationError, PinterestError, ValidationError
from tests.client.calls import ALL, read
from tests.client.raw_server import http

DONE = http(200, '{"id": "1", "items": []}')
TOKENS = http(200, '{"access_token": "token-fetched", "refresh_token": "r2", "expires_in": 3600}')
NAMES = (
    "PINTEREST_ACCESS_TOKEN",
    "PINTEREST_REFRESH_ACCESS_TOKEN",
    "PINTEREST_APP_ID",
    "PINTEREST_APP_SECRET",
)


def get_sent_token(server):
    return server.last.headers["Authorization"].removeprefix("Bearer ")


def set_all_settings(monkeypatch, server):
    values = ("token-set", "refresh-set", "1445", "secret-set")
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PINTEREST_API_URI", server.url)


def test_arguments_take_precedence_over_settings(monkeypatch, serve):
    set_all_settings(monkeypatch, serve(DONE))
    server = serve(DONE)
    read(PinterestSDKClient("token-passed", base_url=server.url))
    assert get_sent_token(server) == "token-passed"


def test_without_arguments_the_settings_are_used(monkeypatch, serve):
    server = serve(DONE)
    set_all_settings(monkeypatch, server)
    read(PinterestSDKClient())
    assert get_sent_token(server) == "token-set"


def test_empty_arguments_count_as_not_passed(monkeypatch, serve):
    server = serve(DONE)
    set_all_settings(monkeypatch, server)
    read(PinterestSDKClient("", "", "", "", base_url=""))
    assert get_sent_token(server) == "token-set"


def test_passed_token_is_not_combined_with_a_refresh_token_of_the_settings(monkeypatch, serve):
    server = serve(http(401, '{"code": 2}'))
    set_all_settings(monkeypatch, server)
    with pytest.raises(PinterestError):
        read(PinterestSDKClient("token-passed"))
    assert [request.target for request in server.requests] == [f"/v5{ALL}/2542620905475"]


def test_passed_refresh_token_is_not_combined_with_a_token_of_the_settings(monkeypatch, serve):
    server = serve(TOKENS, DONE)
    set_all_settings(monkeypatch, server)
    read(PinterestSDKClient(refresh_token="refresh-passed"))  # the app may come from the settings
    assert b"refresh_token=refresh-passed" in server.requests[0].body
    assert get_sent_token(server) == "token-fetched"


def test_create_client_with_token(monkeypatch, serve):
    server = serve(DONE)
    monkeypatch.setenv("PINTEREST_API_URI", server.url)
    read(PinterestSDKClient.create_client_with_token("token-a"))
    assert get_sent_token(server) == "token-a"
    read(PinterestSDKClient.create_client_with_token(access_token=" token-b\n"))
    assert get_sent_token(server) == "token-b"


def test_create_client_with_refresh_token(monkeypatch, serve):
    server = serve(TOKENS, DONE)
    monkeypatch.setenv("PINTEREST_API_URI", server.url + "/")
    make = PinterestSDKClient.create_client_with_refresh_token
    client = make(refresh_token="refresh-a", app_id="1445", app_secret="s")
    assert server.requests == []
    assert client.base_url == server.url
    read(client)
    assert get_sent_token(server) == "token-fetched"


def test_app_id_may_be_a_number(serve):
    server = serve(TOKENS, DONE)
    options: dict[str, Any] = {"refresh_token": "r", "app_id": 1445, "app_secret": "secret"}
    read(PinterestSDKClient(base_url=server.url, **options))
    assert server.requests[0].headers["Authorization"].startswith("Basic ")


def test_client_without_credentials_is_refused(clean_place):
    with pytest.raises(ConfigurationError) as caught:
        PinterestSDKClient()
    text = str(caught.value)
    for name in (*NAMES, "the arguments", "the environment", "PINTEREST_JSON_ENV_VARIABLES"):
        assert name in text
    assert str(clean_place / ".env") in text
    assert str(clean_place / "config.json") in text


@pytest.mark.parametrize(
    ("app", "missing"),
    [
        ({}, "Set PINTEREST_APP_ID and PINTEREST_APP_SECRET"),
        ({"app_id": "1445"}, "secret of its app. Set PINTEREST_APP_SECRET"),
        ({"app_secret": "s"}, "secret of its app. Set PINTEREST_APP_ID"),
    ],
)
def test_refresh_token_needs_its_app(app, missing, clean_place):
    (clean_place / "config.json").write_text(
        json.dumps({"refresh_access_token": "refresh-set", **app})
    )
    for make in (PinterestSDKClient, lambda: PinterestSDKClient("token", "refresh-passed", **app)):
        with pytest.raises(ConfigurationError, match=missing) as caught:
            make()
        assert (
            f"Looked in: the arguments, the environment, PINTEREST_JSON_ENV_VARIABLES, {clean_place}"
            in str(caught.value)
        )


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (
            {"base_url": "https://u:hush@x.example/v5", "environment": "sandbox"},
            "contradict each other",
        ),
        ({"environment": "sandbx"}, "environment: unknown 'sandbx'; did you mean 'sandbox'"),
        ({"environment": "test"}, "unknown 'test'"),
        (
            {"base_url": "api.pinterest.com/v5"},
            "base_url is 'api.pinterest.com/v5', which is not a URL",
        ),
        ({"base_url": "ftp://api.pinterest.com/v5"}, "which is not a URL"),
        ({"base_url": "https:///v5"}, "which is not a URL"),
        ({"base_url": "https://x:port/v5"}, "which is not a URL"),
        ({"base_url": "https://[x/v5"}, "which is not a URL"),
        ({"base_url": "https://a b/v5"}, "which is not a URL"),
        (
            {"base_url": "https://api.pinterest.com"},
            "without the API version. Use https://api.pinterest.com/v5",
        ),
        ({"base_url": "https://api.pinterest.com/"}, "without the API version"),
        ({"base_url": "https://x.example/v5?hush=1"}, "must be a URL without user"),
        ({"base_url": "https://x.example/v5#hush"}, "must be a URL without user"),
        ({"base_url": "https://u:hush@x.example/v5"}, "must be a URL without user"),
        ({"base_url": "https://:hush@x.example/v5"}, "must be a URL without user"),
        ({"base_url": "https://u:hush@x:port/v5"}, "must be a URL without user"),
        ({"access_token": "hush hush"}, "access_token is not valid"),
        ({"access_token": "Bearer hush"}, "access_token begins with 'Bearer '"),
        ({"access_token": " bearer hush "}, "access_token begins with 'Bearer '"),
        ({"access_token": "'hush'"}, "access_token is in quotes"),
        ({"access_token": '"hush'}, "access_token is in quotes"),
        ({"access_token": "pinr_hush"}, "access_token is a refresh token: it begins with 'pinr_'"),
        ({"conversion_token": "pinr_hush"}, "conversion_token is a refresh token"),
        (
            {"refresh_token": "'pinr_hush'", "app_id": "1445", "app_secret": "hush"},
            "refresh_token is in quotes",
        ),
        ({"access_token": "hush\nhush"}, "access_token is not valid"),
        ({"access_token": "hüsh"}, "access_token is not valid"),
        ({"access_token": " "}, "access_token is not valid"),
        ({"access_token": 5}, "access_token is not valid"),
        ({"conversion_token": "hush hush"}, "conversion_token is not valid"),
        ({"app_id": True}, "app_id is not valid"),
        ({"app_secret": b"hush"}, "app_secret is not valid"),
        ({"max_retries": -1}, "max_retries: -1 is not valid; allowed: a whole number, 0 or more"),
        ({"max_retries": 1.5}, "max_retries: 1.5 is not valid"),
        ({"max_wait": True}, "max_wait: True is not valid; allowed: a number, 0 or more"),
        ({"max_wait": float("nan")}, "max_wait: nan is"),
        ({"backoff": "1"}, "backoff: '1' is not valid"),
        ({"header_name": "X-Key", "header_value": "hush\nhush"}, "the header X-Key must be"),
        ({"header_name": "X-Key", "header_value": " hush"}, "the header X-Key must be"),
        ({"header_name": "X Key\n", "header_value": "hush"}, "header_name is not"),
        ({"cookie": "hüsh"}, "the header Cookie must be"),
    ],
    ids=str,
)
def test_invalid_options_are_refused_when_the_client_is_created(options, complaint):
    with pytest.raises(ConfigurationError, match=complaint) as caught:
        PinterestSDKClient(**{"access_token": "token-one", **options})
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize(
    "timeout", [0, -1, True, "5", float("inf"), float("nan"), (1,), (1, None), [1, 2], (1, 0)]
)
def test_invalid_timeouts_are_refused(timeout, serve, connect):
    with pytest.raises(
        ValidationError, match=r"timeout: .* allowed: a number of seconds up to .*, or a pair"
    ):
        PinterestSDKClient("token-one", timeout=timeout)
    server = serve(DONE)
    with pytest.raises(ValidationError, match="timeout"):
        connect(server).request("GET", "/boards", timeout=timeout)
    assert server.requests == []


def test_invalid_url_of_a_setting_is_named_with_its_source(clean_place):
    (clean_place / ".env").write_text("PINTEREST_API_URI=nowhere\n")
    with pytest.raises(ConfigurationError, match=r"PINTEREST_API_URI in .*\.env is 'nowhere'"):
        PinterestSDKClient("token-one")


def test_environments_have_base_urls():
    assert PinterestSDKClient("token-one").base_url == PRODUCTION == "https://api.pinterest.com/v5"
    assert PinterestSDKClient("t", environment="production").base_url == PRODUCTION
    sandbox = PinterestSDKClient("t", environment="sandbox")
    assert sandbox.base_url == SANDBOX == "https://api-sandbox.pinterest.com/v5"


def test_operations_missing_from_the_hosted_sandbox_are_not_sent():
    url = "https://API-sandbox.pinterest.com:443/v5/"
    for client in (
        PinterestSDKClient("token-one", environment="sandbox"),
        PinterestSDKClient("token-one", base_url=url, max_retries=0),
    ):
        with pytest.raises(ConfigurationError, match=r"hosted sandbox does not have.*emulator"):
            read(client)


def test_client_is_a_context_manager_and_hides_its_credentials(serve):
    server = serve(DONE)
    with PinterestSDKClient("token-hidden", base_url=server.url) as client:
        assert repr(client) == f"PinterestSDKClient(base_url='{server.url}', credentials hidden)"
        assert read(client).status == 200


def test_threads_share_a_client(serve, connect):
    client = connect(serve(DONE))
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: read(client).status, range(40)))
    assert answers == [200] * 40


def test_connections_are_reused(serve, connect):
    kept = http().replace(b"Connection: close\r\n", b"")

    def keep_responding(connection):
        connection.sendall(kept)
        while connection.recv(65536):
            connection.sendall(kept)

    server = serve(keep_responding)
    with connect(server) as client:
        for _ in range(5):
            client.request("GET", "/boards")
    assert len(server.requests) == 1  # the server records the first request of each connection
