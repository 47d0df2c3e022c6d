"""The pictures and films of pins: what the media source of a new pin becomes."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.resources.media import require_ready
from pinterest.emulator.storage.file_types import is_image
from pinterest.emulator.store.state import State

# Width and height of each size of a picture.
_SIZES = {"150x150": (150, 150), "400x300": (400, 300), "600x": (600, 900), "1200x": (1200, 1800)}
_PICTURES = "https://www.example.com/images"
_FIELD = "media_source"
_OF_A_SLOT = ("title", "description", "link")
_COVER_URL, _COVER_DATA = "cover_image_url", "cover_image_data"
_COVERS = (_COVER_URL, _COVER_DATA, "cover_image_key_frame_time")

Source = Mapping[str, Any]
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Made:
    """What a media source became.

    Attributes:
        creative_type: The kind of pin that it makes.
        media: How it is shown.
    """

    creative_type: str
    media: dict[str, Any]


def made_from(state: State, pin_id: str, source: Source) -> Made:
    """Returns what a pin shows.

    Args:
        state: Where uploads are.
        pin_id: The pin.
        source: Its media source, valid under its schema.

    Raises:
        Problem: It names an upload that is not ready, or holds what is no picture's data or address.
    """
    return _MAKERS[source["source_type"]](state, pin_id, source)


def single_image(state: State, pin_id: str) -> dict[str, Any]:
    """Returns the media of a pin that shows one picture."""
    return {"media_type": "image", "images": _images(state, pin_id)}


def single_video(state: State, pin_id: str) -> dict[str, Any]:
    """Returns the media of a pin that shows a film, its first picture as the cover."""
    images = _images(state, pin_id)
    return {
        "media_type": "video",
        "images": images,
        "cover_image_url": images["600x"]["url"],
        "video_url": None,
        "video_url_hls": None,
        "duration": float(state.random.generator("video", pin_id).randrange(6_000, 60_000)),
        "width": 720,
        "height": 1280,
    }


def with_slots(media: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Returns the media of a carousel with other texts and links in its slots, from the first on.

    Slots that it does not have are ignored, as all of them are for media that is not a carousel.
    """
    items = list(media.get("items", ()))
    for place, slot in enumerate(slots[: len(items)]):
        items[place] = {**items[place], **{key: slot[key] for key in _OF_A_SLOT if key in slot}}
    return {**media, "items": items} if items else dict(media)


def _from_data(state: State, pin_id: str, source: Source) -> Made:
    check_image(source["data"], f"{_FIELD}.data")
    return Made("REGULAR", single_image(state, pin_id))


def _from_address(state: State, pin_id: str, source: Source) -> Made:
    _check_address(source["url"], f"{_FIELD}.url")
    return Made("REGULAR", single_image(state, pin_id))


def _from_page(state: State, pin_id: str, source: Source) -> Made:
    return Made("SHOPPING", single_image(state, pin_id))


def _from_video(state: State, pin_id: str, source: Source) -> Made:
    require_ready(state, source["media_id"], field=f"{_FIELD}.media_id")
    if all(source.get(name) in (None, "") for name in _COVERS):
        raise bad_request(f"{_FIELD}: a video needs a cover image: {', '.join(_COVERS)}")
    cover = source.get(_COVER_URL)
    if cover:
        _check_address(cover, f"{_FIELD}.{_COVER_URL}")
    if source.get(_COVER_DATA):
        check_image(source[_COVER_DATA], f"{_FIELD}.{_COVER_DATA}")
    media = single_video(state, pin_id)
    if cover:
        media["cover_image_url"] = cover
    return Made("VIDEO", media)


def _from_many(key: str, check: Callable[[str, str], None]) -> Callable[[State, str, Source], Made]:
    def make(state: State, pin_id: str, source: Source) -> Made:
        items: list[Part] = []
        for place, item in enumerate(source["items"]):
            check(item[key], f"{_FIELD}.items[{place}].{key}")
            texts = {name: item.get(name) for name in _OF_A_SLOT}
            items.append({"item_type": "image", **texts, "images": _images(state, pin_id, place)})
        return Made("CAROUSEL", {"media_type": "multiple_images", "items": items})

    return make


def _images(state: State, pin_id: str, place: int = 0) -> dict[str, Part]:
    name = f"{state.random.generator('picture', pin_id, place).getrandbits(128):032x}"
    return {
        size: {"width": width, "height": height, "url": f"{_PICTURES}/{size}/{name}.jpg"}
        for size, (width, height) in _SIZES.items()
    }


def _check_address(address: str, field: str) -> None:
    try:
        parts = urlsplit(address)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        good = False
    if not good:
        raise bad_request(f"{field}: is no address of a picture; allowed: http and https URLs")


def check_image(data: str, field: str) -> None:
    """Refuses data that is not an image in base64.

    Args:
        data: What was sent.
        field: The field that it was sent in.

    Raises:
        Problem: If it is not valid base64, or its first bytes are not those of an image.
    """
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request(f"{field}: is not valid base64") from None
    if not is_image(content):
        raise bad_request(f"{field}: is not an image")


_MAKERS: Mapping[str, Callable[[State, str, Source], Made]] = {
    "image_base64": _from_data,
    "image_url": _from_address,
    "video_id": _from_video,
    "multiple_image_base64": _from_many("data", check_image),
    "multiple_image_urls": _from_many("url", _check_address),
    "pin_url": _from_page,
}
