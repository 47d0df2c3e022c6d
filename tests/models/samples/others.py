"""Search, trends, integrations and other nouns."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "CommerceIntegration": Sample(
        lambda place: (f"shop-{len(place.emulator.requests)}",),
        change={"partner_metadata": "version 2"},
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"Integration", "Notification", "Terms", "Trends"})
"""Rich models that cannot be created."""
