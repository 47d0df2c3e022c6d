"""Catalogs: create and list them, and list the values that products can be filtered by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pinterest.schemas
from pinterest.emulator.catalogs.product_filters import list_filter_values
from pinterest.emulator.catalogs.products import list_catalog_products
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict
from pinterest.emulator.handlers.registry import handles, register_check
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.catalog_feeds import (
    FEEDS_CREATE,
    FEEDS_DELETE,
    FEEDS_INGEST,
    FEEDS_UPDATE,
)
from pinterest.operations.catalog_product_groups import (
    CATALOGS_PRODUCT_GROUPS_CREATE,
    CATALOGS_PRODUCT_GROUPS_CREATE_MANY,
    CATALOGS_PRODUCT_GROUPS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
    CATALOGS_PRODUCT_GROUPS_GET,
    CATALOGS_PRODUCT_GROUPS_LIST,
    CATALOGS_PRODUCT_GROUPS_UPDATE,
)
from pinterest.operations.catalogs import (
    CATALOGS_AVAILABLE_FILTER_VALUES,
    CATALOGS_CREATE,
    CATALOGS_LIST,
)

CATALOG = "catalog"
_MERCHANT = "merchant"
_MERCHANT_ID = "1"
_IN_REVIEW = 2626
_NOT_APPROVED = {"DISAPPROVED": 2625, "UNDER_REVIEW": _IN_REVIEW}
_ACCOUNT = "your account"
_MORE_DETAILS = "Please see business hub for more details. https://www.pinterest.com/business/hub/"
# The contract specifies these messages, and programs may depend on them.
_REFUSALS = {
    2625: f"Sorry, you cannot perform this action as {_ACCOUNT} has been disapproved. {_MORE_DETAILS}",
    _IN_REVIEW: f"We are reviewing {_ACCOUNT}. {_MORE_DETAILS}",
}
REVIEWS = ("APPROVED", *_NOT_APPROVED)
"""The possible outcomes of a merchant review."""

_NO_CATALOG = 4182
_CATALOG_NOT_FOUND = 678
_FEED_NOT_FOUND = 4161
_FILTER_VALUE_SCHEMAS: Mapping[str, str] = {
    "RETAIL": "CatalogsRetailAvailableFilterValuesFilterValues",
    "HOTEL": "CatalogsHotelAvailableFilterValuesFilterValues",
    "CREATIVE_ASSETS": "CatalogsCreativeAssetsAvailableFilterValuesFilterValues",
}


@handles(CATALOGS_LIST)
def list_catalogs(call: Call) -> JsonText:
    """Returns a page of all catalogs."""
    # The emulator has one user, who owns all catalogs.
    return list_entities(call, CATALOG, None)


@handles(CATALOGS_CREATE)
@assumed(
    choice="Any number of catalogs of every type can be created.",
)
def create_catalog(call: Call) -> dict[str, Any]:
    """Creates a catalog and returns it."""
    name, catalog_type = call.body["name"], call.body["catalog_type"]
    return dict(add_catalog(call.state, name=name, catalog_type=catalog_type).data)


@handles(CATALOGS_AVAILABLE_FILTER_VALUES)
@assumed(
    choice="The available filter values are those of the products.",
)
def get_available_filter_values(call: Call) -> dict[str, Any]:
    """Returns the values that the products of a catalog can be filtered by."""
    arguments, state = call.arguments, call.state
    require_any_catalog(state)
    catalog = get_referenced(state, CATALOG, None, arguments["catalog_id"], field="catalog_id")
    if arguments["feed_id"]:
        require_feed(state, arguments["feed_id"])
    found = list_catalog_products(
        state,
        catalog.id,
        feed_id=arguments["feed_id"],
        country=arguments["country"],
        language=arguments["language"],
    )
    catalog_type = catalog.data["catalog_type"]
    names = list(getattr(pinterest.schemas, _FILTER_VALUE_SCHEMAS[catalog_type]).model_fields)
    return {"catalog_type": catalog_type, "filter_values": list_filter_values(found, names)}


def add_catalog(state: State, *, name: str, catalog_type: str = "RETAIL") -> Entity:
    """Creates a catalog and returns it."""
    [id] = state.random.generate_ids(state.store, CATALOG)
    now = state.format_time()
    data = {"id": id, "created_at": now, "updated_at": now}
    catalog = Entity(id, {**data, "catalog_type": catalog_type, "name": name})
    state.store.put(CATALOG, None, [catalog])
    return catalog


def review_merchant(state: State, outcome: str) -> None:
    """Sets the outcome of the merchant's review: APPROVED (the initial state), DISAPPROVED or UNDER_REVIEW."""
    state.store.put(_MERCHANT, None, [Entity(_MERCHANT_ID, {"review": outcome})])


