"""Uploads of videos, and Pins with videos and images."""

from __future__ import annotations

import base64
import io
import subprocess
import sys
from pathlib import Path

import pytest

from pinterest import Job, Media, Pin
from pinterest.emulator import Emulator
from pinterest.exceptions import (
    JobFailed,
    JobNotFound,
    OutcomeUnknown,
    ServerError,
    ValidationError,
)
from pinterest.jobs import JobStatus, MediaUpload, VideoPin

VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(2_000)
JPEG = b"\xff\xd8\xff\xe0" + bytes(60)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
URL = "https://www.example.com/quilt.jpg"


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_bytes(VIDEO)
    return path


@pytest.fixture
def board_id(client):
    from pinterest import Board

    return next(iter(Board.iter_all(client=client))).id


def list_requests(shop):
    return [f"{r.method} {r.path}" for r in shop.requests]


def list_posts(shop, path):
    return [r for r in shop.requests if r.method == "POST" and r.path == path]


@pytest.mark.parametrize("form", ["path", "text", "bytes", "file", "bytesio"])
def test_a_video_is_uploaded_from(shop, client, clip, form):
    with clip.open("rb") as file:
        videos = {
            "path": clip,
            "text": str(clip),
            "bytes": VIDEO,
            "file": file,
            "bytesio": io.BytesIO(VIDEO),
        }
        job = Media.upload(videos[form], client)
        assert list_requests(shop) == ["POST /media"]
        counts: list[int] = []
        media = job.wait(progress=counts.append).result()
    assert media.status == "succeeded"
    assert counts == sorted(counts) and counts[-1] == len(VIDEO)
    assert media.media_id == job.media_id


def test_an_open_file_is_sent_from_its_position(client):
    file = io.BytesIO(b"before" + VIDEO)
    file.seek(6)
    assert Media.upload(file, client).result().status == "succeeded"


@pytest.mark.parametrize(
    ("video", "message"),
    [
        (PNG, "is not a video"),
        (b"<html>", "is not a video"),
        (b"", "is empty"),
        ("missing.mp4", "cannot be read"),
        (io.StringIO("text"), "open it with mode 'rb'"),
        (7, "allowed: a path, bytes, or a seekable file"),
    ],
)
def test_a_file_that_is_not_a_video_is_refused_before_sending(shop, client, video, message):
    with pytest.raises(ValidationError, match=f"(?i)^video: .*{message}"):
        Media.upload(video, client)
    assert list_requests(shop) == []


def test_a_video_that_is_too_large_is_refused_before_sending(shop, client, clip):
    with clip.open("r+b") as file:
        file.truncate(2_000_000_001)
    with pytest.raises(ValidationError, match="2,000,000,001 bytes; allowed: at most"):
        Media.upload(clip, client)
    assert list_requests(shop) == []


def test_a_token_sends_a_file_that_was_not_sent(shop, client, clip):
    lost = Media.upload(clip, client)
    job = Job.from_token(lost.token, client)
    assert isinstance(job, MediaUpload)
    assert job.result().status == "succeeded"
    assert job.media_id != lost.media_id
    assert len(list_posts(shop, "/media")) == 2
    assert URL not in lost.token and "x-amz" not in lost.token


def test_a_token_does_not_send_a_file_twice(client, clip):
    with Emulator(processing_time=30) as slow, slow.client() as own:
        lost = Media.upload(clip, own)
        lost.poll()
        clip.unlink()
        job = MediaUpload.from_token(lost.token, own)
        assert job.status is JobStatus.RUNNING
        slow.advance(60)
        assert job.result().media_id == lost.media_id
        assert len(list_posts(slow, "/media")) == 1


def test_a_token_without_a_file_says_what_to_do(client):
    job = MediaUpload.from_token(Media.upload(VIDEO, client).token, client)
    with pytest.raises(JobFailed, match=r"the path of the file. Upload the video again"):
        job.wait()


def test_media_that_does_not_exist_raises_job_not_found(client):
    with pytest.raises(JobNotFound, match="there is no media 99"):
        Job.from_token('{"job":"media","media_id":"99","file":null}', client).wait()


def test_a_video_that_became_something_else_is_refused(client, clip):
    job = Media.upload(clip, client)
    clip.write_bytes(PNG)
    with pytest.raises(ValidationError, match="is not a video"):
        job.wait()


def test_a_file_that_changed_is_sent_as_it_is_now(client, clip):
    job = Media.upload(clip, client)
    clip.write_bytes(VIDEO[:100])
    assert job.result().status == "succeeded"


@pytest.mark.parametrize("failure", [{"status": 503}, {"drop": True, "done": True}])
def test_an_upload_survives_faults_of_the_api(shop, client, clip, failure):
    job = Media.upload(clip, client)
    shop.fail_next(times=2, path="/media", **failure)
    assert job.result().status == "succeeded"


