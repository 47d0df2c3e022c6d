"""Downloads from signed URLs."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from pinterest import PinterestSDKClient
from pinterest.exceptions import ConnectionFailed, Forbidden, ValidationError
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
