"""Promotions: discounts that ads can show."""

from __future__ import annotations

from pinterest.bases.promotions import PromotionBase

__all__ = ["Promotion"]


class Promotion(PromotionBase):
    """A discount of an advertiser, such as free shipping, that ad groups can apply to their ads.

    Examples:
        >>> promotion = Promotion.create("549755885175", "Free shipping", "FREE_SHIPPING")
        >>> for ad_group in promotion.ad_groups():
        ...     print(ad_group.name)
    """

    __slots__ = ()
