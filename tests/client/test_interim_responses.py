"""Responses with status 1xx before the final one, and unexpected extra responses."""

from __future__ import annotations

import time

import pytest
import requests
from requests.adapters import BaseAdapter, HTTPAdapter

from pinterest.exceptions import ConnectionFailed, OutcomeUnknown
from tests.client.calls import create, read
from tests.client.raw_server import http

EARLY_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
INTERIM = {
    "100": b"HTTP/1.1 100 Continue\r\n\r\n",
    "102": b"HTTP/1.1 102 Processing\r\n\r\n",
    "103": EARLY_HINTS,
    "several": EARLY_HINTS + b"HTTP/1.1 100 Continue\r\n\r\n" + EARLY_HINTS,
}
FIRST = http(200, '{"id": "1"}', keep_open=True)
SECOND = http(200, '{"id": "2"}', keep_open=True)


def send_in_parts(*parts):
    """Sends the parts with pauses, so that each arrives separately."""

    def send(connection):
        for part in parts:
            connection.sendall(part)
            time.sleep(0.1)

    return send


@pytest.mark.parametrize("pause", [False, True], ids=["at once", "slowly"])
@pytest.mark.parametrize("interim", INTERIM.values(), ids=INTERIM.keys())
def test_interim_responses_are_skipped(interim, pause, serve, connect):
    first = send_in_parts(interim, FIRST) if pause else interim + FIRST
    server = serve(first, SECOND, keep_open=True)
    client = connect(server, max_retries=0)
    assert create(client).data == {"id": "1"}
    assert read(client).data == {"id": "2"}
    assert server.connections == 1


@pytest.mark.filterwarnings("ignore:requests to .* are not encrypted")
def test_interim_responses_of_a_proxy_are_skipped(serve, connect, monkeypatch):
    proxy = serve(EARLY_HINTS + FIRST, SECOND, keep_open=True)
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
    client = connect("http://api.example.invalid/v5", max_retries=0)
    assert create(client).data == {"id": "1"}
    assert read(client).data == {"id": "2"}


def test_interim_responses_are_skipped_in_a_session_of_the_caller(serve, connect):
    server = serve(send_in_parts(EARLY_HINTS, FIRST), SECOND, keep_open=True)
    client = connect(server, session=requests.Session(), max_retries=0)
    assert create(client).data == {"id": "1"}
    assert read(client).data == {"id": "2"}
    assert server.connections == 1


class ForeignAdapter(BaseAdapter):
    """An adapter whose connections the SDK cannot change."""

    def __init__(self):
        super().__init__()
        self._adapter = HTTPAdapter()

    def send(self, *args, **options):
        return self._adapter.send(*args, **options)

    def close(self):
        self._adapter.close()


@pytest.mark.parametrize(
    ("call", "error"), [(create, OutcomeUnknown), (read, ConnectionFailed)], ids=["create", "read"]
)
def test_interim_response_in_an_adapter_of_the_caller_drops_the_connection(
    call, error, serve, connect
):
    server = serve(send_in_parts(EARLY_HINTS, FIRST), SECOND, keep_open=True)
    session = requests.Session()
    session.mount("http://", ForeignAdapter())
    client = connect(server, session=session, max_retries=0)
    with pytest.raises(error, match="103 instead of a final response"):
        call(client)
    assert read(client).data == {"id": "2"}
    assert (len(server.requests), server.connections) == (2, 2)


def test_switched_protocol_does_not_count_as_a_response(serve, connect):
    switched = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"
    server = serve(switched, SECOND, keep_open=True)
    client = connect(server, max_retries=0)
    with pytest.raises(OutcomeUnknown, match="101"):
        create(client)
    assert read(client).data == {"id": "2"}


def test_second_response_to_one_request_is_not_read_by_the_next(serve, connect):
    server = serve(FIRST + http(200, '{"id": "9"}', keep_open=True), SECOND, keep_open=True)
    client = connect(server, max_retries=0)
    assert create(client).data == {"id": "1"}
    assert read(client).data == {"id": "2"}
