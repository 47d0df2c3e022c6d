"""Product group promotions: catalog product groups that an ad group advertises."""

from __future__ import annotations

from pinterest.bases.product_group_promotions import ProductGroupPromotionBase

__all__ = ["ProductGroupPromotion"]


class ProductGroupPromotion(ProductGroupPromotionBase):
    """A catalog product group that an ad group advertises as shopping ads.

    `update_fields` also sends the ID of the ad group. If the promotion is not loaded, `update_fields` fetches it
    first. To save that request, pass `ad_group_id` to the constructor.

    Examples:
        >>> promotion = ProductGroupPromotion.create(
        ...     "549755885175", ad_group.id, product_group.id, bid_in_micro_currency=500_000
        ... )
        >>> promotion.pause()
        True
    """

    __slots__ = ()
