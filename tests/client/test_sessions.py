"""Sessions: the caller's own session, and the TLS and proxy options of a `Configuration`."""

from __future__ import annotations

import pytest
import requests
import responses
from requests.adapters import HTTPAdapter

from openapi_generated.pinterest_client import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import ConfigurationError, ConnectionFailed, OutcomeUnknown
from tests.client.calls import create, read
from tests.client.raw_server import close_connection, http, reset_connection

pytestmark = pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")


DONE = http(200, '{"id": "1"}')


class ClosableSession(requests.Session):
    """A session that records whether it was closed."""

    closed = False

    def close(self) -> None:
        self.closed = True
        super().close()


def test_passed_session_is_used_and_neither_changed_nor_closed(serve):
    server = serve(http(200, "{}", {"Set-Cookie": "a=b"}))
    session = ClosableSession()
    session.headers["X-Mine"] = "yes"
    session.auth = ("me", "hush")
    adapter = HTTPAdapter()
    session.mount("http://", adapter)
    before = dict(session.headers)
    with PinterestSDKClient("token-one", base_url=server.url, session=session) as client:
        read(client)
    assert server.last.headers["X-Mine"] == "yes"
    assert server.last.headers["Authorization"] == "Bearer token-one"
    assert dict(session.headers) == before
    assert session.auth == ("me", "hush")
    assert session.get_adapter(server.url) is adapter
    assert (session.proxies, session.verify, session.trust_env) == ({}, True, True)
    assert not session.closed
    session.close()


def test_own_session_keeps_no_cookies(serve, connect):
    server = serve(http(200, "{}", {"Set-Cookie": "a=b"}))
    client = connect(server)
    read(client)
    read(client)
    assert "Cookie" not in server.last.headers


def test_host_and_token_of_a_configuration_are_used(serve):
    server = serve(DONE)
    configuration = Configuration(host=server.url)
    client = PinterestSDKClient(configuration=configuration)
    with pytest.raises(ConfigurationError, match="no access token"):
        read(client)
    configuration.access_token = "token-late"
    read(client)
    assert server.last.headers["Authorization"] == "Bearer token-late"


def test_arguments_take_precedence_over_a_configuration(serve):
    server = serve(DONE)
    configuration = Configuration(host="http://127.0.0.1:9/v5", access_token="token-other")
    read(PinterestSDKClient("token-one", configuration=configuration, base_url=server.url))
    assert server.last.headers["Authorization"] == "Bearer token-one"


def test_proxy_of_a_configuration_takes_precedence_over_the_environment(serve, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    proxy = serve(DONE)
    configuration = Configuration(
        host="http://api.example/v5",
        access_token="token-one",
        proxy=f"http://127.0.0.1:{proxy.port}",
    )
    assert read(PinterestSDKClient(configuration=configuration)).data == {"id": "1"}
    assert proxy.last.target.startswith("http://api.example/v5/ad_accounts/")


@pytest.fixture
def connect_through_proxy(serve):
    """Creates a client behind a proxy that sends these responses."""

    def make(*raw_responses, host="http://api.example/v5"):
        proxy = serve(*raw_responses)
        configuration = Configuration(
            host=host, access_token="token-one", proxy=f"http://127.0.0.1:{proxy.port}"
        )
        return proxy, PinterestSDKClient(configuration=configuration, max_retries=2, timeout=5)

    return make


@pytest.mark.parametrize(
    "fault", [close_connection, reset_connection], ids=lambda fault: fault.__name__
)
def test_write_lost_in_a_proxy_has_an_unknown_outcome(fault, connect_through_proxy, waits):
    proxy, client = connect_through_proxy(fault)
    with pytest.raises(OutcomeUnknown):
        create(client)
    assert len(proxy.requests) == 1


def test_proxy_that_refuses_the_tunnel_is_a_failed_connection(connect_through_proxy, waits):
    proxy, client = connect_through_proxy(
        http("407 Who are you", ""), host="https://api.example/v5"
    )
    with pytest.raises(ConnectionFailed, match=r"could not connect to api\.example.*407"):
        create(client)
    assert [request.method for request in proxy.requests] == ["CONNECT"] * 3


def test_proxy_that_cannot_be_reached_is_a_failed_connection(waits):
    configuration = Configuration(
        host="http://api.example/v5", access_token="t", proxy="http://127.0.0.1:9"
    )
    with pytest.raises(ConnectionFailed, match="could not connect"):
        create(PinterestSDKClient(configuration=configuration, max_retries=1))
    assert len(waits) == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, {"verify": "/environment.pem", "cert": None}),
        ({"verify_ssl": False}, {"verify": False}),
        ({"ssl_ca_cert": "/own.pem"}, {"verify": "/own.pem"}),
        ({"ssl_ca_cert": "/own.pem", "verify_ssl": False}, {"verify": False}),
        ({"cert_file": "/c.pem"}, {"cert": "/c.pem"}),
        ({"cert_file": "/c.pem", "key_file": "/k.pem"}, {"cert": ("/c.pem", "/k.pem")}),
    ],
    ids=str,
)
@responses.activate
def test_tls_options_of_a_configuration_are_used(options, expected, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/environment.pem")
    responses.get(
        "https://api.example/v5/boards",
        json={},
        match=[responses.matchers.request_kwargs_matcher(expected)],
    )
    configuration = Configuration(
        host="https://api.example/v5", access_token="token-one", **options
    )
    assert PinterestSDKClient(configuration=configuration).request("GET", "/boards").status == 200


def test_requests_to_this_machine_use_no_proxy(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with Emulator() as emulator, emulator.client(max_retries=0) as client:
        assert client.request("GET", "/ad_accounts").status == 200
