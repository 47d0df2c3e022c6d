"""Pins: images and videos that people save to boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.pins import PinBase

if TYPE_CHECKING:
    pass

__all__ = ["Pin"]


class Pin(PinBase):
    """A Pin of the user, or of an ad account's owner where `ad_account_id` is passed.

    Examples:
        >>> source = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
        >>> pin = Pin.create(board.id, source, title="Blue quilt")
        >>> pin.delete()
        True
    """

    __slots__ = ()
