"""Campaigns, which have an objective, a budget and ad groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.campaigns import CampaignBase
from pinterest.utils.changes import ReadsChanges
from pinterest.utils.generated_names import generated_names

__all__ = ["Campaign"]


class Campaign(ReadsChanges, CampaignBase):
    """A campaign of an ad account.

    Examples:
        >>> campaign = Campaign.create(
        ...     "549755885175", "Spring sale", "WEB_CONVERSION", daily_spend_cap=10_000_000
        ... )
        >>> campaign.pause()
        True
    """

    __slots__ = ()

    def get_daily_budget(self) -> int | None:
        """Returns the daily budget in micro currency. `daily_spend_cap_amount` is the same budget in whole units.

        :calls: GET /ad_accounts/{ad_account_id}/campaigns/{campaign_id}, if the campaign is not loaded

        Returns:
            The budget: 10_000_000 is 10 dollars. None if the campaign has no daily budget.
        """
        return self.daily_spend_cap

    def get_lifetime_budget(self) -> int | None:
        """Returns the lifetime budget in micro currency. `lifetime_spend_cap_amount` is the same budget in whole units.

        :calls: GET /ad_accounts/{ad_account_id}/campaigns/{campaign_id}, if the campaign is not loaded

        Returns:
            The budget: 10_000_000 is 10 dollars. None if the campaign has no lifetime budget.
        """
        return self.lifetime_spend_cap


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
