"""Optional parameters of requests: filters of `find`, and the ad account that an object acts for."""

from __future__ import annotations

import pytest

from pinterest import Board, BoardSection, Campaign, Catalog, LocalStore, PinterestSDKClient
from pinterest.emulator import Emulator


@pytest.fixture
def owner_arguments(demo_shop: Emulator, demo_client: PinterestSDKClient) -> dict[str, object]:
    """The arguments of a request that acts as the owner of the demo shop's ad account."""
    return {"ad_account_id": demo_shop.ad_account_id, "client": demo_client}


def test_find_accepts_the_filters_of_the_list(demo_shop, demo_client):
    account = demo_shop.ad_account_id
    campaign = Campaign.create(
        account, "Old sale", "AWARENESS", daily_spend_cap=5_000_000, client=demo_client
    )
    campaign.archive()
    assert Campaign.find(account, "Old sale", demo_client) is None
    found = Campaign.find(account, "Old sale", demo_client, entity_statuses=["ARCHIVED"])
    assert found == campaign


def test_an_object_that_was_found_keeps_its_ad_account(demo_shop, owner_arguments):
    board = Board.create("Shared", **owner_arguments)
    found = Board.find("Shared", **owner_arguments)
    assert found == board
    assert found.refresh().ad_account_id == demo_shop.ad_account_id
    assert demo_shop.requests[-1].query["ad_account_id"] == demo_shop.ad_account_id


def test_an_object_from_a_dictionary_keeps_its_ad_account(demo_shop, owner_arguments, demo_client):
    board = Board.create("Stored", **owner_arguments)
    data = {**board.to_dict(), "ad_account_id": board.ad_account_id}
    assert Board.from_dict(data, demo_client).update_fields(description="x")
    assert demo_shop.requests[-1].query["ad_account_id"] == demo_shop.ad_account_id
    assert Board.from_dict(board.to_dict()).ad_account_id is None


def test_class_methods_accept_the_ad_account(demo_shop, owner_arguments):
    board = Board.create("Parts", **owner_arguments)
    section = BoardSection.create(board.id, "Borders", **owner_arguments)
    BoardSection.update(board.id, section.id, "Edges", **owner_arguments)
    assert demo_shop.requests[-1].query["ad_account_id"] == demo_shop.ad_account_id
    [catalog, *_] = Catalog.iter_all(**owner_arguments)
    store = LocalStore.create(catalog.id, "Main Street", "S9", "US", **owner_arguments)
    LocalStore.update_many(catalog.id, [{"id": store.id, "name": "High Street"}], **owner_arguments)
    assert demo_shop.requests[-1].query["ad_account_id"] == demo_shop.ad_account_id
