"""Lists of rich models: pages and bookmarks."""

# Tests pass values that the types forbid, and use values that may be None according to their types.
# mypy: disable-error-code="comparison-overlap,truthy-bool,union-attr,var-annotated"
from __future__ import annotations

import itertools
import pickle
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import responses

from pinterest import Audience, Bookmark, Page
from pinterest.exceptions import BadRequest, RepeatedBookmark, ServerError, ValidationError
from tests.models import stub


def build_page(*ids: str, bookmark: object = None) -> dict[str, Any]:
    return {"items": [{"id": id, "name": f"Audience {id}"} for id in ids], "bookmark": bookmark}


def get_query(number: int = -1) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(stub.sent(number).url or "").query, keep_blank_values=True)


def list_ids(audiences: Any) -> list[str]:
    return [audience.id for audience in audiences]


@responses.activate
def test_get_all_returns_a_page():
    stub.answers("GET", stub.LIST, build_page("1", "2", bookmark="B1"))
    answer = Audience.get_all(stub.ACCOUNT, client=stub.client())
    assert isinstance(answer, Page)
    items, bookmark = answer
    assert items is answer.items
    assert bookmark is answer.bookmark
    assert list_ids(items) == ["1", "2"]
    assert isinstance(bookmark, Bookmark)
    assert bookmark.bookmark_token == bookmark.get_bookmark_token() == "B1"
    assert bookmark
    assert get_query() == [("order", "ASCENDING")]
    assert repr(bookmark) == "Bookmark('B1' of GET /ad_accounts/{ad_account_id}/audiences)"


@pytest.mark.parametrize("last", [{"bookmark": None}, {}, {"bookmark": ""}])
@responses.activate
def test_the_last_page_has_no_bookmark(last):
    stub.answers("GET", stub.LIST, {"items": [], **last})
    assert Audience.get_all(stub.ACCOUNT, client=stub.client()) == ([], None)


@responses.activate
def test_a_bare_list_is_a_page():
    stub.answers("GET", stub.LIST, build_page("1")["items"])
    items, bookmark = Audience.get_all(stub.ACCOUNT, client=stub.client())
    assert (list_ids(items), bookmark) == (["1"], None)


@pytest.mark.parametrize(
    "answer",
    [{}, {"items": None}, {"items": {}}, {"items": "x"}, "x", None, {"items": [1]}, [None]],
)
@responses.activate
def test_a_response_that_is_not_a_page_raises_a_server_error(answer):
    stub.answers("GET", stub.LIST, answer)
    with pytest.raises(ServerError, match=r"GET /ad_accounts/"):
        Audience.get_all(stub.ACCOUNT, client=stub.client())


@responses.activate
def test_a_token_may_be_a_number():
    stub.answers("GET", stub.LIST, build_page("1", bookmark=7), build_page("2"))
    _, bookmark = Audience.get_all(stub.ACCOUNT, client=stub.client())
    assert bookmark and list_ids(bookmark.get_next().items) == ["2"]
    assert ("bookmark", "7") in get_query()


@responses.activate
def test_listed_audiences_are_loaded():
    stub.answers("GET", stub.LIST, build_page("1", "2"))
    items, _ = Audience.get_all(stub.ACCOUNT, client=stub.client())
    for audience in items:
        assert audience.is_loaded
        assert audience.name == f"Audience {audience.id}"
        assert audience.ad_account_id == stub.ACCOUNT
        assert audience.description is audience.rule is audience.size is None
        assert not hasattr(audience, "descripton")
    assert items[0] != items[1]
    assert items[0] == Audience(stub.ACCOUNT, 1, stub.client())
    assert len(responses.calls) == 1


