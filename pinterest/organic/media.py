"""Media: uploads of videos that Pins are created from."""

from __future__ import annotations

from pinterest.bases.media import MediaBase

__all__ = ["Media"]


class Media(MediaBase):
    """An upload of a video.

    Examples:
        >>> media = Media.create()
        >>> fields = dict(media.upload_parameters)
        >>> with open("quilting.mp4", "rb") as file:
        ...     requests.post(media.upload_url, data=fields, files={"file": file})
        >>> media.refresh().status
        'processing'
    """

    __slots__ = ()
