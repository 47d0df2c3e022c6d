"""Product groups: filters over the products of a catalog or a feed, and the products that meet them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import response_fields
from pinterest.emulator.catalogs.products import (
    ID_FIELDS,
    availability_of,
    currency_of,
    number_in,
    pin_of,
    price_of,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.resources.catalogs import (
    CATALOG,
    catalog_for,
    require_any,
    require_feed,
)
from pinterest.emulator.resources.promoted_products import (
    PRODUCT_GROUP,
    is_promoted,
    members_of,
    products_meeting,
)
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.catalog_product_groups import (
    CATALOGS_PRODUCT_GROUP_PINS_LIST,
    CATALOGS_PRODUCT_GROUPS_CREATE,
    CATALOGS_PRODUCT_GROUPS_CREATE_MANY,
    CATALOGS_PRODUCT_GROUPS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
    CATALOGS_PRODUCT_GROUPS_GET,
    CATALOGS_PRODUCT_GROUPS_LIST,
    CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET,
    CATALOGS_PRODUCT_GROUPS_UPDATE,
    PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST,
)

_NOT_FOUND = 4180
_PROMOTED, _GENERATED, _SAME_FILTERS, _SAME_NAME = 4176, 4177, 4178, 4179
_NO_COUNTRY_OR_LOCALE = 6136
_SCHEMAS = {
    "RETAIL": "CatalogsRetailProductGroup",
    "HOTEL": "CatalogsHotelProductGroup",
    "CREATIVE_ASSETS": "CatalogsCreativeAssetsProductGroup",
}
_DEFAULTS: Mapping[str, Any] = {
    "description": None,
    "feed_id": None,
    "is_featured": False,
    "status": "ACTIVE",
    "type": "MERCHANT_CREATED",
    "country": None,
    "locale": None,
}


@handles(CATALOGS_PRODUCT_GROUPS_LIST)
def list_groups(call: Call) -> JsonText:
    """Returns a page of the product groups, narrowed down to ids, a feed, a catalog."""
    arguments, state = call.arguments, call.state
    require_any(state)
    if arguments["feed_id"]:
        require_feed(state, arguments["feed_id"])
    where = {"id": arguments["id"]} if arguments["id"] else {}
    filters = {"feed_id": "feed_id"}
    return list_entities(call, PRODUCT_GROUP, arguments["catalog_id"], filters=filters, where=where)


@handles(CATALOGS_PRODUCT_GROUPS_GET)
def get_group(call: Call) -> dict[str, Any]:
    """Returns one product group."""
    return dict(_find(call.state, call.arguments["product_group_id"]).data)


@handles(CATALOGS_PRODUCT_GROUPS_CREATE)
@assumed(
    contract="The name and the filters of a product group must be unique in its feed.",
    choice="The name and the filters of a product group without a feed must be unique in its catalog.",
)
def create_group(call: Call) -> dict[str, Any]:
    """Creates a product group and returns it."""
    require_any(call.state)
    return add_product_group(call.state, call.body)


@handles(CATALOGS_PRODUCT_GROUPS_CREATE_MANY)
@assumed(
    choice="Either all product groups are created, or none.",
)
def create_groups(call: Call) -> Response:
    """Creates product groups and returns their ids."""
    require_any(call.state)
    ids = [add_product_group(call.state, fields)["id"] for fields in call.body]
    return Response(201, ids)


@handles(CATALOGS_PRODUCT_GROUPS_UPDATE)
def update_group(call: Call) -> dict[str, Any]:
    """Sets fields of a product group and returns it."""
    state, body = call.state, call.body
    group = _find(state, call.arguments["product_group_id"])
    _check_own(group)
    catalog_type = group.data["catalog_type"]
    if body.get("catalog_type", catalog_type) != catalog_type:
        raise bad_request(f"catalog_type: the product group's is {catalog_type}")
    known = response_fields(_SCHEMAS[catalog_type], body)
    changed = group.changed({**known, "updated_at": state.now()})
    _check_free(state, group.parent, changed.data)
    state.store.put(PRODUCT_GROUP, group.parent, [changed])
    return dict(changed.data)


@handles(CATALOGS_PRODUCT_GROUPS_DELETE)
def delete_group(call: Call) -> None:
    """Removes a product group, unless it is promoted."""
    _delete(call.state, call.arguments["product_group_id"])


@handles(CATALOGS_PRODUCT_GROUPS_DELETE_MANY)
@assumed(
    choice="Either all product groups are deleted, or none.",
)
def delete_groups(call: Call) -> None:
    """Removes product groups."""
    for id in dict.fromkeys(call.arguments["id"]):
        _delete(call.state, id)


@handles(CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET)
def count_products(call: Call) -> dict[str, Any]:
    """Returns how many products a group has."""
    group = _find(call.state, call.arguments["product_group_id"])
    found = members_of(call.state, group)
    catalog_type = group.data["catalog_type"]
    counts: dict[str, Any] = {"catalog_type": catalog_type, "total": len(found)}
    videos = sum(bool(product["attributes"].get("video_link")) for product in found)
    if catalog_type == "RETAIL":
        stock = Counter(map(availability_of, found))
        names = ("in_stock", "out_of_stock", "preorder")
        counts |= {name: stock[name.upper()] for name in names} | {"videos": videos}
    elif catalog_type == "CREATIVE_ASSETS":
        counts |= {"videos": videos, "images": len(found) - videos, "app_links": 0}
    return counts


@handles(CATALOGS_PRODUCT_GROUP_PINS_LIST)
def list_products(call: Call) -> dict[str, Any]:
    """Returns a page of the products of a group."""
    group = _find(call.state, call.arguments["product_group_id"])
    return page_of_items(call, [_shown(item) for item in members_of(call.state, group)])


@handles(PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST)
def list_products_by_filter(call: Call) -> dict[str, Any]:
    """Returns a page of the products that meet filters which no group has, or not yet."""
    state, body = call.state, call.body
    require_any(state)
    catalog_id = _catalog_of(state, body)
    if "catalog_type" in body:
        catalog_for(state, body["catalog_type"], catalog_id)
    return page_of_items(call, [_shown(item) for item in products_meeting(state, catalog_id, body)])


def add_product_group(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Keeps a new product group and returns it.

    Args:
        state: The emulator's state.
        fields: The fields of a request body.

    Raises:
        Problem: It is valid by its schema and yet no product group.
    """
    catalog_id = _catalog_of(state, fields)
    catalog = get_referenced(state, CATALOG, None, catalog_id, field="catalog_id")
    catalog_type = fields.get("catalog_type", catalog.data["catalog_type"])
    if catalog_type != catalog.data["catalog_type"]:
        raise bad_request(f"catalog_type: the catalog's is {catalog.data['catalog_type']}")
    is_placed = bool(fields.get("country") and fields.get("locale"))
    if catalog_type == "RETAIL" and "feed_id" not in fields and not is_placed:
        message = "country and locale: a group of a whole retail catalog needs both."
        raise Problem(400, _NO_COUNTRY_OR_LOCALE, message)
    [id] = state.random.next_ids(state.store, PRODUCT_GROUP)
    now = state.now()
    known = {**_DEFAULTS, **fields, "catalog_id": catalog_id, "catalog_type": catalog_type}
    times = {"id": id, "created_at": now, "updated_at": now}
    data = {**response_fields(_SCHEMAS[catalog_type], known), **times}
    _check_free(state, catalog_id, data)
    state.store.put(PRODUCT_GROUP, catalog_id, [Entity(id, data)])
    return data


