"""Catalog items: write them in batches that run in the background, and get them by ID."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.catalogs.item_attributes import check_attributes
from pinterest.emulator.catalogs.products import (
    ID_FIELDS,
    build_item_errors,
    build_product,
    build_product_pin,
    delete_product,
    find_product,
    store_product,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_each
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.catalogs import require_catalog_of_type
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.catalog_items import ITEMS_BATCH_GET, ITEMS_BATCH_POST, ITEMS_POST

BATCH = "items_batch"
PROCESSING_SECONDS = 60
_BATCH_NOT_FOUND = 4331
_MISSING, _UNKNOWN, _EXISTS = 104, 106, 107
_REQUIRED: Mapping[str, tuple[str, ...]] = {
    "RETAIL": ("title", "description", "link", "image_link", "price", "availability"),
    "HOTEL": ("name", "link", "description", "main_image", "address"),
    "CREATIVE_ASSETS": ("title", "link"),
}

assumed(
    ITEMS_BATCH_POST,
    ITEMS_BATCH_GET,
    contract="An attribute must be as described: an amount, a URL, one of the listed values, or a text of "
    "limited length.",
    choice="A batch takes one minute, and its items change when it is done. An item requires a title, "
    "description, link, image, price and availability (a hotel: name, description, link, image and "
    "address; a creative asset: title and link). An item fails individually if its attributes "
    "are not valid, if a create finds an existing item, or if an update or delete finds none. "
    "Overlapping "
    "batches are applied one after the other.",
)


@handles(ITEMS_BATCH_POST)
@assumed(
    contract="`DELETE_DISCONTINUED` does not delete items, but makes them out of stock.",
)
def create_batch(call: Call) -> dict[str, Any]:
    """Starts a batch of item operations and returns the batch."""
    state, body = call.state, call.body
    catalog_type = body.get("catalog_type", "RETAIL")
    catalog = require_catalog_of_type(state, catalog_type, body.get("catalog_id"))
    due = state.clock.now() + state.get_processing_seconds(PROCESSING_SECONDS)
    common = {"country": body["country"], "language": body["language"]}
    field = ID_FIELDS[catalog_type]

    def write_item(item: Mapping[str, Any]) -> None:
        operation = item.get("operation") or body.get("operation")
        if not item.get(field):
            raise Problem(400, _MISSING, f"{field}: is required")
        _write_item(
            state, catalog.id, catalog_type, {**item, **common, "operation": operation}, due
        )

    outcomes = run_each(call, body["items"], write_item)
    [id] = state.random.generate_ids(state.store, BATCH)
    started = {
        "batch_id": id,
        "catalog_type": catalog_type,
        "created_time": state.format_time(),
        "completed_time": None,
        "status": "PROCESSING",
        "items": [
            {
                **_select_id_field(outcome.item, field),
                "status": "PROCESSING",
                "errors": [],
                "warnings": [],
            }
            for outcome in outcomes
        ],
    }
    done = {
        **started,
        "completed_time": state.format_time(due),
        "status": "COMPLETED",
        "items": [_build_item_result(outcome.item, field, outcome.problem) for outcome in outcomes],
    }
    state.store.put(BATCH, None, [Entity(id, started, due, done)])
    return started


@handles(ITEMS_BATCH_GET)
def get_batch(call: Call) -> dict[str, Any]:
    """Returns a batch and the status of its items."""
    found = call.state.store.get(BATCH, None, call.arguments["batch_id"], call.state.clock.now())
    if found is None:
        raise Problem(404, _BATCH_NOT_FOUND, "Items batch not found.")
    return dict(found.data)


@handles(ITEMS_POST)
def get_items(call: Call) -> dict[str, Any]:
    """Returns the requested items, in the requested order, with an error in place of each unknown item."""
    state, body = call.state, call.body
    filters = body["filters"]
    catalog_type = filters["catalog_type"]
    catalog = require_catalog_of_type(state, catalog_type, filters.get("catalog_id"))
    field = ID_FIELDS[catalog_type]
    items = []
    for item_id in filters[f"{field}s"]:
        product = find_product(state, catalog.id, body["country"], body["language"], item_id)
        items.append(_build_item_or_error(catalog_type, field, item_id, product))
    return {"items": items}


def _write_item(
    state: State, catalog_id: str, catalog_type: str, item: Mapping[str, Any], due: float
) -> None:
    """Creates, updates or deletes an item at the Unix time `due`, depending on the item's `operation`."""
    field, operation = ID_FIELDS[catalog_type], str(item["operation"])
    item_id, country, language = item[field], item["country"], item["language"]
    old = find_product(state, catalog_id, country, language, item_id, at=due)
    if operation.startswith("DELETE"):
        if old is None:
            raise Problem(
                400,
                _UNKNOWN,
                f"{field}: the catalog has no item with this ID, country and language",
            )
        if operation == "DELETE":
            delete_product(state, catalog_id, old["id"], due)
        else:
            remaining = {name: value for name, value in old.items() if name != "id"}
            attributes = {**old["attributes"], "availability": "out of stock"}
            store_product(state, catalog_id, {**remaining, "attributes": attributes}, due)
        return
    if operation == "UPDATE" and old is None:
        raise Problem(
            400, _UNKNOWN, f"{field}: the catalog has no item with this ID, country and language"
        )
    if operation == "CREATE" and old is not None:
        raise Problem(400, _EXISTS, f"{field}: the item already exists; use UPDATE to change it")
    attributes = _merge_attributes(item, old if operation == "UPDATE" else None)
    missing = next((name for name in _REQUIRED[catalog_type] if not attributes.get(name)), None)
    if missing:
        raise Problem(400, _MISSING, f"{missing}: is required")
    check_attributes(attributes)
    product = build_product(
        catalog_type,
        item_id,
        attributes,
        country=country,
        language=language,
        feed_id=old["feed_id"] if old else None,
    )
    store_product(state, catalog_id, product, due)


