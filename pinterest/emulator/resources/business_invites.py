"""Invitations to a business and requests for access: sent, listed, answered, cancelled; they expire by themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each, to_exception
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.businesses import (
    MEMBER,
    PARTNERS,
    asset_type,
    binding,
    check_id,
    grant,
    owner,
    page_from,
    person,
    require_asset,
    require_business,
    summary,
    told,
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
_OF_MEMBERS, _REQUEST = "MEMBER_INVITE", "PARTNER_REQUEST"
_PENDING, _EXPIRED = "PENDING", "EXPIRED"
_LIVES = 30 * DAY
_BASE = ("id", "invite_data", "is_received_invite", "user")
# What an invitation is turned into.
_HOLDERS = {
    _OF_MEMBERS: MEMBER,
    "PARTNER_INVITE": PARTNERS["INTERNAL"],
    _REQUEST: PARTNERS["EXTERNAL"],
}

assumed(
    RESPOND_BUSINESS_ACCESS_INVITES,
    GET_INVITES,
    choice="The emulator has one user, who can accept and decline with the token that sent the invitation or "
    "request. They expire after 30 days. Inviting someone again, or a member, creates another invitation. "
    "Accepting it does not change the role.",
)


@handles(GET_INVITES)
def list_invites(call: Call) -> dict[str, Any]:
    """Returns a page of what is open or expired: of members, or of partners."""
    business, arguments, state = require_business(call), call.arguments, call.state
    kinds = [kind for kind in _HOLDERS if (kind == _OF_MEMBERS) == arguments["is_member"]]
    if arguments["invite_type"]:
        kinds = [arguments["invite_type"]]
    where = {
        "invite_data.invite_type": kinds,
        "invite_data.invite_status": arguments["invite_status"] or [_PENDING, _EXPIRED],
    }
    found = state.store.select(_KIND, business, state.clock.now(), where)
    return page_from(call, [invite.data for invite in found])


@handles(CREATE_MEMBERSHIP_OR_PARTNERSHIP_INVITES)
def create_invites(call: Call) -> dict[str, Any]:
    """Invites members or partners, or asks partners for access; what fails is told one by one."""
    business, state, body = require_business(call), call.state, call.body
    kind, role = body["invite_type"], body["business_role"]
    field = "members" if kind == _OF_MEMBERS else "partners"
    if not body.get(field):
        raise bad_request(f"{field}: {kind} needs some")
    if (role == "PARTNER") == (kind == _OF_MEMBERS):
        raise bad_request(f"business_role: {role} does not go with {kind}")

    def invite(name: str) -> dict[str, Any]:
        entity = _invite(state, business, kind, role, _invited(state, kind, name))
        return {"id": entity.id, "user": entity.data["user"]}

    return {
        "items": [
            told(outcome.problem.code, outcome.problem.message, users_or_partner_ids=[outcome.item])
            if outcome.problem
            else {"invite": outcome.result}
            for outcome in run_each(call, body[field], invite)
        ]
    }


@handles(CREATE_ASSET_INVITES)
def add_assets(call: Call) -> dict[str, Any]:
    """Adds access to assets to what is open; what fails is told one by one."""
    business, state = require_business(call), call.state

    def add(item: Mapping[str, Any]) -> dict[str, Any]:
        invite = _open(state, business, item["invite_id"])
        changed = _with_assets(state, business, invite, item["asset_id_to_permissions"])
        return {
            **_shown(changed),
            "created_by_business_id": business,
            "created_by_user_id": owner(state)["id"],
        }

    return _told(call, call.body["invites"], add)


@handles(ASSET_ACCESS_REQUESTS_CREATE)
def request_access(call: Call) -> dict[str, Any]:
    """Asks partners for access to assets of theirs; what fails is told one by one."""
    business, state = require_business(call), call.state

    def ask(item: Mapping[str, Any]) -> str:
        partner = item["partner_id"]
        now = state.clock.now()
        if not any(state.store.get(kind, business, partner, now) for kind in PARTNERS.values()):
            raise bad_request(f"partner_id: the business has no partner {partner}")
        user = person(partner, _partner_name(partner))
        invite = _invite(state, business, _REQUEST, "PARTNER", user)
        _with_assets(state, business, invite, item["asset_id_to_permissions"])
        return invite.id

    outcomes = run_each(call, call.body["asset_requests"], ask)
    return {
        "invites": {one.item["partner_id"]: one.result for one in outcomes if not one.problem},
        "exceptions": [
            {"code": one.problem.code, "messages": [one.problem.message]}
            for one in outcomes
            if one.problem
        ],
    }


@handles(RESPOND_BUSINESS_ACCESS_INVITES)
def respond(call: Call) -> dict[str, Any]:
    """Accepts or declines; what fails is told one by one."""
    state = call.state

    def answer(item: Mapping[str, Any]) -> dict[str, Any]:
        invite, action = _open(state, None, item["invite_id"]), item["action"]
        if action["accept_invite"]:
            if action.get("asset_id_to_permissions"):
                added = action["asset_id_to_permissions"]
                invite = _with_assets(state, invite.parent, invite, added)
            _accept(state, invite)
        return _shown(
            _set_status(state, invite, "ACCEPTED" if action["accept_invite"] else "DECLINED")
        )

    return _told(call, call.body["invites"], answer)


@handles(CANCEL_INVITES_OR_REQUESTS)
def cancel(call: Call) -> dict[str, Any]:
    """Takes back what is open; what fails is told one by one."""
    business, state = require_business(call), call.state

    def take_back(id: str) -> dict[str, Any]:
        return _shown(_set_status(state, _open(state, business, id), "CANCELLED"))

    return {
        "items": [
            {"exception": {"invite_id": outcome.item, "message": outcome.problem.message}}
            if outcome.problem
            else {"invite": outcome.result}
            for outcome in run_each(call, call.body["invite_ids"], take_back)
        ]
    }


def _told(call: Call, items: Sequence[Mapping[str, Any]], function: Any) -> dict[str, Any]:
    return {
        "items": [
            {
                "exception": {
                    **to_exception(one.problem),
                    "invite_or_request_id": one.item["invite_id"],
                }
            }
            if one.problem
            else {"invite": one.result}
            for one in run_each(call, items, function)
        ]
    }


def _invited(state: State, kind: str, name: str) -> dict[str, Any]:
    if kind != _OF_MEMBERS:
        check_id("partners", name)
        return person(name, _partner_name(name))
    if not name.strip():
        raise bad_request("members: a user name or an e-mail address is needed")
    # The same person has the same id, whoever invites them.
    id = str(state.random.generator("person", name.strip().lower()).randrange(10**17, 10**18))
    return person(id, name.strip())


def _partner_name(id: str) -> str:
    return f"partner_{id[-6:]}"


def _invite(state: State, business: str, kind: str, role: str, user: Mapping[str, Any]) -> Entity:
    """Keeps a new invitation and returns it."""
    [id] = state.random.next_ids(state.store, _KIND)
    sent = state.milliseconds()
    about = {
        "invite_type": kind,
        "invite_status": _PENDING,
        "invite_expiration": sent + int(_LIVES * 1000),
        "last_updated_time": sent,
        "sent_at": sent,
    }
    data = {
        "id": id,
        "invite_data": about,
        "is_received_invite": False,
        "user": dict(user),
        "business_roles": [role],
        "assets_summary": summary(()),
        "created_by_business": owner(state),
        "created_by_user": owner(state),
        "created_time": sent,
    }
    later = {**data, "invite_data": {**about, "invite_status": _EXPIRED}}
    entity = Entity(id, data, state.now() + _LIVES, later, notes={"assets": []}, parent=business)
    state.store.put(_KIND, business, [entity])
    return entity


def _with_assets(
    state: State, business: str, invite: Entity, asked: Mapping[str, Sequence[str]]
) -> Entity:
    """Keeps what an invitation will give access to and returns it as it is then."""
    assets = {one["asset_id"]: one for one in (invite.notes or {}).get("assets", [])}
    for id, permissions in asked.items():
        # Whatever is asked of a partner is the partner's, and taken for an ad account.
        is_theirs = _type(invite) == _REQUEST
        check_id("asset_id_to_permissions", id)
        kind = "AD_ACCOUNT" if is_theirs else require_asset(state, business, id, permissions)
        assets[id] = {"asset_id": id, "asset_type": kind, "permissions": list(permissions)}
    changed = invite.changed({"assets_summary": summary(assets.values())})
    kept = Entity(
        changed.id,
        changed.data,
        changed.due,
        changed.later,
        notes={"assets": list(assets.values())},
        parent=invite.parent,
    )
    state.store.put(_KIND, business, [kept])
    return kept


def _open(state: State, business: str | None, id: str) -> Entity:
    """Returns what is open; of whichever business where none is given."""
    now = state.clock.now()
    at_hand = state.store.find(_KIND, id, now)
    found = at_hand if at_hand and business in (None, at_hand.parent) else None
    if found is None:
        raise Problem(404, 404, "Invite not found.")
    status = found.data["invite_data"]["invite_status"]
    if status != _PENDING:
        raise bad_request(f"invite_id: {id} is {status}")
    return found


def _set_status(state: State, invite: Entity, status: str) -> Entity:
    about = {"invite_status": status, "last_updated_time": state.milliseconds()}
    data = {**invite.data, "invite_data": {**invite.data["invite_data"], **about}}
    changed = Entity(invite.id, data, notes=invite.notes, parent=invite.parent)
    state.store.put(_KIND, invite.parent, [changed])
    return changed


def _accept(state: State, invite: Entity) -> None:
    kind, user = _type(invite), invite.data["user"]
    holder, business = _HOLDERS[kind], invite.parent
    if state.store.get(holder, business, user["id"], state.clock.now()) is None:
        [role] = invite.data["business_roles"]
        data = binding(state, user, role, is_shared_partner=kind == _REQUEST)
        state.store.put(holder, business, [Entity(user["id"], data)])
    for one in (invite.notes or {}).get("assets", []):
        # A group may have been deleted since.
        if kind != _REQUEST and asset_type(state, business, one["asset_id"]) is None:
            continue
        grant(
            state,
            business,
            holder,
            user["id"],
            one["asset_id"],
            one["asset_type"],
            one["permissions"],
        )


def _type(invite: Entity) -> str:
    return str(invite.data["invite_data"]["invite_type"])


def _shown(invite: Entity) -> dict[str, Any]:
    return {name: invite.data[name] for name in _BASE}
