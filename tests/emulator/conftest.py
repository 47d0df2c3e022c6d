"""Fixtures: an emulator for each test, and an authenticated HTTP session for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pinterest.emulator import Emulator
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.business import Business
from tests.emulator.shop import Shop


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """An emulator. After the test, its state must survive dump and load."""
    with Emulator() as running:
        yield running
        if "not running" not in repr(running):
            saved = running.dump()
            running.load(saved)
            assert running.dump() == saved


@pytest.fixture
def api(emulator: Emulator) -> Iterator[Api]:
    with Api(emulator.url, emulator.access_token) as session:
        yield session


@pytest.fixture
def audiences(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/audiences"


@pytest.fixture
def advertiser(emulator: Emulator, api: Api) -> Advertiser:
    return Advertiser(api, emulator.ad_account_id)


@pytest.fixture
def shop(emulator: Emulator, api: Api) -> Shop:
    return Shop(emulator, api)


@pytest.fixture
def business(emulator: Emulator, api: Api) -> Business:
    return Business(api, emulator.ad_account_id)
