"""Billing: invoices, insertion orders, order lines."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {}
NOT_CREATED: frozenset[str] = frozenset()
"""Rich models that cannot be created."""
