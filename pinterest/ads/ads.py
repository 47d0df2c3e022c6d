"""Ads: Pins that are promoted in an ad group."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.ads import AdBase
from pinterest.utils.generated_names import generated_names

__all__ = ["Ad"]


class Ad(AdBase):
    """An ad of an ad group.

    Examples:
        >>> ad = Ad.create("549755885175", ad_group.id, "REGULAR", pin.id, name="Blue quilt")
        >>> ad.review_status
        'PENDING'
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
