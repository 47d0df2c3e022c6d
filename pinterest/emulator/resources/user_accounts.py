"""The user account, with its websites, followers and followed users.

The emulator makes up 40 other users from the seed. All 40 users follow the user account. Each of these users has one
board and some interests.
"""

from __future__ import annotations

import datetime
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem, bad_request, not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.ad_accounts import USERNAME, get_user_id
from pinterest.emulator.resources.boards import BOARD, PIN
from pinterest.emulator.resources.organic_analytics import count_monthly_views
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
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

_WEBSITE, _FOLLOWED = "website", "followed_user"
_USER_NOT_FOUND = 30
_FOLLOWERS = 40
_FIRST_BOARD = 549_755_000_000
_PEOPLE = ("mari", "jo", "ada", "noor", "lena", "tomas", "ines", "kofi")
_CRAFTS = ("quilts", "sews", "knits", "weaves", "embroiders")
_INTERESTS = ("Patchwork", "Hand quilting", "Vintage fabric", "Sewing rooms", "Natural dyes")
_FIRST_INTEREST = 903_972_000_000


@handles(USER_ACCOUNT_GET)
def get_user_account(call: Call) -> dict[str, Any]:
    """Returns the user account, with current counts of boards, pins and followers."""
    state = call.state
    now = state.clock.now()
    return {
        "id": get_user_id(state),
        "username": USERNAME,
        "account_type": "BUSINESS",
        "business_name": "The Quilt Shop",
        "about": "Fabric, patterns and kits for quilts.",
        "profile_image": "https://www.example.com/images/profile.jpg",
        "website_url": "https://www.example.com",
        "board_count": state.store.count(BOARD, None, now),
        "pin_count": state.store.count(PIN, None, now),
        "follower_count": len(_list_other_usernames(state)),
        "following_count": state.store.count(_FOLLOWED, None, now),
        "monthly_views": count_monthly_views(state),
    }


@handles(FOLLOWERS_LIST)
def list_followers(call: Call) -> dict[str, Any]:
    """Returns a page of the user's followers."""
    return paginate_items(call, [_build_user(name) for name in _list_other_usernames(call.state)])


@assumed(
    choice="All followed users are listed. `feed_type` and `explicit_following` have no effect.",
)
@handles(USER_FOLLOWING_GET)
def list_following(call: Call) -> JsonText:
    """Returns a page of the users that the user follows, in the order in which the user followed them."""
    return list_entities(call, _FOLLOWED, None)


@assumed(
    choice="Only the user's followers can be followed, because no other users exist. Following a user twice has no "
    "effect.",
)
@handles(FOLLOW_USER_UPDATE)
def follow_user(call: Call) -> dict[str, Any]:
    """Follows a user, and returns that user."""
    state, name = call.state, call.arguments["username"]
    if name == USERNAME:
        raise bad_request("username: is your own username; send the username of another user")
    if name not in _list_other_usernames(state):
        raise _build_user_not_found_problem()
    if not state.store.count(_FOLLOWED, None, state.clock.now(), {"username": name}):
        [id] = state.random.generate_ids(state.store, _FOLLOWED)
        state.store.put(_FOLLOWED, None, [Entity(id, _build_user(name))])
    return _build_user(name)


@assumed(
    choice="Each followed user has one board, which is followed implicitly. With `explicit_following`, no boards are "
    "listed.",
)
@handles(BOARDS_USER_FOLLOWS_LIST)
def list_followed_boards(call: Call) -> dict[str, Any]:
    """Returns a page of the boards of the users that the user follows."""
    state = call.state
    if call.arguments["explicit_following"]:
        return paginate_items(call, [])
    followed = state.store.select(_FOLLOWED, None, state.clock.now())
    return paginate_items(
        call, [_build_followed_board(state, user.data["username"]) for user in followed]
    )


