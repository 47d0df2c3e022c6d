"""The client's own session sends what `requests` would send, with less work."""

from __future__ import annotations

import functools
import gc

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.slow_server import SlowServer
from pinterest import PinterestSDKClient
from pinterest.exceptions import ConnectionFailed
from pinterest.utils.direct_requests import build_url
from tests.client.raw_server import RawServer, http
from tests.client.threads import eventually

QUERIES = st.lists(
    st.tuples(
        st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
        st.text(st.characters(exclude_categories=["Cs"])),
    )
)
PATHS = st.text("abcXYZ019-_/.%~+ é#?", max_size=12).map("/{}".format)


@pytest.mark.slow
@given(st.sampled_from(["http://127.0.0.1:80/v5", "https://EXAMPLE.com/%7ea/v5"]), PATHS, QUERIES)
def test_urls_are_those_of_requests(base_url, path, query):
    expected = requests.PreparedRequest()
    expected.prepare_url(base_url + path, query)
    assert build_url(base_url, path, query) == expected.url


@pytest.fixture
def server():
    server = RawServer([http(200, keep_open=True)], keep_open=True)
    yield server
    server.close()


def test_headers_and_bodies_are_those_of_requests(server):
    sent = []
    for session in (None, requests.Session()):
        with PinterestSDKClient("token-one", base_url=server.url, session=session) as client:
            client.request("GET", "/a%20b", params={"q": "x y", "n": [1, 2]})
            client.request("POST", "/form", data={"a": "é"})
            client.request("POST", "/json", json={"a": "é"})
            client.request("DELETE", "/nothing")
        sent.append(
            [(r.method, r.target, sorted(r.headers.items()), r.body) for r in server.requests]
        )
        server.requests.clear()
    assert sent[0] == sent[1]


@pytest.mark.filterwarnings("ignore:requests to api.invalid are not encrypted")
def test_a_proxy_that_is_set_later_is_used(server, monkeypatch):
    with PinterestSDKClient("token-one", base_url="http://api.invalid/v5", max_retries=0) as client:
        for _ in range(2):
            monkeypatch.setenv("http_proxy", server.url.removesuffix("/v5"))
            client.request("GET", "/a")
            assert server.last.target == "http://api.invalid/v5/a"
        monkeypatch.setenv("no_proxy", "api.invalid")
        count = len(server.requests)
        with pytest.raises(ConnectionFailed, match="could not connect"):
            client.request("GET", "/a")
        assert len(server.requests) == count


@pytest.mark.filterwarnings("ignore:requests to api.invalid are not encrypted")
@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "Http_Proxy"])
def test_a_proxy_that_changes_is_noticed(server, monkeypatch, name):
    with PinterestSDKClient("token-one", base_url="http://api.invalid/v5", max_retries=0) as client:
        with pytest.raises(ConnectionFailed, match="could not connect"):
            client.request("GET", "/a")
        monkeypatch.setenv(name, server.url.removesuffix("/v5"))
        client.request("GET", "/a")
        assert server.last.target == "http://api.invalid/v5/a"


@pytest.mark.parametrize("name", ["send", "request"])
def test_a_replaced_method_of_requests_sees_every_request(server, monkeypatch, name):
    seen = []
    original = getattr(requests.Session, name)

    @functools.wraps(original)
    def trace(self, *args, **options):
        seen.append(name)
        return original(self, *args, **options)

    with PinterestSDKClient("token-one", base_url=server.url) as client:
        client.request("GET", "/a")
        assert not seen
        monkeypatch.setattr(requests.Session, name, trace)
        client.request("GET", "/a")
    assert seen == [name]


def test_connections_are_closed_with_the_client():
    closed = []

    class Counting(SlowServer):
        def shutdown_request(self, request):
            closed.append(request)
            super().shutdown_request(request)

    gc.disable()
    try:
        with Counting(latency=0.05) as server:
            client = server.client()
            get = functools.partial(client.request, "GET")
            assert len(list(client.map(get, [f"/{number}" for number in range(8)]))) == 8
            assert not closed
            client.close()
            assert eventually(lambda: len(closed) == server.connections)
    finally:
        gc.enable()
