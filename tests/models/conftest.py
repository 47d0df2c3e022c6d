"""Fixtures for the tests of rich models."""

from __future__ import annotations

from tests.models.unused_default import unused_default

__all__ = ["unused_default"]
