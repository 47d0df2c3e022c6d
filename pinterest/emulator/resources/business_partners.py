"""Partners of a business: list and delete them. Grant and revoke access to the business's or the partners' assets."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.businesses import (
    PARTNERS,
    add_assets_summary,
    build_page,
    delete_relationship,
    describe_asset,
    grant_permissions,
    list_grants,
    require_asset_type,
    require_business,
    revoke_permissions,
)
from pinterest.operations.business_access_assets import (
    BUSINESS_PARTNER_ASSET_ACCESS_GET,
    DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
    UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL,
)
from pinterest.operations.business_access_relationships import (
    DELETE_BUSINESS_PARTNERS,
    GET_BUSINESS_PARTNERS,
)

_INTERNAL, _EXTERNAL = "INTERNAL", "EXTERNAL"

assumed(
    GET_BUSINESS_PARTNERS,
    DELETE_BUSINESS_PARTNERS,
    choice="Partners come from accepted invitations and requests. Without a `partner_type`, both types are "
    "listed, and INTERNAL partners are deleted.",
)


@handles(GET_BUSINESS_PARTNERS)
def list_partners(call: Call) -> dict[str, Any]:
    """Returns a page of the partners of a business."""
    business, state, arguments = require_business(call), call.state, call.arguments
    partner_type = arguments["partner_type"]
    ids = arguments["partner_ids"].split(",") if arguments["partner_ids"] else None
    found = [
        add_assets_summary(state, business, kind, partner.data, arguments["assets_summary"])
        for kind in ([PARTNERS[partner_type]] if partner_type else PARTNERS.values())
        for partner in state.store.select(kind, business, state.clock.now())
        if ids is None or partner.id in ids
    ]
    return build_page(call, found)


@handles(DELETE_BUSINESS_PARTNERS)
def delete_partners(call: Call) -> dict[str, Any]:
    """Deletes partners of one type and their access to assets. If any partner is unknown, deletes nothing."""
    business, state = require_business(call), call.state
    kind = PARTNERS[call.body.get("partner_type") or _INTERNAL]
    for id in call.body["partner_ids"]:
        if not delete_relationship(state, kind, business, id):
            raise not_found("Partner")
    return {"deleted_partners": list(call.body["partner_ids"])}


@handles(BUSINESS_PARTNER_ASSET_ACCESS_GET)
def list_partner_assets(call: Call) -> dict[str, Any]:
    """Returns a page of the assets that a business shares with a partner, or that the partner shares with it."""
    business, state, arguments = require_business(call), call.state, call.arguments
    kind = PARTNERS[arguments["partner_type"]]
    partner = get_entity(state, kind, business, arguments["partner_id"], noun="Partner")
    return build_page(
        call,
        [
            {
                **describe_asset(state, business, access["asset_id"], access["asset_type"]),
                "permissions": access["permissions"],
            }
            for access in list_grants(state, business, kind, partner.id, arguments["asset_type"])
        ],
    )


@handles(UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL)
def grant_access(call: Call) -> dict[str, Any]:
    """Grants partners access to assets. If any partner or asset is unknown, grants no access."""
    business, state, kind, granted = require_business(call), call.state, PARTNERS[_INTERNAL], []
    for item in call.body["accesses"]:
        asset, permissions = item["asset_id"], item["permissions"]
        partner = get_referenced(state, kind, business, item["partner_id"], field="partner_id")
        asset_type = require_asset_type(state, business, asset, permissions)
        grant_permissions(state, business, kind, partner.id, asset, asset_type, permissions)
        granted.append({**item, "asset_type": asset_type})
    return {"items": granted}


@assumed(
    choice="The response leaves out access that did not exist.",
)
@handles(DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL)
def revoke_access(call: Call) -> dict[str, Any]:
    """Revokes partners' access to assets, or the business's own access to partners' assets."""
    business, state, deleted = require_business(call), call.state, []
    for item in call.body["accesses"]:
        partner_type = item.get("partner_type") or _INTERNAL
        kind = PARTNERS[partner_type]
        partner = get_referenced(state, kind, business, item["partner_id"], field="partner_id")
        grant_data = revoke_permissions(state, business, kind, partner.id, item["asset_id"])
        if grant_data:
            is_external = partner_type == _EXTERNAL
            deleted.append(
                {**grant_data, "partner_id": partner.id, "is_shared_partner": is_external}
            )
    return {"items": deleted}
