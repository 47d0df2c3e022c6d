"""Ad formats: lead forms, promotions."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "LeadForm": Sample(
        lambda place: (place.account, "Newsletter", [{"question_type": "EMAIL"}]),
        {
            "privacy_policy_link": "https://www.example.com/privacy",
            "has_accepted_terms": True,
            "completion_message": "Thanks",
        },
        {"completion_message": "Thank you"},
    ),
    "LeadSubscription": Sample(
        lambda place: (place.account, "https://www.example.com/leads", place.make("LeadForm").id)
    ),
    "LeadsExport": Sample(
        lambda place: (place.account, place.make("Ad").id, "2025-03-01", "2025-03-02")
    ),
    "Promotion": Sample(
        lambda place: (place.account, "Free shipping", "FREE_SHIPPING"),
        change={"promotion_title": "Ships for free"},
    ),
}
NOT_CREATED: frozenset[str] = frozenset()
"""Rich models that cannot be created."""
