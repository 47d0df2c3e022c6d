"""Every list of the API: its pages follow one another, and ask for the same things."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations import get
from pinterest.utils.bookmark import Page
from tests.contract.calls import OPERATIONS, Case, Wire, contract, plain
from tests.contract.samples import full
from tests.contract.validation import Node, query_values


def page_of(case: Case) -> Node | None:
    """Returns the schema of a page where the contract answers one: items and a bookmark, and nothing else."""
    for node in case.answers.values():
        if node is not None:
            shape = contract().shape(node, lambda _, items: items[0])
            if set(shape.properties) == {"items", "bookmark"}:
                return node
    return None


def three_pages(case: Case, wire: Wire) -> list[Any]:
    """Prepares three pages, the last of which has no bookmark, and returns their items."""
    node = page_of(case)
    assert node is not None
    items = full(contract(), node, write=False)["items"]
    pages = [items, items[:1], items]
    wire.answers(
        (200, {"items": pages[0], "bookmark": "second"}),
        (200, {"items": pages[1], "bookmark": "third"}),
        (200, {"items": pages[2]}),
    )
    return [item for page in pages for item in page]


def test_every_page_of_the_contract_is_paginated(case: Case, wire: Wire):
    assert case.operation.is_paged == (page_of(case) is not None)
    takes_bookmark = any(node["name"] == "bookmark" for node in case.parameters)
    assert case.operation.is_paged == takes_bookmark
    wire.answers(case.answer())
    answer = case.call(case.arguments(everything=False))
    assert isinstance(answer, Page) == case.operation.is_paged


def test_iter_all_reads_every_page_with_the_same_filters(listing: Case, wire: Wire):
    expected = three_pages(listing, wire)
    arguments = {**listing.arguments(everything=True), "bookmark": "first"}
    page = listing.call(arguments)
    assert len(wire.sent) == 1
    found = list(page.iter_all())
    assert [type(item) for item in found] == [type(page.items[0])] * len(expected)
    assert len(found) == len(expected)
    queries = [query_values(contract(), listing.parameters, item.url or "") for item in wire.sent]
    assert [query.pop("bookmark") for query in queries] == ["first", "second", "third"]
    assert queries[0] == queries[1] == queries[2]
    assert {(item.method, (item.url or "").partition("?")[0]) for item in wire.sent} == {
        (wire.sent[0].method, (wire.sent[0].url or "").partition("?")[0])
    }
    assert wire.sent[0].body == wire.sent[1].body == wire.sent[2].body


def test_iter_pages_yields_pages(listing: Case, wire: Wire):
    expected = three_pages(listing, wire)
    pages = list(listing.call(listing.arguments(everything=False)).iter_pages())
    tokens = [page.bookmark and page.bookmark.bookmark_token for page in pages]
    assert tokens == ["second", "third", None]
    assert all(isinstance(page, Page) for page in pages)
    assert len(wire.sent) == 3
    assert len([item for page in pages for item in page.items]) == len(expected)


def test_the_first_page_may_be_the_last(listing: Case, wire: Wire):
    status, data = listing.answer()
    wire.answers((status, data))
    page = listing.call(listing.arguments(everything=False))
    assert [plain(item) for item in page.iter_all()] == [plain(item) for item in page.items]
    assert len(page.items) == len(data["items"])
    assert len(wire.sent) == 1


def test_there_are_lists():
    assert len([item for item in OPERATIONS if item.is_paged]) > 1


@pytest.mark.parametrize("id", ["products_by_product_group_filter/list"])
def test_a_list_that_is_asked_for_by_post_sends_its_body_with_every_page(wire: Wire, id: str):
    operation = get(id)
    assert operation.verb == "POST" and operation.is_paged
    case = Case.of(operation)
    three_pages(case, wire)
    list(case.call(case.arguments(everything=True)).iter_all())
    bodies = [item.body for item in wire.sent]
    assert len(bodies) == 3 and bodies[0] and len(set(bodies)) == 1
