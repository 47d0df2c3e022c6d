"""Files are downloaded until their URL expires, and uploaded to URLs that were opened."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import Client

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.serving.application import Application
from pinterest.emulator.serving.failures import PlannedFailures
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.storage import files
from pinterest.emulator.store.state import State
from pinterest.operations.oauth import OAUTH_TOKEN


@pytest.fixture
def state() -> Iterator[State]:
    state = State()
    yield state
    state.store.close()


@pytest.fixture
def request_log() -> RequestLog:
    return RequestLog()


@pytest.fixture
def client(state: State, request_log: RequestLog) -> Client:
    return Client(Application(state, PlannedFailures(), request_log, ()))


@pytest.fixture
def call(state: State) -> Call:
    return Call(OAUTH_TOKEN, {}, None, state, origin="http://localhost")


def test_a_file_can_be_downloaded_until_its_url_expires(
    client: Client, state: State, call: Call
) -> None:
    name = files.new_name(state)
    files.keep(state, name, b"a,b\n1,2\n", "text/csv", seconds=300)
    address = files.download_address(call, name)
    answer = client.get(address)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"a,b\n1,2\n", "text/csv")
    state.clock.advance(301)
    gone = client.get(address)
    assert gone.status_code == 403 and "AccessDenied" in gone.text


def test_put_stores_the_body_unchanged(client: Client, state: State, call: Call) -> None:
    name = files.new_name(state)
    address = files.upload_address(call, name)
    files.expect(state, name, seconds=60)
    assert client.put(address, data=b"1,2", content_type="text/csv").status_code == 200
    came = files.find(state, name)
    assert came and (came.content, came.media_type) == (b"1,2", "text/csv")
    late = files.new_name(state)
    files.expect(state, late, seconds=60)
    state.clock.advance(61)
    assert client.put(files.upload_address(call, late), data=b"1").status_code == 403


def test_an_upload_url_takes_one_form(client: Client, state: State, call: Call) -> None:
    name = files.new_name(state)
    address = files.upload_address(call, name)

    def send(**fields: Any) -> int:
        return client.post(address, data={"key": "x", **fields}).status_code

    def video(content: bytes) -> tuple[io.BytesIO, str, str]:
        return io.BytesIO(content), "a.mp4", "video/mp4"

    assert send(file=video(b"early")) == 403
    files.expect(state, name)
    waiting = files.find(state, name)
    assert waiting and waiting.content is None
    assert client.get(files.download_address(call, name)).status_code == 403
    assert send() == 400
    assert send(file=video(b"\x00\xff")) == 204
    assert send(file=video(b"again")) == 403
    came = files.find(state, name)
    assert came and (came.content, came.media_type) == (b"\x00\xff", "video/mp4")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("POST", "/downloads/x", "GET, HEAD"), ("GET", "/uploads/x", "POST, PUT")],
)
def test_other_methods_are_refused_for_files(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


def test_uploads_are_not_in_the_request_log(
    client: Client, state: State, call: Call, request_log: RequestLog
) -> None:
    name = files.new_name(state)
    files.expect(state, name)
    form = {"file": (io.BytesIO(b"private"), "a.txt")}
    client.post(files.upload_address(call, name), data=form)
    [request] = request_log.requests()
    assert (request.method, request.path, request.status) == ("POST", f"/uploads/{name}", 204)
    assert "private" not in str(request.body) and "bytes" in request.body
