"""Pins: images and videos that people save to boards."""

from __future__ import annotations

from pinterest.bases.pins import PinBase

__all__ = ["Pin"]


class Pin(PinBase):
    """A Pin of the token's user, or of the owner of the ad account in `ad_account_id`.

    Examples:
        >>> source = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
        >>> pin = Pin.create(board.id, source, title="Blue quilt")
        >>> pin.delete()
        True
    """

    __slots__ = ()
