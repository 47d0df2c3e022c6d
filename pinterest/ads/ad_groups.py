"""Ad groups: the ads of a campaign that share a budget, bids and a targeting."""

from __future__ import annotations

from pinterest.bases.ad_groups import AdGroupBase

__all__ = ["AdGroup"]


class AdGroup(AdGroupBase):
    """An ad group of a campaign.

    Examples:
        >>> ad_group = AdGroup.create(
        ...     "549755885175", "Quilters", campaign.id, "IMPRESSION", budget_in_micro_currency=5_000_000
        ... )
        >>> for ad in ad_group.ads():
        ...     print(ad.name, ad.review_status)
    """

    __slots__ = ()

    def enable_auto_targeting(self) -> bool:
        """Lets Pinterest show the ads to more people than the targeting names.

        :calls: PATCH /ad_accounts/{ad_account_id}/ad_groups

        Returns:
            True.
        """
        return self.update_fields(auto_targeting_enabled=True)

    def disable_auto_targeting(self) -> bool:
        """Shows the ads only to the people that the targeting names.

        :calls: PATCH /ad_accounts/{ad_account_id}/ad_groups

        Returns:
            True.
        """
        return self.update_fields(auto_targeting_enabled=False)
