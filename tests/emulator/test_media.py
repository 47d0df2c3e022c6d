"""Media uploads: the upload form, the status of the upload, and the pin that uses it."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.media import MEDIA_CREATE, MEDIA_GET, MEDIA_LIST
from pinterest.operations.pins import PINS_CREATE
from tests.emulator.api import Api
from tests.emulator.organic import FILM, IMAGE, PNG, PNG_TEXT, create_entity
from tests.emulator.valid import assert_valid

COVER = {"cover_image_key_frame_time": 0}


def register_media(api: Api) -> dict[str, Any]:
    return create_entity(api, "/media", {"media_type": "video"})


def upload_file(upload: dict[str, Any], content: bytes = FILM) -> int:
    """Uploads a video and returns the status. Sends no token, as storage services require."""
    response = requests.post(
        upload["upload_url"],
        data=upload["upload_parameters"],
        files={"file": ("video.mp4", content, "video/mp4")},
        timeout=30,
    )
    return response.status_code


def get_status(api: Api, upload: dict[str, Any]) -> str:
    response = api.get(f"/media/{upload['media_id']}")
    assert_valid(MEDIA_GET, response)
    return str(response.json()["status"])


def test_a_video_is_registered_uploaded_and_processed(emulator: Emulator, api: Api) -> None:
    response = api.post("/media", json={"media_type": "video"})
    assert response.status_code == 201
    assert_valid(MEDIA_CREATE, response)
    upload = response.json()
    assert upload["upload_url"].startswith(emulator.url.removesuffix("/v5"))
    assert len(upload["upload_parameters"]) == 8 and all(upload["upload_parameters"].values())
    assert get_status(api, upload) == "registered"
    emulator.advance(3_600)
    assert upload_file(upload) == 204
    assert get_status(api, upload) == "processing"
    emulator.advance(61)
    assert get_status(api, upload) == "succeeded"


def test_processing_starts_when_the_file_is_uploaded(emulator: Emulator, api: Api) -> None:
    upload = register_media(api)
    assert upload_file(upload) == 204
    emulator.advance(61)
    assert get_status(api, upload) == "succeeded"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        PNG,
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"GIF89a",
        b"RIFF\x00\x00\x00\x00WEBPVP8 ",
        b"\x00\x00\x00\x18ftypheic",
        b"<!doctype html><title>Not found</title>",
        b"G" * 100,
    ],
)
def test_an_image_or_a_page_that_is_uploaded_as_a_video_fails(
    emulator: Emulator, api: Api, content: bytes
) -> None:
    upload = register_media(api)
    assert upload_file(upload, content) == 204
    assert get_status(api, upload) == "processing"
    emulator.advance(61)
    assert get_status(api, upload) == "failed"
    source = {"source_type": "video_id", "media_id": upload["media_id"], **COVER}
    response = api.post("/pins", json={"media_source": source})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert "failed" in response.json()["message"]


@pytest.mark.parametrize(
    "content",
    [
        b"\x00\x00\x00\x14ftypqt  ",
        b"\x00\x00\x00\x08wide\x00\x00",
        b"\x1a\x45\xdf\xa3\x01\x00",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"\x00\x00\x01\xba\x44",
        b"G".ljust(188, b"\x00") + b"G",
    ],
)
def test_every_video_format_succeeds(emulator: Emulator, api: Api, content: bytes) -> None:
    upload = register_media(api)
    assert upload_file(upload, content) == 204
    assert get_status(api, upload) == "processing"
    emulator.advance(61)
    assert get_status(api, upload) == "succeeded"


def test_uploads_are_listed_with_their_current_status(api: Api) -> None:
    made = [register_media(api) for _ in range(3)]
    upload_file(made[1])
    response = api.get("/media", params={"page_size": 2})
    assert_valid(MEDIA_LIST, response)
    rest = api.get("/media", params={"page_size": 2, "bookmark": response.json()["bookmark"]})
    listed = response.json()["items"] + rest.json()["items"]
    assert [media["media_id"] for media in listed] == [media["media_id"] for media in made]
    assert [media["status"] for media in listed] == ["registered", "processing", "registered"]


@pytest.mark.parametrize("body", [{}, {"media_type": "poem"}])
def test_a_bad_upload_is_refused(api: Api, body: dict[str, str]) -> None:
    response = api.post("/media", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert api.get("/media").json()["items"] == []


def test_an_unknown_upload_is_not_found(api: Api) -> None:
    assert api.get("/media/1").status_code == 404


@pytest.mark.parametrize(
    "cover",
    [
        {"cover_image_url": "https://www.example.com/cover.jpg"},
        {"cover_image_key_frame_time": 0},
        {"cover_image_content_type": "image/png", "cover_image_data": PNG_TEXT},
    ],
)
def test_a_pin_is_created_from_a_processed_video(
    emulator: Emulator, api: Api, cover: dict[str, Any]
) -> None:
    upload = register_media(api)
    source = {"source_type": "video_id", "media_id": upload["media_id"], **cover}
    for current in ("registered", "processing"):
        early = api.post("/pins", json={"media_source": source})
        assert (early.status_code, early.json()["code"]) == (400, 1)
        assert current in early.json()["message"]
        upload_file(upload)
    emulator.advance(61)
    response = api.post("/pins", json={"media_source": source})
    assert response.status_code == 201
    assert_valid(PINS_CREATE, response)
    media = response.json()["media"]
    assert (response.json()["creative_type"], media["media_type"]) == ("VIDEO", "video")
    first_frame = media["images"]["600x"]["url"]
    assert media["cover_image_url"] == cover.get("cover_image_url", first_frame)


@pytest.mark.parametrize(
    ("cover", "name_in_error"),
    [
        ({}, "cover"),
        ({"cover_image_url": ""}, "cover"),
        ({"cover_image_content_type": "image/png"}, "cover"),
        ({"cover_image_url": "cover"}, "cover_image_url"),
        ({"cover_image_data": "YWJ"}, "cover_image_data"),
        ({"cover_image_data": "YWJj"}, "cover_image_data"),
    ],
)
def test_a_video_pin_without_a_good_cover_is_refused(
    emulator: Emulator, api: Api, cover: dict[str, str], name_in_error: str
) -> None:
    upload = register_media(api)
    upload_file(upload)
    assert get_status(api, upload) == "processing"
    emulator.advance(61)
    source = {"source_type": "video_id", "media_id": upload["media_id"], **cover}
    response = api.post("/pins", json={"media_source": source})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert name_in_error in response.json()["message"]


def test_an_image_pin_needs_no_cover(api: Api) -> None:
    create_entity(api, "/pins", {"media_source": IMAGE})
