"""`Page` and `Bookmark`: the same type from typed methods and from rich models."""

# Tests pass what the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="arg-type,attr-defined,comparison-overlap,call-overload,misc,union-attr"
from __future__ import annotations

import copy
import itertools
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
import responses

from pinterest import Audience, Bookmark, Page
from pinterest.api import AudiencesApi, CatalogProductGroupsApi
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import RepeatedBookmark, UnknownKey, ValidationError
from tests.models import stub


def get_page(client: Any = None, **arguments: Any) -> Any:
    return AudiencesApi(client or stub.client()).audiences_list(stub.ACCOUNT, **arguments)


@pytest.fixture
def page():
    """The first of three pages. Only this one has been requested."""
    with responses.mock:
        for number, bookmark in (("1", "B1"), ("2", "B2"), ("3", None)):
            stub.answers("GET", stub.LIST, {"items": [{"id": number}, 5], "bookmark": bookmark})
        yield get_page(page_size=2)


def sent_bookmarks() -> list[str | None]:
    return [call.request.params.get("bookmark") for call in responses.calls]


# --- a page ---


def test_a_page_is_a_tuple_of_items_and_bookmark(page):
    assert type(page) is Page
    items, bookmark = page
    assert page[0] is page.items is items
    assert page[1] is page.bookmark is bookmark
    assert type(bookmark) is Bookmark
    assert bookmark.bookmark_token == "B1"
    assert len(page) == 2
    assert list(page) == [items, bookmark]
    assert page == (items, bookmark)
    match page:
        case [first, second]:
            assert (first, second) == (items, bookmark)


@pytest.mark.parametrize(
    "index", ["items", "bookmark", 2, -1, -2, slice(None, 5), slice(0, 1), None, 0.0]
)
def test_every_other_index_is_an_error_that_says_what_to_use(page, index):
    with pytest.raises(UnknownKey, match=r"Use page\.items .* page\.iter_all\(\)") as caught:
        page[index]
    assert repr(index) in str(caught.value)
    assert isinstance(caught.value, LookupError)


def test_to_dict_is_plain_data(page):
    assert page.to_dict() == {"items": [{"id": "1"}, 5], "bookmark": "B1"}
    assert json.loads(json.dumps(page.to_dict())) == page.to_dict()
    *_, last = page.iter_pages()
    assert last.to_dict() == {"items": [{"id": "3"}, 5], "bookmark": None}


def test_both_layers_return_the_same_type(pinterest_emulator, pinterest_client):
    pinterest_emulator.add_audiences(3)
    account = pinterest_emulator.ad_account_id
    typed = AudiencesApi(pinterest_client).audiences_list(account, page_size=2)
    rich = Audience.get_all(account, page_size=2, client=pinterest_client)
    assert type(typed) is type(rich) is Page
    assert [item.id for item in typed.iter_all()] == [item.id for item in rich.iter_all()]
    assert rich.to_dict() == typed.to_dict() | {
        "items": [item.to_dict() for item in rich.items],
        "bookmark": rich.bookmark.bookmark_token,
    }


# --- walking through a list ---


def test_iter_pages_starts_with_the_page_itself(page):
    found = list(page.iter_pages())
    assert found[0] is page
    assert [type(item) for item in found] == [Page] * 3
    assert [item.items[0].id for item in found] == ["1", "2", "3"]
    assert sent_bookmarks() == [None, "B1", "B2"]
    assert {call.request.params["page_size"] for call in responses.calls} == {"2"}


def test_iter_all_gets_a_page_when_its_first_item_is_needed(page):
    items = page.iter_all()
    assert [next(items).id, next(items)] == ["1", 5]
    assert len(responses.calls) == 1
    assert next(items).id == "2"
    assert len(responses.calls) == 2


@pytest.mark.parametrize(
    ("limit", "expected", "requests"),
    [(0, 0, 1), (1, 1, 1), (2, 2, 1), (3, 3, 2), (6, 6, 3), (7, 6, 3), (None, 6, 3)],
)
def test_iter_all_keeps_to_its_limit_and_gets_no_page_more(page, limit, expected, requests):
    assert len(list(page.iter_all(limit))) == expected
    assert len(responses.calls) == requests


