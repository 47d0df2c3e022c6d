"""Iterating over all items of a list."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from pinterest import Audience
from pinterest.exceptions import ValidationError


@pytest.fixture
def full_emulator(pinterest_emulator):
    """An ad account with 600 audiences."""
    pinterest_emulator.add_audiences(600)
    return pinterest_emulator


def list_page_sizes(emulator):
    return [request.query.get("page_size") for request in emulator.requests]


def test_all_items_are_fetched_in_pages_of_the_maximum_size(full_emulator, pinterest_client):
    names = [
        item.name
        for item in Audience.iter_all(full_emulator.ad_account_id, client=pinterest_client)
    ]
    assert names == [f"Audience {number}" for number in range(1, 601)]
    assert list_page_sizes(full_emulator) == ["250", "250", "250"]


def test_pages_are_fetched_as_needed(full_emulator, pinterest_client):
    audiences = Audience.iter_all(full_emulator.ad_account_id, client=pinterest_client)
    assert list_page_sizes(full_emulator) == []
    for number, requests in ((1, 1), (249, 1), (1, 2), (249, 2), (1, 3)):
        assert len(list(itertools.islice(audiences, number))) == number
        assert len(full_emulator.requests) == requests


@pytest.mark.parametrize(
    ("limit", "expected"),
    [(0, []), (1, ["1"]), (10, ["10"]), (250, ["250"]), (251, ["250"] * 2), (500, ["250"] * 2)],
)
def test_a_limit_is_respected_and_no_extra_page_is_fetched(
    full_emulator, pinterest_client, limit, expected
):
    found = list(
        Audience.iter_all(full_emulator.ad_account_id, limit=limit, client=pinterest_client)
    )
    assert len(found) == limit
    assert list_page_sizes(full_emulator) == expected


def test_a_limit_beyond_the_end_is_not_an_error(full_emulator, pinterest_client):
    found = Audience.iter_all(full_emulator.ad_account_id, limit=1000, client=pinterest_client)
    assert len(list(found)) == 600


def test_later_pages_keep_filters_order_and_page_size(full_emulator, pinterest_client):
    statuses: list[Any] = ["ACTIVE"]
    audiences = Audience.iter_all(
        full_emulator.ad_account_id,
        statuses,
        "DESCENDING",
        client=pinterest_client,
        ownership_type="OWNED",
        page_size=200,
    )
    statuses.append("PAUSED")
    assert next(audiences).name == "Audience 600"
    assert len(list(audiences)) == 599
    for request in full_emulator.requests:
        assert request.query["entity_statuses"] == "ACTIVE"
        assert request.query["order"] == "DESCENDING"
        assert request.query["ownership_type"] == "OWNED"
        assert request.query["page_size"] == "200"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"order": "UP"}, "order: 'UP'.*ASCENDING, DESCENDING"),
        ({"limit": -1}, "limit: -1.*0 or more, or None"),
        ({"limit": "5"}, "limit: '5'"),
        ({"limit": True}, "limit: True"),
        ({"limit": 1.0}, "limit: 1.0"),
        ({"page_size": 251}, "page_size: 251.*1 to 250"),
        ({"entity_statuses": ["DELETED"]}, "entity_statuses: 'DELETED'"),
        ({"ownership": "OWNED"}, "unknown parameter 'ownership'; did you mean 'ownership_type'?"),
        ({"ad_account_id": "x"}, "ad_account_id: 'x'"),
    ],
)
def test_arguments_are_checked_at_the_call(full_emulator, pinterest_client, arguments, text):
    valid = {"ad_account_id": full_emulator.ad_account_id, "client": pinterest_client, **arguments}
    with pytest.raises(ValidationError, match=text):
        Audience.iter_all(**valid)
    assert full_emulator.requests == []


def test_two_iterators_are_independent(full_emulator, pinterest_client):
    one = Audience.iter_all(full_emulator.ad_account_id, limit=300, client=pinterest_client)
    other = Audience.iter_all(full_emulator.ad_account_id, limit=300, client=pinterest_client)
    assert [pair[0] == pair[1] for pair in zip(one, other, strict=True)] == [True] * 300
