"""Product group promotions: the catalog product groups that an ad group promotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import (
    AD_GROUP,
    PROMOTED,
    drop_nulls,
    select_updated_fields,
    strip_id_prefix,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.batches import run_batch
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import (
    get_entity,
    get_referenced,
    get_referenced_in_any_parent,
)
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.delivery_hours import add_running_hours
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.product_group_promotions import (
    PRODUCT_GROUP_PROMOTIONS_CREATE,
    PRODUCT_GROUP_PROMOTIONS_GET,
    PRODUCT_GROUP_PROMOTIONS_LIST,
    PRODUCT_GROUP_PROMOTIONS_UPDATE,
)

_SCHEMA = "ProductGroupPromotion"
_DEFAULTS: Mapping[str, Any] = {
    "status": "ACTIVE",
    "creative_type": "SHOPPING",
    "included": True,
    "bid_in_micro_currency": None,
    "catalog_product_group_id": None,
    "catalog_product_group_name": None,
    "definition": None,
    "relative_definition": None,
    "parent_id": None,
    "tracking_url": None,
    "is_mdl": False,
}


@handles(PRODUCT_GROUP_PROMOTIONS_LIST)
def list_promotions(call: Call) -> JsonText:
    """Returns a page of the requested promotions, or of an ad group's promotions."""
    arguments = call.arguments
    account, ids = arguments["ad_account_id"], arguments["product_group_promotion_ids"]
    if not ids and not arguments["ad_group_id"]:
        raise bad_request(
            "product_group_promotion_ids and ad_group_id: send at least one of the two"
        )
    where = {"id": ids} if ids else {"ad_group_id": arguments["ad_group_id"]}
    return list_entities(
        call, PROMOTED, account, filters={"entity_statuses": "status"}, where=where
    )


@handles(PRODUCT_GROUP_PROMOTIONS_GET)
def get_promotion(call: Call) -> dict[str, Any]:
    """Returns one promotion, regardless of its status."""
    arguments = call.arguments
    id = arguments["product_group_promotion_id"]
    return dict(get_entity(call.state, PROMOTED, arguments["ad_account_id"], id).data)


@handles(PRODUCT_GROUP_PROMOTIONS_CREATE)
@assumed(
    choice="A promotion without a `catalog_product_group_id` promotes all products.",
)
def create_promotions(call: Call) -> dict[str, Any]:
    """Promotes product groups in one ad group and returns the data or error of each promotion."""
    group = _get_ad_group(call)
    items = call.body["product_group_promotion"]
    account = call.arguments["ad_account_id"]
    return run_batch(
        call, lambda item: _create_promotion(call.state, account, group.id, item), items=items
    )


@handles(PRODUCT_GROUP_PROMOTIONS_UPDATE)
def update_promotions(call: Call) -> dict[str, Any]:
    """Updates promotions of one ad group and returns the data or error of each."""
    group = _get_ad_group(call)
    state, account = call.state, call.arguments["ad_account_id"]

    def update_promotion(item: Mapping[str, Any]) -> dict[str, Any]:
        if not item.get("id"):
            raise bad_request("id: is required")
        found = get_referenced(state, PROMOTED, account, item["id"], field="id")
        if found.data["ad_group_id"] != group.id:
            raise bad_request(f"id: {found.id} is not a promotion of the ad group {group.id}")
        changes = {**select_updated_fields(_SCHEMA, item, _DEFAULTS), "ad_group_id": group.id}
        return _store_promotion(state, account, {**found.data, **changes})

    return run_batch(call, update_promotion, items=call.body["product_group_promotion"])


def add_product_group_promotions(
    state: State,
    ad_account_id: str,
    ad_group_id: str,
    promotions: Iterable[Mapping[str, Any]],
    *,
    created: int | None = None,
) -> list[str]:
    """Creates promotions in one ad group without an API request and returns their IDs.

    `created` is the creation time in Unix seconds, by default now.
    """
    return [
        _create_promotion(state, ad_account_id, ad_group_id, fields, created=created)["id"]
        for fields in promotions
    ]


def _get_ad_group(call: Call) -> Entity:
    id = strip_id_prefix(call.body["ad_group_id"])
    return get_referenced(
        call.state, AD_GROUP, call.arguments["ad_account_id"], id, field="ad_group_id"
    )


def _create_promotion(
    state: State,
    ad_account_id: str,
    ad_group_id: str,
    fields: Mapping[str, Any],
    *,
    created: int | None = None,
) -> dict[str, Any]:
    if fields.get("parent_id"):
        get_referenced(state, PROMOTED, ad_account_id, fields["parent_id"], field="parent_id")
    [id] = state.random.generate_ids(state.store, PROMOTED)
    values = drop_nulls(fields)
    if "catalog_product_group_id" in values:
        field = "catalog_product_group_id"
        product_group = get_referenced_in_any_parent(
            state, PRODUCT_GROUP, values[field], field=field
        )
        values["catalog_product_group_name"] = product_group.data["name"]
    data = {**_DEFAULTS, **values, "id": id, "ad_group_id": ad_group_id}
    return _store_promotion(state, ad_account_id, data, created=created)


def _store_promotion(
    state: State, ad_account_id: str, data: Mapping[str, Any], *, created: int | None = None
) -> dict[str, Any]:
    check_references(state, ad_account_id, data)
    promotion = drop_nulls(data, _DEFAULTS)
    entity = Entity(promotion["id"], promotion)
    entity = add_running_hours(state, PROMOTED, ad_account_id, entity, created=created)
    state.store.put(PROMOTED, ad_account_id, [entity])
    return promotion
