"""Files can be downloaded until their URL expires, and uploaded to open upload URLs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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
    name = files.make_file_name(state)
    files.store_file(state, name, b"a,b\n1,2\n", "text/csv", seconds=300)
    address = files.build_download_url(call, name)
    answer = client.get(address)
    assert (answer.status_code, answer.data, answer.mimetype) == (200, b"a,b\n1,2\n", "text/csv")
    state.clock.advance(301)
    gone = client.get(address)
    assert gone.status_code == 403 and "AccessDenied" in gone.text


def test_put_stores_the_body_unchanged(client: Client, state: State, call: Call) -> None:
    name = files.make_file_name(state)
    address = files.build_upload_url(call, name, seconds=60)
    files.open_upload(state, name, seconds=60)
    assert client.get(files.build_download_url(call, name)).status_code == 403
    for content in (b"1,2", b"3,4"):
        assert client.put(address, data=content, content_type="text/csv").status_code == 200
        came = files.find_file(state, name)
        assert came and (came.content, came.media_type) == (content, "text/csv")
    files.delete_file(state, name)
    gone = client.put(address, data=b"5,6", content_type="text/csv")
    assert gone.status_code == 404 and "NoSuchUpload" in gone.text
    state.clock.advance(61)
    late = client.put(address, data=b"1")
    assert late.status_code == 403 and "AccessDenied" in late.text


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        (lambda address: address.partition("?")[0], 403, "AccessDenied"),
        (lambda address: address[:-1] + "x", 403, "SignatureDoesNotMatch"),
        (
            lambda address: address.replace("Expires=60", "Expires=600"),
            403,
            "SignatureDoesNotMatch",
        ),
        (lambda address: address.replace("Date=", "Day="), 403, "SignatureDoesNotMatch"),
        (lambda address: address.replace("/uploads/", "/uploads/a"), 403, "SignatureDoesNotMatch"),
    ],
)
def test_a_changed_signed_url_refuses_uploads(
    client: Client, state: State, call: Call, change: Callable[[str], str], status: int, code: str
) -> None:
    name = files.make_file_name(state)
    files.open_upload(state, name, seconds=60)
    address = files.build_upload_url(call, name, seconds=60)
    answer = client.put(change(address), data=b"1,2")
    assert (answer.status_code, code in answer.text) == (status, True), answer.text
    came = files.find_file(state, name)
    assert came and came.content is None
    assert client.put(address, data=b"1,2").status_code == 200


def test_a_signed_url_refuses_a_bearer_header(client: Client, state: State, call: Call) -> None:
    name = files.make_file_name(state)
    files.open_upload(state, name, seconds=60)
    address = files.build_upload_url(call, name, seconds=60)
    answer = client.put(address, data=b"1,2", headers={"Authorization": "Bearer pina_x"})
    assert answer.status_code == 400 and "InvalidArgument" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/downloads/x", "GET, HEAD"),
        ("GET", "/uploads/x", "PUT"),
        ("POST", "/uploads/x", "PUT"),
        ("GET", "/uploads/", "POST"),
        ("PUT", "/uploads/", "POST"),
    ],
)
def test_other_methods_are_refused_for_files(
    client: Client, method: str, path: str, allowed: str
) -> None:
    answer = client.open(path, method=method)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)


def test_uploads_are_not_in_the_request_log(
    client: Client, state: State, call: Call, request_log: RequestLog
) -> None:
    name = files.make_file_name(state)
    files.open_upload(state, name)
    client.put(files.build_upload_url(call, name, seconds=60), data=b"private")
    [request] = request_log.get_requests()
    assert (request.method, request.path, request.status) == ("PUT", f"/uploads/{name}", 200)
    assert request.body == "[7 bytes]"
