"""Members and system users of a business: list and delete them, update roles, grant and revoke access to assets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call, Response
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.ad_accounts import get_user_id
from pinterest.emulator.resources.businesses import (
    MEMBER,
    SYSTEM_USER,
    add_assets_summary,
    build_page,
    build_person,
    build_relationship,
    delete_relationship,
    describe_asset,
    describe_user,
    grant_permissions,
    list_grants,
    require_asset_type,
    require_business,
    revoke_permissions,
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
    choice="The businesses are the token's user and its brand accounts. The user is the first member "
    "of each, initially as BIZ_ADMIN. Each business has one system user. Other members come "
    "from accepted invitations.",
)


@handles(GET_BUSINESS_MEMBERS)
def list_members(call: Call) -> dict[str, Any]:
    """Returns a page of the members or system users of a business."""
    business, arguments = require_business(call), call.arguments
    kind = SYSTEM_USER if arguments["fetch_system_users"] else MEMBER
    found = [entity.data for entity in list_members_or_system_users(call.state, kind, business)]
    if arguments["business_roles"]:
        found = [
            member
            for member in found
            if set(member["business_roles"]) & set(arguments["business_roles"])
        ]
    if arguments["member_ids"]:
        member_ids = arguments["member_ids"].split(",")
        found = [member for member in found if member["id"] in member_ids]
    items = [
        add_assets_summary(call.state, business, kind, member, arguments["assets_summary"])
        for member in found
    ]
    return build_page(call, items)


@handles(GET_BUSINESS_EMPLOYERS)
def list_employers(call: Call) -> dict[str, Any]:
    """Returns a page with the user's own business. The user is a member of no other business."""
    return build_page(
        call,
        [build_relationship(call.state, describe_user(call.state), _ADMIN, from_the_start=True)],
    )


@handles(UPDATE_BUSINESS_MEMBERSHIPS)
def update_roles(call: Call) -> dict[str, Any]:
    """Changes the roles of members. If any member is unknown, changes no roles."""
    business, state = require_business(call), call.state
    for item in call.body:
        member = _require_member(state, business, item["member_id"])
        changed = member.replace_fields({"business_roles": [item["business_role"]]})
        state.store.put(MEMBER, business, [changed])
    return {"items": [dict(item) for item in call.body]}


@assumed(
    choice="Unknown members, members with another role, and the user are not deleted. The response leaves them out.",
)
@handles(DELETE_BUSINESS_MEMBERSHIP)
def delete_members(call: Call) -> dict[str, Any]:
    """Deletes members and their access to assets."""
    business, state, deleted = require_business(call), call.state, []
    for item in call.body["members"]:
        member = state.store.get(MEMBER, business, item["member_id"], state.clock.now())
        if member is None or member.id == get_user_id(state):
            continue
        if item["business_role"] in member.data["business_roles"]:
            delete_relationship(state, MEMBER, business, member.id)
            deleted.append(member.id)
    return {"deleted_members": deleted}


@handles(SYSTEM_USER_UPDATE)
def update_system_user(call: Call) -> Response:
    """Renames a system user."""
    business, state = require_business(call), call.state
    list_members_or_system_users(state, SYSTEM_USER, business)
    id = call.arguments["system_user_id"]
    found = get_entity(state, SYSTEM_USER, business, id, noun="System user")
    changed = found.replace_fields({"user": {**found.data["user"], "username": call.body["name"]}})
    state.store.put(SYSTEM_USER, business, [changed])
    return Response(200)


@handles(BUSINESS_MEMBER_ASSETS_GET)
def list_member_assets(call: Call) -> dict[str, Any]:
    """Returns a page of the assets that a member has access to."""
    business, state = require_business(call), call.state
    list_members_or_system_users(state, MEMBER, business)
    member = get_entity(state, MEMBER, business, call.arguments["member_id"], noun="Member")
    found = list_grants(state, business, MEMBER, member.id, call.arguments["asset_type"])
    page = build_page(call, [_describe_grant(state, business, access) for access in found])
    return {**page, "total_data_count": len(found)}


@handles(BUSINESS_MEMBERS_ASSET_ACCESS_UPDATE)
def grant_access(call: Call) -> dict[str, Any]:
    """Grants members access to assets. The response has an exception for each item that fails."""
    business, state = require_business(call), call.state

    def grant_to_member(item: Mapping[str, Any]) -> dict[str, Any]:
        asset, permissions = item["asset_id"], item["permissions"]
        member = _require_member(state, business, item["member_id"])
        kind = require_asset_type(state, business, asset, permissions)
        grant_permissions(state, business, MEMBER, member.id, asset, kind, permissions)
        return {"asset_id": asset, "member_id": member.id, "permissions": list(permissions)}

    return {
        "items": [
            {"exception": build_exception_entry(outcome.problem)}
            if outcome.problem
            else {"response": outcome.result}
            for outcome in run_each(call, call.body["accesses"], grant_to_member)
        ]
    }


@assumed(
    choice="The response leaves out access that did not exist.",
)
@handles(BUSINESS_MEMBERS_ASSET_ACCESS_DELETE)
def revoke_access(call: Call) -> dict[str, Any]:
    """Revokes members' access to assets."""
    business, state, deleted = require_business(call), call.state, []
    for item in call.body["accesses"]:
        member = _require_member(state, business, item["member_id"])
        if revoke_permissions(state, business, MEMBER, member.id, item["asset_id"]):
            deleted.append({"asset_id": item["asset_id"], "member_id": member.id})
    return {"items": deleted}


def list_members_or_system_users(state: State, kind: str, business: str) -> list[Entity]:
    """Returns the members or system users of a business.

    On the first call for a business, adds the emulator's user as a member, or creates a system user.
    """
    now = state.clock.now()
    if kind == MEMBER:
        id, user = get_user_id(state), describe_user(state)
    else:
        id = str(state.random.generator("system user", business).randrange(10**17, 10**18))
        user = build_person(id, _SYSTEM_USER_NAME)
    if state.store.get(kind, business, id, now) is None:
        role = _ADMIN if kind == MEMBER else _EMPLOYEE
        data = build_relationship(state, user, role, from_the_start=True)
        state.store.put(kind, business, [Entity(id, data)])
    return state.store.select(kind, business, now)


def _require_member(state: State, business: str, id: str) -> Entity:
    list_members_or_system_users(state, MEMBER, business)
    return get_referenced(state, MEMBER, business, id, field="member_id")


def _describe_grant(state: State, business: str, access: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the response data of a grant: the fields of the asset, and the permissions on the asset."""
    asset = describe_asset(state, business, access["asset_id"], access["asset_type"])
    return {**asset, "permissions": access["permissions"]}
