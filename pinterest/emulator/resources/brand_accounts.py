"""Brand accounts: create, update and list them. Brand accounts are the linked businesses of the token's user."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict, not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.ad_accounts import USERNAME, get_user_id
from pinterest.emulator.resources.businesses import BRAND_ACCOUNT
from pinterest.emulator.resources.pin_media import check_image
from pinterest.emulator.store.database import Entity
from pinterest.operations.business_access_relationships import (
    BRAND_ACCOUNTS_CREATE,
    BRAND_ACCOUNTS_UPDATE,
)
from pinterest.operations.user_account import LINKED_BUSINESS_ACCOUNTS_GET

_IMAGE_FIELD = "profile_image"
_IMAGE_SIZES = {"small": 30, "medium": 75, "large": 280, "xlarge": 600}
_IMAGE_URL = "https://www.example.com/images"

assumed(
    BRAND_ACCOUNTS_CREATE,
    BRAND_ACCOUNTS_UPDATE,
    LINKED_BUSINESS_ACCOUNTS_GET,
    choice="The only business hierarchy is that of the token's user, and its ID is the user's ID. Its brand "
    "accounts are its linked businesses. A username that is taken is refused: with 400 on creation and 409 on update.",
)


@handles(BRAND_ACCOUNTS_CREATE)
def create_brand_account(call: Call) -> dict[str, Any]:
    """Creates a brand account and returns its ID."""
    hierarchy, state = _require_hierarchy_id(call), call.state
    _check_image_and_username(
        call,
        None,
        bad_request(
            f"username: {call.body['username'][:40]!r} belongs to another account; choose another name"
        ),
    )
    [id] = state.random.generate_ids(state.store, BRAND_ACCOUNT)
    state.store.put(BRAND_ACCOUNT, hierarchy, [Entity(id, {"id": id, **call.body})])
    return {"brand_account_id": id}


@handles(BRAND_ACCOUNTS_UPDATE)
def update_brand_account(call: Call) -> dict[str, Any]:
    """Updates a brand account and returns its ID."""
    hierarchy, state = _require_hierarchy_id(call), call.state
    id = call.arguments["brand_account_id"]
    found = get_entity(state, BRAND_ACCOUNT, hierarchy, id)
    _check_image_and_username(
        call, id, conflict("username: another account has this name; choose another name")
    )
    state.store.put(BRAND_ACCOUNT, hierarchy, [found.replace_fields(call.body)])
    return {"brand_account_id": id}


@handles(LINKED_BUSINESS_ACCOUNTS_GET)
def list_linked_businesses(call: Call) -> list[dict[str, Any]]:
    """Returns the username and the image URLs of each linked business."""
    state = call.state
    found = state.store.select(BRAND_ACCOUNT, get_user_id(state), state.clock.now())
    return [
        {
            "username": account.data["username"],
            **{
                f"image_{size}_url": f"{_IMAGE_URL}/{pixels}x/{account.id}.jpg"
                for size, pixels in _IMAGE_SIZES.items()
            },
        }
        for account in found
    ]


def _require_hierarchy_id(call: Call) -> str:
    id = str(call.arguments["business_hierarchy_id"])
    if id != get_user_id(call.state):
        raise not_found("Business hierarchy")
    return id


def _check_image_and_username(call: Call, own_id: str | None, taken_problem: Problem) -> None:
    """Checks the requested profile image and username. `own_id` is None for a new brand account.

    Raises:
        Problem: If the image is not valid. If another account has the username, raises `taken_problem`.
    """
    if call.body.get(_IMAGE_FIELD):
        check_image(call.body[_IMAGE_FIELD]["data"], f"{_IMAGE_FIELD}.data")
    username, state = call.body.get("username"), call.state
    accounts = state.store.select(BRAND_ACCOUNT, None, state.clock.now(), {"username": username})
    if username and (username == USERNAME or any(account.id != own_id for account in accounts)):
        raise taken_problem
