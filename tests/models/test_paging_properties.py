"""Paging returns every item once and in order, for any number of items, any page size and every way to iterate."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="attr-defined"
from __future__ import annotations

import json
from typing import Any

import pytest
import responses
from hypothesis import given
from hypothesis import strategies as st

from pinterest import Audience
from pinterest.api import AudiencesApi
from pinterest.emulator import Emulator
from tests.models import stub


def by_loop(account, client, **options):
    items, bookmark = Audience.get_all(account, client=client, **options)
    found = list(items)
    while bookmark:
        items, bookmark = bookmark.get_next()
        found += items
    return found


def by_bookmark(account, client, **options):
    items, bookmark = Audience.get_all(account, client=client, **options)
    return [*items, *(bookmark or [])]


def by_token(account, client, **options):
    page = Audience.get_all(account, client=client, **options)
    found = list(page.items)
    while page.bookmark:
        token = page.bookmark.bookmark_token
        page = Audience.get_all(account, bookmark=token, client=client, **options)
        found += page.items
    return found


def by_iterator(account, client, **options):
    return list(Audience.iter_all(account, client=client, **options))


def by_items(account, client, **options):
    return list(AudiencesApi(client).audiences_list(account, **options).iter_all())


def by_pages(account, client, **options):
    first = AudiencesApi(client).audiences_list(account, **options)
    return [item for page in first.iter_pages() for item in page.items]


WAYS = [by_loop, by_bookmark, by_token, by_iterator, by_items, by_pages]


@pytest.fixture(scope="module")
def sized_accounts():
    """An emulator, and a function that returns an ad account with a number of audiences."""
    with Emulator() as emulator, emulator.client() as client:
        accounts: dict[int, tuple[str, list[str]]] = {}

        def account_of(size: int) -> tuple[str, list[str]]:
            if size not in accounts:
                account = emulator.add_ad_account()
                ids = list(emulator.add_audiences(size, ad_account_id=account)) if size else []
                accounts[size] = account, ids
            return accounts[size]

        yield emulator, client, account_of


@pytest.mark.slow
@given(
    size=st.integers(0, 60) | st.sampled_from([249, 250, 251, 500, 501]),
    page_size=st.integers(1, 12) | st.sampled_from([25, 60, 249, 250]),
    order=st.sampled_from(["ASCENDING", "DESCENDING"]),
    way=st.sampled_from(WAYS),
)
def test_every_way_returns_all_items_in_order(sized_accounts, size, page_size, order, way):
    emulator, client, account_of = sized_accounts
    account, known = account_of(size)
    emulator.clear_requests()
    found = [item.id for item in way(account, client, page_size=page_size, order=order)]
    assert found == sorted(known, key=int, reverse=order == "DESCENDING")
    assert len(emulator.requests) == max(1, -(-size // page_size))
    assert {request.method for request in emulator.requests} == {"GET"}


@pytest.mark.slow
@given(
    pages=st.lists(st.integers(0, 4), min_size=1, max_size=12),
    absent=st.booleans(),
    way=st.sampled_from(WAYS),
)
def test_pages_of_any_length(pages, absent, way):
    # Pages may be shorter than requested or even empty. Only a missing bookmark marks the last page.
    served: list[dict[str, Any]] = []
    for number, length in enumerate(pages):
        items = [{"id": f"{number}{place}"} for place in range(length)]
        served.append({"items": items, "bookmark": f"after {number}"})
    if absent:
        del served[-1]["bookmark"]
    else:
        served[-1]["bookmark"] = None
    places = {None: 0} | {f"after {number}": number + 1 for number in range(len(pages))}
    with responses.RequestsMock() as mock:
        mock.add_callback(
            "GET",
            stub.LIST,
            lambda request: (200, {}, json.dumps(served[places[request.params.get("bookmark")]])),
        )
        found = way(stub.ACCOUNT, stub.client())
        assert len(mock.calls) == len(pages)
    assert [item.id for item in found] == [item["id"] for page in served for item in page["items"]]


@given(size=st.sampled_from([0, 1, 30, 251, 501]), limit=st.integers(0, 520))
def test_any_limit_with_any_number_of_items(sized_accounts, size, limit):
    emulator, client, account_of = sized_accounts
    account, known = account_of(size)
    emulator.clear_requests()
    found = [item.id for item in Audience.iter_all(account, limit=limit, client=client)]
    assert found == known[:limit]
    expected = 0 if limit == 0 else max(1, -(-min(limit, size) // min(limit, 250)))
    assert len(emulator.requests) == expected
