"""Promotions: create, get, list, update and delete them, and list the ad groups that they apply to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from pinterest.emulator.advertising.entities import (
    AD_GROUP,
    add_summary_status,
    check_schedule,
    compute_summary_status,
    drop_nulls,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ad_groups import GET_AD_GROUPS_BY_PROMOTION_IDS_LIST
from pinterest.operations.promotions import (
    PROMOTIONS_CREATE,
    PROMOTIONS_DELETE,
    PROMOTIONS_GET,
    PROMOTIONS_LIST,
    PROMOTIONS_UPDATE,
)

PROMOTION = "promotion"
# For each summary status of a promotion: the status of the discount.
_DISCOUNT_STATUSES = {
    "NOT_STARTED": "SCHEDULED",
    "RUNNING": "ACTIVE",
    "COMPLETED": "EXPIRED",
    "PAUSED": "PAUSED",
}
_NO_PROMOTION = "0"
_NOT_FOUND = 4997
_LISTED = ("ACTIVE", "PAUSED")


@handles(PROMOTIONS_LIST)
@assumed(
    choice="Archived promotions are not listed.",
)
def list_promotions(call: Call) -> dict[str, Any]:
    """Returns a page of the ad account's promotions, sorted by ID."""
    account = call.arguments["ad_account_id"]
    page = json.loads(list_entities(call, PROMOTION, account, where={"status": _LISTED}).text)
    return {**page, "items": [_add_discount_status(call.state, item) for item in page["items"]]}


@handles(PROMOTIONS_GET)
def get_promotion(call: Call) -> dict[str, Any]:
    """Returns one promotion."""
    return _add_discount_status(call.state, _get_promotion(call).data)


@handles(PROMOTIONS_DELETE)
@assumed(
    choice="Deleting a promotion removes it from the ad groups that it was applied to.",
)
def delete_promotion(call: Call) -> None:
    """Deletes a promotion."""
    state, account, deleted = call.state, call.arguments["ad_account_id"], _get_promotion(call).id
    state.store.delete(PROMOTION, account, deleted)
    for group in state.store.select(AD_GROUP, account, state.clock.now()):
        applied = (group.notes or {}).get("promotion_ids", [])
        if deleted in applied:
            remaining = [id for id in applied if id != deleted]
            notes = {**(group.notes or {}), "promotion_ids": remaining}
            changed = group.replace_fields({"promotion_id": next(iter(remaining), _NO_PROMOTION)})
            state.store.put(AD_GROUP, account, [replace(changed, notes=notes)])


@handles(PROMOTIONS_CREATE)
def create_promotions(call: Call) -> dict[str, Any]:
    """Creates promotions and returns the data or error of each."""
    account = call.arguments["ad_account_id"]
    return _write_promotions(call, lambda item: _create_promotion(call.state, account, item))


@handles(PROMOTIONS_UPDATE)
def update_promotions(call: Call) -> dict[str, Any]:
    """Updates promotions and returns the data or error of each."""
    state, account = call.state, call.arguments["ad_account_id"]

    def update_promotion(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, PROMOTION, account, item["id"], field="id")
        return _store_promotion(state, account, {**found.data, **drop_nulls(item)})

    return _write_promotions(call, update_promotion)


@handles(GET_AD_GROUPS_BY_PROMOTION_IDS_LIST)
def list_ad_groups(call: Call) -> dict[str, Any]:
    """Returns a page of the ad groups that have at least one of the requested promotions."""
    arguments, state = call.arguments, call.state
    requested = set(arguments["promotion_ids"])
    found = [
        {
            **drop_nulls(add_summary_status(state, group.data)),
            "promotion_ids": group.notes["promotion_ids"],
        }
        for group in state.store.select(AD_GROUP, arguments["ad_account_id"], state.clock.now())
        if group.notes and requested & set(group.notes["promotion_ids"])
    ]
    return paginate_items(call, found)


def add_promotions(
    state: State, ad_account_id: str, promotions: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Creates promotions without an API request and returns their IDs."""
    return [_create_promotion(state, ad_account_id, fields)["id"] for fields in promotions]


def _get_promotion(call: Call) -> Entity:
    arguments, state = call.arguments, call.state
    account, id = arguments["ad_account_id"], arguments["promotion_id"]
    found = state.store.get(PROMOTION, account, id, state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Promotion not found.")
    return found


def _write_promotions(
    call: Call, write_promotion: Callable[[Any], dict[str, Any]]
) -> dict[str, Any]:
    """Calls `write_promotion` for each item of the request body, and returns the response."""
    return {
        "promotions": [
            {"data": outcome.result}
            if outcome.problem is None
            else {"exception": build_exception_entry(outcome.problem)}
            for outcome in run_each(call, call.body, write_promotion)
        ]
    }


def _create_promotion(
    state: State, ad_account_id: str, fields: Mapping[str, Any]
) -> dict[str, Any]:
    [id] = state.random.generate_ids(state.store, PROMOTION)
    defaults = {"status": "ACTIVE", "platform_type": "DEFAULT", "template_values": []}
    data = {**defaults, **drop_nulls(fields), "id": id, "ad_account_id": ad_account_id}
    return _store_promotion(state, ad_account_id, data)


def _store_promotion(state: State, ad_account_id: str, data: Mapping[str, Any]) -> dict[str, Any]:
    check_schedule(data)
    promotion = _add_discount_status(state, data)
    state.store.put(PROMOTION, ad_account_id, [Entity(promotion["id"], promotion)])
    return promotion


def _add_discount_status(state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a copy of a promotion's data, with the current status of its discount in `discount_status`."""
    status = _DISCOUNT_STATUSES.get(compute_summary_status(data, state.clock.now()), "OTHER")
    return {**data, "discount_status": status}
