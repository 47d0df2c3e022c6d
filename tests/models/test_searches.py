"""Searches, trends and terms: requests that are not about one object."""

from __future__ import annotations

import pytest

from pinterest import Board, Pin, Terms, Trends
from pinterest.exceptions import Unauthorized, ValidationError


def test_the_users_pins_are_found_by_their_text(demo_shop, demo_client):
    pin = Pin.get_all(page_size=1, client=demo_client).items[0]
    assert pin.title
    found = list(Pin.iter_search(pin.title, client=demo_client))
    assert pin in found
    assert all(item.is_loaded and item._stored_client is demo_client for item in found)
    page = Pin.search(pin.title, ad_account_id=demo_shop.ad_account_id, client=demo_client)
    assert page.items[0].ad_account_id == demo_shop.ad_account_id
    assert Pin.search("zzzzzz", client=demo_client) == ([], None)


def test_the_users_boards_are_found_by_their_name(demo_client):
    board = Board.get_all(page_size=1, client=demo_client).items[0]
    assert board in Board.search(board.name, client=demo_client).items
    every = list(Board.iter_search(page_size=1, client=demo_client))
    assert [item.id for item in every] == [item.id for item in Board.iter_all(client=demo_client)]


def test_pins_of_all_users_are_paged(demo_shop, demo_client):
    page = Pin.list_partner_pins("quilt", "US", 2, client=demo_client)
    assert len(page.items) == 2
    assert page.bookmark
    every = list(Pin.partner_pins("quilt", "US", limit=5, page_size=2, client=demo_client))
    assert every[:2] == page.items
    assert [request.query.get("limit") for request in demo_shop.requests] == ["2"] * 4
    with pytest.raises(ValidationError, match="limit: 51"):
        Pin.list_partner_pins("quilt", "US", 51, client=demo_client)


def test_pins_of_all_users_need_a_feature(pinterest_client):
    with pytest.raises(Unauthorized, match="pin_search"):
        Pin.list_partner_pins("quilt", "US", client=pinterest_client)


def test_trends_are_lists(demo_client):
    keywords = Trends.keywords("US", "growing", ["home_decor"], limit=3, client=demo_client)
    assert len(keywords) == 3
    assert all(trend.keyword and trend.time_series for trend in keywords)
    for topic in Trends.featured_topics("US", interest="HOME_DECOR", client=demo_client):
        assert topic.interest == "HOME_DECOR"
        assert topic.trends
    for category in Trends.product_categories("US", ["BEAUTY"], client=demo_client):
        assert category.verticals == ["BEAUTY"]
    [details] = Trends.product_category_details(["SOFAS"], "US", client=demo_client)
    assert details.product_category == "SOFAS"
    assert Trends.editorial_articles("GB+IE", client=demo_client)[0].title


def test_terms_are_related_and_suggested(demo_client):
    related = Terms.related(["quilt", "rug"], client=demo_client).related_terms_list
    assert related
    assert [item.term for item in related] == ["quilt", "rug"]
    assert all(item.related_terms for item in related)
    assert len(Terms.suggested("quilt", 2, client=demo_client)) == 2


def test_wrong_arguments_are_refused_before_a_request(demo_shop, demo_client):
    with pytest.raises(ValidationError, match="region"):
        Trends.keywords("XX", "growing", client=demo_client)  # type: ignore[arg-type]  # not a region
    with pytest.raises(ValidationError, match="did you mean 'limit'"):
        Terms.suggested("quilt", limt=2, client=demo_client)  # type: ignore[arg-type]  # misspelled
    assert demo_shop.requests == []
