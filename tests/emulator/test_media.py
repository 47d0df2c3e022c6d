"""Media uploads: the form that a film is sent with, how far it is, and the pin that is made from it."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.media import MEDIA_CREATE, MEDIA_GET, MEDIA_LIST
from pinterest.operations.pins import PINS_CREATE
from tests.emulator.api import Api
from tests.emulator.organic import FILM, IMAGE, PNG, PNG_TEXT, created
from tests.emulator.valid import assert_valid

COVER = {"cover_image_key_frame_time": 0}


def new_media(api: Api) -> dict[str, Any]:
    return created(api, "/media", {"media_type": "video"})


def send(upload: dict[str, Any], content: bytes = FILM) -> int:
    """Sends a film without a token, as to a storage service; returns the status."""
    answer = requests.post(
        upload["upload_url"],
        data=upload["upload_parameters"],
        files={"file": ("film.mp4", content, "video/mp4")},
        timeout=30,
    )
    return answer.status_code


def status(api: Api, upload: dict[str, Any]) -> str:
    answer = api.get(f"/media/{upload['media_id']}")
    assert_valid(MEDIA_GET, answer)
    return str(answer.json()["status"])


def test_a_film_is_registered_sent_processed_and_ready(emulator: Emulator, api: Api) -> None:
    answer = api.post("/media", json={"media_type": "video"})
    assert answer.status_code == 201
    assert_valid(MEDIA_CREATE, answer)
    upload = answer.json()
    assert upload["upload_url"].startswith(emulator.url.removesuffix("/v5"))
    assert len(upload["upload_parameters"]) == 8 and all(upload["upload_parameters"].values())
    assert status(api, upload) == "registered"
    emulator.advance(3_600)
    assert send(upload) == 204
    assert status(api, upload) == "processing"
    emulator.advance(61)
    assert status(api, upload) == "succeeded"


def test_time_counts_from_when_the_film_came(emulator: Emulator, api: Api) -> None:
    upload = new_media(api)
    assert send(upload) == 204
    emulator.advance(61)
    assert status(api, upload) == "succeeded"


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
    upload = new_media(api)
    assert send(upload, content) == 204
    assert status(api, upload) == "processing"
    emulator.advance(61)
    assert status(api, upload) == "failed"
    source = {"source_type": "video_id", "media_id": upload["media_id"], **COVER}
    answer = api.post("/pins", json={"media_source": source})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "failed" in answer.json()["message"]


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
def test_videos_of_every_kind_succeed(emulator: Emulator, api: Api, content: bytes) -> None:
    upload = new_media(api)
    assert send(upload, content) == 204
    assert status(api, upload) == "processing"
    emulator.advance(61)
    assert status(api, upload) == "succeeded"


def test_uploads_are_listed_as_they_are_now(api: Api) -> None:
    made = [new_media(api) for _ in range(3)]
    send(made[1])
    answer = api.get("/media", params={"page_size": 2})
    assert_valid(MEDIA_LIST, answer)
    rest = api.get("/media", params={"page_size": 2, "bookmark": answer.json()["bookmark"]})
    listed = answer.json()["items"] + rest.json()["items"]
    assert [media["media_id"] for media in listed] == [media["media_id"] for media in made]
    assert [media["status"] for media in listed] == ["registered", "processing", "registered"]


@pytest.mark.parametrize("body", [{}, {"media_type": "poem"}])
def test_a_bad_upload_is_refused(api: Api, body: dict[str, str]) -> None:
    answer = api.post("/media", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
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
def test_a_pin_is_made_from_a_film_that_is_ready(
    emulator: Emulator, api: Api, cover: dict[str, Any]
) -> None:
    upload = new_media(api)
    source = {"source_type": "video_id", "media_id": upload["media_id"], **cover}
    for now in ("registered", "processing"):
        early = api.post("/pins", json={"media_source": source})
        assert (early.status_code, early.json()["code"]) == (400, 1)
        assert now in early.json()["message"]
        send(upload)
    emulator.advance(61)
    answer = api.post("/pins", json={"media_source": source})
    assert answer.status_code == 201
    assert_valid(PINS_CREATE, answer)
    media = answer.json()["media"]
    assert (answer.json()["creative_type"], media["media_type"]) == ("VIDEO", "video")
    own = media["images"]["600x"]["url"]
    assert media["cover_image_url"] == cover.get("cover_image_url", own)


@pytest.mark.parametrize(
    ("cover", "named"),
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
    emulator: Emulator, api: Api, cover: dict[str, str], named: str
) -> None:
    upload = new_media(api)
    send(upload)
    assert status(api, upload) == "processing"
    emulator.advance(61)
    source = {"source_type": "video_id", "media_id": upload["media_id"], **cover}
    answer = api.post("/pins", json={"media_source": source})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert named in answer.json()["message"]


def test_a_pin_of_an_image_needs_no_cover(api: Api) -> None:
    created(api, "/pins", {"media_source": IMAGE})
