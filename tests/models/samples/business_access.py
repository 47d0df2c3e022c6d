"""Business access: members, partners, invites, assets."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {}
NOT_CREATED: frozenset[str] = frozenset()
"""Rich models that cannot be created."""
