"""The user account: its counts, its websites, those it follows and what they bring with them."""

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


def items(api: Api, operation: Operation, path: str, **query: Any) -> list[dict[str, Any]]:
    """Returns a list as a whole, each page of it valid."""
    found: list[dict[str, Any]] = []
    while True:
        answer = api.get(path, params=query)
        assert_valid(operation, answer)
        found += answer.json()["items"]
        query["bookmark"] = answer.json()["bookmark"]
        if query["bookmark"] is None:
            return found


def followers(api: Api) -> list[str]:
    return [user["username"] for user in items(api, FOLLOWERS_LIST, f"{HOME}/followers")]


def views(api: Api) -> int:
    """Returns how often the user's pins were seen in 30 days, as analytics tell it."""
    today = datetime.datetime.now(datetime.UTC).date()
    query = {"start_date": str(today - datetime.timedelta(29)), "end_date": str(today)}
    query["metric_types"] = "IMPRESSION"
    answer = api.get(f"{HOME}/analytics", params=query)
    assert answer.status_code == 200, answer.text
    found: int = answer.json()["all"]["summary_metrics"]["IMPRESSION"]
    return found


def test_the_account_counts_what_there_is(emulator: Emulator, api: Api) -> None:
    before = api.get(HOME)
    assert_valid(USER_ACCOUNT_GET, before)
    assert (before.json()["board_count"], before.json()["pin_count"]) == (0, 0)
    board = new_board(api)["id"]
    new_pin(api, board)
    new_pin(api)
    api.post(f"{HOME}/following/{followers(api)[0]}", json={})
    after = api.get(HOME).json()
    counts = {"board_count": 1, "pin_count": 2, "following_count": 1}
    counts["monthly_views"] = views(api)
    assert after == {**before.json(), **counts}
    assert after["follower_count"] == len(followers(api))
    owner = api.get(f"/ad_accounts/{emulator.ad_account_id}").json()["owner"]
    assert owner == {"id": after["id"], "username": after["username"]}


def test_followers_come_in_pages(api: Api) -> None:
    everybody = items(api, FOLLOWERS_LIST, f"{HOME}/followers", page_size=250)
    assert items(api, FOLLOWERS_LIST, f"{HOME}/followers", page_size=7) == everybody
    assert len({user["username"] for user in everybody}) == len(everybody) == 40
    assert {user["type"] for user in everybody} == {"user"}


def test_somebody_is_followed(api: Api) -> None:
    first, second = followers(api)[3], followers(api)[1]
    for name in (first, second, first):
        answer = api.post(f"{HOME}/following/{name}", json={"auto_follow": False})
        assert_valid(FOLLOW_USER_UPDATE, answer)
        assert answer.json() == {"username": name, "type": "user"}
    followed = items(api, USER_FOLLOWING_GET, f"{HOME}/following", page_size=1, feed_type="RANKED")
    assert [user["username"] for user in followed] == [first, second]
    boards = items(api, BOARDS_USER_FOLLOWS_LIST, f"{HOME}/following/boards", page_size=1)
    assert [board["owner"]["username"] for board in boards] == [first, second]
    assert len({board["id"] for board in boards}) == 2
    explicit = items(
        api, BOARDS_USER_FOLLOWS_LIST, f"{HOME}/following/boards", explicit_following="true"
    )
    assert explicit == []


def test_nobody_unknown_is_followed(api: Api) -> None:
    me = api.get(HOME).json()["username"]
    for name, status, code in (("nobody", 404, 30), (me, 400, 1)):
        answer = api.post(f"{HOME}/following/{name}", json={})
        assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert items(api, USER_FOLLOWING_GET, f"{HOME}/following") == []


def test_interests_are_somebodys_own(api: Api) -> None:
    me, *others = api.get(HOME).json()["username"], *followers(api)
    found = {
        name: items(
            api, USER_ACCOUNT_FOLLOWED_INTERESTS, f"/users/{name}/interests/follow", page_size=2
        )
        for name in (me, *others)
    }
    assert all(len({interest["id"] for interest in one}) == 3 for one in found.values())
    assert len({str(one) for one in found.values()}) > 1
    unknown = api.get("/users/nobody/interests/follow")
    assert (unknown.status_code, unknown.json()["code"]) == (404, 30)


def test_a_website_is_verified_and_given_up(emulator: Emulator, api: Api) -> None:
    path = f"{HOME}/websites"
    answer = api.post(path, json={"website": "https://www.example.com/shop/"})
    assert_valid(VERIFY_WEBSITE_UPDATE, answer)
    first = answer.json()
    assert (first["website"], first["status"]) == ("www.example.com/shop", "success")
    assert len(first["verified_at"]) == len("2026-01-01T00:00:00")
    second = api.post(path, json={"website": "example.org", "verification_method": "DNSTXT"}).json()
    assert items(api, USER_WEBSITES_GET, path, page_size=1) == [first, second]

    emulator.advance(60)
    again = api.post(path, json={"website": "www.example.com/shop"}).json()
    assert again["verified_at"] > first["verified_at"]
    assert items(api, USER_WEBSITES_GET, path) == [again, second]

    gone = api.delete(path, params={"website": "http://www.example.com/shop"})
    assert gone.status_code == 204
    assert_valid(UNVERIFY_WEBSITE_DELETE, gone)
    assert items(api, USER_WEBSITES_GET, path) == [second]
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
    answer = api.post(f"{HOME}/websites", json=body)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert items(api, USER_WEBSITES_GET, f"{HOME}/websites") == []


def test_what_proves_a_website_is_always_the_same(api: Api) -> None:
    answer = api.get(f"{HOME}/websites/verification")
    assert_valid(WEBSITE_VERIFICATION_GET, answer)
    proof = answer.json()
    code = proof["verification_code"]
    assert all(code in proof[name] for name in ("dns_txt_record", "metatag", "file_content"))
    assert api.get(f"{HOME}/websites/verification").json() == proof
