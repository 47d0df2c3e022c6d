"""The images and videos of pins, built from media sources."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.resources.media import require_succeeded_upload
from pinterest.emulator.store.state import State
from pinterest.utils.file_types import is_image

# The width and height of each image size.
_SIZES = {"150x150": (150, 150), "400x300": (400, 300), "600x": (600, 900), "1200x": (1200, 1800)}
_IMAGES_URL = "https://www.example.com/images"
_FIELD = "media_source"
_SLOT_FIELDS = ("title", "description", "link")
_COVER_URL, _COVER_DATA = "cover_image_url", "cover_image_data"
_COVER_FIELDS = (_COVER_URL, _COVER_DATA, "cover_image_key_frame_time")

Source = Mapping[str, Any]
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PinMedia:
    """The fields `creative_type` and `media` of a pin."""

    creative_type: str
    media: dict[str, Any]


def build_media(state: State, pin_id: str, source: Source) -> PinMedia:
    """Returns the media of a pin. `source` is a `media_source` that was checked against its schema.

    Raises:
        Problem: If an upload has not succeeded, or if the data or the URL of an image is not valid.
    """
    return _BUILDERS[source["source_type"]](state, pin_id, source)


def build_image_media(state: State, pin_id: str) -> dict[str, Any]:
    """Returns the media of a pin with one image."""
    return {"media_type": "image", "images": _build_images(state, pin_id)}


def build_video_media(state: State, pin_id: str) -> dict[str, Any]:
    """Returns the media of a pin with a video."""
    images = _build_images(state, pin_id)
    return {
        "media_type": "video",
        "images": images,
        # The cover image is the first frame of the video.
        "cover_image_url": images["600x"]["url"],
        "video_url": None,
        "video_url_hls": None,
        "duration": float(state.random.generator("video", pin_id).randrange(6_000, 60_000)),
        "width": 720,
        "height": 1280,
    }


def update_carousel_slots(
    media: Mapping[str, Any], slots: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Returns the media of a carousel, with the titles, descriptions and links in `slots`, in order.

    Surplus slots are ignored. Media that is not a carousel is returned unchanged.
    """
    items = list(media.get("items", ()))
    for index, slot in enumerate(slots[: len(items)]):
        items[index] = {**items[index], **{key: slot[key] for key in _SLOT_FIELDS if key in slot}}
    return {**media, "items": items} if items else dict(media)


def _build_media_from_base64(state: State, pin_id: str, source: Source) -> PinMedia:
    check_image(source["data"], f"{_FIELD}.data")
    return PinMedia("REGULAR", build_image_media(state, pin_id))


def _build_media_from_url(state: State, pin_id: str, source: Source) -> PinMedia:
    _check_image_url(source["url"], f"{_FIELD}.url")
    return PinMedia("REGULAR", build_image_media(state, pin_id))


def _build_media_from_pin_url(state: State, pin_id: str, source: Source) -> PinMedia:
    return PinMedia("SHOPPING", build_image_media(state, pin_id))


def _build_media_from_video(state: State, pin_id: str, source: Source) -> PinMedia:
    require_succeeded_upload(state, source["media_id"], field=f"{_FIELD}.media_id")
    if all(source.get(name) in (None, "") for name in _COVER_FIELDS):
        raise bad_request(
            f"{_FIELD}: a video needs a cover image; send {' or '.join(_COVER_FIELDS)}"
        )
    cover = source.get(_COVER_URL)
    if cover:
        _check_image_url(cover, f"{_FIELD}.{_COVER_URL}")
    if source.get(_COVER_DATA):
        check_image(source[_COVER_DATA], f"{_FIELD}.{_COVER_DATA}")
    media = build_video_media(state, pin_id)
    if cover:
        media["cover_image_url"] = cover
    return PinMedia("VIDEO", media)


def _make_carousel_builder(
    key: str, check_value: Callable[[str, str], None]
) -> Callable[[State, str, Source], PinMedia]:
    """Returns a function that builds the media of a carousel.

    Args:
        key: The field of a carousel item that contains the image: `data` or `url`.
        check_value: Called to check an image, with the field's value and path.
    """

    def build_carousel(state: State, pin_id: str, source: Source) -> PinMedia:
        items: list[Part] = []
        for index, item in enumerate(source["items"]):
            check_value(item[key], f"{_FIELD}.items[{index}].{key}")
            texts = {name: item.get(name) for name in _SLOT_FIELDS}
            items.append(
                {"item_type": "image", **texts, "images": _build_images(state, pin_id, index)}
            )
        return PinMedia("CAROUSEL", {"media_type": "multiple_images", "items": items})

    return build_carousel


def _build_images(state: State, pin_id: str, index: int = 0) -> dict[str, Part]:
    """Maps sizes, such as `600x`, to images. `index` is the position of the image in a carousel."""
    name = f"{state.random.generator('picture', pin_id, index).getrandbits(128):032x}"
    return {
        size: {"width": width, "height": height, "url": f"{_IMAGES_URL}/{size}/{name}.jpg"}
        for size, (width, height) in _SIZES.items()
    }


def _check_image_url(url: str, field: str) -> None:
    try:
        parts = urlsplit(url)
        is_valid = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_valid = False
    if not is_valid:
        raise bad_request(f"{field}: is not the URL of an image; send an http or https URL")


def check_image(data: str, field: str) -> None:
    """Checks that a string is a base64-encoded image.

    Raises:
        Problem: If the string is not valid base64, or if the decoded data is not an image.
    """
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise bad_request(
            f"{field}: is not valid base64; send the image in base64 encoding"
        ) from None
    if not is_image(content):
        raise bad_request(
            f"{field}: the decoded data is not an image; send the content of an image file"
        )


_BUILDERS: Mapping[str, Callable[[State, str, Source], PinMedia]] = {
    "image_base64": _build_media_from_base64,
    "image_url": _build_media_from_url,
    "video_id": _build_media_from_video,
    "multiple_image_base64": _make_carousel_builder("data", check_image),
    "multiple_image_urls": _make_carousel_builder("url", _check_image_url),
    "pin_url": _build_media_from_pin_url,
}
