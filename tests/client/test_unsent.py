"""Writes that failed before a byte was sent: their outcome is known, and they are retried where that helps."""

from __future__ import annotations

import pytest
import requests

from openapi_generated.pinterest_client import Configuration
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    ValidationError,
)
from tests.client.calls import create
from tests.client.raw_server import (
    close_connection,
    http,
    never_respond,
    reset_connection,
    unused_port,
)

REMOTE = "http://api.example.invalid/v5"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("response", "times"),
    [(http(400), 1), (close_connection, 3), (reset_connection, 3), (never_respond, 3)],
    ids=["not TLS", "closed", "reset", "no answer"],
)
def test_write_is_not_sent_without_a_tls_handshake(response, times, serve, connect, waits):
    server = serve(response)
    client = connect(server.url.replace("http:", "https:"), max_retries=2, timeout=0.5)
    with pytest.raises(ConnectionFailed, match="could not connect to"):
        create(client)
    assert {request.method for request in server.requests} == {"TLS"}
    assert len(waits) == times - 1


@pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")
@pytest.mark.parametrize("own", [True, False], ids=["environment", "session"])
@pytest.mark.parametrize(
    "proxy", ["http://", "foo://127.0.0.1:1", "socks5://127.0.0.1:1", "http://user:hush@[x"]
)
def test_proxy_that_cannot_be_used_is_a_configuration_error(
    proxy, own, connect, waits, monkeypatch
):
    session = requests.Session()
    if own:
        monkeypatch.setenv("ALL_PROXY", proxy)
    else:
        session.proxies = {"http": proxy}
    with pytest.raises((ConfigurationError, ConnectionFailed)) as caught:
        create(connect(REMOTE, session=session))
    assert "hush" not in str(caught.value)
    assert waits == []


def test_missing_ca_bundle_is_a_configuration_error(connect, waits, monkeypatch):
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/ca.pem")
    with pytest.raises(ConfigurationError, match=r"/nowhere/ca\.pem.*REQUESTS_CA_BUNDLE"):
        create(connect("https://127.0.0.1:9/v5"))
    assert waits == []


def test_header_of_a_session_that_cannot_be_sent_is_a_configuration_error(serve, connect):
    server = serve(http())
    session = requests.Session()
    session.headers["X-Mine"] = "a\nb"
    with pytest.raises(ConfigurationError, match="headers of the session"):
        create(connect(server, session=session))
    assert server.requests == []


@pytest.mark.parametrize("part", ["params", "data"])
@pytest.mark.parametrize("values", [{"a": "\ud800"}, {"\udc00": "a"}], ids=["value", "name"])
def test_half_a_surrogate_pair_is_refused(part, values, serve, connect):
    server = serve(http())
    with pytest.raises(ValidationError, match="text that can be encoded as UTF-8"):
        connect(server).request("POST", "/x", **{part: values})
    assert server.requests == []


@pytest.mark.parametrize("token", ["token-one\r\nX-Mine: y", "token one", "tökén-one"])
def test_later_token_of_a_configuration_is_checked_and_not_shown(token, serve):
    server = serve(http())
    configuration = Configuration(host=server.url, access_token="token-one")
    client = PinterestSDKClient(configuration=configuration)
    configuration.access_token = token
    with pytest.raises(ConfigurationError, match="access_token is not valid") as caught:
        create(client)
    assert token not in str(caught.value)
    assert server.requests == []


def test_lost_write_is_unknown_even_while_a_failed_connection_is_handled(serve, connect):
    """Python chains the handled error to the new one, although it has nothing to do with the write."""
    server = serve(close_connection)
    try:
        requests.get(f"http://127.0.0.1:{unused_port()}", timeout=5)
    except requests.ConnectionError:
        with pytest.raises(OutcomeUnknown):
            create(connect(server))
    assert len(server.requests) == 1
