"""Campaigns: create and update them in batches, get and list them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.ad_group_rules import build_budget_fields
from pinterest.emulator.advertising.entities import (
    AD_GROUP,
    CAMPAIGN,
    add_summary_status,
    add_summary_status_to_page,
    check_draft_fields,
    check_schedule,
    drop_nulls,
    select_response_fields,
    select_updated_fields,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_add_function, run_account_batch
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.delivery_hours import add_running_hours
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.campaigns import (
    CAMPAIGNS_CREATE,
    CAMPAIGNS_GET,
    CAMPAIGNS_LIST,
    CAMPAIGNS_UPDATE,
)

_BUDGET_MISSING = 2384
_CAPS = ("daily_spend_cap", "lifetime_spend_cap")
_OPTIMIZES_BUDGET = "is_campaign_budget_optimization"
_TOP_OF_SEARCH = "is_top_of_search"
_TOP_OF_SEARCH_OBJECTIVES = ("CONSIDERATION", "WEB_CONVERSION", "CATALOG_SALES")
_DRAFT_ONLY = ("objective_type", "is_performance_plus", _TOP_OF_SEARCH)
_CANNOT_BE_EMPTY = ("name", "objective_type")
_DEFAULTS: Mapping[str, Any] = {
    "status": "ACTIVE",
    "lifetime_spend_cap": None,
    "daily_spend_cap": None,
    "order_line_id": None,
    "tracking_urls": None,
    "start_time": None,
    "end_time": None,
    _OPTIMIZES_BUDGET: False,
    "is_flexible_daily_budgets": False,
    "is_automated_campaign": False,
    "is_performance_plus": False,
}

assumed(
    CAMPAIGNS_LIST,
    CAMPAIGNS_GET,
    choice="The summary status of a campaign or ad group follows from its own status and schedule, not from "
    "those of its parent. Any status can be changed to any other.",
)


@handles(CAMPAIGNS_LIST)
def list_campaigns(call: Call) -> dict[str, Any]:
    """Returns a page of the account's campaigns, sorted by ID."""
    filters = {"campaign_ids": "id", "entity_statuses": "status"}
    found = list_entities(call, CAMPAIGN, call.arguments["ad_account_id"], filters=filters)
    return add_summary_status_to_page(call.state, found)


@handles(CAMPAIGNS_GET)
def get_campaign(call: Call) -> dict[str, Any]:
    """Returns one campaign, regardless of its status."""
    arguments = call.arguments
    found = get_entity(call.state, CAMPAIGN, arguments["ad_account_id"], arguments["campaign_id"])
    return add_summary_status(call.state, found.data)


@handles(CAMPAIGNS_CREATE)
@assumed(
    observed="A campaign without a daily or lifetime spend cap is refused.",
    choice="A campaign needs a spend cap even if it does not optimize its budget.",
)
@assumed(
    choice="The ad account in the path is used. The `ad_account_id` in the body is ignored.",
)
def create_campaigns(call: Call) -> dict[str, Any]:
    """Creates campaigns and returns the data or error of each."""
    return run_account_batch(call, create_campaign)


@handles(CAMPAIGNS_UPDATE)
@assumed(
    choice="The order line of a campaign is not checked.",
)
@assumed(
    contract="A campaign cannot have both a daily and a lifetime spend cap.",
    choice="An update that sets a daily or lifetime spend cap clears the other one.",
)
def update_campaigns(call: Call) -> dict[str, Any]:
    """Updates campaigns and returns the data or error of each."""
    return run_account_batch(call, update_campaign)


def create_campaign(
    state: State, ad_account_id: str, fields: Mapping[str, Any], *, created: int | None = None
) -> dict[str, Any]:
    """Creates one campaign and returns it. `created` is the creation time in Unix seconds, by default now.

    Raises:
        Problem: If the fields break a rule that is not part of the schema.
    """
    created_time = state.now() if created is None else created
    data = {
        **_DEFAULTS,
        "start_time": created_time,
        **select_response_fields("CampaignResponse", drop_nulls(fields)),
        "ad_account_id": ad_account_id,
        "type": "campaign",
        "created_time": created_time,
        "updated_time": created_time,
    }
    _check_budget_and_schedule(data)
    notes = {_TOP_OF_SEARCH: bool(fields.get(_TOP_OF_SEARCH))}
    _check_top_of_search(data, is_top_of_search=notes[_TOP_OF_SEARCH])
    check_references(state, ad_account_id, fields)
    [id] = state.random.generate_ids(state.store, CAMPAIGN)
    return _store_campaign(state, ad_account_id, {"id": id, **data}, notes)


