"""Schedules: changes of a campaign's budget or bids for a time; SCHEDULED, ACTIVE, COMPLETED by the clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each, to_exception
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import not_one_of
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import Stage, apply_due_stages, with_stages
from pinterest.operations.schedules import SCHEDULES_CREATE, SCHEDULES_LIST, SCHEDULES_UPDATE

_KIND = "schedule"
_CAMPAIGN = "CAMPAIGN"
_ACCOUNT = "ADVERTISER"
_KINDS = {_CAMPAIGN: CAMPAIGN, "AD_GROUP": AD_GROUP, "AD": AD}
# Statuses that a caller sets; the clock sets the others.
_STANDING = ("DRAFT", "CANCELED")
_NO_ID = "0"
_NULLABLE: Mapping[str, Any] = {"end_timestamp": None, "name": None, "start_timestamp": None}

assumed(
    SCHEDULES_CREATE,
    SCHEDULES_UPDATE,
    choice="A schedule is about a campaign by default. It is CREATED if it has no start, SCHEDULED before its "
    "start, then ACTIVE, and COMPLETED at its end. Callers can only set DRAFT and CANCELED. Its item fails if the "
    "entity does not exist, or if the end is before the start. Every type takes every change, also after its end.",
)
assumed(
    SCHEDULES_CREATE,
    choice="The IDs of a schedule that could not be created are `0`.",
)
assumed(
    SCHEDULES_UPDATE,
    choice="A schedule is found by its `schedule_id`.",
)


@handles(SCHEDULES_LIST)
def list_schedules(call: Call) -> JsonText:
    """Returns a page of the schedules of some entities."""
    account = call.arguments["ad_account_id"]
    apply_due_stages(call.state, _KIND, account)
    filters = {
        "entity_ids": "entity_id",
        "schedule_statuses": "schedule_status",
        "schedule_type": "schedule_type",
    }
    return list_entities(call, _KIND, account, filters=filters)


@handles(SCHEDULES_CREATE)
def create_schedules(call: Call) -> list[dict[str, Any]]:
    """Creates schedules, each by itself."""

    def create(item: Mapping[str, Any]) -> dict[str, Any]:
        [id] = call.state.random.next_ids(call.state.store, _KIND)
        return _kept(
            call, {**_NULLABLE, "entity_type": _CAMPAIGN, **_given(item), "schedule_id": id}
        )

    return _results(call, create)


@handles(SCHEDULES_UPDATE)
def update_schedules(call: Call) -> list[dict[str, Any]]:
    """Updates schedules, each by itself."""
    state, account = call.state, call.arguments["ad_account_id"]
    apply_due_stages(state, _KIND, account)

    def update(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, _KIND, account, item["schedule_id"], field="schedule_id")
        return _kept(call, {**found.data, **_given(item), "schedule_id": found.id})

    return _results(call, update)


def _results(
    call: Call, function: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Returns what became of each item of the body."""
    results = []
    for outcome in run_each(call, call.body, function):
        data = outcome.result
        if outcome.problem:
            ids = {name: outcome.item.get(name, _NO_ID) for name in ("id", "schedule_id")}
            data = {**ids, "exceptions": to_exception(outcome.problem)}
        results.append({"data": data})
    return results


def _given(item: Mapping[str, Any]) -> dict[str, Any]:
    """Returns what an item sets; null says nothing of a field that cannot be null."""
    return {
        name: value
        for name, value in item.items()
        if name != "id" and (value is not None or name in _NULLABLE)
    }


def _kept(call: Call, data: Mapping[str, Any]) -> dict[str, Any]:
    """Checks a schedule, keeps it, and returns it as it is shown."""
    state, account = call.state, call.arguments["ad_account_id"]
    _check_entity(call, data)
    _check_times(data)
    check_references(state, account, {"delta_value": data.get("delta_value")})
    status, stages = _planned(data, state.now())
    shown = {**data, "schedule_status": status}
    entity = with_stages(Entity(str(data["schedule_id"]), shown), stages)
    state.store.put(_KIND, account, [entity])
    return shown


def _check_entity(call: Call, data: Mapping[str, Any]) -> None:
    account, id, kind = call.arguments["ad_account_id"], data["entity_id"], data["entity_type"]
    if kind in _KINDS:
        get_referenced(call.state, _KINDS[kind], account, id, field="entity_id")
    elif kind != _ACCOUNT:
        # A bulk change takes any text for it.
        raise bad_request(f"entity_type: {not_one_of(kind, (_ACCOUNT, *_KINDS))}")
    elif id != account:
        raise bad_request("entity_id: must be the ad account of the path")


def _check_times(data: Mapping[str, Any]) -> None:
    start, end = data["start_timestamp"], data["end_timestamp"]
    if start is not None and end is not None and end < start:
        raise bad_request(f"end_timestamp: {end} is before start_timestamp {start}")


def _planned(data: Mapping[str, Any], now: int) -> tuple[str, list[Stage]]:
    """Returns the status that a schedule has now, and what the clock will make of it."""
    start, end = data["start_timestamp"], data["end_timestamp"]
    if data.get("schedule_status") in _STANDING:
        return data["schedule_status"], []
    if start is None:
        return "CREATED", []
    to_come: list[Stage] = [
        (at, {"schedule_status": status})
        for at, status in ((start, "ACTIVE"), (end, "COMPLETED"))
        if at is not None and at > now
    ]
    if end is not None and end <= now:
        return "COMPLETED", []
    return ("ACTIVE" if start <= now else "SCHEDULED"), to_come
