"""Product groups: create, get, list, update and delete them, and list the products in a product group."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import select_response_fields
from pinterest.emulator.catalogs.products import (
    ID_FIELDS,
    build_product_pin,
    get_availability,
    get_currency,
    get_price,
    parse_number,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText, Response
from pinterest.emulator.handlers.entity_lookup import get_referenced
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.catalogs import (
    CATALOG,
    find_catalog_of_type,
    require_any_catalog,
    require_feed,
)
from pinterest.emulator.resources.promoted_products import (
    PRODUCT_GROUP,
    filter_products,
    is_product_group_promoted,
    list_group_products,
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
_IS_PROMOTED, _IS_GENERATED, _SAME_FILTERS, _SAME_NAME = 4176, 4177, 4178, 4179
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
    """Returns a page of the product groups, filtered by IDs, feed or catalog."""
    arguments, state = call.arguments, call.state
    require_any_catalog(state)
    if arguments["feed_id"]:
        require_feed(state, arguments["feed_id"])
    where = {"id": arguments["id"]} if arguments["id"] else {}
    filters = {"feed_id": "feed_id"}
    return list_entities(call, PRODUCT_GROUP, arguments["catalog_id"], filters=filters, where=where)


@handles(CATALOGS_PRODUCT_GROUPS_GET)
def get_group(call: Call) -> dict[str, Any]:
    """Returns one product group."""
    return dict(_require_product_group(call.state, call.arguments["product_group_id"]).data)


@handles(CATALOGS_PRODUCT_GROUPS_CREATE)
@assumed(
    contract="The name and the filters of a product group must be unique in its feed.",
    choice="The name and the filters of a product group without a feed must be unique in its catalog.",
)
def create_group(call: Call) -> dict[str, Any]:
    """Creates a product group and returns it."""
    require_any_catalog(call.state)
    return add_product_group(call.state, call.body)


@handles(CATALOGS_PRODUCT_GROUPS_CREATE_MANY)
@assumed(
    choice="Either all product groups are created, or none.",
)
def create_groups(call: Call) -> Response:
    """Creates product groups and returns their IDs."""
    require_any_catalog(call.state)
    ids = [add_product_group(call.state, fields)["id"] for fields in call.body]
    return Response(201, ids)


@handles(CATALOGS_PRODUCT_GROUPS_UPDATE)
def update_group(call: Call) -> dict[str, Any]:
    """Updates a product group and returns it."""
    state, body = call.state, call.body
    group = _require_product_group(state, call.arguments["product_group_id"])
    _check_not_generated(group)
    catalog_type = group.data["catalog_type"]
    if body.get("catalog_type", catalog_type) != catalog_type:
        raise bad_request(f"catalog_type: cannot change from {catalog_type}")
    fields = select_response_fields(_SCHEMAS[catalog_type], body)
    changed = group.replace_fields({**fields, "updated_at": state.now()})
    _check_unique_name_and_filters(state, group.parent, changed.data)
    state.store.put(PRODUCT_GROUP, group.parent, [changed])
    return dict(changed.data)


@handles(CATALOGS_PRODUCT_GROUPS_DELETE)
def delete_group(call: Call) -> None:
    """Deletes a product group. Fails if a running promotion uses the group."""
    _delete_group(call.state, call.arguments["product_group_id"])


@handles(CATALOGS_PRODUCT_GROUPS_DELETE_MANY)
@assumed(
    choice="Either all product groups are deleted, or none.",
)
def delete_groups(call: Call) -> None:
    """Deletes product groups."""
    for id in dict.fromkeys(call.arguments["id"]):
        _delete_group(call.state, id)


@handles(CATALOGS_PRODUCT_GROUPS_PRODUCT_COUNTS_GET)
def count_products(call: Call) -> dict[str, Any]:
    """Returns the number of products in a product group."""
    group = _require_product_group(call.state, call.arguments["product_group_id"])
    found = list_group_products(call.state, group)
    catalog_type = group.data["catalog_type"]
    counts: dict[str, Any] = {"catalog_type": catalog_type, "total": len(found)}
    videos = sum(bool(product["attributes"].get("video_link")) for product in found)
    if catalog_type == "RETAIL":
        by_availability = Counter(map(get_availability, found))
        names = ("in_stock", "out_of_stock", "preorder")
        counts |= {name: by_availability[name.upper()] for name in names} | {"videos": videos}
    elif catalog_type == "CREATIVE_ASSETS":
        counts |= {"videos": videos, "images": len(found) - videos, "app_links": 0}
    return counts


@handles(CATALOGS_PRODUCT_GROUP_PINS_LIST)
def list_products(call: Call) -> dict[str, Any]:
    """Returns a page of the products in a product group."""
    group = _require_product_group(call.state, call.arguments["product_group_id"])
    return paginate_items(
        call, [_build_product_response(item) for item in list_group_products(call.state, group)]
    )


@handles(PRODUCTS_BY_PRODUCT_GROUP_FILTER_LIST)
def list_products_by_filter(call: Call) -> dict[str, Any]:
    """Returns a page of the products that match the filters in the body."""
    state, body = call.state, call.body
    require_any_catalog(state)
    catalog_id = _find_catalog_id(state, body)
    if "catalog_type" in body:
        find_catalog_of_type(state, body["catalog_type"], catalog_id)
    return paginate_items(
        call, [_build_product_response(item) for item in filter_products(state, catalog_id, body)]
    )


def add_product_group(state: State, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Creates a product group and returns it.

    Raises:
        Problem: If the fields break a rule that is not part of the schema.
    """
    catalog_id = _find_catalog_id(state, fields)
    catalog = get_referenced(state, CATALOG, None, catalog_id, field="catalog_id")
    catalog_type = fields.get("catalog_type", catalog.data["catalog_type"])
    if catalog_type != catalog.data["catalog_type"]:
        raise bad_request(
            f"catalog_type: must be {catalog.data['catalog_type']}, the type of the catalog"
        )
    has_market = bool(fields.get("country") and fields.get("locale"))
    if catalog_type == "RETAIL" and "feed_id" not in fields and not has_market:
        message = "country and locale: are required without a feed_id."
        raise Problem(400, _NO_COUNTRY_OR_LOCALE, message)
    [id] = state.random.generate_ids(state.store, PRODUCT_GROUP)
    now = state.now()
    all_fields = {**_DEFAULTS, **fields, "catalog_id": catalog_id, "catalog_type": catalog_type}
    times = {"id": id, "created_at": now, "updated_at": now}
    data = {**select_response_fields(_SCHEMAS[catalog_type], all_fields), **times}
    _check_unique_name_and_filters(state, catalog_id, data)
    state.store.put(PRODUCT_GROUP, catalog_id, [Entity(id, data)])
    return data


