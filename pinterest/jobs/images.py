"""Builds the media sources of Pins with images, from files, bytes and URLs."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.jobs.content import FileSource, UploadContent

__all__ = ["FileSource", "ImageSource", "build_cover", "build_source", "is_url"]

ImageSource: TypeAlias = FileSource
"""An image, passed as its URL, its path, bytes, or a file opened in binary mode."""

# The API does not document a limit. This limit for uploads from a computer is from "Pinterest product specs" in
# Pinterest's help for businesses.
_MAX_IMAGE_BYTES: Final = 20_000_000
_MIN_IMAGES, _MAX_IMAGES = 2, 5
_STARTS: Final[Mapping[bytes, str]] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def is_url(source: object) -> bool:
    """Returns whether an image was passed as a URL."""
    return isinstance(source, str) and source.lower().startswith(("http://", "https://"))


def build_source(images: ImageSource | Sequence[ImageSource]) -> dict[str, Any]:
    """Returns the media source of a Pin with one or more images.

    Args:
        images: One image, or a list of 2 to 5 images: only URLs, or only files and bytes.

    Raises:
        ValidationError: If an image is not a JPEG or PNG file, is too large or cannot be read, or if there are too
            many or too few images.
    """
    if not isinstance(images, (list, tuple)):
        if is_url(images):
            return {"source_type": "image_url", "url": images}
        return {"source_type": "image_base64", **_encode_image(images, "image")}
    if not _MIN_IMAGES <= len(images) <= _MAX_IMAGES:
        raise ValidationError(
            f"image: a list must have {_MIN_IMAGES} to {_MAX_IMAGES} images, not {len(images)}. Pass a single image "
            "without a list"
        )
    urls = [is_url(image) for image in images]
    if all(urls):
        return {"source_type": "multiple_image_urls", "items": [{"url": url} for url in images]}
    if any(urls):
        raise ValidationError(
            "image: URLs and files cannot be mixed in one Pin. Pass only URLs, or only files"
        )
    items = [_encode_image(image, f"image[{index}]") for index, image in enumerate(images)]
    return {"source_type": "multiple_image_base64", "items": items}


def build_cover(cover: ImageSource | float | None) -> dict[str, Any]:
    """Returns the fields for the cover image of a video.

    Args:
        cover: The image, or the time in whole seconds of the video frame to use.

    Raises:
        ValidationError: If the cover is missing or not valid.
    """
    if cover is None:
        raise ValidationError(
            "cover: a video needs a cover image. Pass a URL, a file, bytes, or the time in seconds of the video frame "
            "to use"
        )
    if isinstance(cover, (int, float)) and not isinstance(cover, bool):
        if cover < 0 or cover != int(cover):
            raise ValidationError(
                f"cover: {cover!r} is not valid; allowed: whole seconds, 0 or more"
            )
        return {"cover_image_key_frame_time": int(cover)}
    if is_url(cover):
        return {"cover_image_url": cover}
    encoded = _encode_image(cover, "cover")
    return {
        "cover_image_content_type": encoded["content_type"],
        "cover_image_data": encoded["data"],
    }


def _encode_image(image: Any, argument: str) -> dict[str, str]:
    """Returns the content type of an image, and its data in base64."""
    content = UploadContent(argument, image)
    kinds = [kind for start, kind in _STARTS.items() if content.head.startswith(start)]
    if not kinds:
        raise ValidationError(
            f"{argument}: {content} is not an image that Pinterest accepts. Pass a JPEG or PNG file"
        )
    if content.size > _MAX_IMAGE_BYTES:
        raise ValidationError(
            f"{argument}: {content} has {content.size:,} bytes; allowed: at most {_MAX_IMAGE_BYTES:,}"
        )
    return {"content_type": kinds[0], "data": base64.b64encode(content.read()).decode()}
