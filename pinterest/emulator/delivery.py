"""What campaigns, ad groups, ads and promotions share: how they are written, and a status that follows the time."""

from __future__ import annotations

import json
from collections.abc import Container, Mapping
from functools import cache
from typing import Any

import pinterest.schemas
from pinterest.emulator.handlers import JsonText
from pinterest.emulator.problems import bad_request
from pinterest.emulator.state import State

# The kinds in the store, all under their ad account.
CAMPAIGN = "campaign"
AD_GROUP = "ad_group"
AD = "ad"


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