@pytest.mark.parametrize("limit", [-1, "5", 1.0, True])
def test_iter_all_checks_its_limit_at_the_call(page, limit):
    with pytest.raises(ValidationError, match=r"limit: .* is not valid; allowed: 0 or more"):
        page.iter_all(limit)
    assert len(responses.calls) == 1


def test_a_loop_over_a_bookmark_yields_the_rest(page):
    assert [getattr(item, "id", item) for item in page.bookmark] == ["2", 5, "3", 5]
    assert sent_bookmarks() == [None, "B1", "B2"]


def test_iter_pages_of_a_bookmark_starts_with_the_next_page(page):
    assert [item.items[0].id for item in page.bookmark.iter_pages()] == ["2", "3"]
    assert sent_bookmarks() == [None, "B1", "B2"]


# --- bookmarks as arguments ---


@responses.activate
def test_a_typed_method_accepts_a_bookmark_or_its_token():
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": "B1"}, *[{"items": []}] * 4])
    bookmark = get_page(page_size=7, order="ASCENDING").bookmark
    for value in (bookmark, pickle.loads(pickle.dumps(bookmark)), "B1"):
        get_page(bookmark=value, order="ASCENDING")
        assert stub.sent().params["bookmark"] == "B1"
        # A token does not contain the page size.
        assert stub.sent().params.get("page_size") == (None if value == "B1" else "7")
    get_page(bookmark=bookmark, order="ASCENDING", page_size=9)
    assert stub.sent().params["page_size"] == "9"


@responses.activate
def test_a_bookmark_of_one_layer_works_in_the_other():
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": "B1"}] * 2, *[{"items": []}] * 2)
    client = stub.client()
    typed = get_page(client).bookmark
    rich = Audience.get_all(stub.ACCOUNT, order=None, client=client).bookmark
    assert typed == rich
    get_page(client, bookmark=rich)
    Audience.get_all(stub.ACCOUNT, order=None, bookmark=typed, client=client)
    assert sent_bookmarks() == [None, None, "B1", "B1"]


@pytest.mark.parametrize("bookmark", ["", 5, True, ["B1"]])
@responses.activate
def test_a_typed_method_refuses_what_is_not_a_bookmark(bookmark):
    with pytest.raises(ValidationError, match=r"bookmark: .* is not valid; allowed: a"):
        get_page(bookmark=bookmark)
    assert len(responses.calls) == 0


@responses.activate
def test_a_typed_method_refuses_the_bookmark_of_another_list():
    stub.answers("GET", stub.LIST, {"items": [], "bookmark": "B1"})
    bookmark = get_page().bookmark
    for changed in ({"order": "DESCENDING"}, {"entity_statuses": ["ACTIVE"]}):
        with pytest.raises(ValidationError, match="belongs to another list or other filters"):
            get_page(bookmark=bookmark, **changed)
    with pytest.raises(ValidationError, match="belongs to another list or other filters"):
        AudiencesApi(stub.client()).audiences_list("1", bookmark=bookmark)
    assert len(responses.calls) == 1


@responses.activate
def test_a_bookmark_brings_its_client_unless_another_is_passed():
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": "B1"}, {"items": []}, {"items": []}])
    own, other = PinterestSDKClient("own"), PinterestSDKClient("other")
    bookmark = get_page(own).bookmark
    # This test has no default client, so using one would raise an error.
    AudiencesApi().audiences_list(stub.ACCOUNT, bookmark=bookmark)
    assert stub.sent().headers["Authorization"] == "Bearer own"
    AudiencesApi(other).audiences_list(stub.ACCOUNT, bookmark=bookmark)
    assert stub.sent().headers["Authorization"] == "Bearer other"


def test_pages_and_bookmarks_can_be_pickled_and_copied(page):
    twin = pickle.loads(pickle.dumps(page))
    assert twin.to_dict() == page.to_dict()
    assert twin.bookmark == page.bookmark
    assert copy.copy(page.bookmark) == copy.deepcopy(page.bookmark) == page.bookmark
    found = [item.items[0]["id"] for item in twin.iter_pages()]
    assert found == ["1", "2", "3"]


# --- a list is prepared once ---


class CountedList(Sequence[str]):
    """A list argument that counts how often it is read."""

    def __init__(self, *items: str) -> None:
        self.items = items
        self.reads = 0

    def __len__(self) -> int:
        return len(self.items)

    def __getitem__(self, index: Any) -> Any:
        return self.items[index]

    def __iter__(self) -> Iterator[str]:
        self.reads += 1
        return iter(self.items)


