"""Advanced auction: set, delete and get the bid options of retail items, in batches."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.catalogs.products import derive_id, find_product, get_language_code
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call, Response
from pinterest.emulator.handlers.problems import BAD_PARAMETER, Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.catalogs import require_catalog_of_type
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.advanced_auction import (
    ADVANCED_AUCTION_ITEMS_GET_POST,
    ADVANCED_AUCTION_ITEMS_SUBMIT_POST,
)

_KIND = "bid_options"
_RETAIL = "RETAIL"
_INVALID_BID = 6
_MAX_MULTIPLIER = 10
_PARTIAL_SUCCESS = 206
_KEY = ("item_id", "country", "language")
_BID, _APPS, _PLACEMENTS = "bid_in_micro_currency", "app_type_multipliers", "placement_multipliers"
_FIELDS_BY_MASK = {
    "BID": _BID,
    "APP_TYPE_BID_MULTIPLIER_SET": _APPS,
    "PLACEMENT_BID_MULTIPLIER_SET": _PLACEMENTS,
}
_MULTIPLIER_NAMES = {
    _APPS: ("android_mobile", "android_tablet", "ipad", "iphone", "web", "web_mobile"),
    _PLACEMENTS: ("browse", "related_pins", "search"),
}


@handles(ADVANCED_AUCTION_ITEMS_GET_POST)
def get_bid_options(call: Call) -> dict[str, Any]:
    """Returns the bid options of all requested items that exist and have bid options."""
    state, body = call.state, call.body
    catalog = require_catalog_of_type(state, _RETAIL, body["catalog_id"])
    items = []
    for item in body["items"]:
        found = _find_bid_options(state, catalog.id, item)
        if found is not None and _has_item(state, catalog.id, item):
            items.append({**{name: item[name] for name in _KEY}, "bid_options": found})
    return {"catalog_id": catalog.id, "items": items}


@handles(ADVANCED_AUCTION_ITEMS_SUBMIT_POST)
@assumed(
    contract="A multiplier must be from 0 to 10.",
    choice="Items that are unknown or have an invalid multiplier fail with code 1. The case of "
    "multiplier names is ignored. Without an `update_mask`, all options in the request are "
    "set. Deleting the options of an item that has none is not an error.",
)
def submit_bid_options(call: Call) -> Response:
    """Sets or deletes the bid options of items. If an item fails, the other items are still processed."""
    state, body = call.state, call.body
    catalog = require_catalog_of_type(state, _RETAIL, body["catalog_id"])

    def write_bid_options(item: Mapping[str, Any]) -> None:
        if not _has_item(state, catalog.id, item):
            raise Problem(
                400,
                BAD_PARAMETER,
                "item_id: the catalog has no item with this ID, country and language",
            )
        options_id = _build_bid_options_id(catalog.id, item)
        if item["operation"] == "DELETE":
            state.store.delete(_KIND, catalog.id, options_id)
        else:
            options = _merge_bid_options(_find_bid_options(state, catalog.id, item), item)
            state.store.put(_KIND, catalog.id, [Entity(options_id, options)])

    items, failed = [], False
    for outcome in run_each(call, body["items"], write_bid_options):
        record = {name: value for name, value in outcome.item.items() if name != "errors"}
        if outcome.problem:
            record["errors"], failed = [build_exception_entry(outcome.problem)], True
        items.append(record)
    return Response(_PARTIAL_SUCCESS if failed else 200, {"catalog_id": catalog.id, "items": items})


def _merge_bid_options(old: Mapping[str, Any] | None, item: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the old bid options of an item with the requested changes.

    Raises:
        Problem: If a bid or a multiplier is not valid.
    """
    new, mask = item["bid_options"], item.get("update_mask")
    # With an update mask, only its fields change. A field without a value in the request is cleared.
    in_mask = [
        field for name, field in _FIELDS_BY_MASK.items() if mask is not None and name in mask
    ]
    fields = (
        in_mask if mask is not None else [name for name in _FIELDS_BY_MASK.values() if name in new]
    )
    bid = new.get(_BID)
    if bid is not None and bid < 0:
        raise Problem(400, _INVALID_BID, f"{_BID}: must not be negative")
    for name, allowed in _MULTIPLIER_NAMES.items():
        for key, factor in (new.get(name) or {}).items():
            if key.lower() not in allowed or not 0 <= factor <= _MAX_MULTIPLIER:
                message = f"{name}: is not valid; allowed: 0 to {_MAX_MULTIPLIER} for {', '.join(allowed)}"
                raise Problem(400, BAD_PARAMETER, message)
    current = dict(old) if old is not None else dict.fromkeys(_FIELDS_BY_MASK.values())
    return {**current, **{name: new.get(name) for name in fields}}


def _find_bid_options(
    state: State, catalog_id: str, item: Mapping[str, Any]
) -> Mapping[str, Any] | None:
    options_id = _build_bid_options_id(catalog_id, item)
    found = state.store.get(_KIND, catalog_id, options_id, state.clock.now())
    return found.data if found else None


def _has_item(state: State, catalog_id: str, item: Mapping[str, Any]) -> bool:
    country, language, item_id = item["country"], item["language"], item["item_id"]
    return find_product(state, catalog_id, country, language, item_id) is not None


def _build_bid_options_id(catalog_id: str, item: Mapping[str, Any]) -> str:
    return derive_id(
        catalog_id, item["country"], get_language_code(item["language"]), item["item_id"]
    )
