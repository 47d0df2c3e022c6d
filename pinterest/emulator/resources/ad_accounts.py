"""Ad accounts: create, get, list and delete them. All ad accounts belong to the emulator's only user."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import list_page
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ad_accounts import (
    AD_ACCOUNTS_CREATE,
    AD_ACCOUNTS_GET,
    AD_ACCOUNTS_LIST,
    SANDBOX_DELETE,
)

_KIND = "ad_account"
USERNAME = "quiltshop"
FIRST_ACCOUNT_SETTING = "standing_ad_account"
"""The key of the setting in the emulator's store that contains the ID of the first ad account."""


@handles(AD_ACCOUNTS_LIST)
def list_ad_accounts(call: Call) -> JsonText:
    """Returns a page of the accounts."""
    # `include_shared_accounts` has no effect, because no account is shared.
    return list_page(call, _KIND)


@handles(AD_ACCOUNTS_GET)
def get_ad_account(call: Call) -> dict[str, Any]:
    """Returns one account."""
    return require_ad_account(call.state, call.arguments["ad_account_id"])


@handles(AD_ACCOUNTS_CREATE)
@assumed(
    choice="A user can have any number of ad accounts. The token's user owns them, and "
    "`owner_user_id` is ignored. An account that is created without a name has an empty name.",
)
def create_ad_account(call: Call) -> dict[str, Any]:
    """Creates an account and returns it."""
    body = call.body
    return add_ad_account(
        call.state,
        name=body.get("name") or "",
        country=body.get("country") or "US",
        currency=body.get("currency") or "USD",
        time_zone=body.get("time_zone"),
    )


@handles(SANDBOX_DELETE)
@assumed(
    choice="The first ad account is emptied, but not deleted. Boards, pins and catalogs do not belong to an ad "
    "account and stay.",
)
def delete_ad_account(call: Call) -> JsonText:
    """Deletes an account and everything in it. The first account is only emptied, not deleted."""
    store, id = call.state.store, call.arguments["ad_account_id"]
    store.delete_children(id)
    if id != store.get_setting(FIRST_ACCOUNT_SETTING):
        store.delete(_KIND, None, id)
    return JsonText('"Delete Success"')


def add_ad_account(
    state: State,
    *,
    name: str,
    id: str | None = None,
    country: str = "US",
    currency: str = "USD",
    time_zone: str | None = None,
    created: int | None = None,
) -> dict[str, Any]:
    """Creates an account and returns its response data. `created` is in Unix seconds and defaults to now."""
    created_time = state.now() if created is None else created
    account = {
        "id": id or state.random.generate_ids(state.store, _KIND)[0],
        "name": name,
        "owner": {"username": USERNAME, "id": get_user_id(state)},
        "country": country,
        "currency": currency,
        "time_zone": time_zone,
        "permissions": ["OWNER"],
        "created_time": created_time,
        "updated_time": created_time,
    }
    state.store.put(_KIND, None, [Entity(str(account["id"]), account)])
    return account


def has_ad_account(state: State, ad_account_id: str) -> bool:
    """Returns whether an account exists."""
    return state.store.get(_KIND, None, ad_account_id, state.clock.now()) is not None


def require_ad_account(state: State, ad_account_id: str) -> dict[str, Any]:
    """Returns the response data of an account.

    Raises:
        Problem: If the account does not exist.
    """
    found = state.store.get(_KIND, None, ad_account_id, state.clock.now())
    if found is None:
        raise not_found("Ad account")
    return dict(found.data)


def get_user_created_time(state: State) -> int:
    """Returns the creation time of the emulator's user, in Unix seconds."""
    # The user is as old as the oldest ad account.
    accounts = state.store.select(_KIND, None, state.clock.now())
    return min(int(account.data["created_time"]) for account in accounts)


def get_user_id(state: State) -> str:
    """Returns the ID of the emulator's user."""
    return str(state.random.generator("user").randrange(8 * 10**17, 9 * 10**17))
