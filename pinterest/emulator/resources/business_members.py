"""Members of a business: listed, given other roles, given and denied access to assets; its system user, employers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each, to_exception
from pinterest.emulator.handlers.call import Call, Response
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.ad_accounts import user_id
from pinterest.emulator.resources.businesses import (
    MEMBER,
    SYSTEM_USER,
    binding,
    described,
    end,
    grant,
    grants,
    owner,
    page_from,
    person,
    require_asset,
    require_business,
    summarized,
    withdraw,
)
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.business_access_assets import (
    BUSINESS_MEMBER_ASSETS_GET,
    BUSINESS_MEMBERS_ASSET_ACCESS_DELETE,
    BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE,
)
from pinterest.operations.business_access_relationships import (
    DELETE_BUSINESS_MEMBERSHIP,
    GET_BUSINESS_EMPLOYERS,
    GET_BUSINESS_MEMBERS,
    SYSTEM_USER_UPDATE,
    UPDATE_BUSINESS_MEMBERSHIPS,
)

_ADMIN, _EMPLOYEE = "BIZ_ADMIN", "EMPLOYEE"
_SYSTEM_USER_NAME = "Reports"

assumed(
    GET_BUSINESS_MEMBERS,
    GET_BUSINESS_EMPLOYERS,
    UPDATE_BUSINESS_MEMBERSHIPS,
    DELETE_BUSINESS_MEMBERSHIP,
    SYSTEM_USER_UPDATE,
    choice="The businesses are the token's user and its brand accounts. The user is the first member of each, at "
    "first as BIZ_ADMIN. Each business has one system user. Other members come from accepted invitations.",
)


@handles(GET_BUSINESS_MEMBERS)
def list_members(call: Call) -> dict[str, Any]:
    """Returns a page of the members, or of the system users."""
    business, arguments = require_business(call), call.arguments
    kind = SYSTEM_USER if arguments["fetch_system_users"] else MEMBER
    found = [entity.data for entity in everybody(call.state, kind, business)]
    if arguments["business_roles"]:
        found = [
            one for one in found if set(one["business_roles"]) & set(arguments["business_roles"])
        ]
    if arguments["member_ids"]:
        wanted = arguments["member_ids"].split(",")
        found = [one for one in found if one["id"] in wanted]
    shown = [
        summarized(call.state, business, kind, one, arguments["assets_summary"]) for one in found
    ]
    return page_from(call, shown)


@handles(GET_BUSINESS_EMPLOYERS)
def list_employers(call: Call) -> dict[str, Any]:
    """Returns the businesses that the user is a member of: its own."""
    return page_from(call, [binding(call.state, owner(call.state), _ADMIN, from_the_start=True)])


@handles(UPDATE_BUSINESS_MEMBERSHIPS)
def update_roles(call: Call) -> dict[str, Any]:
    """Returns members other roles; all of them, or none where one is unknown."""
    business, state = require_business(call), call.state
    for item in call.body:
        member = _named_member(state, business, item["member_id"])
        changed = member.changed({"business_roles": [item["business_role"]]})
        state.store.put(MEMBER, business, [changed])
    return {"items": [dict(item) for item in call.body]}


@assumed(
    choice="Unknown members, members with another role and the user itself are left out of the deleted members.",
)
@handles(DELETE_BUSINESS_MEMBERSHIP)
def delete_members(call: Call) -> dict[str, Any]:
    """Ends memberships, with all access that they gave."""
    business, state, gone = require_business(call), call.state, []
    for item in call.body["members"]:
        member = state.store.get(MEMBER, business, item["member_id"], state.clock.now())
        if member is None or member.id == user_id(state):
            continue
        if item["business_role"] in member.data["business_roles"]:
            end(state, MEMBER, business, member.id)
            gone.append(member.id)
    return {"deleted_members": gone}


@handles(SYSTEM_USER_UPDATE)
def update_system_user(call: Call) -> Response:
    """Returns a system user another name."""
    business, state = require_business(call), call.state
    everybody(state, SYSTEM_USER, business)
    id = call.arguments["system_user_id"]
    found = get_entity(state, SYSTEM_USER, business, id, noun="System user")
    changed = found.changed({"user": {**found.data["user"], "username": call.body["name"]}})
    state.store.put(SYSTEM_USER, business, [changed])
    return Response(200)


@handles(BUSINESS_MEMBER_ASSETS_GET)
def list_member_assets(call: Call) -> dict[str, Any]:
    """Returns a page of what a member has access to."""
    business, state = require_business(call), call.state
    everybody(state, MEMBER, business)
    member = get_entity(state, MEMBER, business, call.arguments["member_id"], noun="Member")
    found = grants(state, business, MEMBER, member.id, call.arguments["asset_type"])
    page = page_from(call, [_asset(state, business, one) for one in found])
    return {**page, "total_data_count": len(found)}


@handles(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE)
def update_access(call: Call) -> dict[str, Any]:
    """Returns members access to assets; what fails is told item by item."""
    business, state = require_business(call), call.state

    def update(item: Mapping[str, Any]) -> dict[str, Any]:
        asset, permissions = item["asset_id"], item["permissions"]
        member = _named_member(state, business, item["member_id"])
        kind = require_asset(state, business, asset, permissions)
        grant(state, business, MEMBER, member.id, asset, kind, permissions)
        return {"asset_id": asset, "member_id": member.id, "permissions": list(permissions)}

    return {
        "items": [
            {"exception": to_exception(outcome.problem)}
            if outcome.problem
            else {"response": outcome.result}
            for outcome in run_each(call, call.body["accesses"], update)
        ]
    }


@assumed(
    choice="Access that did not exist is left out of the deleted access.",
)
@handles(BUSINESS_MEMBERS_ASSET_ACCESS_DELETE)
def delete_access(call: Call) -> dict[str, Any]:
    """Takes members' access to assets."""
    business, state, gone = require_business(call), call.state, []
    for item in call.body["accesses"]:
        member = _named_member(state, business, item["member_id"])
        if withdraw(state, business, MEMBER, member.id, item["asset_id"]):
            gone.append({"asset_id": item["asset_id"], "member_id": member.id})
    return {"items": gone}


def everybody(state: State, kind: str, business: str) -> list[Entity]:
    """Returns the members, or the system users, of a business; there is one of each from the start."""
    now = state.clock.now()
    if kind == MEMBER:
        id, first = user_id(state), owner(state)
    else:
        id = str(state.random.generator("system user", business).randrange(10**17, 10**18))
        first = person(id, _SYSTEM_USER_NAME)
    if state.store.get(kind, business, id, now) is None:
        role = _ADMIN if kind == MEMBER else _EMPLOYEE
        data = binding(state, first, role, from_the_start=True)
        state.store.put(kind, business, [Entity(id, data)])
    return state.store.select(kind, business, now)


def _named_member(state: State, business: str, id: str) -> Entity:
    everybody(state, MEMBER, business)
    return get_referenced(state, MEMBER, business, id, field="member_id")


def _asset(state: State, business: str, one: Mapping[str, Any]) -> dict[str, Any]:
    shown = described(state, business, one["asset_id"], one["asset_type"])
    return {**shown, "permissions": one["permissions"]}
