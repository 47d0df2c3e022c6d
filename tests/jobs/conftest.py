"""Fixtures: the demo shop with immediate background work, a client for it, and its ad account."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from pinterest import AdAccount, PinterestSDKClient
from pinterest.emulator import Emulator


@pytest.fixture(scope="module")
def shop() -> Iterator[Emulator]:
    """An emulator with the demo shop. Reports are ready at once."""
    with Emulator(demo_data=True, processing_time=0) as emulator:
        yield emulator


@pytest.fixture
def client(shop: Emulator) -> Iterator[PinterestSDKClient]:
    """A client for the demo shop. Clears the recorded requests before each test."""
    with shop.client(backoff=0.001) as client:
        shop.clear_requests()
        shop.clear_failures()
        yield client


@pytest.fixture
def account(shop: Emulator, client: PinterestSDKClient) -> AdAccount:
    """The ad account of the demo shop."""
    return AdAccount(shop.ad_account_id, client)


@pytest.fixture
def today() -> datetime.date:
    """The current day in UTC."""
    return datetime.datetime.now(datetime.UTC).date()