def update_campaign(state: State, ad_account_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Updates the campaign whose `id` is in `fields`, and returns it.

    Raises:
        Problem: If the campaign does not exist, or the update breaks a rule that is not part of the schema.
    """
    found = get_referenced(state, CAMPAIGN, ad_account_id, fields["id"], field="id")
    new = select_updated_fields("CampaignResponse", fields, _DEFAULTS, *_CANNOT_BE_EMPTY)
    new.pop("ad_account_id", None)
    for name, other in (_CAPS, _CAPS[::-1]):
        if new.get(name) and not new.get(other):
            new[other] = None
    data = {**found.data, **new, "updated_time": state.now()}
    _check_budget_and_schedule(data)
    notes = {**(found.notes or {_TOP_OF_SEARCH: False})}
    check_draft_fields({**found.data, **notes}, fields, *_DRAFT_ONLY)
    if fields.get(_TOP_OF_SEARCH) is not None:
        notes[_TOP_OF_SEARCH] = fields[_TOP_OF_SEARCH]
    _check_top_of_search(data, is_top_of_search=notes[_TOP_OF_SEARCH])
    check_references(state, ad_account_id, new)
    if data[_OPTIMIZES_BUDGET] != found.data[_OPTIMIZES_BUDGET]:
        _update_ad_group_budgets(
            state, data, fields.get("default_ad_group_budget_in_micro_currency")
        )
    return _store_campaign(state, ad_account_id, data, notes)


add_campaigns = build_add_function(create_campaign)
"""Creates campaigns without an API request, for sample data."""


def _store_campaign(
    state: State, ad_account_id: str, data: Mapping[str, Any], notes: Mapping[str, Any]
) -> dict[str, Any]:
    """Stores a campaign and returns its response data. Responses do not contain the `notes`."""
    response = add_summary_status(state, drop_nulls(data, _DEFAULTS))
    entity = Entity(response["id"], response, notes=notes)
    state.store.put(
        CAMPAIGN, ad_account_id, [add_running_hours(state, CAMPAIGN, ad_account_id, entity)]
    )
    return response


def _update_ad_group_budgets(state: State, campaign: Mapping[str, Any], budget: int | None) -> None:
    """Updates the budgets of a campaign's ad groups after budget optimization was turned on or off."""
    account, where = campaign["ad_account_id"], {"campaign_id": campaign["id"]}
    groups = state.store.select(AD_GROUP, account, state.clock.now(), where)
    # If the optimization was turned on, `budget` is ignored.
    changed = [group.replace_fields(build_budget_fields(campaign, budget)) for group in groups]
    state.store.put(AD_GROUP, account, changed)


def _check_budget_and_schedule(data: Mapping[str, Any]) -> None:
    caps = [data[name] for name in _CAPS]
    if not any(caps):
        raise Problem(400, _BUDGET_MISSING, f"A campaign needs a budget: send {' or '.join(_CAPS)}")
    if all(caps):
        raise bad_request(f"{' and '.join(_CAPS)}: send only one of the two")
    check_schedule(data)


def _check_top_of_search(data: Mapping[str, Any], *, is_top_of_search: bool | None) -> None:
    """Raises a `Problem` if a campaign sets `is_top_of_search` and the fields in `data` do not allow it."""
    if not is_top_of_search:
        return
    if data["objective_type"] not in _TOP_OF_SEARCH_OBJECTIVES:
        raise bad_request(
            f"{_TOP_OF_SEARCH}: is only allowed with one of these values of objective_type: "
            f"{', '.join(_TOP_OF_SEARCH_OBJECTIVES)}"
        )
    if data["is_performance_plus"]:
        raise bad_request(f"{_TOP_OF_SEARCH}: cannot be set together with is_performance_plus")
