"""Ads: create and update them in batches, get and list them. The review of a new ad takes an hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import (
    AD,
    AD_GROUP,
    check_draft_fields,
    drop_nulls,
    select_response_fields,
    select_updated_fields,
    strip_id_prefix,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_add_function, run_account_batch
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import PIN_NOT_FOUND, Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.delivery_hours import add_running_hours
from pinterest.emulator.resources.pin_entities import find_pin, mark_promoted
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.ads import ADS_CREATE, ADS_GET, ADS_LIST, ADS_UPDATE

_REVIEW_SECONDS = 3_600
# Only the API sets these fields. The emulator ignores the fields in requests.
_READ_ONLY = ("grid_click_type", "is_pin_deleted")
_DEFAULTS: Mapping[str, Any] = {
    "status": "ACTIVE",
    "name": None,
    "destination_url": None,
    "android_deep_link": None,
    "ios_deep_link": None,
    "carousel_android_deep_links": None,
    "carousel_destination_urls": None,
    "carousel_ios_deep_links": None,
    "click_tracking_url": None,
    "view_tracking_url": None,
    "tracking_urls": None,
    "is_pin_deleted": False,
    "is_removable": False,
    "lead_form_id": None,
    "customizable_cta_type": None,
    "quiz_pin_data": None,
    "collection_items_destination_url_template": None,
    "rejected_reasons": [],
    "rejection_labels": [],
}


@handles(ADS_LIST)
def list_ads(call: Call) -> JsonText:
    """Returns a page of the account's ads, sorted by ID."""
    filters = {
        "campaign_ids": "campaign_id",
        "ad_group_ids": "ad_group_id",
        "ad_ids": "id",
        "entity_statuses": "status",
    }
    return list_entities(call, AD, call.arguments["ad_account_id"], filters=filters)


@handles(ADS_GET)
def get_ad(call: Call) -> dict[str, Any]:
    """Returns one ad, regardless of its status."""
    arguments = call.arguments
    return dict(get_entity(call.state, AD, arguments["ad_account_id"], arguments["ad_id"]).data)


@handles(ADS_CREATE)
@assumed(
    choice="An ad is in review for one hour. Then it is approved.",
)
def create_ads(call: Call) -> dict[str, Any]:
    """Creates ads. If an item fails, the other items are still processed."""
    return run_account_batch(call, create_ad, form="object")


@handles(ADS_UPDATE)
@assumed(
    choice="An ad cannot move to another ad group. The `ad_group_id` of an update is ignored.",
)
def update_ads(call: Call) -> dict[str, Any]:
    """Updates ads. If an item fails, the other items are still processed."""
    return run_account_batch(call, update_ad, form="object")


def create_ad(
    state: State, ad_account_id: str, fields: Mapping[str, Any], *, created: int | None = None
) -> dict[str, Any]:
    """Creates one ad and returns it. `created` is in Unix seconds and defaults to now.

    Raises:
        Problem: If the ad group or the pin does not exist.
    """
    created_time = state.now() if created is None else created
    group = get_referenced(
        state, AD_GROUP, ad_account_id, strip_id_prefix(fields["ad_group_id"]), field="ad_group_id"
    )
    check_references(state, ad_account_id, fields)
    _mark_promoted(state, fields["pin_id"])
    [id] = state.random.generate_ids(state.store, AD)
    data = {
        "id": id,
        **_DEFAULTS,
        **select_response_fields("AdResponse", _drop_read_only_fields(drop_nulls(fields))),
        "ad_group_id": group.id,
        "campaign_id": group.data["campaign_id"],
        "ad_account_id": ad_account_id,
        "type": "pinpromotion",
        "review_status": "PENDING",
        "created_time": created_time,
        "updated_time": created_time,
    }
    later = {**data, "review_status": "APPROVED"}
    return _store_ad(
        state,
        ad_account_id,
        Entity(id, data, created_time + state.get_processing_seconds(_REVIEW_SECONDS), later),
    )


def update_ad(state: State, ad_account_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Updates and returns the ad with the `id` in `fields`.

    Raises:
        Problem: If the ad does not exist, or the update changes a fixed field.
    """
    found = get_referenced(state, AD, ad_account_id, fields["id"], field="id")
    group_id, pin_id = found.data["ad_group_id"], found.data["pin_id"]
    check_draft_fields(found.data, fields, "pin_id")
    # Only changed references are checked, because entities that the ad already refers to may have been deleted.
    changes = {
        name: value
        for name, value in fields.items()
        if value != found.data.get(name) and name != "ad_group_id"
    }
    check_references(state, ad_account_id, changes)
    fixed_fields = {"ad_group_id": group_id, "pin_id": pin_id, "updated_time": state.now()}
    if changes.get("pin_id"):
        _mark_promoted(state, changes["pin_id"])
        fixed_fields |= {"pin_id": changes["pin_id"], "is_pin_deleted": False}
    new = select_updated_fields(
        "AdResponse", _drop_read_only_fields(fields), _DEFAULTS, "creative_type"
    )
    return _store_ad(state, ad_account_id, found.replace_fields({**new, **fixed_fields}))


add_ads = build_add_function(create_ad)
"""Creates ads for sample data, and returns their IDs."""


def _mark_promoted(state: State, pin_id: str) -> None:
    """Marks a pin as promoted.

    Raises:
        Problem: If the pin does not exist.
    """
    found = find_pin(state, pin_id)
    if found is None:
        raise Problem(400, PIN_NOT_FOUND, f"pin_id: there is no pin {pin_id}")
    mark_promoted(state, found)


def _drop_read_only_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields without the read-only fields."""
    return {name: value for name, value in fields.items() if name not in _READ_ONLY}


def _store_ad(state: State, ad_account_id: str, entity: Entity) -> dict[str, Any]:
    """Stores an ad and returns its current fields."""
    data = _add_summary_status(entity.data)
    later = None if entity.later is None else _add_summary_status(entity.later)
    stored = add_running_hours(state, AD, ad_account_id, Entity(entity.id, data, entity.due, later))
    state.store.put(AD, ad_account_id, [stored])
    return dict(get_entity(state, AD, ad_account_id, entity.id).data)


def _add_summary_status(data: Mapping[str, Any]) -> dict[str, Any]:
    status = data["status"]
    summary = data["review_status"] if status == "ACTIVE" else status
    return {**drop_nulls(data, _DEFAULTS), "summary_status": summary}
