"""Ads: Pins that are promoted in an ad group."""

from __future__ import annotations

from pinterest.bases.ads import AdBase

__all__ = ["Ad"]


class Ad(AdBase):
    """An ad of an ad group.

    Examples:
        >>> ad = Ad.create("549755885175", ad_group.id, "REGULAR", pin.id, name="Blue quilt")
        >>> ad.review_status
        'PENDING'
    """

    __slots__ = ()
