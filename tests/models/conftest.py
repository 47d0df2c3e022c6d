"""Fixtures for the tests of rich models."""

from __future__ import annotations

import pytest

from pinterest.emulator import Emulator
from tests.models.unused_default import unused_default

__all__ = ["demo_client", "demo_shop", "unused_default"]


@pytest.fixture(scope="module")
def demo_shop():
    """An emulator with the demo shop, whose app may search the Pins of all users."""
    with Emulator(demo_data=True, features=["pin_search"]) as emulator:
        yield emulator


@pytest.fixture
def demo_client(demo_shop):
    """A client for the demo shop. Clears the recorded requests before each test."""
    with demo_shop.client() as client:
        demo_shop.clear_requests()
        yield client
