"""Copies and pickles of a client: settings and tokens travel, connections and locks do not."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

from openapi_generated.pinterest_client import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import RateLimited, ServerError
from tests.client.calls import create, read
from tests.client.raw_server import http

TOLD: list[object] = []


def tell(tokens: object) -> None:
    TOLD.append(tokens)


@pytest.fixture(autouse=True)
def nobody_told():
    TOLD.clear()


def test_a_copy_is_the_client_itself(connect):
    client = connect("http://127.0.0.1:9/v5")
    assert copy.copy(client) is client
    assert copy.deepcopy([client])[0] is client


def test_a_pickled_client_goes_on_elsewhere(serve, monkeypatch):
    renewal = http(200, '{"access_token": "token-two", "refresh_token": "r2", "expires_in": 60}')
    server = serve(http(200, "{}"), http(401), renewal, http(200, "{}"))
    client = PinterestSDKClient(
        "token-one", "refresh-one", "1445", "secret", base_url=server.url, on_token_renewed=tell,
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
    assert len(TOLD) == 1


def test_a_pickle_holds_the_tokens_as_they_are_now(serve):
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


def test_the_patience_travels(serve, waits):
    server = serve(http(500))
    client = PinterestSDKClient(
        "token-one", base_url=server.url, max_retries=1, max_wait=5, backoff=2, timeout=(1, 2)
    )
    restored = pickle.loads(pickle.dumps(client))
    with pytest.raises(ServerError):
        read(restored)
    assert len(waits) == 1 and 1 <= waits[0] <= 2
    server.answers = [http(429, "", {"Retry-After": "6"})]
    with pytest.raises(RateLimited):
        create(restored)


def test_a_client_of_a_configuration_travels_with_its_proxy(serve):
    proxy = serve(http(200, "{}"))
    configuration = Configuration(
        host="http://api.example/v5",
        access_token="token-one",
        proxy=f"http://127.0.0.1:{proxy.port}",
    )
    restored = pickle.loads(pickle.dumps(PinterestSDKClient(configuration=configuration)))
    read(restored)
    assert proxy.last.headers["Authorization"] == "Bearer token-one"


def test_the_callers_session_does_not_travel(serve):
    import requests

    server = serve(http(200, "{}"))
    with requests.Session() as session:
        session.headers["X-Mine"] = "yes"
        client = PinterestSDKClient("token-one", base_url=server.url, session=session)
        with pickle.loads(pickle.dumps(client)) as restored:
            read(restored)
    assert "X-Mine" not in server.last.headers