def test_the_upload_sends_no_token_and_the_file_last(shop, client, clip):
    # The emulator's upload server refuses both mistakes.
    Media.upload(clip, client).result()
    assert "POST /media" in list_requests(shop)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_video(shop, tmp_path):
    path = tmp_path / "large.mp4"
    size = 40_000_000
    with path.open("wb") as file:
        file.write(VIDEO)
        file.truncate(size)
    program = Path(__file__).with_name("upload_in_constant_memory.py")
    done = subprocess.run(
        [sys.executable, str(program), shop.url, shop.access_token, str(path)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < size / 20


@pytest.mark.parametrize("cover", [URL, 3, JPEG, io.BytesIO(PNG)])
def test_a_pin_is_created_with_a_video(shop, client, board_id, clip, cover):
    job = Pin.create_video(board_id, clip, cover, client, title="How to quilt")
    counts: list[int] = []
    pin = job.wait(progress=counts.append).result()
    assert isinstance(pin, Pin)
    assert (pin.board_id, pin.title, pin.creative_type) == (board_id, "How to quilt", "VIDEO")
    assert counts[-1] == len(VIDEO)


def test_a_board_may_be_an_object(client, board_id, clip):
    from pinterest import Board

    board = Board(board_id, client)
    assert Pin.create_image(board, PNG, client).board_id == board_id
    assert Pin.create_video(board, clip, 0, client).result().board_id == board_id


def test_a_pin_without_a_cover_is_refused_before_sending(shop, client, clip):
    with pytest.raises(ValidationError, match=r"a video needs a cover image. Pass a URL, a file"):
        Pin.create_video("1", clip, client=client)
    for bad, message in ((b"<html>", "is not an image"), (-1, "whole seconds"), (1.5, "whole")):
        with pytest.raises(ValidationError, match=message):
            Pin.create_video("1", clip, cover=bad, client=client)
    assert list_requests(shop) == []


def test_fields_of_a_video_pin_are_checked_before_sending(shop, client, clip):
    with pytest.raises(ValidationError, match="title"):
        Pin.create_video("1", clip, 0, client, title="x" * 101)
    with pytest.raises(ValidationError, match="titel"):
        Pin.create_video("1", clip, 0, client, titel="x")  # type: ignore[call-arg]  # the mistake is the point
    assert list_requests(shop) == []


def test_a_video_pin_is_restored_from_its_token(shop, client, board_id, clip, tmp_path):
    cover = tmp_path / "cover.png"
    cover.write_bytes(PNG)
    lost = Pin.create_video(board_id, clip, cover, client, title="How to quilt")
    lost.upload.wait()
    job = Job.from_token(lost.token, client)
    assert isinstance(job, VideoPin)
    pin = job.result()
    assert pin.title == "How to quilt"
    assert len(list_posts(shop, "/media")) == 1
    again = VideoPin.from_token(job.token, client)
    assert again.result().id == pin.id
    assert len(list_posts(shop, "/pins")) == 1


@pytest.mark.slow
def test_a_cover_that_a_token_does_not_have_is_an_error(client, board_id, clip):
    job = VideoPin.from_token(Pin.create_video(board_id, clip, PNG, client).token, client)
    with pytest.raises(ValidationError, match="the job token does not contain the cover image"):
        job.wait()


@pytest.mark.parametrize(
    ("failure", "error"), [({"drop": True}, OutcomeUnknown), ({"status": 500}, ServerError)]
)
def test_a_pin_is_not_created_twice(shop, client, board_id, clip, failure, error):
    job = Pin.create_video(board_id, clip, 0, client)
    shop.fail_next(**failure, done=True, path="/pins", method="POST")
    with pytest.raises(error):
        job.wait()
    assert len(list_posts(shop, "/pins")) == 1


def test_two_failed_polls_of_the_video_do_not_end_the_wait(shop, board_id, clip):
    with shop.client(max_retries=0) as impatient:
        job = Pin.create_video(board_id, clip, 0, impatient)
        shop.fail_next(drop=True, times=2, path="/media/", method="GET")
        assert job.result().creative_type == "VIDEO"


@pytest.mark.parametrize(("image", "kind"), [(JPEG, "image/jpeg"), (PNG, "image/png")])
def test_a_pin_is_created_from_an_image_file(shop, client, board_id, tmp_path, image, kind):
    path = tmp_path / "quilt"
    path.write_bytes(image)
    for source in (path, str(path), image, io.BytesIO(image)):
        shop.clear_requests()
        pin = Pin.create_image(board_id, source, client, title="Blue quilt")
        assert pin.title == "Blue quilt"
        body = list_posts(shop, "/pins")[0].body["media_source"]
        assert body["content_type"] == kind
        assert base64.b64decode(body["data"]) == image


def test_a_pin_is_created_from_urls(client, board_id):
    assert Pin.create_image(board_id, URL, client).creative_type == "REGULAR"
    pin = Pin.create_image(board_id, [URL, URL], client)
    assert pin.creative_type == "CAROUSEL"
    assert Pin.create_image(board_id, [JPEG, PNG], client).creative_type == "CAROUSEL"


@pytest.mark.parametrize(
    ("image", "message"),
    [
        ([JPEG], "2 to 5 images, not 1"),
        ([URL] * 6, "2 to 5 images, not 6"),
        ([URL, JPEG], "cannot be mixed"),
        ([JPEG, VIDEO], r"image\[1\]: the file is not an image"),
        (b"GIF89a" + bytes(9), "Pass a JPEG or PNG"),
        (JPEG + bytes(20_000_000), "allowed: at most 20,000,000"),
    ],
)
def test_images_that_pinterest_would_refuse_are_refused_before_sending(
    shop, client, image, message
):
    with pytest.raises(ValidationError, match=message):
        Pin.create_image("1", image, client)
    assert list_requests(shop) == []
