"""Customer segments: create, list, update and remove them. A segment is a named group of audiences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.store.database import Entity
from pinterest.operations.customer_segment import (
    CUSTOMER_SEGMENT_CREATE,
    CUSTOMER_SEGMENT_LIST,
    CUSTOMER_SEGMENT_UPDATE,
)

_KIND = "customer_segment"


@assumed(
    choice="`search_query` matches names that contain it, ignoring case. `include_sizing` has no effect.",
)
@handles(CUSTOMER_SEGMENT_LIST)
def list_segments(call: Call) -> JsonText:
    """Returns a page of the account's segments."""
    state, account = call.state, call.arguments["ad_account_id"]
    search_query = call.arguments.get("search_query")
    if not search_query:
        return list_entities(call, _KIND, account)
    found = [
        segment.id
        for segment in state.store.select(_KIND, account, state.clock.now())
        if search_query.casefold() in segment.data["name"].casefold()
    ]
    return list_entities(call, _KIND, account, where={"id": found})


@assumed(
    choice="A segment may have no audiences. Its audiences must belong to the ad account.",
)
@handles(CUSTOMER_SEGMENT_CREATE)
def create_segment(call: Call) -> dict[str, Any]:
    """Creates a segment and returns it."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    _check_audience_ids(call, body["audience_ids"])
    now = state.now()
    [id] = state.random.generate_ids(state.store, _KIND)
    data = {
        "ad_account_id": account,
        "audience_ids": body["audience_ids"],
        "created_time": now,
        "id": id,
        "name": body["name"],
        "status": "ACTIVE",
        "updated_time": now,
    }
    state.store.put(_KIND, account, [Entity(id, data)])
    return data


@assumed(
    choice="Removed segments are not listed.",
)
@handles(CUSTOMER_SEGMENT_UPDATE)
def update_segment(call: Call) -> None:
    """Updates the audiences of a segment, or removes the segment."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    found = get_referenced(state, _KIND, account, body["id"], field="id")
    if body["operation_type"] == "REMOVE":
        state.store.delete(_KIND, account, found.id)
        return
    audiences = body.get("audience_ids")
    if audiences is None:
        audiences = found.data["audience_ids"]
    _check_audience_ids(call, audiences)
    changed = found.replace_fields({"audience_ids": audiences, "updated_time": state.now()})
    state.store.put(_KIND, account, [changed])


def _check_audience_ids(call: Call, ids: Sequence[str]) -> None:
    for id in ids:
        get_referenced(
            call.state, "audience", call.arguments["ad_account_id"], id, field="audience_ids"
        )
