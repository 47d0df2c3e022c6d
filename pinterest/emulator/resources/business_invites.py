"""Invitations and access requests of a business: create, list, accept, decline and cancel them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.businesses import (
    MEMBER,
    PARTNERS,
    build_failed_item,
    build_page,
    build_person,
    build_relationship,
    check_id_format,
    describe_user,
    find_asset_type,
    grant_permissions,
    require_asset_type,
    require_business,
    summarize_assets,
)
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.business_access_invite import (
    ASSET_ACCESS_REQUESTS_CREATE,
    CANCEL_INVITES_OR_REQUESTS,
    CREATE_ASSET_INVITES,
    CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES,
    GET_INVITES,
    RESPOND_BUSINESS_ACCESS_INVITES,
)

_KIND = "business_invite"
_MEMBER_INVITE, _REQUEST = "MEMBER_INVITE", "PARTNER_REQUEST"
_PENDING, _EXPIRED = "PENDING", "EXPIRED"
_LIFETIME = 30 * DAY
_RESPONSE_FIELDS = ("id", "invite_data", "is_received_invite", "user")
# For each type of invitation: the kind of relationship that is created when the invitation is accepted.
_RELATIONSHIP_KINDS = {
    _MEMBER_INVITE: MEMBER,
    "PARTNER_INVITE": PARTNERS["INTERNAL"],
    _REQUEST: PARTNERS["EXTERNAL"],
}

assumed(
    RESPOND_BUSINESS_ACCESS_INVITES,
    GET_INVITES,
    choice="The emulator has one user, who can accept and decline with the token that sent the invitation or "
    "request. Invitations and requests expire after 30 days. Inviting a member, or the same "
    "person twice, creates another invitation. Accepting it does not change the role.",
)


@handles(GET_INVITES)
def list_invites(call: Call) -> dict[str, Any]:
    """Returns a page of invitations and access requests, by default only pending and expired ones."""
    business, arguments, state = require_business(call), call.arguments, call.state
    kinds = [
        kind for kind in _RELATIONSHIP_KINDS if (kind == _MEMBER_INVITE) == arguments["is_member"]
    ]
    if arguments["invite_type"]:
        kinds = [arguments["invite_type"]]
    where = {
        "invite_data.invite_type": kinds,
        "invite_data.invite_status": arguments["invite_status"] or [_PENDING, _EXPIRED],
    }
    found = state.store.select(_KIND, business, state.clock.now(), where)
    return build_page(call, [invite.data for invite in found])


@handles(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES)
def create_invites(call: Call) -> dict[str, Any]:
    """Invites members or partners, or requests access from partners.

    The response has an exception for each item that fails.
    """
    business, state, body = require_business(call), call.state, call.body
    kind, role = body["invite_type"], body["business_role"]
    field = "members" if kind == _MEMBER_INVITE else "partners"
    if not body.get(field):
        raise bad_request(f"{field}: is required with invite_type {kind}")
    if (role == "PARTNER") == (kind == _MEMBER_INVITE):
        advice = "use another role" if role == "PARTNER" else "use PARTNER"
        raise bad_request(f"business_role: {role} is not valid with invite_type {kind}; {advice}")

    def invite_user(member_or_partner: str) -> dict[str, Any]:
        user = _build_invited_user(state, kind, member_or_partner)
        entity = _create_invite(state, business, kind, role, user)
        return {"id": entity.id, "user": entity.data["user"]}

    return {
        "items": [
            build_failed_item(
                outcome.problem.code, outcome.problem.message, users_or_partner_ids=[outcome.item]
            )
            if outcome.problem
            else {"invite": outcome.result}
            for outcome in run_each(call, body[field], invite_user)
        ]
    }


@handles(CREATE_ASSET_INVITES)
def add_assets_to_invites(call: Call) -> dict[str, Any]:
    """Adds assets to pending invites and access requests. The response has an exception for each item that fails."""
    business, state = require_business(call), call.state

    def add_assets_to_invite(item: Mapping[str, Any]) -> dict[str, Any]:
        invite = _require_pending_invite(state, business, item["invite_id"])
        changed = _store_invite_assets(state, business, invite, item["asset_id_to_permissions"])
        return {
            **_build_invite_response(changed),
            "created_by_business_id": business,
            "created_by_user_id": describe_user(state)["id"],
        }

    return _change_each_invite(call, call.body["invites"], add_assets_to_invite)


@handles(ASSET_ACCESS_REQUESTS_CREATE)
def request_access(call: Call) -> dict[str, Any]:
    """Requests access to the assets of partners. The response has an exception for each item that fails."""
    business, state = require_business(call), call.state

    def request_partner_access(item: Mapping[str, Any]) -> str:
        partner = item["partner_id"]
        now = state.clock.now()
        if not any(state.store.get(kind, business, partner, now) for kind in PARTNERS.values()):
            raise bad_request(f"partner_id: the business has no partner {partner}")
        user = build_person(partner, _make_partner_username(partner))
        invite = _create_invite(state, business, _REQUEST, "PARTNER", user)
        _store_invite_assets(state, business, invite, item["asset_id_to_permissions"])
        return invite.id

    outcomes = run_each(call, call.body["asset_requests"], request_partner_access)
    return {
        "invites": {
            outcome.item["partner_id"]: outcome.result
            for outcome in outcomes
            if not outcome.problem
        },
        "exceptions": [
            {"code": outcome.problem.code, "messages": [outcome.problem.message]}
            for outcome in outcomes
            if outcome.problem
        ],
    }


@handles(RESPOND_BUSINESS_ACCESS_INVITES)
def respond_to_invites(call: Call) -> dict[str, Any]:
    """Accepts or declines invites and access requests. The response has an exception for each item that fails."""
    state = call.state

    def respond_to_invite(item: Mapping[str, Any]) -> dict[str, Any]:
        invite, action = _require_pending_invite(state, None, item["invite_id"]), item["action"]
        if action["accept_invite"]:
            if action.get("asset_id_to_permissions"):
                added = action["asset_id_to_permissions"]
                invite = _store_invite_assets(state, invite.parent, invite, added)
            _accept_invite(state, invite)
        return _build_invite_response(
            _set_invite_status(state, invite, "ACCEPTED" if action["accept_invite"] else "DECLINED")
        )

    return _change_each_invite(call, call.body["invites"], respond_to_invite)


@handles(CANCEL_INVITES_OR_REQUESTS)
def cancel_invites(call: Call) -> dict[str, Any]:
    """Cancels pending invites and access requests. The response has an exception for each item that fails."""
    business, state = require_business(call), call.state

    def cancel_invite(id: str) -> dict[str, Any]:
        return _build_invite_response(
            _set_invite_status(state, _require_pending_invite(state, business, id), "CANCELLED")
        )

    return {
        "items": [
            {"exception": {"invite_id": outcome.item, "message": outcome.problem.message}}
            if outcome.problem
            else {"invite": outcome.result}
            for outcome in run_each(call, call.body["invite_ids"], cancel_invite)
        ]
    }


def _change_each_invite(
    call: Call, items: Sequence[Mapping[str, Any]], change_invite: Callable[[Any], Any]
) -> dict[str, Any]:
    """Calls `change_invite` for each item, and returns an invitation or an exception for each item."""
    return {
        "items": [
            {
                "exception": {
                    **build_exception_entry(outcome.problem),
                    "invite_or_request_id": outcome.item["invite_id"],
                }
            }
            if outcome.problem
            else {"invite": outcome.result}
            for outcome in run_each(call, items, change_invite)
        ]
    }


def _build_invited_user(state: State, kind: str, member_or_partner: str) -> dict[str, Any]:
    """Returns the data of an invited user. Members have a username or an email address, and partners have an ID."""
    if kind != _MEMBER_INVITE:
        check_id_format("partners", member_or_partner)
        return build_person(member_or_partner, _make_partner_username(member_or_partner))
    name = member_or_partner.strip()
    if not name:
        raise bad_request("members: an item is empty; send a username or an email address")
    # All invitations of one person have the same user ID.
    id = str(state.random.generator("person", name.lower()).randrange(10**17, 10**18))
    return build_person(id, name)


def _make_partner_username(id: str) -> str:
    return f"partner_{id[-6:]}"


def _create_invite(
    state: State, business: str, kind: str, role: str, user: Mapping[str, Any]
) -> Entity:
    """Creates an invitation and returns it."""
    [id] = state.random.generate_ids(state.store, _KIND)
    sent = state.now_in_milliseconds()
    invite_data = {
        "invite_type": kind,
        "invite_status": _PENDING,
        "invite_expiration": sent + int(_LIFETIME * 1000),
        "last_updated_time": sent,
        "sent_at": sent,
    }
    data = {
        "id": id,
        "invite_data": invite_data,
        "is_received_invite": False,
        "user": dict(user),
        "business_roles": [role],
        "assets_summary": summarize_assets(()),
        "created_by_business": describe_user(state),
        "created_by_user": describe_user(state),
        "created_time": sent,
    }
    later = {**data, "invite_data": {**invite_data, "invite_status": _EXPIRED}}
    entity = Entity(id, data, state.now() + _LIFETIME, later, notes={"assets": []}, parent=business)
    state.store.put(_KIND, business, [entity])
    return entity


def _store_invite_assets(
    state: State, business: str, invite: Entity, asset_permissions: Mapping[str, Sequence[str]]
) -> Entity:
    """Adds assets to an invitation or access request of a business, and returns the changed invitation or request.

    `asset_permissions` maps the IDs of assets to permissions.
    """
    assets = {asset["asset_id"]: asset for asset in (invite.notes or {}).get("assets", [])}
    for id, permissions in asset_permissions.items():
        # The emulator does not store the assets of partners. It treats all of these assets as ad accounts.
        is_request = _get_invite_type(invite) == _REQUEST
        check_id_format("asset_id_to_permissions", id)
        kind = "AD_ACCOUNT" if is_request else require_asset_type(state, business, id, permissions)
        assets[id] = {"asset_id": id, "asset_type": kind, "permissions": list(permissions)}
    # The permissions are granted when the invitation or request is accepted.
    changed = invite.replace_fields({"assets_summary": summarize_assets(assets.values())})
    stored = Entity(
        changed.id,
        changed.data,
        changed.due,
        changed.later,
        notes={"assets": list(assets.values())},
        parent=invite.parent,
    )
    state.store.put(_KIND, business, [stored])
    return stored


def _require_pending_invite(state: State, business: str | None, id: str) -> Entity:
    """Returns a pending invitation or access request of a business, or of any business if `business` is None."""
    now = state.clock.now()
    invite = state.store.find(_KIND, id, now)
    if invite is None or business not in (None, invite.parent):
        raise Problem(404, 404, "Invite not found.")
    status = invite.data["invite_data"]["invite_status"]
    if status != _PENDING:
        raise bad_request(f"invite_id: {id} has the status {status}, but must be {_PENDING}")
    return invite


def _set_invite_status(state: State, invite: Entity, status: str) -> Entity:
    invite_data = {"invite_status": status, "last_updated_time": state.now_in_milliseconds()}
    data = {**invite.data, "invite_data": {**invite.data["invite_data"], **invite_data}}
    changed = Entity(invite.id, data, notes=invite.notes, parent=invite.parent)
    state.store.put(_KIND, invite.parent, [changed])
    return changed


def _accept_invite(state: State, invite: Entity) -> None:
    kind, user = _get_invite_type(invite), invite.data["user"]
    relationship_kind, business = _RELATIONSHIP_KINDS[kind], invite.parent
    if state.store.get(relationship_kind, business, user["id"], state.clock.now()) is None:
        [role] = invite.data["business_roles"]
        data = build_relationship(state, user, role, is_shared_partner=kind == _REQUEST)
        state.store.put(relationship_kind, business, [Entity(user["id"], data)])
    for asset in (invite.notes or {}).get("assets", []):
        # The asset may be an asset group that was deleted after the invitation was sent.
        if kind != _REQUEST and find_asset_type(state, business, asset["asset_id"]) is None:
            continue
        grant_permissions(
            state,
            business,
            relationship_kind,
            user["id"],
            asset["asset_id"],
            asset["asset_type"],
            asset["permissions"],
        )


def _get_invite_type(invite: Entity) -> str:
    return str(invite.data["invite_data"]["invite_type"])


def _build_invite_response(invite: Entity) -> dict[str, Any]:
    return {name: invite.data[name] for name in _RESPONSE_FIELDS}
