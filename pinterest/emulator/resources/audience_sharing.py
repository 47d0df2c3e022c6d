"""Audiences that are shared: by their account, or by the business that owns it, with other accounts and businesses."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.ad_accounts import user_id
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

# A share is under its audience.
_KIND = "audience_share"
_AUDIENCE = "audience"
_AD_ACCOUNT = "AD_ACCOUNT"
_BUSINESS = "BUSINESS_ACCOUNT"
_SHARED = ["RESOURCE_PINNER_LIST_READER"]

_SHARES = (
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE,
)
assumed(
    *_SHARES,
    SHARED_AUDIENCES_FOR_BUSINESS_LIST,
    BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST,
    choice="The business of the token's user owns every ad account. Any other ID is a business of the same "
    "hierarchy. It has no ad accounts and cannot share anything.",
)
assumed(
    *_SHARES,
    choice="Sharing an audience twice, or revoking it when it is not shared, has no effect. After revoking, no "
    "permission is left. One recipient that is not valid fails the whole request.",
)


@handles(AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST)
def list_recipients(call: Call) -> JsonText:
    """Returns a page of those that an account's audience is shared with."""
    state, audience = call.state, call.arguments["audience_id"]
    account = call.arguments["ad_account_id"]
    if state.store.get(_AUDIENCE, account, audience, state.clock.now()) is None:
        raise not_found("Audience")
    return _recipients(call)


@handles(BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST)
def list_recipients_for_business(call: Call) -> JsonText:
    """Returns a page of those that an audience is shared with, as far as the business may know."""
    state, audience = call.state, call.arguments["audience_id"]
    business = call.arguments["business_id"]
    found = state.store.find(_AUDIENCE, audience, state.clock.now())
    if found is None:
        raise not_found("Audience")
    if business == user_id(state):
        return _recipients(call)
    if _share(state, audience, _BUSINESS, business) is None:
        raise not_found("Audience")
    return _recipients(call, nobody=True)


@handles(SHARED_AUDIENCES_FOR_BUSINESS_LIST)
def list_received_by_business(call: Call) -> JsonText:
    """Returns a page of the audiences that are shared with a business."""
    return received_audiences(call, _BUSINESS, call.arguments["business_id"])


@handles(
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE, UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE
)
def share_with_ad_accounts(call: Call) -> dict[str, Any]:
    """Shares an audience with ad accounts, or ends that."""
    state, owner = call.state, _owner(call)
    names = {}
    for id in call.body["recipient_account_ids"]:
        account = get_referenced(state, "ad_account", None, id, field="recipient_account_ids")
        if id == owner:
            raise bad_request(f"recipient_account_ids: the audience is {id}'s own")
        names[id] = account.data["name"]
    return _shared(call, _AD_ACCOUNT, names, "recipient_account_ids")


@handles(UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE, UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE)
def share_with_businesses(call: Call) -> dict[str, Any]:
    """Shares an audience with businesses, or ends that."""
    _owner(call)
    recipients = call.body["recipient_business_ids"]
    names = {id: f"Business {id}" for id in recipients}
    return _shared(call, _BUSINESS, names, "recipient_business_ids")


def received_audiences(call: Call, account_type: str, account_id: str) -> JsonText:
    """Returns the page that was asked for of the audiences that others share with an account or a business."""
    where = {"account_type": account_type, "account_id": account_id}
    shares = call.state.store.select(_KIND, None, call.state.clock.now(), where)
    return list_entities(call, _AUDIENCE, None, where={"id": [share.parent for share in shares]})


def readable_audience(state: State, ad_account_id: str, id: str) -> Entity | None:
    """Returns an audience that an account may read: its own, or one shared with it; None where it is neither."""
    found = state.store.find(_AUDIENCE, id, state.clock.now())
    if found is None or found.parent == ad_account_id:
        return found
    return found if _share(state, id, _AD_ACCOUNT, ad_account_id) else None


def _owner(call: Call) -> str:
    """Returns the ad account that owns the audience of a body, having made sure that the caller may share it."""
    state, audience = call.state, call.body["audience_id"]
    account = call.arguments.get("ad_account_id")
    if account:
        return get_referenced(state, _AUDIENCE, account, audience, field="audience_id").parent
    found = state.store.find(_AUDIENCE, audience, state.clock.now())
    if found is None or call.arguments["business_id"] != user_id(state):
        raise bad_request("audience_id: the business owns no such audience")
    return found.parent


def _shared(call: Call, account_type: str, names: dict[str, str], field: str) -> dict[str, Any]:
    """Shares the audience of a body with those of the names, or ends that, and returns the answer."""
    state, audience = call.state, call.body["audience_id"]
    sharing = call.body["operation_type"] == "SHARE"
    for id, name in names.items():
        share = _share(state, audience, account_type, id)
        if sharing and share is None:
            data = {
                "account_id": id,
                "account_name": name,
                "account_type": account_type,
                "shared_on_timestamp": state.now(),
            }
            [number] = state.random.next_ids(state.store, _KIND)
            state.store.put(_KIND, audience, [Entity(number, data)])
        elif share and not sharing:
            state.store.delete(_KIND, audience, share.id)
    permissions = _SHARED if sharing else []
    return {"audience_id": audience, "permissions": permissions, field: list(names)}


def _share(state: State, audience: str, account_type: str, account_id: str) -> Entity | None:
    where = {"account_type": account_type, "account_id": account_id}
    found = state.store.select(_KIND, audience, state.clock.now(), where)
    return found[0] if found else None


def _recipients(call: Call, *, nobody: bool = False) -> JsonText:
    """Returns the page that was asked for of those that an audience is shared with."""
    where: dict[str, object] = {"account_type": call.arguments["account_type"]}
    if nobody:
        where["account_id"] = []
    return list_entities(call, _KIND, call.arguments["audience_id"], where=where)
