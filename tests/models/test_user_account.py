"""The user account, which is identified only by the token."""

from __future__ import annotations

import copy
import datetime
import pickle

import pytest

from pinterest import AdAccount, Board, UserAccount
from pinterest.exceptions import NotFound, ValidationError

TODAY = datetime.datetime.now(datetime.UTC).date()
WEEK_AGO = TODAY - datetime.timedelta(days=7)


@pytest.fixture
def account(demo_client):
    return UserAccount(client=demo_client)


def test_fields_are_fetched_once(demo_shop, account):
    assert repr(account) == "UserAccount(not loaded)"
    assert account.username and account.id and account.follower_count
    assert [request.method for request in demo_shop.requests] == ["GET"]
    assert repr(account) == (
        f"UserAccount(id={account.id!r}, username={account.username!r}, account_type='BUSINESS')"
    )


def test_two_accounts_are_equal_if_their_users_are_the_same(account):
    other = UserAccount(client=account._stored_client)
    assert account != other
    assert len({account, other}) == 2
    assert account == account.refresh()
    assert account == other.refresh() == copy.copy(other) == pickle.loads(pickle.dumps(other))
    assert account != UserAccount.from_dict({"id": "5"})
    assert account != AdAccount("5")


def test_requests_act_as_the_owner_of_the_ad_account(demo_shop, account):
    owner = UserAccount(demo_shop.ad_account_id, account._stored_client)
    assert owner.ad_account_id == demo_shop.ad_account_id
    assert owner.username
    board = next(owner.boards())
    assert board.ad_account_id == demo_shop.ad_account_id
    assert owner.analytics(WEEK_AGO, TODAY)
    found = [request.query["ad_account_id"] for request in demo_shop.requests]
    assert found == [demo_shop.ad_account_id] * 3


@pytest.fixture
def account_with_contacts(demo_shop, account):
    """The account, with two followed users and two websites."""
    for user in account.list_followers(page_size=2).items:
        account.follow(user.username)
    for website in ("one.example.com", "two.example.com"):
        account.verify_website(website, "DNSTXT")
    demo_shop.clear_requests()
    return account


def test_lists_have_pages_and_iterators(demo_shop, account_with_contacts):
    for name in ("boards", "pins", "followers", "followed_users", "followed_boards", "websites"):
        demo_shop.clear_requests()
        page = getattr(account_with_contacts, f"list_{name}")(page_size=1)
        assert page.items
        every = list(getattr(account_with_contacts, name)())
        assert every[0] == page.items[0]
        assert len(every) > 1
        assert list(page.iter_all()) == every
        assert demo_shop.requests[0].query["page_size"] == "1"
        assert demo_shop.requests[1].query["page_size"] == "250"


def test_followed_boards_are_loaded_boards(account_with_contacts):
    boards = list(account_with_contacts.followed_boards())
    assert boards
    assert all(isinstance(board, Board) and board.is_loaded for board in boards)


def test_analytics_have_rows_per_day_and_a_summary(demo_shop, account):
    rows = account.analytics(WEEK_AGO, str(TODAY), ["IMPRESSION", "SAVE"])
    assert [row["DATE"] for row in rows] == [
        WEEK_AGO + datetime.timedelta(days=n) for n in range(8)
    ]
    [summary] = rows.summary
    assert summary["IMPRESSION"] == sum(row["IMPRESSION"] for row in rows)
    assert len(demo_shop.requests) == 1
    with pytest.raises(ValidationError, match="end_date"):
        account.analytics(TODAY, WEEK_AGO)
    assert len(demo_shop.requests) == 1


def test_top_pins_are_in_order(account):
    rows = account.top_pins(WEEK_AGO, TODAY, "IMPRESSION", ["IMPRESSION", "SAVE"], num_of_pins=3)
    figures = [row["IMPRESSION"] for row in rows]
    assert len(figures) == 3
    assert figures == sorted(figures, reverse=True)
    assert all(row["PIN_ID"] for row in rows)
    rows = account.top_video_pins(WEEK_AGO, TODAY, "VIDEO_START", ["VIDEO_START"])
    assert all(row.keys() == {"PIN_ID", "VIDEO_START"} for row in rows)


def test_following_a_user(account):
    follower = account.list_followers().items[0]
    assert account.follow(follower.username).username == follower.username
    assert follower.username in {user.username for user in account.followed_users()}
    with pytest.raises(NotFound):
        account.follow("nobody-has-this-name")


def test_a_website_is_verified_and_removed(account):
    code = account.website_verification()
    assert code.verification_code in code.metatag
    assert account.verify_website("quilts.example.com", "METATAG").status == "success"
    assert "quilts.example.com" in {site.website for site in account.websites()}
    assert account.unverify_website("quilts.example.com") is True
    assert "quilts.example.com" not in {site.website for site in account.websites()}
    with pytest.raises(NotFound):
        account.unverify_website("quilts.example.com")


def test_businesses_and_interests(account):
    assert all(item.username for item in account.businesses())
    client = account._stored_client
    with pytest.warns(DeprecationWarning, match="interests/follow is deprecated") as warned:
        page = UserAccount.list_followed_interests(account.username, page_size=1, client=client)
    assert [warning.filename for warning in warned] == [__file__]
    with pytest.warns(DeprecationWarning, match="is deprecated"):
        every = list(UserAccount.followed_interests(account.username, client=client))
    assert every[0] == page.items[0]
    assert every[0].name
