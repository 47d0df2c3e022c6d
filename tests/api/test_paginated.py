"""A page as the typed methods answer it."""

# Tests pass what the types forbid, and read what may be None by its type.
# mypy: disable-error-code="attr-defined"
from __future__ import annotations

import pytest
import responses

from pinterest.api import AudiencesApi
from pinterest.exceptions import RepeatedBookmark, UnknownKey
from pinterest.utils.paginated import Paginated
from tests.models import stub


@pytest.fixture
def pages():
    """Three pages; the first of them has been asked for."""
    with responses.mock:
        for number, bookmark in (("1", "B1"), ("2", "B2"), ("3", None)):
            stub.answers("GET", stub.LIST, {"items": [{"id": number}, 5], "bookmark": bookmark})
        yield AudiencesApi(stub.client()).audiences_list(stub.ACCOUNT, page_size=2)


def test_pages_begin_with_the_one_at_hand(pages):
    found = list(pages.iter_pages())
    assert found[0] is pages
    assert [type(page) for page in found] == [Paginated] * 3
    assert [page.bookmark for page in found] == ["B1", "B2", None]
    assert [page.items[0].id for page in found] == ["1", "2", "3"]
    assert len(responses.calls) == 3
    assert [call.request.params.get("bookmark") for call in responses.calls] == [None, "B1", "B2"]
    assert {call.request.params["page_size"] for call in responses.calls} == {"2"}


def test_items_are_asked_for_as_they_are_needed(pages):
    items = pages.iter_all()
    assert next(items).id == "1"
    assert next(items) == 5
    assert len(responses.calls) == 1
    assert next(items).id == "2"
    assert len(responses.calls) == 2


def test_it_reads_like_the_answer_itself(pages):
    assert pages["items"] is pages.items
    assert pages["bookmark"] == pages.get("bookmark") == "B1"
    assert pages.get("pages") is None
    assert pages.get("pages", 5) == 5
    assert "items" in pages and "pages" not in pages
    assert pages.to_dict() == {"items": [{"id": "1"}, 5], "bookmark": "B1"}
    assert repr(pages) == "Paginated(items=[Audience(id='1'), 5], bookmark='B1')"
    with pytest.raises(
        KeyError, match=r"a page has no 'pages'; it has 'items' and 'bookmark'"
    ) as it:
        _ = pages["pages"]
    assert isinstance(it.value, UnknownKey)


@responses.activate
def test_a_server_that_repeats_itself_is_left():
    stub.answers("GET", stub.LIST, *[{"items": [], "bookmark": "B1"}] * 2)
    with pytest.raises(RepeatedBookmark):
        list(AudiencesApi(stub.client()).audiences_list(stub.ACCOUNT).iter_all())
    with pytest.raises(RepeatedBookmark):
        AudiencesApi(stub.client()).audiences_list(stub.ACCOUNT, bookmark="B1")


def test_a_page_can_be_kept_for_later(pages):
    # What pickles is the way: a bookmark's token, and the page with all it leads to.
    import pickle

    twin = pickle.loads(pickle.dumps(pages))
    assert twin.to_dict() == pages.to_dict()
    assert [item["id"] for page in twin.iter_pages() for item in page.items[:1]] == ["1", "2", "3"]
