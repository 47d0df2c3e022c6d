"""Ad groups: create and update them in batches, get and list them. Each belongs to a campaign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.advertising.ad_group_rules import (
    build_budget_fields,
    check_ad_group,
    clear_optimized_budget,
)
from pinterest.emulator.advertising.entities import (
    AD_GROUP,
    CAMPAIGN,
    GONE,
    add_summary_status,
    add_summary_status_to_page,
    check_draft_fields,
    drop_nulls,
    select_response_fields,
    select_updated_fields,
    strip_id_prefix,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_add_function, run_account_batch
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.delivery_hours import add_running_hours
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ad_groups import (
    AD_GROUPS_CREATE,
    AD_GROUPS_GET,
    AD_GROUPS_LIST,
    AD_GROUPS_UPDATE,
)

_MAX_IN_OPTIMIZED_CAMPAIGN = 70
_NO_ID = "0"
_CANNOT_BE_EMPTY = ("name", "billable_event")
_DEFAULTS: Mapping[str, Any] = {
    "status": "ACTIVE",
    "budget_in_micro_currency": None,
    "bid_in_micro_currency": None,
    "bid_strategy_type": None,
    "budget_type": "DAILY",
    "start_time": None,
    "end_time": None,
    "targeting_spec": {},
    "targeting_template_ids": None,
    "tracking_urls": None,
    "auto_targeting_enabled": True,
    "placement_group": "ALL",
    "pacing_delivery_type": "STANDARD",
    "promotion_id": _NO_ID,
    "promotion_application_level": None,
    "bid_multiplier": None,
    "is_creative_optimization": False,
    "conversion_learning_mode_type": "NOT_ACTIVE",
    "feed_profile_id": _NO_ID,
}


@handles(AD_GROUPS_LIST)
@assumed(
    choice="`translate_interests_to_names` has no effect. Interests are returned as they were sent.",
)
def list_ad_groups(call: Call) -> dict[str, Any]:
    """Returns a page of the account's ad groups, sorted by ID."""
    filters = {"campaign_ids": "campaign_id", "ad_group_ids": "id", "entity_statuses": "status"}
    found = list_entities(call, AD_GROUP, call.arguments["ad_account_id"], filters=filters)
    return add_summary_status_to_page(call.state, found)


@handles(AD_GROUPS_GET)
def get_ad_group(call: Call) -> dict[str, Any]:
    """Returns one ad group, regardless of its status."""
    arguments = call.arguments
    found = get_entity(call.state, AD_GROUP, arguments["ad_account_id"], arguments["ad_group_id"])
    return add_summary_status(call.state, found.data)


@handles(AD_GROUPS_CREATE)
@assumed(
    observed="An ad group requires no budget if its campaign has a spend cap.",
    choice="With AUTOMATIC_BID, no bid is required. If the campaign optimizes its budget, the ad group's own "
    "budget is ignored, and the default budget type is CBO_ADGROUP.",
)
@assumed(
    choice="Ad groups can be created in an archived campaign, and ads in an archived ad group.",
)
def create_ad_groups(call: Call) -> dict[str, Any]:
    """Creates ad groups. If an item fails, the other items are still processed."""
    return run_account_batch(call, create_ad_group)


@handles(AD_GROUPS_UPDATE)
@assumed(
    choice="An ad group cannot move to another campaign. The `campaign_id` of an update is ignored.",
)
def update_ad_groups(call: Call) -> dict[str, Any]:
    """Updates ad groups. If an item fails, the other items are still processed."""
    return run_account_batch(call, update_ad_group)


def create_ad_group(
    state: State, ad_account_id: str, fields: Mapping[str, Any], *, created: int | None = None
) -> dict[str, Any]:
    """Creates one ad group and returns it. `created` is in Unix seconds and defaults to now.

    Raises:
        Problem: If the campaign does not exist, or the fields break a rule outside the schema.
    """
    created_time = state.now() if created is None else created
    campaign = get_referenced(
        state, CAMPAIGN, ad_account_id, strip_id_prefix(fields["campaign_id"]), field="campaign_id"
    )
    data: Mapping[str, Any] = {
        **_DEFAULTS,
        **build_budget_fields(campaign.data),
        **select_response_fields("AdGroupResponse", drop_nulls(fields)),
        "campaign_id": campaign.id,
        "ad_account_id": ad_account_id,
        "type": "adgroup",
        "created_time": created_time,
        "updated_time": created_time,
    }
    data = clear_optimized_budget(data, campaign.data)
    check_ad_group(data, campaign.data)
    check_references(state, ad_account_id, fields)
    _check_ad_group_limit(state, ad_account_id, campaign)
    [id] = state.random.generate_ids(state.store, AD_GROUP)
    entity = Entity(id, {"id": id, **data}, notes={"promotion_ids": []})
    return _store_ad_group(state, ad_account_id, entity, fields)


