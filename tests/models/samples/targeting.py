"""Targeting: audiences, customer lists, keywords."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "Audience": Sample(
        lambda place: (place.account, "Visitors", {"retention_days": 30}, "VISITOR"),
        change={"name": "Buyers"},
    ),
    "CustomerList": Sample(
        lambda place: (place.account, "Buyers", "a@example.com,b@example.com"),
        change={"operation_type": "ADD", "records": "c@example.com"},
    ),
    "Keyword": Sample(
        lambda place: (place.account, place.make("AdGroup").id, "quilt"),
        {"match_type": "BROAD"},
        {"archived": True},
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"AudienceInsights"})
"""Rich models that cannot be created."""
