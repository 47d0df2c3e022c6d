"""Conversion deletion requests: create, get, list and cancel them.

A new request is PENDING for a day, then SUBMITTED.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.conversion_deletion_requests import (
    CONVERSION_DELETION_REQUEST_CREATE,
    CONVERSION_DELETION_REQUEST_DELETE,
    CONVERSION_DELETION_REQUEST_GET,
    CONVERSION_DELETION_REQUEST_LIST,
)

_KIND = "conversion_deletion_request"
_DATE_LENGTH = len("2026-01-31")


@handles(CONVERSION_DELETION_REQUEST_LIST)
def list_requests(call: Call) -> JsonText:
    """Returns a page of the account's deletion requests."""
    return list_entities(call, _KIND, call.arguments["ad_account_id"])


@handles(CONVERSION_DELETION_REQUEST_GET)
def get_request(call: Call) -> dict[str, Any]:
    """Returns one deletion request."""
    return dict(_require_request(call).data)


@assumed(
    choice="A request is PENDING for one day, then SUBMITTED. The response does not say whether its people are "
    "known.",
)
@handles(CONVERSION_DELETION_REQUEST_CREATE)
def create_request(call: Call) -> dict[str, Any]:
    """Creates a deletion request and returns it."""
    state = call.state
    due = state.clock.now() + DAY
    [id] = state.random.generate_ids(state.store, _KIND)
    # The personal data in the request body is not stored.
    pending = {
        "created_time": _format_date(call, state.clock.now()),
        "processed_time": None,
        "request_id": id,
        "status": "PENDING",
    }
    submitted = {**pending, "processed_time": _format_date(call, due), "status": "SUBMITTED"}
    entity = Entity(id, pending, due, submitted)
    state.store.put(_KIND, call.arguments["ad_account_id"], [entity])
    return pending


@assumed(
    choice="Deleting a request cancels it if it is PENDING: it is returned and listed as CANCELLED. Others stay "
    "as they are.",
)
@handles(CONVERSION_DELETION_REQUEST_DELETE)
def delete_request(call: Call) -> dict[str, Any]:
    """Cancels a deletion request if it is pending, and returns the request."""
    found = _require_request(call)
    if found.data["status"] != "PENDING":
        return dict(found.data)
    data = {**found.data, "status": "CANCELLED"}
    cancelled = replace(found, data=data, due=None, later=None)
    call.state.store.put(_KIND, call.arguments["ad_account_id"], [cancelled])
    return data


def _require_request(call: Call) -> Entity:
    arguments = call.arguments
    return get_entity(call.state, _KIND, arguments["ad_account_id"], arguments["request_id"])


def _format_date(call: Call, seconds: float) -> str:
    """Formats a Unix time as a date such as `2026-01-31`."""
    return call.state.format_time(seconds)[:_DATE_LENGTH]
