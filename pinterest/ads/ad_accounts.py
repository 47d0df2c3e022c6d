"""Ad accounts: who pays for campaigns, and owns all that belongs to them."""

from __future__ import annotations

from pinterest.bases.ad_accounts import AdAccountBase

__all__ = ["AdAccount"]


class AdAccount(AdAccountBase):
    """An ad account and the lists of what it owns.

    Examples:
        >>> account = AdAccount("549755885175")
        >>> for campaign in account.campaigns(entity_statuses=["ACTIVE"]):
        ...     print(campaign.name, campaign.daily_spend_cap_amount)
    """

    __slots__ = ()