def test_listing_five_thousand_audiences_sends_twenty_requests(
    pinterest_emulator, pinterest_client
):
    pinterest_emulator.add_audiences(5000)
    names = set()
    audiences, bookmark = Audience.get_all(
        pinterest_emulator.ad_account_id, page_size=250, client=pinterest_client
    )
    while True:
        names.update((audience.name, audience.created_by_company_name) for audience in audiences)
        if not bookmark:
            break
        audiences, bookmark = bookmark.get_next()
    assert len(names) == 5000
    paths = {request.path for request in pinterest_emulator.requests}
    assert paths == {f"/ad_accounts/{pinterest_emulator.ad_account_id}/audiences"}
    assert len(pinterest_emulator.requests) == 20


@responses.activate
def test_later_pages_keep_filters_size_and_order():
    stub.answers(
        "GET",
        stub.LIST,
        build_page("1", bookmark="B1"),
        build_page("2", bookmark="B2"),
        build_page("3"),
    )
    statuses: list[Any] = ["ACTIVE", "PAUSED"]
    _, bookmark = Audience.get_all(
        int(stub.ACCOUNT),
        statuses,
        7,
        "DESCENDING",
        client=stub.client(),
        ownership_type="OWNED",
    )
    statuses.append("ARCHIVED")  # later changes of the caller's list have no effect
    first = sorted(get_query())
    assert first == [
        ("entity_statuses", "ACTIVE"),
        ("entity_statuses", "PAUSED"),
        ("order", "DESCENDING"),
        ("ownership_type", "OWNED"),
        ("page_size", "7"),
    ]
    assert bookmark
    second = bookmark.get_next()
    assert sorted(get_query()) == sorted([*first, ("bookmark", "B1")])
    assert second.bookmark
    third = second.bookmark.get_next()
    assert sorted(get_query()) == sorted([*first, ("bookmark", "B2")])
    assert list_ids(third.items) == ["3"]
    assert third.bookmark is None
    assert statuses == ["ACTIVE", "PAUSED", "ARCHIVED"]


@responses.activate
def test_order_none_is_not_sent():
    stub.answers("GET", stub.LIST, build_page())
    Audience.get_all(stub.ACCOUNT, order=None, client=stub.client())
    assert get_query() == []


def test_a_bookmark_can_be_reused_and_pickled(pinterest_emulator, pinterest_client):
    known = pinterest_emulator.add_audiences(5)
    _, bookmark = Audience.get_all(
        pinterest_emulator.ad_account_id, page_size=2, client=pinterest_client
    )
    assert list_ids(bookmark) == list(known[2:])
    assert list_ids(bookmark) == list(known[2:])
    assert (
        list_ids(bookmark.get_next().items)
        == list_ids(bookmark.get_next().items)
        == list(known[2:4])
    )
    twin = pickle.loads(pickle.dumps(bookmark))
    assert twin == bookmark
    assert hash(twin) == hash(bookmark)
    assert list_ids(twin) == list(known[2:])
    restored = pickle.loads(pickle.dumps(bookmark.get_next()))
    assert list_ids(restored.items) == list(known[2:4])
    assert list_ids(restored.bookmark) == [known[4]]
    assert restored.items[0].refresh().name == "Audience 3"


@responses.activate
def test_a_bookmark_never_changes():
    stub.answers("GET", stub.LIST, build_page("1", bookmark="B1"))
    _, bookmark = Audience.get_all(stub.ACCOUNT, client=stub.client())
    for name in ("bookmark_token", "_tokens", "anything"):
        with pytest.raises(AttributeError, match=r"cannot be changed"):
            setattr(bookmark, name, "B2")
    assert bookmark and bookmark.bookmark_token == "B1"


@responses.activate
def test_bookmarks_are_equal_if_they_lead_to_the_same_page():
    stub.answers("GET", stub.LIST, *[build_page(bookmark="B1")] * 4, build_page(bookmark="B2"))
    client = stub.client()
    first = Audience.get_all(stub.ACCOUNT, client=client).bookmark
    same = Audience.get_all(int(stub.ACCOUNT), page_size=9, client=client).bookmark
    filtered = Audience.get_all(stub.ACCOUNT, ["ACTIVE"], client=client).bookmark
    backwards = Audience.get_all(stub.ACCOUNT, order="DESCENDING", client=client).bookmark
    later = Audience.get_all(stub.ACCOUNT, client=client).bookmark
    assert first == same
    assert hash(first) == hash(same)
    assert first not in (filtered, backwards, later, "B1")


