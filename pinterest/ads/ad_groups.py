"""Ad groups: ads of a campaign that share a budget, bids and targeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pinterest.bases.ad_groups import AdGroupBase
from pinterest.utils.changes import ReadsChanges
from pinterest.utils.generated_names import generated_names

__all__ = ["AdGroup"]


class AdGroup(ReadsChanges, AdGroupBase):
    """An ad group of a campaign.

    Examples:
        >>> ad_group = AdGroup.create(
        ...     "549755885175", "Quilters", campaign.id, "IMPRESSION", budget_in_micro_currency=5_000_000
        ... )
        >>> for ad in ad_group.ads():
        ...     print(ad.name, ad.review_status)
    """

    __slots__ = ()


if not TYPE_CHECKING:
    # Scripts written for Pinterest's own SDK also import classes of the generated client from this module.
    __getattr__ = generated_names(__name__)
