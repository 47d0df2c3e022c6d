"""Partners of a business: those who reach its assets, and those whose assets it reaches."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.businesses import (
    PARTNERS,
    described,
    end,
    grant,
    grants,
    page_from,
    require_asset,
    require_business,
    summarized,
    withdraw,
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
    """Returns a page of the partners."""
    business, state, arguments = require_business(call), call.state, call.arguments
    asked = arguments["partner_type"]
    wanted = arguments["partner_ids"].split(",") if arguments["partner_ids"] else None
    found = [
        summarized(state, business, kind, partner.data, arguments["assets_summary"])
        for kind in ([PARTNERS[asked]] if asked else PARTNERS.values())
        for partner in state.store.select(kind, business, state.clock.now())
        if wanted is None or partner.id in wanted
    ]
    return page_from(call, found)


@handles(DELETE_BUSINESS_PARTNERS)
def delete_partners(call: Call) -> dict[str, Any]:
    """Ends partnerships of one kind, with all access that they gave; all of them, or none where one is unknown."""
    business, state = require_business(call), call.state
    kind = PARTNERS[call.body.get("partner_type") or _INTERNAL]
    for id in call.body["partner_ids"]:
        if not end(state, kind, business, id):
            raise not_found("Partner")
    return {"deleted_partners": list(call.body["partner_ids"])}


@handles(BUSINESS_PARTNER_ASSET_ACCESS_GET)
def list_partner_assets(call: Call) -> dict[str, Any]:
    """Returns a page of what a partner reaches, or of what the business reaches of the partner's."""
    business, state, arguments = require_business(call), call.state, call.arguments
    kind = PARTNERS[arguments["partner_type"]]
    partner = get_entity(state, kind, business, arguments["partner_id"], noun="Partner")
    return page_from(
        call,
        [
            {
                **described(state, business, one["asset_id"], one["asset_type"]),
                "permissions": one["permissions"],
            }
            for one in grants(state, business, kind, partner.id, arguments["asset_type"])
        ],
    )


@handles(UPDATE_PARTNER_ASSET_ACCESS_HANDLER_IMPL)
def update_access(call: Call) -> dict[str, Any]:
    """Returns partners access to assets; all of it, or none where a partner or an asset is unknown."""
    business, state, kind, given = require_business(call), call.state, PARTNERS[_INTERNAL], []
    for item in call.body["accesses"]:
        asset, permissions = item["asset_id"], item["permissions"]
        partner = get_referenced(state, kind, business, item["partner_id"], field="partner_id")
        of = require_asset(state, business, asset, permissions)
        grant(state, business, kind, partner.id, asset, of, permissions)
        given.append({**item, "asset_type": of})
    return {"items": given}


@assumed(
    choice="Access that did not exist is left out of the deleted access.",
)
@handles(DELETE_PARTNER_ASSET_ACCESS_HANDLER_IMPL)
def delete_access(call: Call) -> dict[str, Any]:
    """Takes partners' access to assets, or gives up one's own to theirs."""
    business, state, gone = require_business(call), call.state, []
    for item in call.body["accesses"]:
        side = item.get("partner_type") or _INTERNAL
        kind = PARTNERS[side]
        partner = get_referenced(state, kind, business, item["partner_id"], field="partner_id")
        had = withdraw(state, business, kind, partner.id, item["asset_id"])
        if had:
            shared = side == _EXTERNAL
            gone.append({**had, "partner_id": partner.id, "is_shared_partner": shared})
    return {"items": gone}
