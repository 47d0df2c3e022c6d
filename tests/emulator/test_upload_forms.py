"""The form for uploading a video. Like the live API's object store, the emulator checks it strictly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from tests.emulator.api import Api
from tests.emulator.organic import FILM, create_entity

MARK = "quilts"


def new_upload(api: Api) -> dict[str, Any]:
    return create_entity(api, "/media", {"media_type": "video"})


def build_part(name: str, content: bytes, file_name: str | None = None) -> bytes:
    named = "" if file_name is None else f'; filename="{file_name}"'
    head = f'--{MARK}\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def build_form(fields: dict[str, str]) -> list[bytes]:
    return [build_part(name, value.encode()) for name, value in fields.items()]


def send_form(
    upload: dict[str, Any], parts: list[bytes], method: str = "POST", **headers: str
) -> requests.Response:
    return requests.request(
        method,
        upload["upload_url"],
        data=b"".join(parts) + f"--{MARK}--\r\n".encode(),
        headers={"Content-Type": f"multipart/form-data; boundary={MARK}", **headers},
        timeout=30,
    )


def get_status(emulator: Emulator, api: Api, upload: dict[str, Any]) -> str:
    api.get("/media")
    emulator.advance(61)
    return str(api.get(f"/media/{upload['media_id']}").json()["status"])


@pytest.mark.parametrize("file_name", [None, "", "film.mp4"])
def test_the_file_needs_no_file_name(emulator: Emulator, api: Api, file_name: str | None) -> None:
    upload = new_upload(api)
    answer = send_form(
        upload, [*build_form(upload["upload_parameters"]), build_part("file", FILM, file_name)]
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert get_status(emulator, api, upload) == "succeeded"


def test_fields_after_the_file_are_ignored(emulator: Emulator, api: Api) -> None:
    upload = new_upload(api)
    parts = [
        *build_form(upload["upload_parameters"]),
        build_part("file", FILM),
        build_part("colour", b"red"),
    ]
    assert send_form(upload, parts).status_code == 204
    assert get_status(emulator, api, upload) == "succeeded"


def test_names_of_fields_may_be_capitals_and_some_fields_are_ignored(api: Api) -> None:
    upload = new_upload(api)
    fields = {name.upper(): value for name, value in upload["upload_parameters"].items()}
    parts = [*build_form(fields), build_part("x-ignore-colour", b"red"), build_part("FILE", FILM)]
    assert send_form(upload, parts).status_code == 204


def test_a_form_can_be_sent_again(emulator: Emulator, api: Api) -> None:
    upload = new_upload(api)
    parts = [*build_form(upload["upload_parameters"]), build_part("file", FILM)]
    assert [send_form(upload, parts).status_code for _ in range(2)] == [204, 204]
    assert get_status(emulator, api, upload) == "succeeded"
    assert send_form(upload, parts).status_code == 204
    assert get_status(emulator, api, upload) == "succeeded"


def test_a_form_expires_after_a_day(emulator: Emulator, api: Api) -> None:
    upload = new_upload(api)
    emulator.advance(86_401)
    answer = send_form(upload, [*build_form(upload["upload_parameters"]), build_part("file", FILM)])
    assert_refused(answer, 403, "AccessDenied")
    assert get_status(emulator, api, upload) == "registered"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("Content-Type", (403, "AccessDenied")),
        ("key", (400, "InvalidArgument")),
        ("policy", (403, "AccessDenied")),
        ("x-amz-algorithm", (400, "InvalidArgument")),
        ("x-amz-credential", (400, "InvalidArgument")),
        ("x-amz-date", (400, "InvalidArgument")),
        ("x-amz-security-token", (403, "AccessDenied")),
        ("x-amz-signature", (400, "InvalidArgument")),
    ],
)
def test_a_form_that_lacks_a_field_is_refused(
    emulator: Emulator, api: Api, field: str, code: tuple[int, str]
) -> None:
    upload = new_upload(api)
    fields = dict(upload["upload_parameters"])
    del fields[field]
    assert_refused(send_form(upload, [*build_form(fields), build_part("file", FILM)]), *code)
    assert get_status(emulator, api, upload) == "registered"


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("Content-Type", (403, "AccessDenied")),
        ("key", (403, "AccessDenied")),
        ("policy", (403, "SignatureDoesNotMatch")),
        ("x-amz-algorithm", (400, "InvalidArgument")),
        ("x-amz-credential", (403, "InvalidAccessKeyId")),
        ("x-amz-date", (403, "AccessDenied")),
        ("x-amz-security-token", (400, "InvalidToken")),
        ("x-amz-signature", (403, "SignatureDoesNotMatch")),
        ("colour", (403, "AccessDenied")),
    ],
)
def test_a_form_with_a_wrong_field_is_refused(
    emulator: Emulator, api: Api, field: str, code: tuple[int, str]
) -> None:
    upload = new_upload(api)
    fields = {**upload["upload_parameters"], field: "<wrong & é>"}
    assert_refused(send_form(upload, [*build_form(fields), build_part("file", FILM)]), *code)
    assert get_status(emulator, api, upload) == "registered"


@pytest.mark.parametrize(
    ("arrange", "code"),
    [
        (lambda fields: [build_part("file", FILM), *fields], (400, "InvalidArgument")),
        (
            lambda fields: [*fields[:-1], build_part("file", FILM), fields[-1]],
            (400, "InvalidArgument"),
        ),
        (lambda fields: fields, (400, "InvalidArgument")),
        (lambda fields: [*fields, build_part("film", FILM)], (400, "MalformedPOSTRequest")),
        (lambda fields: [*fields, build_part("film", b"x")], (403, "AccessDenied")),
        (
            lambda fields: [*fields, build_part("file", FILM), build_part("file", FILM)],
            (400, "InvalidArgument"),
        ),
        (lambda fields: [*fields, b"no part at all"], (400, "MalformedPOSTRequest")),
    ],
)
def test_the_form_has_one_file_as_its_last_field(
    emulator: Emulator,
    api: Api,
    arrange: Callable[[list[bytes]], list[bytes]],
    code: tuple[int, str],
) -> None:
    upload = new_upload(api)
    answer = send_form(upload, arrange(build_form(upload["upload_parameters"])))
    assert_refused(answer, *code)
    assert get_status(emulator, api, upload) == "registered"


def test_only_a_posted_form_without_a_token_is_accepted(emulator: Emulator, api: Api) -> None:
    upload = new_upload(api)
    parts = [*build_form(upload["upload_parameters"]), build_part("file", FILM)]
    assert_refused(send_form(upload, parts, "PUT"), 405, "MethodNotAllowed")
    signed = f"Bearer {emulator.access_token}"
    assert_refused(send_form(upload, parts, Authorization=signed), 400, "InvalidArgument")
    form_of_another_kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert_refused(send_form(upload, parts, **form_of_another_kind), 412, "PreconditionFailed")
    without_boundary = {"Content-Type": "multipart/form-data"}
    assert_refused(send_form(upload, parts, **without_boundary), 412, "PreconditionFailed")
    assert get_status(emulator, api, upload) == "registered"


def test_a_video_may_be_larger_than_a_json_body(emulator: Emulator, api: Api) -> None:
    upload = new_upload(api)
    film = FILM + bytes(17 * 1024 * 1024)
    answer = send_form(upload, [*build_form(upload["upload_parameters"]), build_part("file", film)])
    assert answer.status_code == 204
    assert get_status(emulator, api, upload) == "succeeded"


def assert_refused(answer: requests.Response, status: int, code: str) -> None:
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert (answer.status_code, f"<Code>{code}</Code>" in answer.text) == (status, True), (
        answer.text
    )
