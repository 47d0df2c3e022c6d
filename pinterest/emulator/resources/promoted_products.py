"""Finds the products of product groups, and checks whether running promotions use a product group or feed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD_GROUP, CAMPAIGN, PROMOTED
from pinterest.emulator.catalogs.product_filters import matches_filters
from pinterest.emulator.catalogs.products import list_catalog_products
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

PRODUCT_GROUP = "catalog_product_group"
_ACTIVE = "ACTIVE"


def list_group_products(state: State, group: Entity) -> list[dict[str, Any]]:
    """Returns the products of a product group, sorted by ID."""
    return filter_products(state, group.parent, group.data)


def filter_products(state: State, catalog_id: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Returns the products of a catalog that match the filters of `data`.

    `data` is the data of a product group, or a request body with the same fields.
    """

    def find_group_filters(id: str) -> Mapping[str, Any] | None:
        other = state.store.get(PRODUCT_GROUP, catalog_id, id, state.clock.now())
        return other.data["filters"] if other else None

    found = list_catalog_products(
        state,
        catalog_id,
        feed_id=data.get("feed_id"),
        country=data.get("country"),
        language=data.get("locale"),
    )
    return [
        product
        for product in found
        if matches_filters(product, data["filters"], find_group_filters)
    ]


def is_product_group_promoted(state: State, product_group_id: str) -> bool:
    """Returns whether a running promotion uses a product group."""
    promotions = _find_running_promotions(state)
    return any(
        promotion.data["catalog_product_group_id"] == product_group_id for promotion in promotions
    )


def is_feed_promoted(state: State, feed: Entity) -> bool:
    """Returns whether a running promotion uses products or product groups of a feed."""
    now = state.clock.now()
    for promotion in _find_running_promotions(state):
        id = promotion.data["catalog_product_group_id"]
        if not id:
            # A promotion without a product group promotes all products.
            if list_catalog_products(state, feed.parent, feed_id=feed.id):
                return True
            continue
        group = state.store.get(PRODUCT_GROUP, feed.parent, id, now)
        if group is None:
            continue
        if group.data.get("feed_id") == feed.id:
            return True
        if any(product["feed_id"] == feed.id for product in list_group_products(state, group)):
            return True
    return False


def _find_running_promotions(state: State) -> Iterator[Entity]:
    """Yields the active product group promotions whose ad group and campaign are also active."""
    now, store = state.clock.now(), state.store
    for promotion in store.select(PROMOTED, None, now, {"status": _ACTIVE}):
        account = promotion.parent
        group = store.get(AD_GROUP, account, promotion.data["ad_group_id"], now)
        if group is None or group.data["status"] != _ACTIVE or not promotion.data["included"]:
            continue
        campaign = store.get(CAMPAIGN, account, group.data["campaign_id"], now)
        if campaign is not None and campaign.data["status"] == _ACTIVE:
            yield promotion
