"""Constants and functions that campaigns, ad groups, ads and promotions share."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Mapping
from functools import cache
from typing import Any

import pinterest.schemas
from pinterest.emulator.handlers.call import JsonText
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.store.state import State

# The kinds of these entities in the store. The parent of each entity is its ad account.
CAMPAIGN = "campaign"
AD_GROUP = "ad_group"
AD = "ad"
KEYWORD = "keyword"
PROMOTED = "product_group_promotion"

GONE = ("ARCHIVED", "DELETED_DRAFT")
"""The statuses of archived entities and of deleted drafts."""


def compute_summary_status(data: Mapping[str, Any], now: float) -> str:
    """Returns an entity's status at the Unix time `now`, with NOT_STARTED, RUNNING or COMPLETED instead of ACTIVE."""
    if data["status"] != "ACTIVE":
        return str(data["status"])
    if (data.get("start_time") or 0) > now:
        return "NOT_STARTED"
    end = data.get("end_time")
    return "COMPLETED" if end and end <= now else "RUNNING"


def add_summary_status(state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a copy of an entity's data, with the current summary status in `summary_status`."""
    return {**data, "summary_status": compute_summary_status(data, state.clock.now())}


def add_summary_status_to_page(state: State, page: JsonText) -> dict[str, Any]:
    """Returns the content of a page, with the current `summary_status` in each entity."""
    content: dict[str, Any] = json.loads(page.text)
    return {**content, "items": [add_summary_status(state, item) for item in content["items"]]}


def check_schedule(data: Mapping[str, Any]) -> None:
    """Checks that a schedule does not end before it starts.

    Raises:
        Problem: If the schedule ends before it starts.
    """
    start, end = data.get("start_time"), data.get("end_time")
    if start and end and end < start:
        raise bad_request(f"end_time: {end} is before start_time {start}")


def check_draft_fields(old_data: Mapping[str, Any], fields: Mapping[str, Any], *names: str) -> None:
    """Checks that an update changes draft-only fields only if the entity is a draft.

    Args:
        old_data: The data of the entity before the update.
        fields: The fields of the update.
        *names: The names of the draft-only fields.

    Raises:
        Problem: If the update changes a draft-only field and the entity is not a draft.
    """
    for name in names:
        new = fields.get(name)
        if new not in (None, old_data.get(name)) and old_data["status"] != "DRAFT":
            raise bad_request(f"{name}: can only be changed while the status is DRAFT")


def mark_ads_of_deleted_pins(state: State, pin_ids: Collection[str]) -> None:
    """Sets `is_pin_deleted` in every ad whose pin was deleted, in all ad accounts."""
    if not pin_ids:
        return
    for ad in state.store.select(AD, None, state.clock.now(), {"pin_id": list(pin_ids)}):
        state.store.put(AD, ad.parent, [ad.replace_fields({"is_pin_deleted": True})])


def select_response_fields(schema: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields of a request that are also fields of the response.

    Args:
        schema: The name of the response's schema in `pinterest.schemas`.
        fields: The fields of the request.
    """
    return {name: value for name, value in fields.items() if name in _get_field_names(schema)}


def select_updated_fields(
    schema: str, fields: Mapping[str, Any], defaults: Mapping[str, Any], *required: str
) -> dict[str, Any]:
    """Returns the fields to change in an update. Keeps nulls only for nullable fields.

    Args:
        schema: The name of the response's schema in `pinterest.schemas`.
        fields: The fields of the request.
        defaults: Maps fields to their defaults. Fields with a null default or without a default are nullable.
        *required: The names of fields that are never nullable.
    """
    return {
        name: value
        for name, value in select_response_fields(schema, fields).items()
        if value is not None or (defaults.get(name) is None and name not in required)
    }


def drop_nulls(data: Mapping[str, Any], keep: Container[str] = ()) -> dict[str, Any]:
    """Returns the data without null fields. Null fields in `keep` stay."""
    return {name: value for name, value in data.items() if value is not None or name in keep}


def strip_id_prefix(id: str) -> str:
    """Returns an ID without its type prefix: `12` for `AG12` and `C12`."""
    return id.lstrip("AGC")


@cache
def _get_field_names(schema: str) -> frozenset[str]:
    kind = getattr(pinterest.schemas, schema)
    kind.model_rebuild()
    return frozenset(info.alias or name for name, info in kind.model_fields.items())
