"""Every paged operation gets all pages in order, with the same filters."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations import get
from pinterest.utils.bookmark import Page
from tests.contract.calls import OPERATIONS, Case, FakeServer, contract, to_plain
from tests.contract.samples import full
from tests.contract.validation import Node, parse_query


def page_schema(case: Case) -> Node | None:
    """Returns the schema of an operation's page, with only items and a bookmark. None if it does not return pages."""
    for node in case.responses.values():
        if node is not None:
            shape = contract().flatten(node, lambda _, items: items[0])
            if set(shape.properties) == {"items", "bookmark"}:
                return node
    return None


def prepare_three_pages(case: Case, server: FakeServer) -> list[Any]:
    """Prepares three pages and returns their items. The last page has no bookmark."""
    node = page_schema(case)
    assert node is not None
    items = full(contract(), node, write=False)["items"]
    pages = [items, items[:1], items]
    server.respond_with(
        (200, {"items": pages[0], "bookmark": "second"}),
        (200, {"items": pages[1], "bookmark": "third"}),
        (200, {"items": pages[2]}),
    )
    return [item for page in pages for item in page]


def test_every_paged_operation_returns_a_page(case: Case, server: FakeServer):
    assert case.operation.is_paged == (page_schema(case) is not None)
    takes_bookmark = any(node["name"] == "bookmark" for node in case.parameters)
    assert case.operation.is_paged == takes_bookmark
    server.respond_with(case.first_response())
    answer = case.call(case.arguments(include_optional=False))
    assert isinstance(answer, Page) == case.operation.is_paged


def test_iter_all_gets_every_page_with_the_same_filters(paged_case: Case, server: FakeServer):
    expected = prepare_three_pages(paged_case, server)
    arguments = {**paged_case.arguments(include_optional=True), "bookmark": "first"}
    page = paged_case.call(arguments)
    assert len(server.received) == 1
    found = list(page.iter_all())
    assert [type(item) for item in found] == [type(page.items[0])] * len(expected)
    assert len(found) == len(expected)
    queries = [
        parse_query(contract(), paged_case.parameters, item.url or "") for item in server.received
    ]
    assert [query.pop("bookmark") for query in queries] == ["first", "second", "third"]
    assert queries[0] == queries[1] == queries[2]
    assert {(item.method, (item.url or "").partition("?")[0]) for item in server.received} == {
        (server.received[0].method, (server.received[0].url or "").partition("?")[0])
    }
    assert server.received[0].body == server.received[1].body == server.received[2].body


def test_iter_pages_yields_pages(paged_case: Case, server: FakeServer):
    expected = prepare_three_pages(paged_case, server)
    pages = list(paged_case.call(paged_case.arguments(include_optional=False)).iter_pages())
    tokens = [page.bookmark and page.bookmark.bookmark_token for page in pages]
    assert tokens == ["second", "third", None]
    assert all(isinstance(page, Page) for page in pages)
    assert len(server.received) == 3
    assert len([item for page in pages for item in page.items]) == len(expected)


def test_the_first_page_may_be_the_last(paged_case: Case, server: FakeServer):
    status, data = paged_case.first_response()
    server.respond_with((status, data))
    page = paged_case.call(paged_case.arguments(include_optional=False))
    assert [to_plain(item) for item in page.iter_all()] == [to_plain(item) for item in page.items]
    assert len(page.items) == len(data["items"])
    assert len(server.received) == 1


def test_some_operations_are_paged():
    assert len([item for item in OPERATIONS if item.is_paged]) > 1


@pytest.mark.parametrize("id", ["products_by_product_group_filter/list"])
def test_a_list_requested_by_post_sends_its_body_for_every_page(server: FakeServer, id: str):
    operation = get(id)
    assert operation.verb == "POST" and operation.is_paged
    case = Case.from_operation(operation)
    prepare_three_pages(case, server)
    list(case.call(case.arguments(include_optional=True)).iter_all())
    bodies = [item.body for item in server.received]
    assert len(bodies) == 3 and bodies[0] and len(set(bodies)) == 1
