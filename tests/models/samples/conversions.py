"""Conversions: tags, events, deletion requests."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "AdvertiserDefinedEvent": Sample(
        lambda place: (place.account, f"quilt_{len(place.emulator.requests)}", "LEAD"),
        change={"mapped_conversion_type": "SIGNUP"},
    ),
    "ConversionDeletionRequest": Sample(
        lambda place: (place.account, {"user_emails": ["a@example.com"]})
    ),
    "ConversionTag": Sample(lambda place: (place.account, "Shop", True)),
}
NOT_CREATED: frozenset[str] = frozenset({"Conversion"})
"""Rich models that cannot be created."""
