"""What campaigns, ad groups, ads and promotions share: how they are written, and a status that follows the time."""

from __future__ import annotations

import json
from collections.abc import Collection, Container, Mapping
from functools import cache
from typing import Any

import pinterest.schemas
from pinterest.emulator.handlers.call import JsonText
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.store.state import State

# The kinds in the store, all under their ad account.
CAMPAIGN = "campaign"
AD_GROUP = "ad_group"
AD = "ad"
KEYWORD = "keyword"
PROMOTED = "product_group_promotion"

GONE = ("ARCHIVED", "DELETED_DRAFT")
"""The statuses of what is not there any more."""


def summary(data: Mapping[str, Any], now: float) -> str:
    """Returns whether an entity runs: its own status, unless it is ACTIVE; then where in its schedule it is."""
    if data["status"] != "ACTIVE":
        return str(data["status"])
    if (data.get("start_time") or 0) > now:
        return "NOT_STARTED"
    end = data.get("end_time")
    return "COMPLETED" if end and end <= now else "RUNNING"


def current(state: State, data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns an entity as it is by now."""
    return {**data, "summary_status": summary(data, state.clock.now())}


def current_page(state: State, page: JsonText) -> dict[str, Any]:
    """Returns a page with its entities as they are by now."""
    content: dict[str, Any] = json.loads(page.text)
    return {**content, "items": [current(state, item) for item in content["items"]]}


def check_schedule(data: Mapping[str, Any]) -> None:
    """Refuses a schedule that ends before it begins.

    Raises:
        Problem: It does.
    """
    start, end = data.get("start_time"), data.get("end_time")
    if start and end and end <= start:
        raise bad_request(f"end_time: {end} is not after start_time {start}")


def check_drafted(before: Mapping[str, Any], fields: Mapping[str, Any], *names: str) -> None:
    """Refuses to change what can be changed in a draft only.

    Args:
        before: The entity as it is.
        fields: What an update says of it.
        *names: The fields concerned.

    Raises:
        Problem: One of them would change, and it is no draft.
    """
    for name in names:
        new = fields.get(name)
        if new not in (None, before.get(name)) and before["status"] != "DRAFT":
            raise bad_request(f"{name}: can be changed in a DRAFT only")


def check_open(parent: Mapping[str, Any], field: str) -> None:
    """Refuses to put something new into what is archived, or was dropped as a draft.

    Raises:
        Problem: It is.
    """
    if parent["status"] in GONE:
        raise bad_request(f"{field}: {parent['id']} is {parent['status']}; it takes nothing new")


def pins_are_gone(state: State, pin_ids: Collection[str]) -> None:
    """Notes in the ads of all accounts that their pins were deleted."""
    if not pin_ids:
        return
    for ad in state.store.select(AD, None, state.clock.now(), {"pin_id": list(pin_ids)}):
        state.store.put(AD, ad.parent, [ad.changed({"is_pin_deleted": True})])


def answered(schema: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns those of the fields that an answer has; others were for the write alone.

    Args:
        schema: The name of the answer's schema in `pinterest.schemas`.
        fields: What was written.
    """
    return {name: value for name, value in fields.items() if name in _names(schema)}


def changes(
    schema: str, fields: Mapping[str, Any], defaults: Mapping[str, Any], *needed: str
) -> dict[str, Any]:
    """Returns what an update changes. A null empties a field, and is passed over where one cannot be empty.

    Args:
        schema: The name of the answer's schema in `pinterest.schemas`.
        fields: What was written.
        defaults: What a new entity begins with; fields that begin with something cannot be empty.
        *needed: Others that cannot be empty.
    """
    return {
        name: value
        for name, value in answered(schema, fields).items()
        if value is not None or (defaults.get(name) is None and name not in needed)
    }


def without_blanks(data: Mapping[str, Any], always: Container[str] = ()) -> dict[str, Any]:
    """Returns an entity without the fields that are null, but for those that are always there."""
    return {name: value for name, value in data.items() if value is not None or name in always}


def bare(id: str) -> str:
    """Returns an id without the letters that tell of what it is: `AG12` and `C12` are both 12."""
    return id.lstrip("AGC")


@cache
def _names(schema: str) -> frozenset[str]:
    kind = getattr(pinterest.schemas, schema)
    kind.model_rebuild()
    return frozenset(info.alias or name for name, info in kind.model_fields.items())
