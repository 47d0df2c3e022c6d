"""Pages of lists are dicts with attributes, and can fetch the following pages."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest
import responses
from openapi_generated.pinterest_client.api.ad_groups_api import AdGroupsApi
from openapi_generated.pinterest_client.api.boards_api import BoardsApi
from openapi_generated.pinterest_client.model.board import Board

import openapi_generated.pinterest_client as generated
from tests.models import stub


def test_pages_and_items_are_dicts(client):
    api = BoardsApi(client)
    for name in ("One", "Two", "Three"):
        api.boards_create(Board(name))
    page = api.boards_list(page_size=1)
    parts: tuple[Any, ...] = (page, page["items"][0], page["items"][0]["media"])
    assert all(isinstance(each, dict) for each in parts)
    for each in parts:
        plain = json.loads(json.dumps(each))
        assert each == plain == each.to_dict() == {**each} == {name: each[name] for name in each}
        assert type(each.to_dict()) is dict
        assert list(each.items()) == list(plain.items())
        assert sorted(each) == sorted(each.keys()) == sorted(plain)
        assert (len(each), list(each.values())) == (len(plain), list(plain.values()))
        assert each | {"new": 5} == {**plain, "new": 5}
        for other in (pickle.loads(pickle.dumps(each)), copy.deepcopy(each), copy.copy(each)):
            assert type(other) is type(each)
            assert other == each
    assert page.items == page["items"] == page.get("items")
    assert page.bookmark == page["bookmark"]
    board = page["items"].pop()
    assert board.pop("id")
    assert isinstance(board["created_at"], str)


def test_following_pages_are_of_the_same_type(client):
    api = BoardsApi(client)
    for name in ("One", "Two", "Three"):
        api.boards_create(Board(name))
    page = api.boards_list(page_size=1)
    pages = list(page.iter_pages())
    assert pages[0] is page
    assert [len(each.items) for each in pages] == [1, 1, 1]
    assert [each["bookmark"] is None for each in pages] == [False, False, True]
    assert list(page.iter_all()) == api.boards_list(page_size=3)["items"]
    assert {type(each["items"][0]) for each in pages} == {type(page["items"][0])}
    with pytest.raises(
        generated.ApiAttributeError, match="the page has no field 'owner'; its fields are: "
    ):
        _ = page.owner


@responses.activate
def test_other_fields_of_a_page_are_read_by_attribute(stub_client):
    stub.answers("GET", f"{stub.API}/boards", {"items": [], "total": 5})
    page = BoardsApi(stub_client).boards_list()
    assert page.total == page["total"] == 5
    assert list(page.iter_pages()) == [page]
    assert page.bookmark is None


def test_an_item_is_read_and_changed_by_attribute_and_sent_back(pinterest_emulator, client):
    api = BoardsApi(client)
    api.boards_create(Board("Quilts"))
    board = api.boards_list()["items"][0]
    assert board.name == board["name"] == "Quilts"
    assert board.owner.username == board["owner"]["username"]
    board.description = "Warm ones"
    api.boards_update(board.id, board)
    # Read-only fields are not sent.
    assert pinterest_emulator.requests[-1].body == {
        "name": "Quilts",
        "description": "Warm ones",
        "privacy": "PUBLIC",
    }
    with pytest.raises(generated.ApiTypeError, match="name"):
        api.boards_create(board["owner"])
    with pytest.raises(
        generated.ApiAttributeError, match="the response has no field 'nam'; its fields are: "
    ):
        _ = board.nam
    with pytest.raises(KeyError, match="nam"):
        _ = board["nam"]
    assert "nam" not in board


@responses.activate
def test_an_item_is_read_by_either_name():
    client = generated.ApiClient(generated.Configuration(access_token="token"))
    group = {"id": "5", "targeting_spec": {"AGE_BUCKET": ["18-24"]}}
    stub.answers("GET", f"{stub.API}/ad_accounts/5/ad_groups", {"items": [group]})
    page = AdGroupsApi(client).ad_groups_list("5")
    spec = page["items"][0].targeting_spec
    assert page == {"items": [group], "bookmark": None}
    assert spec.age_bucket == spec["age_bucket"] == spec["AGE_BUCKET"] == ["18-24"]
    spec.age_bucket = ["25-34"]
    assert spec == {"AGE_BUCKET": ["25-34"]}
