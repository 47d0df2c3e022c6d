"""Media: uploads of videos that Pins are created from."""

from __future__ import annotations

from pinterest.bases.media import MediaBase

__all__ = ["Media"]


class Media(MediaBase):
    """An upload of a video.

    Examples:
        >>> media = Media.create()
        >>> fields = {name: value for name, value in media.upload_parameters.items()}
        >>> requests.post(media.upload_url, data=fields, files={"file": open("quilt.mp4", "rb")})
        >>> media.refresh().status
        'processing'
    """

    __slots__ = ()
