"""Targeting templates of an ad account: create, list, search, update and remove them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.targeting.audience_size import estimate_audience_size
from pinterest.operations.targeting_template import (
    TARGETING_TEMPLATE_CREATE,
    TARGETING_TEMPLATE_LIST,
    TARGETING_TEMPLATE_UPDATE,
)

TARGETING_TEMPLATE = "targeting_template"
_DEFAULTS: Mapping[str, Any] = {
    "auto_targeting_enabled": True,
    "placement_group": "ALL",
    "keywords": [],
    "tracking_urls": None,
}


@handles(TARGETING_TEMPLATE_LIST)
@assumed(
    choice="A search finds templates whose name contains the text. Case is ignored.",
)
def list_templates(call: Call) -> dict[str, Any]:
    """Returns a page of the ad account's targeting templates, with audience sizes if requested."""
    arguments, state = call.arguments, call.state
    query = (arguments["search_query"] or "").casefold()
    found = [
        entity.data
        for entity in state.store.select(
            TARGETING_TEMPLATE, arguments["ad_account_id"], state.clock.now()
        )
        if query in entity.data["name"].casefold()
    ]
    page = paginate_items(call, found)
    if arguments["include_sizing"]:
        page["items"] = [
            {**item, "sizing": _build_size_estimate(state, item)} for item in page["items"]
        ]
    return page


@handles(TARGETING_TEMPLATE_CREATE)
def create_template(call: Call) -> dict[str, Any]:
    """Creates a template and returns it."""
    return _create_template(call.state, call.arguments["ad_account_id"], call.body)


@handles(TARGETING_TEMPLATE_UPDATE)
@assumed(
    choice="Removed templates are not listed. An update without `targeting_attributes` keeps the targeting.",
)
def update_template(call: Call) -> None:
    """Updates the targeting of a template, or removes the template."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    found = get_referenced(state, TARGETING_TEMPLATE, account, body["id"], field="id")
    if body["operation_type"] == "REMOVE":
        state.store.delete(TARGETING_TEMPLATE, account, found.id)
        return
    check_references(state, account, body)
    changes = {"updated_time": state.now()}
    if body.get("targeting_attributes"):
        changes["targeting_attributes"] = body["targeting_attributes"]
    state.store.put(TARGETING_TEMPLATE, account, [found.replace_fields(changes)])


def add_targeting_templates(
    state: State, ad_account_id: str, templates: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Creates targeting templates without an API request, and returns the IDs of the templates.

    Each item of `templates` has the fields of a template in a request body.
    """
    return [_create_template(state, ad_account_id, fields)["id"] for fields in templates]


def _create_template(state: State, ad_account_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    check_references(state, ad_account_id, fields)
    [id] = state.random.generate_ids(state.store, TARGETING_TEMPLATE)
    now = state.now()
    data = {
        **_DEFAULTS,
        **fields,
        "id": id,
        "ad_account_id": ad_account_id,
        "status": "ACTIVE",
        "valid": True,
        "sizing": None,
        "created_time": now,
        "updated_time": now,
    }
    state.store.put(TARGETING_TEMPLATE, ad_account_id, [Entity(id, data)])
    return data


def _build_size_estimate(state: State, template: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the `sizing` of a template: an estimate of the audience size."""
    estimate = estimate_audience_size(state, template["targeting_attributes"], template["keywords"])
    bounds = {"lower_bound": estimate * 3 // 4, "upper_bound": estimate * 5 // 4}
    return {"reach_estimate": {"estimate": estimate, **bounds}}