def _catalog_of(state: State, fields: Mapping[str, Any]) -> str:
    """Returns the catalog that a body is about, itself or through a feed."""
    if "feed_id" not in fields:
        return str(fields["catalog_id"])
    feed = state.store.find("catalog_feed", fields["feed_id"], state.clock.now())
    if feed is None:
        raise bad_request(f"feed_id: there is no feed {fields['feed_id']}")
    return feed.parent


def _find(state: State, id: str) -> Entity:
    require_any(state)
    found = state.store.find(PRODUCT_GROUP, id, state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Product group not found.")
    return found


def _check_own(group: Entity) -> None:
    """Refuses to touch a product group that somebody did not make."""
    if group.data["type"] != _DEFAULTS["type"]:
        raise conflict("The product group was generated: it cannot be altered.", _GENERATED)


def _delete(state: State, id: str) -> None:
    group = _find(state, id)
    _check_own(group)
    if is_promoted(state, id):
        raise conflict("The product group is promoted.", _PROMOTED)
    state.store.delete(PRODUCT_GROUP, group.parent, id)


def _check_free(state: State, catalog_id: str, data: Mapping[str, Any]) -> None:
    """Refuses a name or filters that another group of the same catalog, or feed, has."""
    where = {"feed_id": data.get("feed_id")}
    for other in state.store.select(PRODUCT_GROUP, catalog_id, state.clock.now(), where):
        if other.id == data["id"]:
            continue
        if other.data["name"] == data["name"]:
            raise conflict("name: another product group has it already.", _SAME_NAME)
        same = ("filters", "country", "locale")
        if all(other.data.get(name) == data.get(name) for name in same):
            raise conflict("filters: another product group has them already.", _SAME_FILTERS)


def _shown(product: Mapping[str, Any]) -> dict[str, Any]:
    catalog_type, attributes = product["catalog_type"], product["attributes"]
    metadata: dict[str, Any] = {ID_FIELDS[catalog_type]: product["item_id"]}
    if catalog_type == "RETAIL":
        metadata |= {
            "item_group_id": attributes.get("item_group_id"),
            "availability": availability_of(product),
            "price": price_of(product) or 0,
            "sale_price": number_in(attributes.get("sale_price")),
            "currency": currency_of(product),
        }
    elif catalog_type == "CREATIVE_ASSETS":
        hidden = str(attributes.get("visibility")).upper() == "HIDDEN"
        metadata["visibility"] = "HIDDEN" if hidden else "VISIBLE"
    return {"catalog_type": catalog_type, "metadata": metadata, "pin": pin_of(product)}
