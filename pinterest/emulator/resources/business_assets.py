"""Business assets: list them, and list who has access. Create, update and delete asset groups."""

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
    build_page,
    describe_asset,
    describe_user,
    find_asset_type,
    list_grants,
    list_holders,
    list_own_asset_ids,
    require_asset_type,
    require_business,
    revoke_all_permissions,
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
# For each asset type: the field of an asset group that lists the IDs of these assets.
_GROUP_FIELDS = {
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
    """Returns a page of the assets of one type: first the business's own assets, then the assets of its partners."""
    business, state, arguments = require_business(call), call.state, call.arguments
    kind, required = arguments["asset_type"], set(arguments["permissions"] or ())
    found = {id: {_OWNER} for id in list_own_asset_ids(state, business, kind)}
    external = PARTNERS["EXTERNAL"]
    for partner in state.store.select(external, business, state.clock.now()):
        for access in list_grants(state, business, external, partner.id, kind):
            found.setdefault(access["asset_id"], set(access["permissions"]))
    if required:
        found = {id: permissions for id, permissions in found.items() if permissions & required}
    if arguments["asset_group_id"]:
        group = get_entity(state, ASSET_GROUP, business, arguments["asset_group_id"])
        found = {id: found[id] for id in found if id in _list_asset_ids(group)}
    if arguments["child_asset_id"]:
        groups = state.store.select(ASSET_GROUP, business, state.clock.now())
        group_ids = {
            group.id for group in groups if arguments["child_asset_id"] in _list_asset_ids(group)
        }
        found = {id: found[id] for id in found if id in group_ids}
    return build_page(call, [describe_asset(state, business, id, kind) for id in found])


@handles(BUSINESS_ASSET_MEMBERS_GET)
def list_members(call: Call) -> dict[str, Any]:
    """Returns a page of the members, or of the system users, who have access to an asset."""
    business = require_business(call)
    _require_asset_in_path(call, business)
    kind = SYSTEM_USER if call.arguments["fetch_system_users"] else MEMBER
    return build_page(call, list_holders(call.state, kind, business, call.arguments["asset_id"]))


@handles(BUSINESS_ASSET_PARTNERS_GET)
def list_partners(call: Call) -> dict[str, Any]:
    """Returns a page of the partners who have access to an asset."""
    business = require_business(call)
    _require_asset_in_path(call, business)
    internal = PARTNERS["INTERNAL"]
    return build_page(
        call, list_holders(call.state, internal, business, call.arguments["asset_id"])
    )


@handles(ASSET_GROUP_CREATE)
def create_group(call: Call) -> dict[str, Any]:
    """Creates an empty asset group."""
    business, state, body = require_business(call), call.state, call.body
    [id] = state.random.generate_ids(state.store, ASSET_GROUP)
    group = {
        "id": id,
        **body,
        **{field: [] for field in _GROUP_FIELDS.values()},
        "created_by": describe_user(state),
        "owner": describe_user(state),
        "created_time": state.now_in_milliseconds(),
        "updated_time": state.now_in_milliseconds(),
    }
    state.store.put(ASSET_GROUP, business, [Entity(id, group)])
    return {"asset_group": group}


@assumed(
    choice="Adding an asset group to an asset group has no effect.",
)
@handles(ASSET_GROUP_UPDATE)
def update_groups(call: Call) -> dict[str, Any]:
    """Updates asset groups and their assets. The response has an exception for each group that fails."""
    business, state = require_business(call), call.state

    def update_group(item: Mapping[str, Any]) -> dict[str, Any]:
        group = get_entity(state, ASSET_GROUP, business, item["asset_group_id"])
        fields: dict[str, Any] = {
            name: item[item_field]
            for name, item_field in (
                ("asset_group_name", "name"),
                ("asset_group_description", "description"),
                ("asset_group_types", "asset_group_types"),
            )
            if item_field in item
        }
        assets = {field: list(group.data[field]) for field in _GROUP_FIELDS.values()}
        for id in item.get("assets_to_add") or ():
            kind = require_asset_type(state, business, id)
            ids = assets.get(_GROUP_FIELDS.get(kind, ""), [])
            ids += [id] if id not in ids else []
        for id in item.get("assets_to_remove") or ():
            for ids in assets.values():
                ids[:] = [asset_id for asset_id in ids if asset_id != id]
        changed = group.replace_fields(
            {**fields, **assets, "updated_time": state.now_in_milliseconds()}
        )
        state.store.put(ASSET_GROUP, business, [changed])
        return dict(changed.data)

    outcomes = run_each(call, call.body.get("asset_groups_to_update") or (), update_group)
    return {
        "updated_asset_groups": [outcome.result for outcome in outcomes if not outcome.problem],
        "exceptions": [
            _build_exception(
                outcome.item["asset_group_id"], outcome.problem.code, outcome.problem.message
            )
            for outcome in outcomes
            if outcome.problem
        ],
    }


@handles(ASSET_GROUP_DELETE)
def delete_groups(call: Call) -> dict[str, Any]:
    """Deletes asset groups, but not their assets. The response has an exception for each group that fails."""
    business, state = require_business(call), call.state
    deleted: list[str] = []
    exceptions: list[dict[str, Any]] = []
    for id in call.body["asset_groups_to_delete"]:
        if state.store.get(ASSET_GROUP, business, id, state.clock.now()):
            state.store.delete(ASSET_GROUP, business, id)
            revoke_all_permissions(state, business, id)
            deleted.append(id)
        else:
            exceptions.append(_build_exception(id, 404, "Asset group not found."))
    return {"deleted_asset_groups": deleted, "exceptions": exceptions}


def _list_asset_ids(group: Entity) -> list[str]:
    return [id for field in _GROUP_FIELDS.values() for id in group.data[field]]


def _require_asset_in_path(call: Call, business: str) -> None:
    """Raises `not_found` if the business does not have the asset whose ID is in the URL path of the request."""
    if find_asset_type(call.state, business, call.arguments["asset_id"]) is None:
        raise not_found("Asset")


def _build_exception(id: str, code: int, message: str) -> dict[str, Any]:
    return {"asset_group_id": id, "code": code, "message": message}
