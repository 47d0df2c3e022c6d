"""Targeting: audiences, customer lists, keywords, targeting templates, customer segments."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "Audience": Sample(
        lambda place: (place.account, "Visitors", {"retention_days": 30}, "VISITOR"),
        change={"name": "Buyers"},
        owned={
            "shared_accounts": ("AD_ACCOUNT",),
            "shared_accounts_as_business": lambda place: (place.owner, "AD_ACCOUNT"),
        },
    ),
    "CustomerList": Sample(
        lambda place: (place.account, "Buyers", "a@example.com,b@example.com"),
        change={"operation_type": "ADD", "records": "c@example.com"},
    ),
    "CustomerListUpload": Sample(
        lambda place: (place.account, place.make("CustomerList").id, "ADD", 1)
    ),
    "CustomerSegment": Sample(
        lambda place: (place.account, "Regulars", [place.make("Audience").id]),
        change={"audience_ids": []},
    ),
    "TargetingTemplate": Sample(
        lambda place: (place.account, "Quilters", {"LOCATION": ["US"], "GENDER": ["female"]}),
        change={"targeting_attributes": {"LOCATION": ["CA"]}},
    ),
    "Keyword": Sample(
        lambda place: (place.account, place.make("AdGroup").id, "quilt"),
        {"match_type": "BROAD"},
        {"archived": True},
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"AudienceInsights", "Interest", "TargetingOptions"})
"""Rich models that cannot be created."""
