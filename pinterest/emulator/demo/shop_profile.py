"""Creates the demo shop's profile: its website, the users that it follows, and its videos with product tags."""

from __future__ import annotations

from collections.abc import Sequence

from pinterest.emulator.demo.requests import send_request
from pinterest.emulator.storage import files
from pinterest.emulator.storage.object_store import check_form
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.media import MEDIA_CREATE
from pinterest.operations.pins import PINS_CREATE
from pinterest.operations.product_tags import PRODUCT_TAGS_BULK_ADD
from pinterest.operations.user_account import FOLLOW_USER_UPDATE, VERIFY_WEBSITE_UPDATE

_SITE = "www.example.com"
_CLAIMED = 390 * DAY
# The header of an MP4 file. The emulator does not check the rest of an upload.
_FILM = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom"
# The title of each video, and the time since its upload.
_VIDEOS = (("A log cabin in one evening", 60 * DAY), ("How to bind a quilt", 35 * DAY))
_TAGS_EACH = 2
_FOLLOWED = ("lena_quilts", "kofi_sews", "noor_weaves")


def create_profile(state: State, board: str, pins: Sequence[str]) -> None:
    """Claims the website, follows users, and creates video pins with product tags.

    Args:
        state: The emulator's state.
        board: The ID of the board for the video pins.
        pins: The IDs of the pins to tag.
    """
    with state.clock.set_back(_CLAIMED):
        send_request(
            state, VERIFY_WEBSITE_UPDATE, {"website": _SITE, "verification_method": "METATAG"}
        )
        for username in _FOLLOWED:
            send_request(state, FOLLOW_USER_UPDATE, {}, username=username)
    for number, (title, age) in enumerate(_VIDEOS):
        with state.clock.set_back(age):
            media = _upload_video(state)
        with state.clock.set_back(age - DAY):
            video = _create_video_pin(state, board, title, media)
            tags = pins[number * _TAGS_EACH : (number + 1) * _TAGS_EACH]
            body = {"product_tags": [{"pin_id": pin} for pin in tags]}
            send_request(state, PRODUCT_TAGS_BULK_ADD, body, pin_id=video)


def _upload_video(state: State) -> str:
    """Uploads a video and returns its media ID."""
    form = send_request(state, MEDIA_CREATE, {"media_type": "video"})
    fields = {name.lower(): value for name, value in form["upload_parameters"].items()}
    files.receive_upload(state, check_form(state, fields), _FILM, fields["content-type"])
    return str(form["media_id"])


def _create_video_pin(state: State, board: str, title: str, media: str) -> str:
    source = {
        "source_type": "video_id",
        "media_id": media,
        "cover_image_url": f"https://{_SITE}/images/cover.jpg",
    }
    pin = {
        "board_id": board,
        "title": title,
        "description": f"{title}, step by step.",
        "link": f"https://{_SITE}/videos",
        "media_source": source,
    }
    return str(send_request(state, PINS_CREATE, pin)["id"])