class CountedMapping(Mapping[str, Any]):
    """A body that counts how often it is read."""

    def __init__(self, **items: Any) -> None:
        self.items_by_name = items
        self.reads = 0

    def __len__(self) -> int:
        return len(self.items_by_name)

    def __getitem__(self, name: str) -> Any:
        return self.items_by_name[name]

    def __iter__(self) -> Iterator[str]:
        self.reads += 1
        return iter(self.items_by_name)


@responses.activate
def test_arguments_are_checked_and_encoded_once_for_all_pages():
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": str(step)} for step in range(3)])
    stub.answers("GET", stub.LIST, {"items": []})
    statuses = CountedList("ACTIVE", "PAUSED")
    page = get_page(entity_statuses=statuses)
    reads = statuses.reads
    statuses.items = ("DELETED",)
    assert len(list(page.iter_pages())) == 4
    assert statuses.reads == reads == 1
    assert stub.sent().params["entity_statuses"] == ["ACTIVE", "PAUSED"]


@responses.activate
def test_a_body_is_checked_once_for_all_pages():
    url = f"{stub.API}/catalogs/products/get_by_product_group_filters"
    stub.answers("POST", url, {"items": [], "bookmark": "B1"}, {"items": []})
    body = CountedMapping(feed_id="1", filters={"any_of": [{"BRAND": {"values": ["x"]}}]})
    page = CatalogProductGroupsApi(stub.client()).products_by_product_group_filter_list(body)
    reads = body.reads
    body.items_by_name = {}
    assert len(list(page.iter_pages())) == 2
    assert body.reads == reads == 1
    assert stub.sent_json(0) == stub.sent_json(1) != {}


# --- a server that repeats itself ---


def serve_circle(before: int, length: int) -> None:
    """Serves some pages, then repeats others endlessly."""
    following = {None: "0"} | {str(step): str(step + 1) for step in range(before + length)}
    following[str(before + length - 1)] = str(before)

    def respond(request: Any) -> tuple[int, dict[str, str], str]:
        body = {"items": [{"id": "1"}], "bookmark": following[request.params.get("bookmark")]}
        return 200, {}, json.dumps(body)

    responses.add_callback("GET", stub.LIST, respond)


@pytest.mark.parametrize("length", [1, 2, 8, 9, 30])
@pytest.mark.parametrize("before", [0, 1, 10])
@responses.activate
def test_a_walk_remembers_every_bookmark(before, length):
    serve_circle(before, length)
    walks = [
        lambda: get_page().iter_all(),
        lambda: get_page().iter_pages(),
        lambda: get_page().bookmark,
        lambda: Audience.iter_all(stub.ACCOUNT, client=stub.client()),
    ]
    for start in walks:
        responses.calls.reset()
        with pytest.raises(RepeatedBookmark, match="would never end; start again"):
            list(itertools.islice(start(), 100))
        # One request per page, except for the first page, which was already fetched.
        assert len(responses.calls) == before + length + 1
        assert len(set(sent_bookmarks())) == before + length + 1


def follow(page: Page[Any], pass_on: Callable[[Any], Any]) -> None:
    """Gets one page after another, up to 100."""
    for _ in range(100):
        page = pass_on(page.bookmark).get_next()


@pytest.mark.parametrize("length", [1, 2, 7, 8])
@pytest.mark.parametrize("before", [0, 10])
@responses.activate
def test_a_while_loop_notices_circles_of_up_to_eight_pages(before, length):
    serve_circle(before, length)
    with pytest.raises(RepeatedBookmark):
        follow(get_page(), lambda bookmark: bookmark)
    assert len(responses.calls) == before + length + 1


@responses.activate
def test_a_pickled_bookmark_still_notices_a_circle():
    serve_circle(0, 4)
    with pytest.raises(RepeatedBookmark):
        follow(get_page(), lambda bookmark: pickle.loads(pickle.dumps(bookmark)))
    assert len(responses.calls) == 5


@responses.activate
def test_the_same_page_may_be_requested_again():
    stub.answers("GET", stub.LIST, {"items": [], "bookmark": "B1"})
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": "B2"}] * 3)
    _, bookmark = get_page()
    assert bookmark.get_next() == bookmark.get_next() == get_page(bookmark=bookmark)
