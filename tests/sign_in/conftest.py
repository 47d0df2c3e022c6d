"""An emulator for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinterest.client import PinterestSDKClient
from pinterest.emulator import Emulator


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """A running emulator."""
    with Emulator() as running:
        yield running


@pytest.fixture(autouse=True)
def no_default_client() -> Iterator[None]:
    """Removes the default client after each test."""
    yield
    PinterestSDKClient.set_default_client(None)
