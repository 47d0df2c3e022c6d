"""Ad accounts, which own and pay for campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.ad_accounts import AdAccountBase
from pinterest.utils.generated_names import generated_names

__all__ = ["AdAccount"]


class AdAccount(AdAccountBase):
    """An ad account, with lists of the objects that it owns.

    Examples:
        >>> account = AdAccount("549755885175")
        >>> for campaign in account.campaigns(entity_statuses=["ACTIVE"]):
        ...     print(campaign.name, campaign.daily_spend_cap_amount)
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
