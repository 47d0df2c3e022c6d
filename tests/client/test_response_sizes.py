"""Sizes of responses: bodies are limited during decompression, and long bodies do not cause long error messages."""

from __future__ import annotations

import gzip
import json
import socket
import time
import tracemalloc
import zlib

import pytest
import requests

from pinterest.client import PinterestSDKClient
from pinterest.exceptions import (
    ApiException,
    BadRequest,
    ConfigurationError,
    ConnectionFailed,
    OutcomeUnknown,
    PinterestError,
    ResponseTooLarge,
    ServerError,
)
from tests.client.calls import create, read
from tests.client.raw_server import http, never_respond

MOST = 100_000
DONE = http(200, '{"id": "1"}')
APP = {"refresh_token": "refresh-one", "app_id": "1", "app_secret": "secret-one"}
SIGNS = "raise max_response_bytes"


def build_body(size: int) -> bytes:
    return b'{"id": "' + b"1" * (size - 10) + b'"}'


def compress_body(megabytes: int, wbits: int = 31) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, wbits)
    spaces = packer.compress(b" " * 1_000_000)
    parts = [packer.compress(b" " * 1_000_000) for _ in range(megabytes - 1)]
    return b"".join([spaces, *parts, packer.compress(b"{}"), packer.flush()])


def send_chunked(content: bytes) -> bytes:
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(content), content)


def send_until_closed(content: bytes) -> bytes:
    return b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + content


def send_endlessly(head: bytes, part: bytes):
    """Sends part of a response again and again."""

    def respond(connection: socket.socket) -> None:
        connection.sendall(head)
        while part:
            connection.sendall(part)
        never_respond(connection)

    return respond


HEAD = b"HTTP/1.1 200 OK\r\n"
TOO_LARGE = {
    "declared": http(200, build_body(MOST + 1)),
    "chunked": send_chunked(build_body(MOST + 1)),
    "until the connection closes": send_until_closed(build_body(2 * MOST)),
    "declared, but never sent": send_endlessly(HEAD + b"Content-Length: 100001\r\n\r\n", b""),
    "declared, absurd": HEAD + b"Content-Length: " + b"9" * 4000 + b"\r\n\r\n{}",
    "gzip": http(200, gzip.compress(build_body(MOST + 1)), {"Content-Encoding": "gzip"}),
    "deflate": http(200, compress_body(1, 15), {"Content-Encoding": "deflate"}),
    "raw deflate": http(200, compress_body(1, -15), {"Content-Encoding": "deflate"}),
    "without end": send_endlessly(HEAD + b"\r\n", b" " * 65536),
    "chunks without end": send_endlessly(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b" " * 4096 + b"\r\n"
    ),
    "empty blocks of gzip without end": send_endlessly(
        HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"")[:10], b"\0\0\0\xff\xff" * 9999
    ),
}
each_body = pytest.mark.parametrize("response", TOO_LARGE.values(), ids=list(TOO_LARGE))


@each_body
@pytest.mark.parametrize("session", [None, "caller's"])
def test_too_large_response_to_a_read_is_refused_and_not_retried(response, session, serve, connect):
    server = serve(response, DONE, keep_open=True)
    own = requests.Session() if session else None
    client = connect(server, max_response_bytes=MOST, session=own)
    with pytest.raises(ResponseTooLarge, match=SIGNS) as caught:
        read(client)
    assert f"more than {MOST} bytes" in str(caught.value)
    assert "PINTEREST_MAX_RESPONSE_BYTES" in str(caught.value)
    assert isinstance(caught.value, ConnectionFailed)
    assert read(client).data == {"id": "1"}
    assert (len(server.requests), server.connections) == (2, 2)


@each_body
def test_outcome_of_a_write_with_a_too_large_response_is_unknown(response, serve, connect):
    server = serve(response)
    with pytest.raises(OutcomeUnknown, match=SIGNS) as caught:
        create(connect(server, max_response_bytes=MOST))
    assert "may have been carried out" in str(caught.value)
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "wrap", [http, send_chunked, send_until_closed], ids=["declared", "chunked", "open"]
)
def test_response_of_the_largest_size_is_accepted(wrap, serve, connect):
    body = build_body(MOST)
    response = http(200, body) if wrap is http else wrap(body)
    data = read(connect(serve(response), max_response_bytes=MOST)).data
    assert len(data["id"]) == MOST - 10


def test_limit_can_be_raised(serve, connect, monkeypatch):
    server = serve(http(200, build_body(200_000)))
    monkeypatch.setenv("PINTEREST_MAX_RESPONSE_BYTES", "199999")
    with pytest.raises(ResponseTooLarge, match="199999"):
        read(connect(server))
    assert read(connect(server, max_response_bytes=200_000)).status == 200
    assert read(connect(server).with_options(max_response_bytes=200_000)).status == 200


