"""Assets of a business: what it owns and what partners share with it, who reaches them, and groups of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.businesses import (
    ASSET_GROUP,
    MEMBER,
    PARTNERS,
    SYSTEM_USER,
    asset_type,
    assets_of,
    described,
    grants,
    holders,
    owner,
    page_from,
    require_asset,
    require_business,
    withdraw_from_all,
)
from pinterest.emulator.store.database import Entity
from pinterest.operations.business_access_assets import (
    ASSET_GROUP_CREATE,
    ASSET_GROUP_DELETE,
    ASSET_GROUP_UPDATE,
    BUSINESS_ASSET_MEMBERS_GET,
    BUSINESS_ASSET_PARTNERS_GET,
    BUSINESS_ASSETS_GET,
)

_OWNER = "OWNER"
# The field of a group that assets of a type are in.
_INSIDE = {
    "AD_ACCOUNT": "ad_accounts_ids",
    "PROFILE": "profiles_ids",
    "CATALOG": "catalogs_ids",
}

assumed(
    BUSINESS_ASSETS_GET,
    choice="Every ad account and catalog is an asset of the token's user. The profile of a business is one of "
    "its own assets.",
)


@handles(BUSINESS_ASSETS_GET)
def list_assets(call: Call) -> dict[str, Any]:
    """Returns a page of the assets of a type: those that the business owns, then those that partners share with it."""
    business, state, arguments = require_business(call), call.state, call.arguments
    kind, wanted = arguments["asset_type"], set(arguments["permissions"] or ())
    found = {id: {_OWNER} for id in assets_of(state, business, kind)}
    external = PARTNERS["EXTERNAL"]
    for partner in state.store.select(external, business, state.clock.now()):
        for one in grants(state, business, external, partner.id, kind):
            found.setdefault(one["asset_id"], set(one["permissions"]))
    if wanted:
        found = {id: permissions for id, permissions in found.items() if permissions & wanted}
    if arguments["asset_group_id"]:
        group = get_entity(state, ASSET_GROUP, business, arguments["asset_group_id"])
        found = {id: found[id] for id in found if id in _inside(group)}
    if arguments["child_asset_id"]:
        groups = state.store.select(ASSET_GROUP, business, state.clock.now())
        holding = {group.id for group in groups if arguments["child_asset_id"] in _inside(group)}
        found = {id: found[id] for id in found if id in holding}
    return page_from(call, [described(state, business, id, kind) for id in found])


@handles(BUSINESS_ASSET_MEMBERS_GET)
def list_members(call: Call) -> dict[str, Any]:
    """Returns a page of the members, or the system users, who have access to an asset."""
    business = require_business(call)
    _require(call, business)
    kind = SYSTEM_USER if call.arguments["fetch_system_users"] else MEMBER
    return page_from(call, holders(call.state, kind, business, call.arguments["asset_id"]))


@handles(BUSINESS_ASSET_PARTNERS_GET)
def list_partners(call: Call) -> dict[str, Any]:
    """Returns a page of the partners who have access to an asset."""
    business = require_business(call)
    _require(call, business)
    internal = PARTNERS["INTERNAL"]
    return page_from(call, holders(call.state, internal, business, call.arguments["asset_id"]))


@handles(ASSET_GROUP_CREATE)
def create_group(call: Call) -> dict[str, Any]:
    """Creates a group of assets, empty at first."""
    business, state, body = require_business(call), call.state, call.body
    [id] = state.random.next_ids(state.store, ASSET_GROUP)
    group = {
        "id": id,
        **body,
        **{field: [] for field in _INSIDE.values()},
        "created_by": owner(state),
        "owner": owner(state),
        "created_time": state.milliseconds(),
        "updated_time": state.milliseconds(),
    }
    state.store.put(ASSET_GROUP, business, [Entity(id, group)])
    return {"asset_group": group}


@assumed(
    choice="A group that is added to a group is ignored.",
)
@handles(ASSET_GROUP_UPDATE)
def update_groups(call: Call) -> dict[str, Any]:
    """Updates groups and what is in them; what fails is told group by group."""
    business, state = require_business(call), call.state

    def update(item: Mapping[str, Any]) -> dict[str, Any]:
        group = get_entity(state, ASSET_GROUP, business, item["asset_group_id"])
        fields: dict[str, Any] = {
            name: item[given]
            for name, given in (
                ("asset_group_name", "name"),
                ("asset_group_description", "description"),
                ("asset_group_types", "asset_group_types"),
            )
            if given in item
        }
        inside = {field: list(group.data[field]) for field in _INSIDE.values()}
        for id in item.get("assets_to_add") or ():
            kind = require_asset(state, business, id)
            ids = inside.get(_INSIDE.get(kind, ""), [])
            ids += [id] if id not in ids else []
        for id in item.get("assets_to_remove") or ():
            for ids in inside.values():
                ids[:] = [one for one in ids if one != id]
        changed = group.changed({**fields, **inside, "updated_time": state.milliseconds()})
        state.store.put(ASSET_GROUP, business, [changed])
        return dict(changed.data)

    outcomes = run_each(call, call.body.get("asset_groups_to_update") or (), update)
    return {
        "updated_asset_groups": [one.result for one in outcomes if not one.problem],
        "exceptions": [
            _exception(one.item["asset_group_id"], one.problem.code, one.problem.message)
            for one in outcomes
            if one.problem
        ],
    }


@handles(ASSET_GROUP_DELETE)
def delete_groups(call: Call) -> dict[str, Any]:
    """Deletes groups, not what is in them; what fails is told group by group."""
    business, state = require_business(call), call.state
    gone: list[str] = []
    failed: list[dict[str, Any]] = []
    for id in call.body["asset_groups_to_delete"]:
        if state.store.get(ASSET_GROUP, business, id, state.clock.now()):
            state.store.delete(ASSET_GROUP, business, id)
            withdraw_from_all(state, business, id)
            gone.append(id)
        else:
            failed.append(_exception(id, 404, "Asset group not found."))
    return {"deleted_asset_groups": gone, "exceptions": failed}


def _inside(group: Entity) -> list[str]:
    return [id for field in _INSIDE.values() for id in group.data[field]]


def _require(call: Call, business: str) -> None:
    if asset_type(call.state, business, call.arguments["asset_id"]) is None:
        raise not_found("Asset")


def _exception(id: str, code: int, message: str) -> dict[str, Any]:
    return {"asset_group_id": id, "code": code, "message": message}