def _merge_attributes(item: Mapping[str, Any], old: Mapping[str, Any] | None) -> dict[str, Any]:
    """Returns the attributes of an item after its creation or update."""
    attributes = _drop_nulls(item.get("attributes") or {})
    mask = item.get("update_mask")
    remaining = dict(old["attributes"]) if old else {}
    if old and mask:
        # Only the attributes in the mask change. If an attribute in the mask was not sent, it is removed.
        for name in mask:
            remaining.pop(name, None)
        attributes = {name: value for name, value in attributes.items() if name in mask}
    return {**remaining, **attributes}


def _drop_nulls(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in attributes.items() if value is not None}


def _build_item_or_error(
    catalog_type: str,
    field: str,
    item_id: str,
    product: Mapping[str, Any] | None,
) -> dict[str, Any]:
    kind = field.removesuffix("_id").replace("item", "retail")
    common = {"catalog_type": catalog_type, field: item_id}
    if product is None:
        error = {
            "attribute": field,
            "code": _UNKNOWN,
            "message": "The catalog has no item with this ID, country and language.",
        }
        return {**common, "item_response_kind": f"{kind}_item_error", "errors": [error]}
    attributes = dict(product["attributes"])
    image = attributes.get("image_link")
    if catalog_type == "RETAIL" and isinstance(image, str):
        attributes["image_link"] = [image]
    details = {"item_response_kind": f"{kind}_item", "attributes": attributes}
    return {**common, **details, "pins": [build_product_pin(product)]}


def _select_id_field(item: Mapping[str, Any], id_field: str) -> dict[str, Any]:
    """Returns a dict with only the item's ID, or an empty dict if the item has no ID."""
    return {id_field: item[id_field]} if item.get(id_field) else {}


def _build_item_result(
    item: Mapping[str, Any], id_field: str, problem: Problem | None
) -> dict[str, Any]:
    errors = build_item_errors(problem)
    status = "FAILURE" if problem else "SUCCESS"
    result = {**_select_id_field(item, id_field), "status": status}
    return {**result, "errors": errors, "warnings": []}