@pytest.mark.parametrize("limit", ["many", -1, 1.5, True])
def test_limit_that_is_not_a_whole_number_is_refused(limit):
    with pytest.raises(ConfigurationError, match="max_response_bytes"):
        PinterestSDKClient("token-one", max_response_bytes=limit)


@pytest.mark.slow
def test_small_response_that_unpacks_to_much_uses_little_memory(serve, connect):
    server = serve(http(200, compress_body(100), {"Content-Encoding": "gzip"}))
    client = connect(server)
    tracemalloc.start()
    with pytest.raises(ResponseTooLarge, match="more than 50000000 bytes"):
        read(client)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 130_000_000


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "deflate,gzip", "GZIP , br"])
def test_encoding_that_was_not_requested_is_refused(encoding, serve, connect):
    packed_twice = gzip.compress(compress_body(20))
    server = serve(http(200, packed_twice, {"Content-Encoding": encoding}))
    with pytest.raises(ConnectionFailed, match="which is not supported"):
        read(connect(server, max_retries=0))
    assert server.last.headers["Accept-Encoding"] == "gzip, deflate"


def test_too_large_redirect_is_followed(serve, connect):
    location = {"Location": "/v5/x"}
    server = serve(http("302 Found", build_body(MOST + 1), location), DONE)
    assert read(connect(server, max_response_bytes=MOST)).data == {"id": "1"}


@pytest.mark.parametrize("call", [read, create], ids=lambda call: call.__name__)
def test_too_large_error_is_still_an_error(call, serve, connect):
    body = b'{"code": 1, "message": "' + b"x" * MOST + b'"}'
    with pytest.raises(BadRequest, match="begins with"):
        call(connect(serve(http(400, body)), max_response_bytes=MOST))


def test_too_large_tokens_are_not_received(serve, connect):
    server = serve(http(200, build_body(MOST + 1)))
    client = connect(server, access_token=None, max_response_bytes=MOST, max_retries=0, **APP)
    with pytest.raises(ConnectionFailed, match=f"could not be renewed.*{SIGNS}"):
        create(client)


LONG = "word " * 600_000
LONG_ERRORS = {
    "message": http(400, json.dumps({"code": 1, "message": LONG})),
    "message in one word": http(400, json.dumps({"code": 1, "message": "a" * 3_000_000})),
    "message of quotes": http(400, json.dumps({"code": 1, "message": '"a": "b' * 400_000})),
    "message of addresses": http(400, json.dumps({"code": 1, "message": "a@b.c " * 500_000})),
    "details": http(
        400, json.dumps({"code": 1, "message": "m", "details": [{"a": "b"}] * 100_000})
    ),
    "code": http(400, '{"code": ' + "9" * 4000 + ', "message": "m"}'),
    "HTML": http(502, f"<html>{LONG}</html>", content_type="text/html"),
    "spaces": http(502, " " * 3_000_000),
    "deep JSON": http(400, "[" * 1_000_000),
    "deep object": http(400, '{"details":' * 200_000),
    "reason": http(f"400 {'why ' * 15_000}", '{"code": 1, "message": "m"}'),
    "request ID": http(400, "{}", {"x-pinterest-rid": "1" * 60_000}),
    "content type": http(400, "x", content_type="x" * 60_000),
    "Retry-After": http(429, "{}", {"Retry-After": "9" * 60_000}),
    "Retry-After as a date": http(429, "{}", {"Retry-After": "Mon, " * 12_000}),
    "quota": http(429, "{}", {"X-RateLimit-Limit": "1;w=1," * 10_000}),
    "status line": b"HTTP/9.9 " + b"x" * 60_000 + b"\r\n\r\n",
    "header": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000 + b"\r\n\r\n",
    "headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
    "not JSON": http(200, "word " * 600_000),
}


@pytest.mark.parametrize("call", [read, create], ids=lambda call: call.__name__)
@pytest.mark.parametrize("response", LONG_ERRORS.values(), ids=list(LONG_ERRORS))
def test_long_response_raises_a_short_error_immediately(response, call, serve, connect):
    client = connect(serve(response), max_retries=0)
    started = time.thread_time()
    with pytest.raises(PinterestError) as caught:
        call(client)
    assert time.thread_time() - started < 1.0
    assert len(str(caught.value)) < 3_000
    assert len(str(caught.value).splitlines()) == 1


def test_token_at_the_end_of_a_shortened_text_is_hidden(serve, connect):
    for length in range(5_900, 6_010, 10):
        message = "x " * (length // 2) + "token-one" * 3 + " y" * 3_000
        with pytest.raises(ApiException) as caught:
            read(connect(serve(http(400, json.dumps({"message": message})))))
        assert "token" not in str(caught.value)


def test_long_error_of_a_server_is_retried_and_described(serve, connect):
    server = serve(http(502, LONG, content_type="text/html"))
    with pytest.raises(ServerError, match="Gave up after 2 attempts"):
        read(connect(server, max_retries=1))
