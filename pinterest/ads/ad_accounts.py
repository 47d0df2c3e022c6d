"""Ad accounts, which own and pay for campaigns."""

from __future__ import annotations

from pinterest.bases.ad_accounts import AdAccountBase

__all__ = ["AdAccount"]


class AdAccount(AdAccountBase):
    """An ad account, with lists of the objects that it owns.

    Examples:
        >>> account = AdAccount("549755885175")
        >>> for campaign in account.campaigns(entity_statuses=["ACTIVE"]):
        ...     print(campaign.name, campaign.daily_spend_cap_amount)
    """

    __slots__ = ()
