"""Bulk requests: download the entities of an ad account as a file, or create and update many entities at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import compute_summary_status
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import build_exception_entry
from pinterest.emulator.handlers.call import Call, JsonText, get_status_and_body
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.emulator.handlers.registry import call_handler, handles, prepare_body
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP
from pinterest.emulator.storage import files
from pinterest.emulator.storage.result_files import (
    CSV,
    JSON,
    delete_old_jobs,
    encode_csv,
    encode_json,
    store_result,
)
from pinterest.emulator.store.database import Entity
from pinterest.operation import Operation
from pinterest.operations.ad_groups import AD_GROUPS_CREATE, AD_GROUPS_UPDATE
from pinterest.operations.ads import ADS_CREATE, ADS_UPDATE
from pinterest.operations.bulk import BULK_DOWNLOAD_CREATE, BULK_REQUEST_GET, BULK_UPSERT_CREATE
from pinterest.operations.campaigns import CAMPAIGNS_CREATE, CAMPAIGNS_UPDATE
from pinterest.operations.catalog_product_groups import (
    CATALOGS_PRODUCT_GROUPS_CREATE,
    CATALOGS_PRODUCT_GROUPS_UPDATE,
)
from pinterest.operations.keywords import KEYWORDS_CREATE, KEYWORDS_UPDATE
from pinterest.operations.labels import LABELS_CREATE, LABELS_UPDATE
from pinterest.operations.product_group_promotions import (
    PRODUCT_GROUP_PROMOTIONS_CREATE,
    PRODUCT_GROUP_PROMOTIONS_UPDATE,
)
from pinterest.operations.schedules import SCHEDULES_CREATE, SCHEDULES_UPDATE

READY_SECONDS = 10
KEPT_SECONDS = 3_600
_KIND = "bulk_request"
# For each entity type: the kind in the store, and the name in JSON files.
_TYPES: Mapping[str, tuple[str, str]] = {
    "CAMPAIGN": ("campaign", "campaigns"),
    "AD_GROUP": ("ad_group", "ad_groups"),
    "PRODUCT_GROUP": ("product_group_promotion", "product_groups"),
    "AD": ("ad", "ads"),
    "KEYWORD": ("keyword", "keywords"),
    "LABEL": ("label", "labels"),
    "SCHEDULE": ("schedule", "schedules"),
}
# The operation that creates each kind of entity. Parents come before their children.
_CREATES: Mapping[str, Operation] = {
    "campaigns": CAMPAIGNS_CREATE,
    "ad_groups": AD_GROUPS_CREATE,
    "ads": ADS_CREATE,
    "keywords": KEYWORDS_CREATE,
    "labels": LABELS_CREATE,
    "catalog_product_groups": CATALOGS_PRODUCT_GROUPS_CREATE,
    "product_groups": PRODUCT_GROUP_PROMOTIONS_CREATE,
    "schedules": SCHEDULES_CREATE,
}
_UPDATES: Mapping[str, Operation] = {
    "campaigns": CAMPAIGNS_UPDATE,
    "ad_groups": AD_GROUPS_UPDATE,
    "ads": ADS_UPDATE,
    "keywords": KEYWORDS_UPDATE,
    "labels": LABELS_UPDATE,
    "catalog_product_groups": CATALOGS_PRODUCT_GROUPS_UPDATE,
    "product_groups": PRODUCT_GROUP_PROMOTIONS_UPDATE,
    "schedules": SCHEDULES_UPDATE,
}
_PARTS = {"create": _CREATES, "update": _UPDATES}
# The update operations of these kinds expect an object with the list of items. An upsert contains the list itself.
_WRAPPED = ("keywords", "labels")
_PARENT_FIELDS = ("campaign_id", "ad_group_id", "parent_id", "entity_id")

assumed(
    BULK_REQUEST_GET,
    choice=f"A bulk request takes {READY_SECONDS} seconds. For one hour after that, each response has a new URL, "
    "which is valid for five minutes. Then there is no URL, and one day later the request may "
    "no longer exist. `include_details` has no effect, because the file has the details.",
)


def _prepare_upsert(body: Any) -> Any:
    """Prepares an upsert body for validation: each item as the create or update operation of its kind does."""
    if not isinstance(body, dict):
        return body
    prepared = dict(body)
    for part, operations in _PARTS.items():
        if isinstance(body.get(part), dict):
            prepared[part] = {
                name: _prepare_items(operations.get(name), items)
                for name, items in body[part].items()
            }
    return prepared


def _prepare_items(operation: Operation | None, items: Any) -> Any:
    """Applies `prepare_body` to the items of one operation. If `items` is not a list, returns it unchanged."""
    if operation is None or operation.body is None or not isinstance(items, list):
        return items
    if operation.body.many:
        return prepare_body(operation, items)
    return [prepare_body(operation, item) for item in items]


@handles(BULK_UPSERT_CREATE, prepare=_prepare_upsert)
@assumed(
    choice="All changes are made immediately, as if the operation for each kind had been called. "
    "Only the result is delayed. The file is JSON and lists the outcome of each item under "
    "`create` and `update`, by kind. The "
    "request is SUCCEEDED even if items failed, or if it has no items. An update of a product "
    "group has no ID. It applies to the group with the same name, and fails unless there is exactly one.",
)
def upsert_entities(call: Call) -> dict[str, Any]:
    """Creates and updates entities and returns the ID of the bulk request."""
    results = {
        part: {
            name: _upsert_items(call, part, name, call.body[part][name])
            for name in operations
            if call.body[part].get(name)
        }
        for part, operations in _PARTS.items()
        if call.body.get(part)
    }
    return _create_bulk_request(call, encode_json(results), JSON)


@handles(BULK_DOWNLOAD_CREATE)
@assumed(
    contract="Only ACTIVE entities are included.",
    choice="Without `entity_types`, everything but histories is included. Histories are always empty. A JSON "
    "file has one list per kind. A CSV file has the type of each entity before its fields. The campaign "
    "filter applies to campaigns only.",
)
def download_entities(call: Call) -> dict[str, Any]:
    """Writes the requested entities to a file and returns the ID of the bulk request."""
    body = call.body
    found = _collect_entities(call, body)
    if body.get("output_format") == "CSV":
        rows = [
            {"entity_type": kind, **entity.data}
            for kind, entities in found.items()
            for entity in entities
        ]
        columns = dict.fromkeys(["entity_type", *(name for row in rows for name in row)])
        return _create_bulk_request(call, encode_csv(list(columns), rows), CSV)
    lists = {
        _TYPES[kind][1]: [entity.data for entity in entities] for kind, entities in found.items()
    }
    return _create_bulk_request(call, encode_json(lists), JSON)


@handles(BULK_REQUEST_GET)
def get_bulk_request(call: Call) -> dict[str, Any]:
    """Returns the status of a bulk request, and the URL of the file if the request has succeeded."""
    arguments, state = call.arguments, call.state
    account, id = arguments["ad_account_id"], arguments["bulk_request_id"]
    found = get_entity(state, _KIND, account, id)
    status = found.data["status"]
    file = files.find_file(state, (found.notes or {})["file"])
    if status != "SUCCEEDED" or file is None or file.content is None:
        return {"status": status}
    link = store_result(call, file.content, file.media_type)
    return {"status": status, "result_url": link["url"]}


def _create_bulk_request(call: Call, content: bytes, media_type: str) -> dict[str, Any]:
    """Stores a bulk request and its result file, and returns the response with the ID of the bulk request."""
    state = call.state
    name = files.make_file_name(state)
    files.store_file(
        state,
        name,
        content,
        media_type,
        seconds=state.get_processing_seconds(READY_SECONDS) + KEPT_SECONDS,
    )
    delete_old_jobs(state, _KIND, KEPT_SECONDS)
    [id] = state.random.generate_ids(state.store, _KIND)
    due = state.clock.now() + state.get_processing_seconds(READY_SECONDS)
    request = Entity(id, {"status": "RUNNING"}, due, {"status": "SUCCEEDED"}, {"file": name})
    state.store.put(_KIND, call.arguments["ad_account_id"], [request])
    return {"request_id": id}


def _upsert_items(call: Call, part: str, name: str, items: list[Any]) -> list[Any]:
    """Creates or updates entities of one type and returns the results.

    `part` is `create` or `update`. `name` is the type, such as `ads`.
    """
    operation = _PARTS[part][name]
    assert operation.body is not None
    if operation is CATALOGS_PRODUCT_GROUPS_UPDATE:
        return [_update_product_group_by_name(call, item) for item in items]
    if name == "schedules" and part == "update":
        items = [{"schedule_id": item["id"], **item} for item in items]
    if operation.body.many:
        return _get_result_items(_call_operation(call, operation, items))
    if name in _WRAPPED and part == "update":
        return _get_result_items(_call_operation(call, operation, {name: items}))
    return [
        entry
        for item in items
        for entry in _get_result_items(_call_operation(call, operation, item))
    ]


def _update_product_group_by_name(call: Call, item: Mapping[str, Any]) -> Any:
    """Updates the product group that has the name in the item, and returns the result."""
    where = {name: item[name] for name in ("name", "catalog_type") if name in item}
    found = call.state.store.select(PRODUCT_GROUP, None, call.state.clock.now(), where)
    if "name" not in where or len(found) != 1:
        error = bad_request("name: must be the name of exactly one product group")
        return {"exceptions": [build_exception_entry(error)]}
    return _call_operation(call, CATALOGS_PRODUCT_GROUPS_UPDATE, item, product_group_id=found[0].id)


def _call_operation(call: Call, operation: Operation, body: Any, **arguments: str) -> Any:
    """Calls an operation and returns the response body, or `{"exceptions": [...]}` on failure."""
    path_arguments = {"ad_account_id": call.arguments["ad_account_id"], **arguments}
    try:
        with call.state.store.transaction():
            operation_call = Call(
                operation, path_arguments, body, call.state, call.token, call.origin
            )
            return get_status_and_body(operation, call_handler(operation_call))[1]
    except Problem as problem:
        return {"exceptions": [build_exception_entry(problem)]}


def _get_result_items(content: Any) -> list[Any]:
    """Returns the items in a response body. A single object counts as one item."""
    assert not isinstance(content, JsonText)
    if isinstance(content, dict) and "items" in content:
        return list(content["items"])
    return list(content) if isinstance(content, list) else [content]


def _collect_entities(call: Call, body: Mapping[str, Any]) -> dict[str, list[Entity]]:
    """Returns the entities that match the filters of a download, grouped by entity type."""
    state, account = call.state, call.arguments["ad_account_id"]
    now = state.clock.now()
    types = [kind for kind in body.get("entity_types") or _TYPES if kind in _TYPES]
    groups = {group.id: group for group in state.store.select("ad_group", account, now)}
    entity_ids = set(body.get("entity_ids") or ())
    campaign_filter = body.get("campaign_filter") or {}
    campaigns = {
        campaign.id
        for campaign in state.store.select("campaign", account, now)
        if _matches_campaign_filter(campaign.data, campaign_filter, now)
    }
    found: dict[str, list[Entity]] = {}
    for kind in types:
        active_only = not (kind == "CAMPAIGN" and campaign_filter.get("campaign_status"))
        found[kind] = [
            entity
            for entity in state.store.select(_TYPES[kind][0], account, now)
            if (ids := _collect_own_and_parent_ids(entity, groups))
            and (not entity_ids or ids & entity_ids)
            and (not campaign_filter or ids & campaigns)
            and _is_updated_since(entity.data, body.get("updated_since"))
            and not (active_only and _is_inactive(entity.data))
        ]
    return found


def _collect_own_and_parent_ids(entity: Entity, groups: Mapping[str, Entity]) -> set[str]:
    """Returns the IDs of an entity and its parents. `groups` contains all ad groups by ID."""
    ids = {entity.id} | {str(entity.data[name]) for name in _PARENT_FIELDS if entity.data.get(name)}
    return ids | {str(groups[id].data["campaign_id"]) for id in ids if id in groups}


def _is_inactive(data: Mapping[str, Any]) -> bool:
    return data.get("status", "ACTIVE") != "ACTIVE" or bool(data.get("archived"))


def _is_updated_since(data: Mapping[str, Any], since: str | None) -> bool:
    return since is None or int(data.get("updated_time") or 0) >= int(since)


def _matches_campaign_filter(
    data: Mapping[str, Any], filters: Mapping[str, Any], now: float
) -> bool:
    """Returns whether a campaign matches the campaign filter of a download."""
    checks: Iterable[tuple[str, bool]] = (
        (
            "campaign_status",
            compute_summary_status(data, now) in (filters.get("campaign_status") or ()),
        ),
        ("objective_type", data["objective_type"] in (filters.get("objective_type") or ())),
        ("name", (filters.get("name") or "").lower() in data["name"].lower()),
        ("start_time", int(data.get("start_time") or 0) >= int(filters.get("start_time") or 0)),
        ("end_time", 0 < int(data.get("end_time") or 0) <= int(filters.get("end_time") or 0)),
    )
    return all(passed for name, passed in checks if filters.get(name))
