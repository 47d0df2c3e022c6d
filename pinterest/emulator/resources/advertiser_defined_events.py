"""Advertiser-defined events: list, create, update and delete them. An event has a name and a conversion type."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.conversions import (
    ADVERTISER_DEFINED_EVENTS_CREATE,
    ADVERTISER_DEFINED_EVENTS_DELETE,
    ADVERTISER_DEFINED_EVENTS_GET,
    ADVERTISER_DEFINED_EVENTS_UPDATE,
)

_KIND = "advertiser_defined_event"

assumed(
    ADVERTISER_DEFINED_EVENTS_CREATE,
    ADVERTISER_DEFINED_EVENTS_UPDATE,
    ADVERTISER_DEFINED_EVENTS_DELETE,
    choice="The response is always a 200. When an unknown event is updated or deleted, its status is "
    "`failure`. Creating an existing event updates it. An event may have the name of a "
    "standard event.",
)


@handles(ADVERTISER_DEFINED_EVENTS_GET)
def list_events(call: Call) -> dict[str, Any]:
    """Returns the events that the account has defined."""
    found = call.state.store.select(_KIND, call.arguments["ad_account_id"], call.state.clock.now())
    return {"items": [dict(event.data) for event in found]}


@handles(ADVERTISER_DEFINED_EVENTS_CREATE)
def create_events(call: Call) -> dict[str, Any]:
    """Creates events, or updates existing events of the same name."""
    state, account = call.state, call.arguments["ad_account_id"]

    def store_event(event: Mapping[str, Any]) -> None:
        found = _find_event(state, account, event["name"])
        if found is None:
            [id] = state.random.generate_ids(state.store, _KIND)
            found = Entity(id, event)
        state.store.put(_KIND, account, [found.replace_fields(event)])

    return _change_each_event(call, call.body["items"], store_event, _get_event_name)


@handles(ADVERTISER_DEFINED_EVENTS_UPDATE)
def update_events(call: Call) -> dict[str, Any]:
    """Changes the conversion types of events."""
    state, account = call.state, call.arguments["ad_account_id"]

    def update_event(event: Mapping[str, Any]) -> None:
        found = _require_event(state, account, event["name"])
        state.store.put(_KIND, account, [found.replace_fields(event)])

    return _change_each_event(call, call.body["items"], update_event, _get_event_name)


@handles(ADVERTISER_DEFINED_EVENTS_DELETE)
def delete_events(call: Call) -> dict[str, Any]:
    """Deletes the events that have the requested names."""
    state, account = call.state, call.arguments["ad_account_id"]

    def delete_event(name: str) -> None:
        state.store.delete(_KIND, account, _require_event(state, account, name).id)

    return _change_each_event(call, call.arguments["event_names"], delete_event, str)


def list_event_names(state: State, ad_account_id: str) -> list[str]:
    """Returns the names of the events that an account has defined."""
    found = state.store.select(_KIND, ad_account_id, state.clock.now())
    return [event.data["name"] for event in found]


def _change_each_event(
    call: Call,
    items: Iterable[Any],
    change_event: Callable[[Any], None],
    get_name: Callable[[Any], str],
) -> dict[str, Any]:
    """Calls `change_event` for each item, and returns the name and the status of each event."""
    return {
        "items": [
            {
                "name": get_name(outcome.item),
                "status": "failure" if outcome.problem else "success",
                "exceptions": [outcome.problem.message] if outcome.problem else None,
            }
            for outcome in run_each(call, items, change_event)
        ]
    }


def _get_event_name(event: Mapping[str, Any]) -> str:
    return str(event["name"])


def _find_event(state: State, ad_account_id: str, name: str) -> Entity | None:
    found = state.store.select(_KIND, ad_account_id, state.clock.now(), {"name": name})
    return found[0] if found else None


def _require_event(state: State, ad_account_id: str, name: str) -> Entity:
    found = _find_event(state, ad_account_id, name)
    if found is None:
        raise bad_request("name: the ad account has no event with this name")
    return found
