"""The local stores of a catalog, and the inventory of each store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.catalogs.products import build_item_errors, derive_id, list_catalog_products
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry, run_each
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.resources.catalogs import require_catalog
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import add_stage, get_current_entity, get_data_at
from pinterest.emulator.store.state import State
from pinterest.operations.catalog_supplemental import (
    CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE,
    CATALOGS_LOCAL_INVENTORY_ITEMS_POST,
    CATALOGS_LOCAL_STORES_CREATE,
    CATALOGS_LOCAL_STORES_DELETE,
    CATALOGS_LOCAL_STORES_LIST,
    CATALOGS_LOCAL_STORES_UPDATE,
    CATALOGS_SUPPLEMENTAL_ITEMS_BATCH_GET,
)

STORE = "local_store"
# In the store, the parent of an inventory entry is its local store.
_INVENTORY = "local_inventory_item"
_BATCH = "supplemental_batch"
_PROCESSING_SECONDS = 60
_ADDRESS = ("address_primary", "address_secondary", "city", "latitude", "longitude", "postal_code")
_OPTIONAL = (*_ADDRESS, "region")


@handles(CATALOGS_LOCAL_STORES_LIST)
def list_stores(call: Call) -> JsonText:
    """Returns a page of the stores of a catalog."""
    catalog = require_catalog(call.state, call.arguments["catalog_id"])
    return list_entities(call, STORE, catalog.id, filters={"ids": "id"})


@handles(CATALOGS_LOCAL_STORES_CREATE)
@assumed(
    contract="A `store_code` is unique in its catalog.",
    choice="A store whose code is taken fails individually. Its `id` is then `0`.",
)
def create_stores(call: Call) -> list[dict[str, Any]]:
    """Creates stores and returns the data or error of each."""
    catalog = require_catalog(call.state, call.arguments["catalog_id"])
    return _write_stores(call, lambda fields: add_store(call.state, catalog.id, fields))


@handles(CATALOGS_LOCAL_STORES_UPDATE)
def update_stores(call: Call) -> list[dict[str, Any]]:
    """Updates stores and returns the data or error of each."""
    state = call.state
    catalog = require_catalog(state, call.arguments["catalog_id"])

    def update_store(fields: Mapping[str, Any]) -> dict[str, Any]:
        found = get_referenced(state, STORE, catalog.id, fields["id"], field="id")
        changed = found.replace_fields({**fields, "updated_at": state.format_time()})
        _check_store_code_is_free(state, catalog.id, changed.data)
        state.store.put(STORE, catalog.id, [changed])
        return dict(changed.data)

    return _write_stores(call, update_store)


@handles(CATALOGS_LOCAL_STORES_DELETE)
@assumed(
    choice="Deleting a store deletes its inventory.",
)
def delete_stores(call: Call) -> list[dict[str, Any]]:
    """Deletes stores and returns the status or error of each."""
    state = call.state
    catalog = require_catalog(state, call.arguments["catalog_id"])

    def delete_store(id: str) -> None:
        found = get_referenced(state, STORE, catalog.id, id, field="ids")
        state.store.delete_all(_INVENTORY, found.id, state.clock.now())
        state.store.delete(STORE, catalog.id, id)

    return [
        {
            "id": outcome.item,
            "status": build_exception_entry(outcome.problem)
            if outcome.problem
            else {"statusCode": 204},
        }
        for outcome in run_each(call, call.arguments["ids"], delete_store)
    ]


@handles(CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE)
@assumed(
    choice="A batch takes one minute. An operation fails individually if the catalog has no such "
    "item or store, if the inventory to create already exists, or if the inventory to update "
    "or delete does not exist.",
)
def start_batch(call: Call) -> dict[str, Any]:
    """Starts a batch of inventory operations and returns it."""
    state = call.state
    catalog = require_catalog(state, call.arguments["catalog_id"])
    due = state.clock.now() + state.get_processing_seconds(_PROCESSING_SECONDS)
    items = {product["item_id"] for product in list_catalog_products(state, catalog.id)}

    def write_inventory(item: Mapping[str, Any]) -> None:
        """Carries out one inventory operation of the batch."""
        if item["item_id"] not in items:
            raise bad_request("item_id: the catalog has no item with this ID")
        _write_inventory(state, catalog.id, item, due)

    outcomes = run_each(call, call.body["operations"], write_inventory)
    started_results = [_build_item_result(outcome.item, "PROCESSING", None) for outcome in outcomes]
    [id] = state.random.generate_ids(state.store, _BATCH)
    started = {
        "batch_id": id,
        "created_time": state.format_time(),
        "status": "PROCESSING",
        "operation_results": started_results,
    }
    done = {
        **started,
        "completed_time": state.format_time(due),
        "status": "COMPLETED",
        "operation_results": [
            _build_item_result(
                outcome.item, "FAILURE" if outcome.problem else "SUCCESS", outcome.problem
            )
            for outcome in outcomes
        ],
    }
    state.store.put(_BATCH, catalog.id, [Entity(id, started, due, done)])
    return started


@handles(CATALOGS_SUPPLEMENTAL_ITEMS_BATCH_GET)
def get_batch(call: Call) -> dict[str, Any]:
    """Returns a batch and the status of its operations."""
    catalog = require_catalog(call.state, call.arguments["catalog_id"])
    return dict(
        get_entity(call.state, _BATCH, catalog.id, call.arguments["batch_id"], noun="Batch").data
    )


@handles(CATALOGS_LOCAL_INVENTORY_ITEMS_POST)
@assumed(
    choice="The response leaves out items and stores that do not exist. Items may have been deleted after their "
    "inventory was sent.",
)
def get_inventory(call: Call) -> dict[str, Any]:
    """Returns the inventory for the requested pairs of item and store."""
    state = call.state
    catalog = require_catalog(state, call.arguments["catalog_id"])
    item_ids = {product["item_id"] for product in list_catalog_products(state, catalog.id)}
    items = []
    for pair in call.body["item_filters"]:
        store = _find_store(state, catalog.id, pair["store_code"])
        if store is None or pair["item_id"] not in item_ids:
            continue
        found = get_current_entity(state, _INVENTORY, store.id, derive_id(pair["item_id"]))
        if found and found.data["item"]:
            items.append({**found.data["item"], "store_metadata": _build_store_metadata(store)})
    return {"items": items}


def add_store(state: State, catalog_id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Creates a store and returns it.

    Raises:
        Problem: If another store of the catalog has the same code.
    """
    [id] = state.random.generate_ids(state.store, STORE)
    now = state.format_time()
    empty = dict.fromkeys(_OPTIONAL)
    data = {**empty, **fields, "id": id, "created_at": now, "updated_at": now}
    data = {name: value for name, value in data.items() if value is not None}
    _check_store_code_is_free(state, catalog_id, data)
    state.store.put(STORE, catalog_id, [Entity(id, data)])
    return data


