"""The user account, its websites, and followed users, boards and interests."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations.user_account import (
    BOARDS_USER_FOLLOWS_LIST,
    FOLLOW_USER_UPDATE,
    FOLLOWERS_LIST,
    UNVERIFY_WEBSITE_DELETE,
    USER_ACCOUNT_FOLLOWED_INTERESTS,
    USER_ACCOUNT_GET,
    USER_FOLLOWING_GET,
    USER_WEBSITES_GET,
    VERIFY_WEBSITE_UPDATE,
    WEBSITE_VERIFICATION_GET,
)
from tests.emulator.api import Api
from tests.emulator.organic import new_board, new_pin
from tests.emulator.valid import assert_valid

HOME = "/user_account"


def list_items(api: Api, operation: Operation, path: str, **query: Any) -> list[dict[str, Any]]:
    """Returns the items of all pages of a list, after validating each page."""
    found: list[dict[str, Any]] = []
    while True:
        response = api.get(path, params=query)
        assert_valid(operation, response)
        found += response.json()["items"]
        query["bookmark"] = response.json()["bookmark"]
        if query["bookmark"] is None:
            return found


def list_followers(api: Api) -> list[str]:
    return [user["username"] for user in list_items(api, FOLLOWERS_LIST, f"{HOME}/followers")]


def count_views(api: Api) -> int:
    """Returns the impressions of the user's pins in the last 30 days, from analytics."""
    today = datetime.datetime.now(datetime.UTC).date()
    query = {"start_date": str(today - datetime.timedelta(29)), "end_date": str(today)}
    query["metric_types"] = "IMPRESSION"
    response = api.get(f"{HOME}/analytics", params=query)
    assert response.status_code == 200, response.text
    found: int = response.json()["all"]["summary_metrics"]["IMPRESSION"]
    return found


def test_the_account_has_current_counts(emulator: Emulator, api: Api) -> None:
    before = api.get(HOME)
    assert_valid(USER_ACCOUNT_GET, before)
    assert (before.json()["board_count"], before.json()["pin_count"]) == (0, 0)
    board = new_board(api)["id"]
    new_pin(api, board)
    new_pin(api)
    api.post(f"{HOME}/following/{list_followers(api)[0]}", json={})
    after = api.get(HOME).json()
    counts = {"board_count": 1, "pin_count": 2, "following_count": 1}
    counts["monthly_views"] = count_views(api)
    assert after == {**before.json(), **counts}
    assert after["follower_count"] == len(list_followers(api))
    owner = api.get(f"/ad_accounts/{emulator.ad_account_id}").json()["owner"]
    assert owner == {"id": after["id"], "username": after["username"]}


def test_followers_are_paged(api: Api) -> None:
    everyone = list_items(api, FOLLOWERS_LIST, f"{HOME}/followers", page_size=250)
    assert list_items(api, FOLLOWERS_LIST, f"{HOME}/followers", page_size=7) == everyone
    assert len({user["username"] for user in everyone}) == len(everyone) == 40
    assert {user["type"] for user in everyone} == {"user"}


def test_users_are_followed(api: Api) -> None:
    first, second = list_followers(api)[3], list_followers(api)[1]
    for name in (first, second, first):
        response = api.post(f"{HOME}/following/{name}", json={"auto_follow": False})
        assert_valid(FOLLOW_USER_UPDATE, response)
        assert response.json() == {"username": name, "type": "user"}
    followed = list_items(
        api, USER_FOLLOWING_GET, f"{HOME}/following", page_size=1, feed_type="RANKED"
    )
    assert [user["username"] for user in followed] == [first, second]
    boards = list_items(api, BOARDS_USER_FOLLOWS_LIST, f"{HOME}/following/boards", page_size=1)
    assert [board["owner"]["username"] for board in boards] == [first, second]
    assert len({board["id"] for board in boards}) == 2
    explicit = list_items(
        api, BOARDS_USER_FOLLOWS_LIST, f"{HOME}/following/boards", explicit_following="true"
    )
    assert explicit == []


def test_only_known_users_can_be_followed(api: Api) -> None:
    me = api.get(HOME).json()["username"]
    for name, status, code in (("nobody", 404, 30), (me, 400, 1)):
        response = api.post(f"{HOME}/following/{name}", json={})
        assert (response.status_code, response.json()["code"]) == (status, code)
    assert list_items(api, USER_FOLLOWING_GET, f"{HOME}/following") == []


def test_each_user_has_interests(api: Api) -> None:
    me, *others = api.get(HOME).json()["username"], *list_followers(api)
    found = {
        name: list_items(
            api, USER_ACCOUNT_FOLLOWED_INTERESTS, f"/users/{name}/interests/follow", page_size=2
        )
        for name in (me, *others)
    }
    assert all(len({interest["id"] for interest in interests}) == 3 for interests in found.values())
    assert len({str(interests) for interests in found.values()}) > 1
    unknown = api.get("/users/nobody/interests/follow")
    assert (unknown.status_code, unknown.json()["code"]) == (404, 30)


def test_a_website_is_verified_and_removed(emulator: Emulator, api: Api) -> None:
    path = f"{HOME}/websites"
    response = api.post(path, json={"website": "https://www.example.com/shop/"})
    assert_valid(VERIFY_WEBSITE_UPDATE, response)
    first = response.json()
    assert (first["website"], first["status"]) == ("www.example.com/shop", "success")
    assert len(first["verified_at"]) == len("2026-01-01T00:00:00")
    second = api.post(path, json={"website": "example.org", "verification_method": "DNSTXT"}).json()
    assert list_items(api, USER_WEBSITES_GET, path, page_size=1) == [first, second]

    emulator.advance(60)
    again = api.post(path, json={"website": "www.example.com/shop"}).json()
    assert again["verified_at"] > first["verified_at"]
    assert list_items(api, USER_WEBSITES_GET, path) == [again, second]

    removed = api.delete(path, params={"website": "http://www.example.com/shop"})
    assert removed.status_code == 204
    assert_valid(UNVERIFY_WEBSITE_DELETE, removed)
    assert list_items(api, USER_WEBSITES_GET, path) == [second]
    assert api.delete(path, params={"website": "www.example.com/shop"}).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"website": " "},
        {"website": "https://"},
        {"website": "x", "verification_method": "PHONE"},
    ],
)
def test_a_bad_website_is_refused(api: Api, body: dict[str, str]) -> None:
    response = api.post(f"{HOME}/websites", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert list_items(api, USER_WEBSITES_GET, f"{HOME}/websites") == []


def test_verification_codes_do_not_change(api: Api) -> None:
    response = api.get(f"{HOME}/websites/verification")
    assert_valid(WEBSITE_VERIFICATION_GET, response)
    proof = response.json()
    code = proof["verification_code"]
    assert all(code in proof[name] for name in ("dns_txt_record", "metatag", "file_content"))
    assert api.get(f"{HOME}/websites/verification").json() == proof
