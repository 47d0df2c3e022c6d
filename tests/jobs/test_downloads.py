"""Downloads from signed URLs."""

from __future__ import annotations

import contextlib
import io
import socket
import threading
from collections.abc import Iterator

import pytest

from pinterest import PinterestSDKClient
from pinterest.exceptions import ConnectionFailed, DeadlineExceeded, Forbidden, ValidationError
from tests.client.raw_server import TRUNCATED, RawResponse, RawServer, http, never_respond


@pytest.fixture
def servers() -> Iterator[list[RawServer]]:
    started: list[RawServer] = []
    yield started
    for server in started:
        server.close()


def serve(servers: list[RawServer], *responses: RawResponse) -> RawServer:
    servers.append(RawServer(list(responses)))
    return servers[-1]


def client() -> PinterestSDKClient:
    return PinterestSDKClient("token-one", base_url="https://api.example.com/v5", timeout=1)


def test_a_file_is_written_and_no_token_is_sent(servers):
    server = serve(servers, http(200, b"x" * 700_000, content_type="text/csv"))
    file = io.BytesIO()
    with client() as sender:
        assert sender.download(f"{server.url}/file?signature=abc", file) == 700_000
    assert file.getvalue() == b"x" * 700_000
    assert server.last.target == "/v5/file?signature=abc"
    assert "Authorization" not in server.last.headers


@pytest.mark.slow
@pytest.mark.parametrize("response", [TRUNCATED, never_respond, http(403, b"<Error/>")])
def test_errors_do_not_show_the_url(servers, response):
    server = serve(servers, response)
    error = Forbidden if isinstance(response, bytes) and b"403" in response else ConnectionFailed
    with client() as sender, pytest.raises(error, match="download from 127") as caught:
        sender.download(f"{server.url}/file?signature=abc", io.BytesIO())
    assert "signature" not in str(caught.value)


@pytest.mark.parametrize("url", ["", "/file", "ftp://example.com/file", "file:///etc/passwd"])
def test_a_url_that_is_not_http_is_refused(url):
    with client() as sender, pytest.raises(ValidationError, match="url"):
        sender.download(url, io.BytesIO())


def test_an_error_of_the_file_is_not_an_error_of_the_connection(servers):
    server = serve(servers, http(200, b"content"))
    with client() as sender, pytest.raises(io.UnsupportedOperation):
        sender.download(server.url, io.BufferedReader(io.BytesIO()))


def drip_endlessly(part: bytes, pause: float = 0.02) -> RawResponse:
    """Returns a response that sends a part again and again until the client closes the connection."""

    def respond(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n")
        with contextlib.suppress(OSError):
            while True:
                connection.sendall(part)
                threading.Event().wait(pause)

    return respond


@pytest.mark.parametrize("is_own", [True, False], ids=["of the call", "of the client"])
def test_a_slow_server_is_abandoned_at_the_deadline(servers, is_own):
    server, file = serve(servers, drip_endlessly(b"x")), io.BytesIO()
    with client() as sender:
        one = sender if is_own else sender.with_options(deadline=0.4)
        options = {"deadline": 0.4} if is_own else {}
        with pytest.raises(DeadlineExceeded, match=r"within the deadline of 0\.4 s"):
            one.download(f"{server.url}/file", file, **options)


@pytest.mark.slow
def test_the_deadline_of_the_client_is_for_each_part_of_a_file(servers):
    def respond(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2621440\r\n\r\n"
        )
        with contextlib.suppress(OSError):
            for _ in range(10):
                connection.sendall(b"x" * 262_144)
                threading.Event().wait(0.1)

    server = serve(servers, respond)
    with client() as sender:
        slow = sender.with_options(deadline=0.8, max_response_bytes=1_000)
        assert slow.download(server.url, io.BytesIO()) == 2_621_440
        with pytest.raises(DeadlineExceeded):
            slow.download(server.url, io.BytesIO(), deadline=0.5)


@pytest.mark.parametrize("body", [b"x", io.BytesIO(b"x")], ids=["bytes", "file"])
def test_the_response_to_an_upload_ends_at_the_deadline(servers, body):
    server = serve(servers, drip_endlessly(b"x"))
    with client() as sender, pytest.raises(DeadlineExceeded, match="upload to 127"):
        sender.upload(server.url, body, deadline=0.4)


def test_a_file_is_uploaded_as_it_is(servers):
    server, file = serve(servers, http(200)), io.BytesIO(b"ignored" + b"x" * 70_000)
    file.seek(7)
    with client() as sender:
        sender.upload(server.url, file)
    assert server.last.body == b"x" * 70_000
    assert server.last.headers["Content-Length"] == "70000"