@handles(USER_ACCOUNT_FOLLOWED_INTERESTS)
def list_followed_interests(call: Call) -> dict[str, Any]:
    """Returns a page of the interests that a user follows."""
    state, name = call.state, call.arguments["username"]
    if name != USERNAME and name not in _list_other_usernames(state):
        raise _build_user_not_found_problem()
    rng = state.random.generator("interests", name)
    chosen = sorted(rng.sample(range(len(_INTERESTS)), 3))
    return paginate_items(call, [_build_followed_interest(index) for index in chosen])


@handles(USER_WEBSITES_GET)
def list_websites(call: Call) -> JsonText:
    """Returns a page of the user's websites."""
    return list_entities(call, _WEBSITE, None)


@assumed(
    choice="A website is verified at once, and no request is sent to it. Any text is accepted. It is stored without "
    "its scheme and trailing slash.",
)
@handles(VERIFY_WEBSITE_UPDATE)
def verify_website(call: Call) -> dict[str, Any]:
    """Verifies a website and returns its status."""
    state = call.state
    website = _normalize_website(call.body.get("website") or "")
    if not website:
        raise bad_request("website: is required")
    found = _find_website(state, website)
    id = found.id if found else state.random.generate_ids(state.store, _WEBSITE)[0]
    moment = datetime.datetime.fromtimestamp(state.now(), datetime.UTC).replace(tzinfo=None)
    data = {"website": website, "status": "success", "verified_at": moment.isoformat()}
    state.store.put(_WEBSITE, None, [Entity(id, data)])
    return data


@handles(UNVERIFY_WEBSITE_DELETE)
def unverify_website(call: Call) -> None:
    """Removes a website that the user has verified."""
    found = _find_website(call.state, _normalize_website(call.arguments["website"]))
    if found is None:
        raise not_found("Website")
    call.state.store.delete(_WEBSITE, None, found.id)


@handles(WEBSITE_VERIFICATION_GET)
def get_website_verification(call: Call) -> dict[str, Any]:
    """Returns the codes that verify a website."""
    code = f"{call.state.random.generator('website verification').getrandbits(128):032x}"
    tag = f'<meta name="p:domain_verify" content="{code}"/>'
    return {
        "verification_code": code,
        "dns_txt_record": f"pinterest-site-verification={code}",
        "metatag": tag,
        "filename": f"pinterest-{code[:5]}.html",
        "file_content": f"<!DOCTYPE html><html><head>{tag}</head><body>{code}</body></html>",
    }


def _list_other_usernames(state: State) -> list[str]:
    """Returns the usernames of the users that the emulator makes up."""
    names = [f"{person}_{craft}" for person in _PEOPLE for craft in _CRAFTS]
    return state.random.generator("people").sample(names, _FOLLOWERS)


def _build_user(name: str) -> dict[str, Any]:
    return {"username": name, "type": "user"}


def _build_user_not_found_problem() -> Problem:
    return Problem(404, _USER_NOT_FOUND, "User not found.")


def _build_followed_board(state: State, name: str) -> dict[str, Any]:
    rng = state.random.generator("board of", name)
    return {
        "id": str(_FIRST_BOARD + _list_other_usernames(state).index(name)),
        "name": f"{_INTERESTS[rng.randrange(len(_INTERESTS))]} and more",
        "description": None,
        "privacy": "PUBLIC",
        "is_ads_only": False,
        "owner": {"username": name},
        "pin_count": rng.randrange(5, 500),
        "follower_count": rng.randrange(1, 5_000),
        "collaborator_count": 0,
    }


def _build_followed_interest(index: int) -> dict[str, Any]:
    name, id = _INTERESTS[index], str(_FIRST_INTEREST + index)
    slug = name.lower().replace(" ", "-")
    return {
        "id": id,
        "key": name.lower(),
        "name": name,
        "canonical_url": f"https://www.pinterest.com/ideas/{slug}/{id}/",
    }


def _normalize_website(website: str) -> str:
    return website.strip().split("://", 1)[-1].rstrip("/")


def _find_website(state: State, website: str) -> Entity | None:
    found = state.store.select(_WEBSITE, None, state.clock.now(), {"website": website})
    return found[0] if found else None
