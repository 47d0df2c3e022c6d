"""Objects that cannot be created, only listed, use the client that was passed."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from typing import Any

import pytest

from pinterest import AdAccount, Business, Feed, Integration, PinterestSDKClient, UserAccount
from pinterest.emulator import Emulator
from tests.models.samples import MODELS, NOT_CREATED
from tests.models.samples.campaign_management import OWNED

NOT_LISTED = {"AudienceInsights", "Interest", "UserAccount"}
"""Nouns that only have a `get`."""


def lists_of(owner: Any, needed: dict[str, tuple[Any, ...]]) -> Iterator[Any]:
    """Yields the objects in all lists of an object, from iterators and from pages."""
    for name, declared in MODELS[type(owner).__name__]["owns"].items():
        if "model" not in declared or name in ("product_group_promotions", "schedules"):
            continue
        arguments = needed.get(name, ())
        yield from getattr(owner, name)(*arguments, limit=3)
        page = getattr(owner, f"list_{name}")(*arguments)
        yield from page if isinstance(page, list) else page.items


def everything(emulator: Emulator, client: PinterestSDKClient) -> Iterator[Any]:
    """Yields objects of all nouns that can be listed."""
    account = AdAccount(emulator.ad_account_id, client)
    yield from lists_of(account, OWNED)
    for feed in Feed.iter_all(client=client):
        yield from feed.processing_results()
    yield from Integration.iter_all(client=client)
    yield from lists_of(UserAccount(client=client), {})
    for business in Business.iter_all(client=client):
        yield business
        yield from lists_of(business, {})
        yield from business.invite(["sue@example.com"])
        yield from business.invites()


@pytest.mark.slow
def test_objects_of_two_clients_are_never_mixed_up():
    # Each token only works on its own emulator, and the default client fails the test if it is used.
    with Emulator(seed=1, demo_data=True) as first, Emulator(seed=2, demo_data=True) as second:
        for emulator in (first, second):
            client = emulator.client()
            found = list(everything(emulator, client))
            assert all(item._stored_client is client for item in found)
            stored = pickle.loads(pickle.dumps(found))
            assert stored == found
            names = {type(item).__name__ for item in found}
            nouns = {noun for noun in NOT_CREATED if "fields" in MODELS[noun]}
            assert nouns - names == NOT_LISTED
            assert {request.status for request in emulator.requests} <= {200, 201}