def update_ad_group(state: State, ad_account_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Updates and returns the ad group with the `id` in `fields`.

    Raises:
        Problem: If the ad group does not exist, or the update breaks a rule outside the schema.
    """
    found = get_referenced(state, AD_GROUP, ad_account_id, fields["id"], field="id")
    campaign_id = found.data["campaign_id"]
    campaign = get_referenced(state, CAMPAIGN, ad_account_id, campaign_id, field="campaign_id")
    fields = {name: value for name, value in fields.items() if name != "campaign_id"}
    new = clear_optimized_budget(
        select_updated_fields("AdGroupResponse", fields, _DEFAULTS, *_CANNOT_BE_EMPTY),
        campaign.data,
    )
    if fields.get("targeting_spec_operations"):
        if fields.get("targeting_spec"):
            raise bad_request(
                "targeting_spec and targeting_spec_operations: send only one of the two"
            )
        spec = found.data["targeting_spec"]
        new["targeting_spec"] = _apply_targeting_operations(
            spec, fields["targeting_spec_operations"]
        )
    check_draft_fields(found.data, fields, "billable_event", "budget_type")
    check_references(state, ad_account_id, new)
    entity = found.replace_fields({**new, "campaign_id": campaign_id, "updated_time": state.now()})
    check_ad_group(entity.data, campaign.data, fields)
    return _store_ad_group(state, ad_account_id, entity, fields)


add_ad_groups = build_add_function(create_ad_group)
"""Creates ad groups for sample data, and returns their IDs."""


def _store_ad_group(
    state: State,
    ad_account_id: str,
    entity: Entity,
    fields: Mapping[str, Any],
) -> dict[str, Any]:
    """Stores an ad group with its promotions and targeting templates, and returns it."""
    data, notes = dict(entity.data), dict(entity.notes or {})
    promotions = fields.get("promotion_ids", fields.get("promotion_id"))
    if "promotion_ids" in fields or "promotion_id" in fields:
        ids = [promotions] if isinstance(promotions, str) else promotions or []
        notes["promotion_ids"] = _require_entity_ids(state, ad_account_id, "promotion", ids)
        data["promotion_id"] = next(iter(notes["promotion_ids"]), _NO_ID)
    templates = fields.get("targeting_template_ids")
    if templates:
        found = _require_entity_ids(state, ad_account_id, "targeting_template", templates)
        data["targeting_template_ids"] = found or None
    response = add_summary_status(state, drop_nulls(data, _DEFAULTS))
    stored = add_running_hours(
        state, AD_GROUP, ad_account_id, Entity(entity.id, response, notes=notes)
    )
    state.store.put(AD_GROUP, ad_account_id, [stored])
    return response


def _require_entity_ids(
    state: State, ad_account_id: str, kind: str, ids: Iterable[str]
) -> list[str]:
    """Returns all IDs except `0`, after checking that their entities exist.

    Raises:
        Problem: If one of the entities does not exist.
    """
    return [
        get_referenced(state, kind, ad_account_id, id, field=f"{kind}_ids").id
        for id in ids
        if id != _NO_ID
    ]


def _check_ad_group_limit(state: State, ad_account_id: str, campaign: Entity) -> None:
    if not campaign.data["is_campaign_budget_optimization"]:
        return
    groups = state.store.select(
        AD_GROUP, ad_account_id, state.clock.now(), {"campaign_id": campaign.id}
    )
    if sum(group.data["status"] not in GONE for group in groups) >= _MAX_IN_OPTIMIZED_CAMPAIGN:
        raise bad_request(
            "campaign_id: a campaign that optimizes its budget can have at most "
            f"{_MAX_IN_OPTIMIZED_CAMPAIGN} ad groups; use another campaign"
        )


def _apply_targeting_operations(
    spec: Mapping[str, Any], operations: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Applies operations to a targeting spec, one after the other, and returns the changed spec."""
    changed = dict(spec)
    for operation in operations:
        field, values = operation["field"], operation.get("values", operation.get("value"))
        current = changed.get(field) or []
        if operation["operation"] == "ADD":
            values = [*current, *(value for value in values or [] if value not in current)]
        elif operation["operation"] == "REMOVE":
            values = [value for value in current if value not in (values or [])]
        changed[field] = values
    return {field: values for field, values in changed.items() if values not in (None, [])}
