"""Being sent on: reads follow, writes do not, and the token goes to nobody else."""

from __future__ import annotations

import pytest

from pinterest.exceptions import ApiException, ConnectionFailed, ServerError, Unauthorized
from tests.client.calls import create, read, update
from tests.client.raw_server import http

DONE = http(200, '{"id": "1"}')
STATUSES = [301, 302, 303, 307, 308]


def sent_on(status, url):
    return http(f"{status} Moved", "", {"Location": url})


@pytest.mark.parametrize("status", STATUSES)
def test_a_read_follows_on_the_same_host_with_its_token(status, serve, connect):
    server = serve(sent_on(status, "/v5/elsewhere"), DONE)
    assert read(connect(server)).data == {"id": "1"}
    assert server.paths[1] == "GET /v5/elsewhere"
    assert server.last.headers["Authorization"] == "Bearer token-one"


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_read_follows_to_another_host_without_its_token(status, host, serve, connect):
    other = serve(DONE)
    server = serve(sent_on(status, f"http://{host}:{other.port}/v5/elsewhere"))
    client = connect(server, cookie="session=hush")
    assert read(client).data == {"id": "1"}
    assert server.last.headers["Authorization"] == "Bearer token-one"
    assert "Authorization" not in other.last.headers
    assert "Cookie" not in other.last.headers
    assert "token-one" not in str(other.requests)


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("call", [create, update], ids=lambda call: call.__name__)
def test_a_write_is_not_sent_on(status, call, serve, connect):
    other = serve(DONE)
    server = serve(sent_on(status, other.url))
    with pytest.raises(ApiException, match="a write is not sent on to another address") as caught:
        call(connect(server))
    assert caught.value.status == status
    assert (len(server.requests), other.requests) == (1, [])


def test_a_circle_ends(serve, connect, waits):
    server = serve(sent_on(302, "/v5/round"))
    with pytest.raises(ConnectionFailed, match="30 redirects"):
        read(connect(server))
    assert (len(server.requests), waits) == (31, [])


@pytest.mark.parametrize("address", ["ftp://x.example/", "file:///etc/passwd"])
def test_an_address_that_is_none_is_not_tried_again(address, serve, connect, waits):
    server = serve(sent_on(302, address))
    with pytest.raises(ConnectionFailed):
        read(connect(server))
    assert (len(server.requests), waits) == (1, [])


def test_an_answer_that_sends_nowhere(serve, connect):
    with pytest.raises(ApiException, match="302 Moved") as caught:
        read(connect(serve(http("302 Moved", ""))))
    assert "write" not in str(caught.value)


def test_a_page_to_sign_in_is_no_answer(serve, connect, waits):
    page = serve(http(200, "<html>Sign in</html>", content_type="text/html"))
    server = serve(sent_on(302, f"http://localhost:{page.port}/login"))
    with pytest.raises(ServerError, match=r"beginning '<html>Sign in.*proxy or gateway"):
        read(connect(server, max_retries=0))


def test_the_refusal_of_another_host_costs_no_renewal(serve, connect):
    other = serve(http(401))
    server = serve(sent_on(302, other.url))
    client = connect(server, refresh_token="refresh-one", app_id="1", app_secret="secret")
    with pytest.raises(Unauthorized):
        read(client)
    assert len(server.requests) == len(other.requests) == 1


def test_a_netrc_file_does_not_replace_the_token(serve, connect, tmp_path, monkeypatch):
    hosts = ("127.0.0.1", "localhost")
    lines = [f"machine {host} login me password hush\n" for host in hosts]
    (tmp_path / ".netrc").write_text("".join(lines))
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    other = serve(DONE)
    server = serve(
        DONE, sent_on(302, "/v5/x"), DONE, sent_on(302, f"http://localhost:{other.port}/")
    )
    client = connect(server)
    for _ in range(3):
        read(client)
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer token-one"}
    assert "Authorization" not in other.last.headers
