"""Pins: images and videos that people save to boards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.pins import PinBase
from pinterest.utils.generated_names import generated_names

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


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
