"""Which products are in a product group, and which groups and feeds running promotions use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD_GROUP, CAMPAIGN, PROMOTED
from pinterest.emulator.catalogs.product_filters import matches_filters
from pinterest.emulator.catalogs.products import products_of
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State

PRODUCT_GROUP = "catalog_product_group"
_ACTIVE = "ACTIVE"


def members_of(state: State, group: Entity) -> list[dict[str, Any]]:
    """Returns the products of a product group, by their own IDs."""
    return products_meeting(state, group.parent, group.data)


def products_meeting(
    state: State, catalog_id: str, data: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Returns the products of a catalog that the `filters` of a group, or of a request, let through."""

    def filters_of(id: str) -> Mapping[str, Any] | None:
        other = state.store.get(PRODUCT_GROUP, catalog_id, id, state.clock.now())
        return other.data["filters"] if other else None

    found = products_of(
        state,
        catalog_id,
        feed_id=data.get("feed_id"),
        country=data.get("country"),
        language=data.get("locale"),
    )
    return [product for product in found if matches_filters(product, data["filters"], filters_of)]


def is_promoted(state: State, product_group_id: str) -> bool:
    """Returns whether a running promotion uses a product group."""
    promotions = _running_promotions(state)
    return any(one.data["catalog_product_group_id"] == product_group_id for one in promotions)


def promotes_products_of(state: State, feed: Entity) -> bool:
    """Returns whether a running promotion uses products of a feed, or a product group of it."""
    now = state.clock.now()
    for promotion in _running_promotions(state):
        id = promotion.data["catalog_product_group_id"]
        if not id:
            # A promotion without a product group is of all products.
            if products_of(state, feed.parent, feed_id=feed.id):
                return True
            continue
        group = state.store.get(PRODUCT_GROUP, feed.parent, id, now)
        if group is None:
            continue
        if group.data.get("feed_id") == feed.id:
            return True
        if any(product["feed_id"] == feed.id for product in members_of(state, group)):
            return True
    return False


def _running_promotions(state: State) -> Iterator[Entity]:
    """Yields the promotions that are active, as are their ad group and its campaign."""
    now, store = state.clock.now(), state.store
    for promotion in store.select(PROMOTED, None, now, {"status": _ACTIVE}):
        account = promotion.parent
        group = store.get(AD_GROUP, account, promotion.data["ad_group_id"], now)
        if group is None or group.data["status"] != _ACTIVE or not promotion.data["included"]:
            continue
        campaign = store.get(CAMPAIGN, account, group.data["campaign_id"], now)
        if campaign is not None and campaign.data["status"] == _ACTIVE:
            yield promotion
