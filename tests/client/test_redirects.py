"""Redirects: reads follow them, writes do not, and no other host receives the token."""

from __future__ import annotations

import pytest
import requests

from pinterest.exceptions import ApiException, ConnectionFailed, ServerError, Unauthorized
from tests.client.calls import create, read, update
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}')
STATUSES = [301, 302, 303, 307, 308]


def build_redirect(status, url):
    return http(f"{status} Moved", "", {"Location": url})


@pytest.mark.parametrize("status", STATUSES)
def test_read_follows_a_redirect_on_the_same_host_with_its_token(status, serve, connect):
    server = serve(build_redirect(status, "/v5/elsewhere"), DONE)
    assert read(connect(server)).data == {"id": "1"}
    assert server.paths[1] == "GET /v5/elsewhere"
    assert server.last.headers["Authorization"] == "Bearer token-one"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_read_follows_a_redirect_to_another_host_without_its_token(status, host, serve, connect):
    other = serve(DONE)
    server = serve(build_redirect(status, f"http://{host}:{other.port}/v5/elsewhere"))
    client = connect(server, cookie="session=hush")
    assert read(client).data == {"id": "1"}
    assert server.last.headers["Authorization"] == "Bearer token-one"
    assert "Authorization" not in other.last.headers
    assert "Cookie" not in other.last.headers
    assert "token-one" not in str(other.requests)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("call", [create, update], ids=lambda call: call.__name__)
def test_write_does_not_follow_redirects(status, call, serve, connect):
    other = serve(DONE)
    server = serve(build_redirect(status, other.url))
    with pytest.raises(ApiException, match="Writes do not follow redirects") as caught:
        call(connect(server))
    assert caught.value.status == status
    assert (len(server.requests), other.requests) == (1, [])


def test_redirect_loop_ends(serve, connect, waits):
    server = serve(build_redirect(302, "/v5/round"))
    with pytest.raises(ConnectionFailed, match="30 redirects"):
        read(connect(server))
    assert (len(server.requests), waits) == (31, [])


@pytest.mark.parametrize("url", ["ftp://x.example/", "file:///etc/passwd"])
def test_redirect_to_an_unsupported_url_is_not_retried(url, serve, connect, waits):
    server = serve(build_redirect(302, url))
    with pytest.raises(ConnectionFailed):
        read(connect(server))
    assert (len(server.requests), waits) == (1, [])


def test_redirect_without_a_location_is_an_error(serve, connect):
    with pytest.raises(ApiException, match="302 Moved") as caught:
        read(connect(serve(http("302 Moved", ""))))
    assert "write" not in str(caught.value)


def test_redirect_to_a_sign_in_page_is_an_error(serve, connect, waits):
    page = serve(http(200, "<html>Sign in</html>", content_type="text/html"))
    server = serve(build_redirect(302, f"http://localhost:{page.port}/login"))
    with pytest.raises(ServerError, match=r"begins with '<html>Sign in.*proxy or gateway"):
        read(connect(server, max_retries=0))


def test_401_of_another_host_does_not_renew_the_token(serve, connect):
    other = serve(http(401))
    server = serve(build_redirect(302, other.url))
    client = connect(server, refresh_token="refresh-one", app_id="1", app_secret="secret")
    with pytest.raises(Unauthorized):
        read(client)
    assert len(server.requests) == len(other.requests) == 1


@pytest.mark.parametrize("session", [None, requests.Session()], ids=["own session", "caller's"])
def test_netrc_file_does_not_replace_the_token(session, serve, connect, tmp_path, monkeypatch):
    hosts = ("127.0.0.1", "localhost")
    lines = [f"machine {host} login me password hush\n" for host in hosts]
    (tmp_path / ".netrc").write_text("".join(lines))
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    other = serve(DONE)
    server = serve(
        DONE,
        build_redirect(302, "/v5/x"),
        DONE,
        build_redirect(302, f"http://localhost:{other.port}/"),
    )
    client = connect(server, session=session)
    for _ in range(3):
        read(client)
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer token-one"}
    assert "Authorization" not in other.last.headers


def test_parameters_and_cookies_of_a_session_do_not_reach_another_host(serve, connect):
    other = serve(DONE)
    server = serve(build_redirect(302, f"http://localhost:{other.port}/elsewhere?a=b"))
    session = requests.Session()
    session.params = {"key": "hush"}
    session.auth = ("me", "hush")
    session.headers["Cookie"] = "session=hush"
    assert read(connect(server, session=session)).data == {"id": "1"}
    assert other.paths == ["GET /elsewhere?a=b"]
    assert "hush" not in str(other.requests)
    assert "Authorization" not in other.last.headers


def test_cookies_of_a_session_follow_a_redirect_on_the_same_host(serve, connect):
    server = serve(http("302 Moved", "", {"Location": "/v5/x", "Set-Cookie": "a=b; Path=/"}), DONE)
    read(connect(server, session=requests.Session()))
    assert server.last.headers["Cookie"] == "a=b"
