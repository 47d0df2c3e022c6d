"""Campaign management: ad accounts, campaigns, ad groups, ads."""

from __future__ import annotations

from typing import Any

from tests.models.samples.base import Sample

CAMPAIGN = {"name": "Bulk", "objective_type": "AWARENESS", "daily_spend_cap": 10_000_000}
OWNED: dict[str, tuple[Any, ...]] = {
    "billing_profiles": (True,),
    "product_group_promotions": (["5"],),
    "schedules": (["5"],),
}
SAMPLES: dict[str, Sample] = {
    "AdAccount": Sample(
        lambda place: ("Quilts", place.owner, "US"), under=lambda place: (), owned=OWNED
    ),
    "Ad": Sample(
        lambda place: (
            place.account,
            place.make("AdGroup").id,
            "REGULAR",
            place.make("Pin").id,
        ),
        change={"name": "Blue"},
    ),
    "AdGroup": Sample(
        lambda place: (place.account, "Quilters", place.make("Campaign").id, "IMPRESSION"),
        {"budget_in_micro_currency": 5_000_000, "bid_in_micro_currency": 1_000_000},
        {"name": "Knitters"},
    ),
    "Campaign": Sample(
        lambda place: (place.account, "Spring", "AWARENESS"),
        {"daily_spend_cap": 10_000_000},
        {"name": "Summer"},
    ),
    "BulkRequest": Sample(
        lambda place: (place.account,),
        more=lambda place: {
            "create": {"campaigns": [{**CAMPAIGN, "ad_account_id": place.account}]}
        },
    ),
    "CampaignAdPreview": Sample(
        lambda place: (place.account, place.make("AdGroup").id),
        under=lambda place: (place.account, [place.make("AdGroup").id]),
    ),
    "Label": Sample(
        lambda place: (place.account, place.make("Campaign").id, "Spring", "CUSTOM"),
        change={"value": "Summer"},
    ),
    "ProductGroupPromotion": Sample(
        lambda place: (place.account, place.make("AdGroup").id),
        {"bid_in_micro_currency": 500_000},
        {"bid_in_micro_currency": 600_000},
        under=lambda place: (place.account, [place.make("ProductGroupPromotion").id]),
    ),
    "Schedule": Sample(
        lambda place: (
            place.account,
            place.make("Campaign").id,
            "CAMPAIGN_BUDGET_CHANGE",
            "INCREASE_BY_PERCENT",
            "20",
        ),
        {"name": "Weekend"},
        {"name": "Holidays"},
        under=lambda place: (place.account, [place.make("Campaign").id]),
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"ReportTemplate"})
"""Rich models that cannot be created."""
