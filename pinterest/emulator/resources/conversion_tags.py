"""Conversion tags, and the events that they have fired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.conversion_tags import (
    CONVERSION_TAGS_CREATE,
    CONVERSION_TAGS_GET,
    CONVERSION_TAGS_LIST,
    OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
    PAGE_VISIT_CONVERSION_TAGS_GET,
)

_KIND = "conversion_tag"
_FIRED = "fired"
_PAGE_VISIT = "page_visit"
_ADVERTISER_DEFINED = "ADVERTISER_DEFINED_EVENT"
_CONFIGS: Mapping[str, Any] = {
    "aem_db_enabled": False,
    "aem_enabled": False,
    "aem_external_id_enabled": False,
    "aem_fnln_enabled": False,
    "aem_ge_enabled": False,
    "aem_loc_enabled": False,
    "aem_ph_enabled": False,
    "md_frequency": 1,
}
STANDARD_EVENTS = (
    "add_payment_info",
    "add_to_cart",
    "add_to_wishlist",
    "app_install",
    "checkout",
    "custom",
    "initiate_checkout",
    "lead",
    "page_visit",
    "search",
    "signup",
    "subscribe",
    "view_category",
    "view_content",
    "watch_video",
)
"""The names of events that need no definition."""

_SNIPPET = "<script>pintrk('load', '{id}');\npintrk('page');</script>"

assumed(
    PAGE_VISIT_CONVERSION_TAGS_GET,
    OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
    choice="No website has the emulator's tags. A web event counts as fired by every tag that its ad account has "
    "at that time. Each type of event that a tag has fired is eligible for optimization.",
)
assumed(
    OCPM_ELIGIBLE_CONVERSION_TAGS_GET,
    observed="If no tag is eligible, the response is an empty object.",
    choice="The key of the response is the ad account's ID.",
)


@assumed(
    choice="All tags of the ad account are listed. Tags cannot be deleted, so `filter_deleted` leaves none out.",
)
@handles(CONVERSION_TAGS_LIST)
def list_conversion_tags(call: Call) -> dict[str, Any]:
    """Returns the account's tags."""
    return {"items": [dict(tag.data) for tag in _tags(call.state, call.arguments["ad_account_id"])]}


@handles(CONVERSION_TAGS_GET)
def get_conversion_tag(call: Call) -> dict[str, Any]:
    """Returns one tag."""
    arguments = call.arguments
    found = get_entity(
        call.state, _KIND, arguments["ad_account_id"], arguments["conversion_tag_id"]
    )
    return dict(found.data)


@handles(CONVERSION_TAGS_CREATE)
def create_conversion_tag(call: Call) -> dict[str, Any]:
    """Creates a tag and returns it."""
    name, configs = call.body["name"], {**call.body}
    del configs["name"]
    return add_conversion_tag(
        call.state, call.arguments["ad_account_id"], name=name, configs=configs
    )


@handles(PAGE_VISIT_CONVERSION_TAGS_GET)
def list_page_visits(call: Call) -> dict[str, Any]:
    """Returns a page of the tags that were fired by a visit of a page."""
    events = [
        event
        for event in _events(call.state, call.arguments["ad_account_id"])
        if event["conversion_event"] == _PAGE_VISIT.upper()
    ]
    return page_of_items(call, events)


@handles(OCPM_ELIGIBLE_CONVERSION_TAGS_GET)
def get_ocpm_eligible(call: Call) -> dict[str, Any]:
    """Returns the kinds of events that a campaign can be optimized for."""
    account = call.arguments["ad_account_id"]
    events = _events(call.state, account)
    return {account: events} if events else {}


def add_conversion_tag(
    state: State,
    ad_account_id: str,
    *,
    name: str,
    configs: Mapping[str, Any] | None = None,
    fired: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Keeps a new tag and returns it as it is shown.

    Args:
        state: The emulator's state.
        ad_account_id: The ID of the ad account.
        name: Its name.
        configs: What it is to match users by, as in the body of a request.
        fired: When events of each name, such as `page_visit`, were first fired, in Unix time.
    """
    [id] = state.random.next_ids(state.store, _KIND)
    given = {field: value for field, value in (configs or {}).items() if value is not None}
    tag = {
        "ad_account_id": ad_account_id,
        "status": "ACTIVE",
        "code_snippet": _SNIPPET.format(id=id),
        "configs": {**_CONFIGS, **given, "no_code_capi_domains": []},
        "enhanced_match_status": "NOT_VALIDATED",
        "id": id,
        "last_fired_time_ms": None,
        "name": name,
        "version": "3",
    }
    entity = Entity(id, tag)
    if fired:
        entity = _after(entity, fired)
    state.store.put(_KIND, ad_account_id, [entity])
    return dict(entity.data)


def fire(state: State, ad_account_id: str, times: Mapping[str, int]) -> None:
    """Notes that every tag of an account has fired events: the time of the last one by their name."""
    tags = [_after(tag, times) for tag in _tags(state, ad_account_id)]
    state.store.put(_KIND, ad_account_id, tags)


def _after(tag: Entity, times: Mapping[str, int]) -> Entity:
    """Returns a tag as it is after it fired."""
    notes = tag.notes or {}
    earlier = notes.get(_FIRED, {})
    first = {**earlier, **{name: time for name, time in times.items() if name not in earlier}}
    newest = max(max(times.values()) * 1_000, tag.data["last_fired_time_ms"] or 0)
    data = {
        **tag.data,
        "last_fired_time_ms": newest,
        "enhanced_match_status": "VALIDATION_COMPLETE",
    }
    return replace(tag, data=data, notes={**notes, _FIRED: first})


def _events(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    """Returns what the tags of an account have fired, each kind once a tag."""
    return [
        _event(tag, name, time)
        for tag in _tags(state, ad_account_id)
        for name, time in (tag.notes or {}).get(_FIRED, {}).items()
    ]


def _event(tag: Entity, name: str, time: int) -> dict[str, Any]:
    standard = name in STANDARD_EVENTS
    return {
        "ad_account_id": tag.data["ad_account_id"],
        "conversion_event": name.upper() if standard else _ADVERTISER_DEFINED,
        "conversion_tag_id": tag.id,
        "created_time": time,
        "reporting_conversion_event": None if standard else name,
    }


def _tags(state: State, ad_account_id: str) -> Sequence[Entity]:
    return state.store.select(_KIND, ad_account_id, state.clock.now())
