"""Schedules: temporary changes to the budget or bids of a campaign."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD, AD_GROUP, CAMPAIGN
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import describe_invalid_value
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import Stage, apply_due_stages, schedule_stages
from pinterest.operations.schedules import SCHEDULES_CREATE, SCHEDULES_LIST, SCHEDULES_UPDATE

_KIND = "schedule"
_CAMPAIGN = "CAMPAIGN"
_ACCOUNT_TYPE = "ADVERTISER"
_KINDS = {_CAMPAIGN: CAMPAIGN, "AD_GROUP": AD_GROUP, "AD": AD}
# The statuses that requests can set. All other statuses depend on the current time.
_SET_BY_CALLERS = ("DRAFT", "CANCELED")
_NO_ID = "0"
_NULLABLE: Mapping[str, Any] = {"end_timestamp": None, "name": None, "start_timestamp": None}

assumed(
    SCHEDULES_CREATE,
    SCHEDULES_UPDATE,
    choice="The entity of a schedule is a campaign by default. A schedule is CREATED if it has no start, SCHEDULED "
    "before its start, then ACTIVE, and COMPLETED at its end. Callers can only set DRAFT and "
    "CANCELED. An item fails if the entity does not exist, or if the end is before the start. "
    "Schedules of any "
    "type accept any change, even after their end.",
)
assumed(
    SCHEDULES_CREATE,
    choice="If a schedule cannot be created, its IDs are `0`.",
)
assumed(
    SCHEDULES_UPDATE,
    choice="An update finds a schedule by its `schedule_id`.",
)


@handles(SCHEDULES_LIST)
def list_schedules(call: Call) -> JsonText:
    """Returns a page of the schedules of the requested entities."""
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
    """Creates schedules, and returns a schedule or an error for each item."""

    def create_schedule(item: Mapping[str, Any]) -> dict[str, Any]:
        [id] = call.state.random.generate_ids(call.state.store, _KIND)
        return _store_schedule(
            call, {**_NULLABLE, "entity_type": _CAMPAIGN, **_select_fields(item), "schedule_id": id}
        )

    return _write_schedules(call, create_schedule)


@handles(SCHEDULES_UPDATE)
def update_schedules(call: Call) -> list[dict[str, Any]]:
    """Updates schedules, and returns a schedule or an error for each item."""
    state, account = call.state, call.arguments["ad_account_id"]
    apply_due_stages(state, _KIND, account)

    def update_schedule(item: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, _KIND, account, item["schedule_id"], field="schedule_id")
        return _store_schedule(
            call, {**found.data, **_select_fields(item), "schedule_id": found.id}
        )

    return _write_schedules(call, update_schedule)


def _write_schedules(
    call: Call, write_schedule: Callable[[Mapping[str, Any]], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Calls `write_schedule` for each item of the request body, and returns the results."""
    results = []
    for outcome in run_each(call, call.body, write_schedule):
        data = outcome.result
        if outcome.problem:
            ids = {name: outcome.item.get(name, _NO_ID) for name in ("id", "schedule_id")}
            data = {**ids, "exceptions": build_exception_entry(outcome.problem)}
        results.append({"data": data})
    return results


def _select_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields of an item, except `id` and nulls in fields that cannot be null."""
    return {
        name: value
        for name, value in item.items()
        if name != "id" and (value is not None or name in _NULLABLE)
    }


def _store_schedule(call: Call, data: Mapping[str, Any]) -> dict[str, Any]:
    """Checks and stores a schedule, and returns it."""
    state, account = call.state, call.arguments["ad_account_id"]
    _check_scheduled_entity(call, data)
    _check_start_and_end(data)
    check_references(state, account, {"delta_value": data.get("delta_value")})
    status, stages = _plan_status_changes(data, state.now())
    schedule = {**data, "schedule_status": status}
    entity = schedule_stages(Entity(str(data["schedule_id"]), schedule), stages)
    state.store.put(_KIND, account, [entity])
    return schedule


def _check_scheduled_entity(call: Call, data: Mapping[str, Any]) -> None:
    """Raises a `Problem` if the `entity_type` or the `entity_id` of a schedule is not valid."""
    account, id, entity_type = (
        call.arguments["ad_account_id"],
        data["entity_id"],
        data["entity_type"],
    )
    if entity_type in _KINDS:
        get_referenced(call.state, _KINDS[entity_type], account, id, field="entity_id")
    elif entity_type != _ACCOUNT_TYPE:
        # The schema of bulk requests accepts any string as the type, so the type is checked here.
        raise bad_request(
            f"entity_type: {describe_invalid_value(entity_type, (_ACCOUNT_TYPE, *_KINDS))}"
        )
    elif id != account:
        raise bad_request(
            f"entity_id: must be the ID of the ad account if entity_type is {_ACCOUNT_TYPE}"
        )


def _check_start_and_end(data: Mapping[str, Any]) -> None:
    start, end = data["start_timestamp"], data["end_timestamp"]
    if start is not None and end is not None and end < start:
        raise bad_request(f"end_timestamp: {end} is before start_timestamp {start}")


def _plan_status_changes(data: Mapping[str, Any], now: int) -> tuple[str, list[Stage]]:
    """Returns the current status of a schedule, and its future status changes."""
    start, end = data["start_timestamp"], data["end_timestamp"]
    if data.get("schedule_status") in _SET_BY_CALLERS:
        return data["schedule_status"], []
    if start is None:
        return "CREATED", []
    stages: list[Stage] = [
        (time, {"schedule_status": status})
        for time, status in ((start, "ACTIVE"), (end, "COMPLETED"))
        if time is not None and time > now
    ]
    if end is not None and end <= now:
        return "COMPLETED", []
    return ("ACTIVE" if start <= now else "SCHEDULED"), stages