@responses.activate
def test_get_all_starts_at_a_bookmark_or_its_token():
    stub.answers(
        "GET", stub.LIST, build_page("1", bookmark="B1"), *[build_page("2", bookmark="B2")] * 3
    )
    client = stub.client()
    _, bookmark = Audience.get_all(stub.ACCOUNT, client=client)
    for start in (bookmark, "B1", pickle.loads(pickle.dumps(bookmark))):
        items, following = Audience.get_all(stub.ACCOUNT, bookmark=start, client=client)
        assert list_ids(items) == ["2"]
        assert following and following.bookmark_token == "B2"
        assert ("bookmark", "B1") in get_query()


@responses.activate
def test_the_bookmark_of_another_list_is_refused():
    stub.answers("GET", stub.LIST, build_page(bookmark="B1"))
    client = stub.client()
    _, bookmark = Audience.get_all(stub.ACCOUNT, client=client)
    other: list[dict[str, Any]] = [
        {"ad_account_id": "1"},
        {"order": "DESCENDING"},
        {"entity_statuses": ["ACTIVE"]},
        {"ownership_type": "RECEIVED"},
    ]
    for changed in other:
        arguments = {"ad_account_id": stub.ACCOUNT, **changed}
        with pytest.raises(
            ValidationError, match=r"belongs to another list or other filters. Pass"
        ):
            Audience.get_all(**arguments, bookmark=bookmark, client=client)
    assert len(responses.calls) == 1


@pytest.mark.parametrize("bookmark", ["", 5, True, ["B1"]])
@responses.activate
def test_get_all_refuses_values_that_are_not_bookmarks(bookmark):
    with pytest.raises(ValidationError, match=r"bookmark: .* is not valid; allowed: a"):
        Audience.get_all(stub.ACCOUNT, bookmark=bookmark, client=stub.client())
    assert len(responses.calls) == 0


def test_the_server_refuses_the_token_of_another_list(pinterest_emulator, pinterest_client):
    pinterest_emulator.add_audiences(3)
    other = pinterest_emulator.add_ad_account()
    pinterest_emulator.add_audiences(3, ad_account_id=other)
    _, bookmark = Audience.get_all(other, page_size=1, client=pinterest_client)
    for token in (bookmark.bookmark_token, "made-up", "★"):
        with pytest.raises(BadRequest, match=r"400.*bookmark"):
            Audience.get_all(
                pinterest_emulator.ad_account_id, bookmark=token, client=pinterest_client
            )


def serve_circle(tail: int, length: int) -> None:
    """Makes the server return some pages, then repeat others endlessly."""
    following = {None: "0"} | {str(step): str(step + 1) for step in range(tail + length)}
    following[str(tail + length - 1)] = str(tail)

    def answer(request: Any) -> tuple[int, dict[str, str], str]:
        token = request.params.get("bookmark")
        return 200, {}, f'{{"items": [{{"id": "1"}}], "bookmark": "{following[token]}"}}'

    responses.add_callback("GET", stub.LIST, answer)


@pytest.mark.parametrize("length", [1, 2, 3, 7, 16])
@pytest.mark.parametrize("tail", [0, 1, 5])
@responses.activate
def test_iter_all_stops_at_a_repeated_bookmark(tail, length):
    serve_circle(tail, length)
    most = tail + length + 1
    audiences = Audience.iter_all(stub.ACCOUNT, client=stub.client())
    with pytest.raises(RepeatedBookmark, match="never end; start again"):
        list(itertools.islice(audiences, most))


@responses.activate
def test_a_page_that_leads_to_itself_raises_an_error():
    stub.answers("GET", stub.LIST, build_page("1", bookmark="B1"))
    with pytest.raises(RepeatedBookmark):
        Audience.get_all(stub.ACCOUNT, bookmark="B1", client=stub.client())
