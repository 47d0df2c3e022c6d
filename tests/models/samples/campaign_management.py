"""Campaign management: ad accounts, campaigns, ad groups, ads."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "AdAccount": Sample(lambda place: ("Quilts", place.owner, "US"), under=lambda place: ()),
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
}
NOT_CREATED: frozenset[str] = frozenset()
"""Rich models that cannot be created."""
