"""Conversion tags: create, get and list them, and list the events that the tags have fired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
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
_FIRED_NOTE = "fired"
_PAGE_VISIT = "page_visit"
_ADVERTISER_DEFINED = "ADVERTISER_DEFINED_EVENT"
_DEFAULT_CONFIGS: Mapping[str, Any] = {
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
"""The names of the events that ad accounts can use without defining them."""

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
    choice="All tags of the ad account are listed. Tags cannot be deleted, so `filter_deleted` has no effect.",
)
@handles(CONVERSION_TAGS_LIST)
def list_conversion_tags(call: Call) -> dict[str, Any]:
    """Returns the account's tags."""
    return {
        "items": [dict(tag.data) for tag in _list_tags(call.state, call.arguments["ad_account_id"])]
    }


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
    """Returns a page of the page visit events that the account's tags have fired."""
    events = [
        event
        for event in _list_fired_events(call.state, call.arguments["ad_account_id"])
        if event["conversion_event"] == _PAGE_VISIT.upper()
    ]
    return paginate_items(call, events)


@handles(OCPM_ELIGIBLE_CONVERSION_TAGS_GET)
def get_ocpm_eligible_events(call: Call) -> dict[str, Any]:
    """Returns the types of events that campaigns can optimize for."""
    account = call.arguments["ad_account_id"]
    events = _list_fired_events(call.state, account)
    return {account: events} if events else {}


def add_conversion_tag(
    state: State,
    ad_account_id: str,
    *,
    name: str,
    configs: Mapping[str, Any] | None = None,
    fired: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Creates a tag and returns its response data.

    `fired` maps the name of each fired event, such as `page_visit`, to the event's Unix time.
    """
    [id] = state.random.generate_ids(state.store, _KIND)
    options = {field: value for field, value in (configs or {}).items() if value is not None}
    tag = {
        "ad_account_id": ad_account_id,
        "status": "ACTIVE",
        "code_snippet": _SNIPPET.format(id=id),
        "configs": {**_DEFAULT_CONFIGS, **options, "no_code_capi_domains": []},
        "enhanced_match_status": "NOT_VALIDATED",
        "id": id,
        "last_fired_time_ms": None,
        "name": name,
        "version": "3",
    }
    entity = Entity(id, tag)
    if fired:
        entity = _add_fired_events(entity, fired)
    state.store.put(_KIND, ad_account_id, [entity])
    return dict(entity.data)


def record_fired_events(state: State, ad_account_id: str, times: Mapping[str, int]) -> None:
    """Records fired events in every tag of an account. `times` maps event names to Unix times."""
    tags = [_add_fired_events(tag, times) for tag in _list_tags(state, ad_account_id)]
    state.store.put(_KIND, ad_account_id, tags)


def _add_fired_events(tag: Entity, times: Mapping[str, int]) -> Entity:
    """Returns a copy of a tag with fired events added. `times` maps event names to Unix times."""
    notes = tag.notes or {}
    first_times = notes.get(_FIRED_NOTE, {})
    updated_times = {
        **first_times,
        **{name: time for name, time in times.items() if name not in first_times},
    }
    last_fired = max(max(times.values()) * 1_000, tag.data["last_fired_time_ms"] or 0)
    data = {
        **tag.data,
        "last_fired_time_ms": last_fired,
        "enhanced_match_status": "VALIDATION_COMPLETE",
    }
    return replace(tag, data=data, notes={**notes, _FIRED_NOTE: updated_times})


def _list_fired_events(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    """Returns the fired events of all tags in an ad account, one per tag and event name."""
    return [
        _build_fired_event(tag, name, time)
        for tag in _list_tags(state, ad_account_id)
        for name, time in (tag.notes or {}).get(_FIRED_NOTE, {}).items()
    ]


def _build_fired_event(tag: Entity, name: str, time: int) -> dict[str, Any]:
    standard = name in STANDARD_EVENTS
    return {
        "ad_account_id": tag.data["ad_account_id"],
        "conversion_event": name.upper() if standard else _ADVERTISER_DEFINED,
        "conversion_tag_id": tag.id,
        "created_time": time,
        "reporting_conversion_event": None if standard else name,
    }


def _list_tags(state: State, ad_account_id: str) -> Sequence[Entity]:
    return state.store.select(_KIND, ad_account_id, state.clock.now())