def _write_stores(call: Call, write_store: Callable[[Any], Any]) -> list[dict[str, Any]]:
    """Calls `write_store` for each store in the request body and returns the data or error of each."""
    entries = []
    for outcome in run_each(call, call.body, write_store):
        data = outcome.result
        if outcome.problem:
            # The ID is `0` for a store that was not created.
            data = {
                "id": outcome.item.get("id", "0"),
                "exceptions": build_exception_entry(outcome.problem),
            }
        entries.append({"data": data})
    return entries


def _check_store_code_is_free(state: State, catalog_id: str, data: Mapping[str, Any]) -> None:
    other = _find_store(state, catalog_id, data["store_code"])
    if other and other.id != data["id"]:
        raise bad_request("store_code: another store has this code; choose another code")


def _find_store(state: State, catalog_id: str, store_code: str) -> Entity | None:
    found = state.store.select(STORE, catalog_id, state.clock.now(), {"store_code": store_code})
    return found[0] if found else None


def _write_inventory(state: State, catalog_id: str, item: Mapping[str, Any], due: float) -> None:
    """Creates, updates or deletes inventory at the Unix time `due`, depending on the item's `operation`."""
    store = _find_store(state, catalog_id, item["store_code"])
    if store is None:
        raise bad_request("store_code: the catalog has no store with this code")
    operation, key, now = item["operation"], derive_id(item["item_id"]), state.now()
    old = get_current_entity(state, _INVENTORY, store.id, key) or Entity(key, {"item": None})
    # Earlier batches may still be running, so the operation applies to the state after those batches.
    expected = get_data_at(old, due)["item"]
    if operation == "CREATE" and expected:
        raise bad_request(
            "item_id: the store already has inventory of this item; use UPDATE to change it"
        )
    if operation in ("UPDATE", "DELETE") and not expected:
        raise bad_request("item_id: the store has no inventory of this item; use CREATE to add it")
    later = None
    if operation != "DELETE":
        attributes = {
            name: value for name, value in item["attributes"].items() if value is not None
        }
        current = expected if operation == "UPDATE" else {}
        created = (expected or {}).get("created_at", now)
        later = {**current, **attributes, "item_id": item["item_id"]}
        later |= {"created_at": created, "last_updated_time": now}
    state.store.put(_INVENTORY, store.id, [add_stage(old, (due, {"item": later}))])


def _build_store_metadata(store: Entity) -> dict[str, Any]:
    data = store.data
    store_fields = {
        "store_id": store.id,
        "store_code": data["store_code"],
        "store_name": data["name"],
    }
    coordinates = {name: data[name] for name in ("latitude", "longitude") if name in data}
    return {**store_fields, **coordinates}


def _build_item_result(
    item: Mapping[str, Any], status: str, problem: Problem | None
) -> dict[str, Any]:
    """Returns the status and errors of an inventory item in a batch."""
    return {
        "item_id": item["item_id"],
        "store_code": item["store_code"],
        "supplemental_type": "LOCAL_INVENTORY",
        "status": status,
        "errors": build_item_errors(problem),
        "warnings": [],
    }
