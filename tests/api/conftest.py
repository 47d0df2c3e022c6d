"""Fixtures for the tests of the typed methods."""

from __future__ import annotations

from tests.models.unused_default import unused_default

__all__ = ["unused_default"]