def _require_approved_merchant(call: Call) -> None:
    merchant = call.state.store.get(_MERCHANT, None, _MERCHANT_ID, call.state.clock.now())
    code = _NOT_APPROVED.get(merchant.data["review"]) if merchant else None
    # The review starts with the first feed, so feeds can be created during the review.
    if code is not None and not (code == _IN_REVIEW and call.operation is FEEDS_CREATE):
        raise Problem(403, code, _REFUSALS[code])


register_check(
    _require_approved_merchant,
    CATALOGS_AVAILABLE_FILTER_VALUES,
    CATALOGS_PRODUCT_GROUPS_CREATE,
    CATALOGS_PRODUCT_GROUPS_CREATE_MANY,
    CATALOGS_PRODUCT_GROUPS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
    CATALOGS_PRODUCT_GROUPS_GET,
    CATALOGS_PRODUCT_GROUPS_LIST,
    CATALOGS_PRODUCT_GROUPS_UPDATE,
    FEEDS_CREATE,
    FEEDS_DELETE,
    FEEDS_INGEST,
    FEEDS_UPDATE,
)


def require_any_catalog(state: State) -> None:
    """Checks that at least one catalog exists.

    Raises:
        Problem: With status 409, if no catalog exists.
    """
    if not state.store.count(CATALOG, None, state.clock.now()):
        raise conflict("There is no catalog yet. Create a catalog first.", _NO_CATALOG)


def require_catalog(state: State, catalog_id: str) -> Entity:
    """Returns the catalog whose ID is in the path of a request.

    Raises:
        Problem: With status 404, if the catalog does not exist.
    """
    found = state.store.get(CATALOG, None, catalog_id, state.clock.now())
    if found is None:
        raise Problem(404, _CATALOG_NOT_FOUND, "Catalog not found.")
    return found


def require_feed(state: State, feed_id: str) -> Entity:
    """Returns a feed as an entity with the catalog's ID as `parent`.

    Raises:
        Problem: With status 404, if the feed does not exist.
    """
    found = state.store.find("catalog_feed", feed_id, state.clock.now())
    if found is None:
        raise Problem(404, _FEED_NOT_FOUND, "Feed not found.")
    return found


def find_catalog_of_type(state: State, catalog_type: str, catalog_id: str | None) -> Entity | None:
    """Returns a catalog by ID, or the first catalog of a type if `catalog_id` is None.

    Returns None if `catalog_id` is None and no catalog has the type.

    Raises:
        Problem: If no catalog has the ID, or if the catalog with the ID has another type.
    """
    if catalog_id is None:
        catalogs = state.store.select(
            CATALOG, None, state.clock.now(), {"catalog_type": catalog_type}
        )
        return catalogs[0] if catalogs else None
    found = get_referenced(state, CATALOG, None, catalog_id, field="catalog_id")
    if found.data["catalog_type"] != catalog_type:
        raise bad_request(
            f"catalog_type: must be {found.data['catalog_type']}, the type of the catalog"
        )
    return found


def require_catalog_of_type(state: State, catalog_type: str, catalog_id: str | None) -> Entity:
    """Returns a catalog by ID, or the first catalog of a type if `catalog_id` is None.

    Raises:
        Problem: If the catalog with the ID does not exist or has another type, or if no catalog has the type.
    """
    found = find_catalog_of_type(state, catalog_type, catalog_id)
    if found is None:
        raise conflict(
            f"There is no {catalog_type} catalog yet. Create a catalog of this type first.",
            _NO_CATALOG,
        )
    return found
