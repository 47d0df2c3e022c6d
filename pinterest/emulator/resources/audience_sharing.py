"""Audience sharing: share audiences with ad accounts and businesses, revoke access, and list recipients."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.audience_sharing import (
    AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST,
    BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST,
    SHARED_AUDIENCES_FOR_BUSINESS_LIST,
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE,
)

# In the store, the parent of a share is the shared audience.
_KIND = "audience_share"
_AUDIENCE = "audience"
_AD_ACCOUNT = "AD_ACCOUNT"
_BUSINESS = "BUSINESS_ACCOUNT"
_READ_PERMISSIONS = ["RESOURCE_PINNER_LIST_READER"]

_UPDATES = (
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE,
)
assumed(
    *_UPDATES,
    SHARED_AUDIENCES_FOR_BUSINESS_LIST,
    BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST,
    choice="The business of the token's user owns every ad account. Any other ID is a business of the same "
    "hierarchy. It has no ad accounts and cannot share anything.",
)
assumed(
    *_UPDATES,
    choice="Sharing an audience twice, or revoking it when it is not shared, has no effect. After revoking, no "
    "permission is left. One invalid recipient fails the whole request.",
)


@handles(AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST)
def list_recipients(call: Call) -> JsonText:
    """Returns a page of the recipients of an account's audience."""
    state, audience = call.state, call.arguments["audience_id"]
    account = call.arguments["ad_account_id"]
    if state.store.get(_AUDIENCE, account, audience, state.clock.now()) is None:
        raise not_found("Audience")
    return _list_recipients(call)


@handles(BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST)
def list_recipients_for_business(call: Call) -> JsonText:
    """Returns a page of the recipients of an audience. The page is empty if the business does not own the audience."""
    state, audience = call.state, call.arguments["audience_id"]
    business = call.arguments["business_id"]
    found = state.store.find(_AUDIENCE, audience, state.clock.now())
    if found is None:
        raise not_found("Audience")
    if business == get_user_id(state):
        return _list_recipients(call)
    if _find_share(state, audience, _BUSINESS, business) is None:
        raise not_found("Audience")
    return _list_recipients(call, empty=True)


@handles(SHARED_AUDIENCES_FOR_BUSINESS_LIST)
def list_audiences_shared_with_business(call: Call) -> JsonText:
    """Returns a page of the audiences that were shared with a business."""
    return list_received_audiences(call, _BUSINESS, call.arguments["business_id"])


@handles(
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE, UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE
)
def update_ad_account_shares(call: Call) -> dict[str, Any]:
    """Shares an audience with ad accounts, or revokes their access."""
    state, owner = call.state, _require_owner_account_id(call)
    names = {}
    for id in call.body["recipient_account_ids"]:
        account = get_referenced(state, "ad_account", None, id, field="recipient_account_ids")
        if id == owner:
            raise bad_request(
                f"recipient_account_ids: must not include {id}, which owns the audience"
            )
        names[id] = account.data["name"]
    return _update_shares(call, _AD_ACCOUNT, names, "recipient_account_ids")


@handles(UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE, UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE)
def update_business_shares(call: Call) -> dict[str, Any]:
    """Shares an audience with businesses, or revokes their access."""
    _require_owner_account_id(call)
    recipients = call.body["recipient_business_ids"]
    names = {id: f"Business {id}" for id in recipients}
    return _update_shares(call, _BUSINESS, names, "recipient_business_ids")


def list_received_audiences(call: Call, account_type: str, account_id: str) -> JsonText:
    """Returns a page of the audiences that were shared with an account or a business."""
    where = {"account_type": account_type, "account_id": account_id}
    shares = call.state.store.select(_KIND, None, call.state.clock.now(), where)
    return list_entities(call, _AUDIENCE, None, where={"id": [share.parent for share in shares]})


def find_readable_audience(state: State, ad_account_id: str, id: str) -> Entity | None:
    """Returns an ad account's own or shared audience. Returns None if the account cannot read the audience."""
    found = state.store.find(_AUDIENCE, id, state.clock.now())
    if found is None or found.parent == ad_account_id:
        return found
    return found if _find_share(state, id, _AD_ACCOUNT, ad_account_id) else None


def _require_owner_account_id(call: Call) -> str:
    """Returns the ID of the ad account that owns the audience in the request body.

    Raises:
        Problem: If the audience does not exist, or does not belong to the ad account or business in the path.
    """
    state, audience = call.state, call.body["audience_id"]
    account = call.arguments.get("ad_account_id")
    if account:
        return get_referenced(state, _AUDIENCE, account, audience, field="audience_id").parent
    found = state.store.find(_AUDIENCE, audience, state.clock.now())
    if found is None or call.arguments["business_id"] != get_user_id(state):
        raise bad_request("audience_id: the business does not own this audience")
    return found.parent


def _update_shares(
    call: Call, account_type: str, names_by_id: dict[str, str], response_field: str
) -> dict[str, Any]:
    """Shares an audience with recipients or revokes their access, and returns the response.

    `account_type` and `names_by_id` describe the recipients. The response lists their IDs in `response_field`.
    """
    state, audience = call.state, call.body["audience_id"]
    is_share = call.body["operation_type"] == "SHARE"
    for id, name in names_by_id.items():
        share = _find_share(state, audience, account_type, id)
        if is_share and share is None:
            data = {
                "account_id": id,
                "account_name": name,
                "account_type": account_type,
                "shared_on_timestamp": state.now(),
            }
            [share_id] = state.random.generate_ids(state.store, _KIND)
            state.store.put(_KIND, audience, [Entity(share_id, data)])
        elif share and not is_share:
            state.store.delete(_KIND, audience, share.id)
    permissions = _READ_PERMISSIONS if is_share else []
    return {"audience_id": audience, "permissions": permissions, response_field: list(names_by_id)}


def _find_share(state: State, audience: str, account_type: str, account_id: str) -> Entity | None:
    where = {"account_type": account_type, "account_id": account_id}
    found = state.store.select(_KIND, audience, state.clock.now(), where)
    return found[0] if found else None


def _list_recipients(call: Call, *, empty: bool = False) -> JsonText:
    """Returns a page of the recipients of an audience, or an empty page if `empty` is true."""
    where: dict[str, object] = {"account_type": call.arguments["account_type"]}
    if empty:
        where["account_id"] = []
    return list_entities(call, _KIND, call.arguments["audience_id"], where=where)
