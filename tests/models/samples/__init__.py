"""Sample arguments for creating and updating every rich model on the emulator, one module per family of nouns."""

from __future__ import annotations

from tests.models.samples import (
    ad_formats,
    billing,
    business_access,
    campaign_management,
    conversions,
    others,
    pins_and_boards,
    shopping,
    targeting,
)
from tests.models.samples.base import MODELS, Place, Sample, rich

__all__ = ["MODELS", "NOT_CREATED", "SAMPLES", "Place", "Sample", "rich"]

_FAMILIES = (
    ad_formats,
    billing,
    business_access,
    campaign_management,
    conversions,
    others,
    pins_and_boards,
    shopping,
    targeting,
)
SAMPLES = {noun: sample for family in _FAMILIES for noun, sample in family.SAMPLES.items()}
NOT_CREATED = frozenset().union(*(family.NOT_CREATED for family in _FAMILIES))
"""Rich models that cannot be created."""
