"""Copies and pickles of a client: they include settings and tokens, but no connections or locks."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from openapi_generated.pinterest_client import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import ConfigurationError, RateLimited, ServerError
from tests.client.calls import create, read
from tests.client.raw_server import http

RENEWALS: list[object] = []


def record_renewal(tokens: object) -> None:
    RENEWALS.append(tokens)


@pytest.fixture(autouse=True)
def clear_renewals():
    RENEWALS.clear()


def test_copy_of_a_client_is_the_client_itself(connect):
    client = connect("http://127.0.0.1:9/v5")
    assert copy.copy(client) is client
    assert copy.deepcopy([client])[0] is client


def test_pickled_client_works_in_another_place(serve, monkeypatch):
    renewal = http(200, '{"access_token": "token-two", "refresh_token": "r2", "expires_in": 60}')
    server = serve(http(200, "{}"), http(401), renewal, http(200, "{}"))
    client = PinterestSDKClient(
        "token-one", "refresh-one", "1445", "secret", base_url=server.url, on_token_renewed=record_renewal,
        header_name="X-Trace", header_value="7", cookie="a=b",
    )  # fmt: skip
    read(client)
    data = pickle.dumps(client)
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "token-of-another-place")
    restored = pickle.loads(data)
    assert restored.base_url == server.url
    read(restored)
    assert b"refresh_token=refresh-one" in server.requests[2].body
    assert server.last.headers["Authorization"] == "Bearer token-two"
    assert (server.last.headers["X-Trace"], server.last.headers["Cookie"]) == ("7", "a=b")
    assert len(RENEWALS) == 1


def test_pickle_contains_the_current_tokens(serve):
    renewal = http(200, '{"access_token": "token-two", "refresh_token": "refresh-two"}')
    server = serve(renewal, http(200, "{}"))
    options: dict[str, Any] = {
        "refresh_token": "refresh-one",
        "app_id": "1445",
        "app_secret": "secret",
    }
    client = PinterestSDKClient(base_url=server.url, **options)
    read(client)
    data = pickle.dumps(client)
    assert b"refresh-two" in data and b"refresh-one" not in data
    read(pickle.loads(data))
    assert server.last.headers["Authorization"] == "Bearer token-two"
    assert len([request for request in server.requests if request.target == "/v5/oauth/token"]) == 1


def test_pickle_contains_the_policy(serve, waits):
    server = serve(http(500))
    client = PinterestSDKClient(
        "token-one", base_url=server.url, max_retries=1, max_wait=5, backoff=2, timeout=(1, 2)
    )
    restored = pickle.loads(pickle.dumps(client))
    with pytest.raises(ServerError):
        read(restored)
    assert len(waits) == 1 and 1 <= waits[0] <= 2
    server.responses = [http(429, "", {"Retry-After": "6"})]
    with pytest.raises(RateLimited):
        create(restored)


@pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")
def test_pickle_of_a_client_with_a_configuration_keeps_the_proxy(serve):
    proxy = serve(http(200, "{}"))
    configuration = Configuration(
        host="http://api.example/v5",
        access_token="token-one",
        proxy=f"http://127.0.0.1:{proxy.port}",
    )
    restored = pickle.loads(pickle.dumps(PinterestSDKClient(configuration=configuration)))
    read(restored)
    assert proxy.last.headers["Authorization"] == "Bearer token-one"


@pytest.mark.parametrize("app_only", [True, False])
def test_restored_client_ignores_the_token_of_the_settings(app_only, serve, monkeypatch):
    server = serve(http(200, "{}"))
    options = {"app_id": "1445", "app_secret": "secret"}
    if not app_only:
        options["conversion_token"] = "conversion-one"
    data = pickle.dumps(PinterestSDKClient(base_url=server.url, **options))  # type: ignore[arg-type]  # only strings
    monkeypatch.setenv("PINTEREST_ACCESS_TOKEN", "token-of-another-place")
    with pytest.raises(ConfigurationError, match="access token"):
        read(pickle.loads(data))
    assert server.requests == []


def test_callback_that_cannot_be_pickled_is_named():
    client = PinterestSDKClient("a-token", on_token_renewed=lambda tokens: None)
    with pytest.raises(ConfigurationError, match="on_token_renewed cannot be pickled"):
        pickle.dumps(client)