def _find_catalog_id(state: State, fields: Mapping[str, Any]) -> str:
    """Returns the ID of the catalog that a request body refers to by `feed_id` or `catalog_id`.

    Raises:
        Problem: If the feed does not exist.
    """
    if "feed_id" not in fields:
        return str(fields["catalog_id"])
    feed = state.store.find("catalog_feed", fields["feed_id"], state.clock.now())
    if feed is None:
        raise bad_request(f"feed_id: there is no feed {fields['feed_id']}")
    return feed.parent


def _require_product_group(state: State, id: str) -> Entity:
    require_any_catalog(state)
    found = state.store.find(PRODUCT_GROUP, id, state.clock.now())
    if found is None:
        raise Problem(404, _NOT_FOUND, "Product group not found.")
    return found


def _check_not_generated(group: Entity) -> None:
    """Checks that a product group was created by a merchant, not generated for a feed.

    Raises:
        Problem: If the product group was generated.
    """
    if group.data["type"] != _DEFAULTS["type"]:
        raise conflict(
            "A generated product group cannot be changed or deleted. Create your own product group.",
            _IS_GENERATED,
        )


def _delete_group(state: State, id: str) -> None:
    group = _require_product_group(state, id)
    _check_not_generated(group)
    if is_product_group_promoted(state, id):
        raise conflict("First pause the promotions that use the product group.", _IS_PROMOTED)
    state.store.delete(PRODUCT_GROUP, group.parent, id)


def _check_unique_name_and_filters(state: State, catalog_id: str, data: Mapping[str, Any]) -> None:
    """Checks that the name and filters of a product group are unique in its feed.

    Raises:
        Problem: If another group has the same name or the same filters.
    """
    # A group without a feed is compared with the catalog's other groups without a feed.
    where = {"feed_id": data.get("feed_id")}
    for other in state.store.select(PRODUCT_GROUP, catalog_id, state.clock.now(), where):
        if other.id == data["id"]:
            continue
        if other.data["name"] == data["name"]:
            raise conflict(
                "name: another product group has this name. Choose another name.", _SAME_NAME
            )
        compared = ("filters", "country", "locale")
        if all(other.data.get(name) == data.get(name) for name in compared):
            raise conflict(
                "filters: another product group has these filters. Use that group, or change the filters.",
                _SAME_FILTERS,
            )


def _build_product_response(product: Mapping[str, Any]) -> dict[str, Any]:
    catalog_type, attributes = product["catalog_type"], product["attributes"]
    metadata: dict[str, Any] = {ID_FIELDS[catalog_type]: product["item_id"]}
    if catalog_type == "RETAIL":
        metadata |= {
            "item_group_id": attributes.get("item_group_id"),
            "availability": get_availability(product),
            "price": get_price(product) or 0,
            "sale_price": parse_number(attributes.get("sale_price")),
            "currency": get_currency(product),
        }
    elif catalog_type == "CREATIVE_ASSETS":
        hidden = str(attributes.get("visibility")).upper() == "HIDDEN"
        metadata["visibility"] = "HIDDEN" if hidden else "VISIBLE"
    return {"catalog_type": catalog_type, "metadata": metadata, "pin": build_product_pin(product)}
