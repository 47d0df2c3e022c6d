"""Ad groups: ads of a campaign that share a budget, bids and targeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.ad_groups import AdGroupBase
from pinterest.utils.generated_names import generated_names

if TYPE_CHECKING:
    from pinterest.utils.protocol import Deadline, Timeout

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

    def enable_auto_targeting(self, *, timeout: Timeout = None, deadline: Deadline = None) -> bool:
        """Lets Pinterest show the ads to people outside the targeting.

        :calls: PATCH /ad_accounts/{ad_account_id}/ad_groups

        Args:
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.
        """
        return self.update_fields(auto_targeting_enabled=True, timeout=timeout, deadline=deadline)

    def disable_auto_targeting(self, *, timeout: Timeout = None, deadline: Deadline = None) -> bool:
        """Limits the ads to people in the targeting.

        :calls: PATCH /ad_accounts/{ad_account_id}/ad_groups

        Args:
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds per request, with its retries and waits. Defaults to the client's deadline.

        Returns:
            True.
        """
        return self.update_fields(auto_targeting_enabled=False, timeout=timeout, deadline=deadline)


if not TYPE_CHECKING:
    # Names of the generated client, which scripts for Pinterest's own SDK import from here.
    __getattr__ = generated_names(__name__)
