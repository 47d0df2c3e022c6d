"""Feeds: create, get, update, delete and ingest them, with the results of each ingestion.

The location of a feed is not fetched. Its rows are made up from the seed and its ID. One row has no price and is
skipped. Another one triggers a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pinterest.emulator.advertising.entities import response_fields
from pinterest.emulator.catalogs.products import ITEM, new_product, put_product, remove_products_of
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.resources.catalogs import add_catalog, catalog_for, require_feed
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP, promotes_products_of
from pinterest.emulator.samples import field_values
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.catalog_feeds import (
    FEED_PROCESSING_RESULTS_LIST,
    FEEDS_CREATE,
    FEEDS_DELETE,
    FEEDS_GET,
    FEEDS_INGEST,
    FEEDS_LIST,
    FEEDS_UPDATE,
    ITEMS_ISSUES_LIST,
)
from pinterest.operations.catalog_product_groups import (
    CATALOGS_PRODUCT_GROUPS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
)

FEED = "catalog_feed"
RESULT = "feed_processing_result"
ROWS = 12
_ITEMS = "items"
PROCESSING_SECONDS = 300
_DISABLED_AFTER = DAY
_DUPLICATE_NAME = 4170
_NOT_IMPLEMENTED = 4181
_RESULT_NOT_FOUND = 4184
_HAS_PROMOTIONS = 4162
_SCHEMAS = {
    "RETAIL": "CatalogsRetailFeed",
    "HOTEL": "CatalogsHotelFeed",
    "CREATIVE_ASSETS": "CatalogsCreativeAssetsFeed",
}
_DEFAULTS: Mapping[str, Any] = {
    "catalog_id": None,
    "credentials": None,
    "default_availability": None,
    "default_currency": None,
    "preferred_processing_schedule": None,
    "status": "ACTIVE",
}

assumed(
    FEEDS_CREATE,
    FEEDS_INGEST,
    FEED_PROCESSING_RESULTS_LIST,
    choice="A feed is ingested when it is created, and whenever that is requested. This takes "
    f"{PROCESSING_SECONDS // 60} minutes. Its location is not fetched: it has {ROWS} made-up rows, one of "
    "them without a price. Ingesting an INACTIVE feed fails.",
)


@handles(FEEDS_LIST)
def list_feeds(call: Call) -> JsonText:
    """Returns a page of the feeds, or of those of a catalog."""
    return list_entities(call, FEED, call.arguments["catalog_id"])


@handles(FEEDS_GET)
def get_feed(call: Call) -> dict[str, Any]:
    """Returns one feed."""
    return dict(require_feed(call.state, call.arguments["feed_id"]).data)


@handles(FEEDS_CREATE)
@assumed(
    contract="A feed without a `catalog_id` belongs to a default catalog of its type. A generated product group "
    "cannot be changed.",
    choice="The default catalog of a feed is the first one of its type. It is created if it does not exist. A "
    "retail feed gets a generated product group of all its products, which cannot be deleted either.",
)
def create_feed(call: Call) -> dict[str, Any]:
    """Creates a feed, begins to take it in, and returns it."""
    return dict(add_feed(call.state, call.body).data)


@handles(FEEDS_UPDATE)
def update_feed(call: Call) -> dict[str, Any]:
    """Sets fields of a feed and returns it."""
    state, body = call.state, call.body
    feed = require_feed(state, call.arguments["feed_id"])
    if body.get("catalog_type", feed.data["catalog_type"]) != feed.data["catalog_type"]:
        raise bad_request(f"catalog_type: the feed's is {feed.data['catalog_type']}")
    _check_name(state, body.get("name"), feed.id)
    known = response_fields(_SCHEMAS[feed.data["catalog_type"]], body)
    changed = feed.changed({**known, "updated_at": state.exact_moment()})
    if "status" in known:
        # A feed that was deleted and is wanted again is not disabled any more.
        changed = replace(changed, due=None, later=None)
    state.store.put(FEED, feed.parent, [changed])
    return dict(changed.data)


@handles(FEEDS_DELETE)
@assumed(
    observed="A deleted feed becomes INACTIVE, later DISABLED, and its name stays taken.",
    choice="A deleted feed is DISABLED after one day. Its products and product groups are deleted. If it becomes "
    "ACTIVE again, it can be ingested again.",
)
@assumed(
    FEEDS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE,
    CATALOGS_PRODUCT_GROUPS_DELETE_MANY,
    choice="A promotion runs if it is ACTIVE, and so are its ad group and its campaign.",
)
def delete_feed(call: Call) -> None:
    """Deactivates a feed and removes its products, unless running promotions use them."""
    state = call.state
    feed = require_feed(state, call.arguments["feed_id"])
    now = state.clock.now()
    if promotes_products_of(state, feed):
        raise conflict("Running promotions use products of the feed.", _HAS_PROMOTIONS)
    remove_products_of(state, feed.parent, feed.id)
    state.store.delete_all(PRODUCT_GROUP, feed.parent, now, {"feed_id": feed.id})
    deleted = {**feed.data, "status": "INACTIVE", "updated_at": state.exact_moment()}
    disabled = {**deleted, "status": "DISABLED"}
    kept = Entity(feed.id, deleted, now + _DISABLED_AFTER, disabled, feed.notes)
    state.store.put(FEED, feed.parent, [kept])


@handles(FEEDS_INGEST)
def ingest_feed(call: Call) -> dict[str, Any]:
    """Begins to take a feed in."""
    feed = require_feed(call.state, call.arguments["feed_id"])
    result = _ingest(
        call.state, feed, call.state.clock.now() + call.state.processing_seconds(PROCESSING_SECONDS)
    )
    known = {name: result.data[name] for name in ("id", "created_at", "status")}
    return {**known, "feed_id": feed.id}


@handles(FEED_PROCESSING_RESULTS_LIST)
def list_results(call: Call) -> JsonText:
    """Returns a page of what came of taking a feed in, the latest first."""
    feed = require_feed(call.state, call.arguments["feed_id"])
    return list_entities(call, RESULT, feed.id, descending=True)


@handles(ITEMS_ISSUES_LIST)
def list_issues(call: Call) -> dict[str, Any]:
    """Returns a page of what is wrong with the rows of a feed, by their numbers."""
    arguments, state = call.arguments, call.state
    result = state.store.find(RESULT, arguments["processing_result_id"], state.clock.now())
    if result is None:
        raise Problem(404, _RESULT_NOT_FOUND, "Processing result not found.")
    issues = result_issues(result)
    if arguments["item_numbers"]:
        issues = [item for item in issues if item["item_number"] in arguments["item_numbers"]]
    kind = arguments["item_validation_issue"]
    if kind:
        issues = [item for item in issues if kind in item["errors"] or kind in item["warnings"]]
    return page_of_items(call, issues)


def add_feed(
    state: State,
    fields: Mapping[str, Any],
    *,
    processed: bool = False,
    items: Sequence[Mapping[str, Any]] = (),
) -> Entity:
    """Keeps a new feed and takes it in.

    Args:
        state: The emulator's state.
        fields: The fields of a request body.
        processed: Whether it is taken in already, rather than only begun to.
        items: What is in it, each with its `item_id` and its `attributes`; rows are made up unless given.

    Raises:
        Problem: It is valid by its schema and yet no feed.
    """
    catalog_type = fields.get("catalog_type", "RETAIL")
    if "catalog_type" not in fields and not (
        fields.get("default_country") and fields.get("default_locale")
    ):
        message = "default_country and default_locale: a feed cannot do without them yet."
        raise Problem(501, _NOT_IMPLEMENTED, message)
    _check_name(state, fields["name"], None)
    catalog = catalog_for(state, catalog_type, fields.get("catalog_id"))
    if catalog is None:
        catalog = add_catalog(
            state, name=f"{catalog_type.title()} catalog", catalog_type=catalog_type
        )
    [id] = state.random.next_ids(state.store, FEED)
    given = {name: value for name, value in fields.items() if value is not None}
    now = state.exact_moment()
    known = {**_DEFAULTS, **given, "catalog_id": catalog.id, "catalog_type": catalog_type}
    times = {"id": id, "created_at": now, "updated_at": now}
    data = {**times, **response_fields(_SCHEMAS[catalog_type], known)}
    notes = {_ITEMS: [dict(item) for item in items]} if items else None
    feed = Entity(id, data, notes=notes, parent=catalog.id)
    state.store.put(FEED, catalog.id, [feed])
    _ingest(
        state,
        feed,
        None if processed else state.clock.now() + state.processing_seconds(PROCESSING_SECONDS),
    )
    if catalog_type == "RETAIL":
        _group_all(state, feed)
    return feed


def _group_all(state: State, feed: Entity) -> None:
    """Keeps a product group of everything in a feed, which nobody can change."""
    [id] = state.random.next_ids(state.store, PRODUCT_GROUP)
    now = state.now()
    data: dict[str, Any] = {
        "id": id,
        "catalog_id": feed.parent,
        "catalog_type": "RETAIL",
        "country": feed.data.get("default_country"),
        "created_at": now,
        "description": None,
        "feed_id": feed.id,
        "filters": {"all_of": []},
        "is_featured": False,
        "locale": feed.data.get("default_locale"),
        "name": "All products",
        "status": "ACTIVE",
        "type": "ALL_PRODUCTS",
        "updated_at": now,
    }
    state.store.put(PRODUCT_GROUP, feed.parent, [Entity(id, data)])


def result_issues(result: Entity) -> list[dict[str, Any]]:
    """Returns what was found wrong with the rows of a feed; nothing while they are looked at."""
    done = result.data["status"] == "COMPLETED"
    return list((result.notes or {})["issues"]) if done else []


def _check_name(state: State, name: str | None, own_id: str | None) -> None:
    if name is None:
        return
    same = state.store.select(FEED, None, state.clock.now(), {"name": name})
    if any(feed.id != own_id for feed in same):
        raise Problem(422, _DUPLICATE_NAME, "name: another feed has it already.")


def _ingest(state: State, feed: Entity, due: float | None) -> Entity:
    """Begins to take a feed in; its products and its result are there from `due` on, or now."""
    [id] = state.random.next_ids(state.store, RESULT)
    now = state.naive_moment()
    empty: dict[str, Any] = {"errors": {}, "warnings": {}}
    begun = {
        "id": id,
        "created_at": now,
        "updated_at": now,
        "status": "PROCESSING",
        "product_counts": {},
        "ingestion_details": {**empty, "info": {}},
        "validation_details": empty,
    }
    issues: list[dict[str, Any]] = []
    if feed.data["status"] != "ACTIVE":
        validation: dict[str, Any] = {**empty, "errors": {"FETCH_INACTIVE_FEED_ERROR": 1}}
        done = {**begun, "status": "FAILED", "validation_details": validation}
    else:
        products, issues = _taken_in(state, feed)
        for product in products:
            put_product(state, feed.parent, product, due)
        done = {**begun, **_found(len(products), issues), "updated_at": state.naive_moment(due)}
    notes = {"issues": issues}
    result = Entity(id, done, notes=notes) if due is None else Entity(id, begun, due, done, notes)
    state.store.put(RESULT, feed.id, [result])
    return result


def _taken_in(state: State, feed: Entity) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Returns the products of a feed, and what is wrong with its rows, by their numbers."""
    if (feed.notes or {}).get(_ITEMS):
        return _given(feed), []
    products = _rows(state, feed)
    chance = state.random.generator(FEED, feed.id, "issues")
    missing, vague = chance.sample(range(ROWS), 2)
    issues = [
        _issue(missing, products, "errors", "PRICE_MISSING", "PRICE"),
        _issue(
            vague, products, "warnings", "OPTIONAL_PRODUCT_CATEGORY_MISSING", "PRODUCT_CATEGORY"
        ),
    ]
    del products[missing]
    return products, sorted(issues, key=lambda issue: int(issue["item_number"]))


def _found(products: int, issues: list[dict[str, Any]]) -> dict[str, Any]:
    wrong = {
        severity: dict.fromkeys((name for issue in issues for name in issue[severity]), 1)
        for severity in ("errors", "warnings")
    }
    failed = len(wrong["errors"])
    return {
        "status": "COMPLETED",
        "product_counts": {"original": products + failed, "ingested": products},
        "ingestion_details": {"errors": {}, "info": {"IN_STOCK": products}, "warnings": {}},
        "validation_details": wrong,
    }


def _given(feed: Entity) -> list[dict[str, Any]]:
    data = feed.data
    return [
        new_product(
            data["catalog_type"],
            item["item_id"],
            item["attributes"],
            country=data["default_country"],
            language=data["default_locale"],
            feed_id=feed.id,
        )
        for item in (feed.notes or {})[_ITEMS]
    ]


def _issue(
    number: int, products: list[dict[str, Any]], severity: str, name: str, attribute: str
) -> dict[str, Any]:
    known = {"attribute_name": attribute, "provided_value": None}
    found = {"errors": {}, "warnings": {}, severity: {name: known}}
    return {**found, "item_id": products[number]["item_id"], "item_number": number + 1}


def _rows(state: State, feed: Entity) -> list[dict[str, Any]]:
    data = feed.data
    country, locale = data.get("default_country") or "US", data["default_locale"]
    products = []
    for number in range(1, ROWS + 1):
        item_id = f"{feed.id}-{number:02}"
        chance = state.random.generator(ITEM, item_id)
        title, link = field_values.title(chance), f"https://www.example.com/shop/{item_id}"
        image = f"https://www.example.com/images/{item_id}.jpg"
        price = f"{chance.randrange(500, 12_000) / 100:.2f} {data.get('default_currency') or 'USD'}"
        attributes: dict[str, Any] = {"link": link, "description": f"{title}, made by hand."}
        if data["catalog_type"] == "HOTEL":
            attributes |= {"name": title, "base_price": price, "main_image": {"link": image}}
        elif data["catalog_type"] == "RETAIL":
            attributes |= {"title": title, "price": price, "image_link": [image]}
            attributes |= {
                "availability": "in stock",
                "condition": "new",
                "brand": "The Quilt Shop",
            }
        else:
            attributes |= {"title": title, "image_link": image}
        products.append(
            new_product(
                data["catalog_type"],
                item_id,
                attributes,
                country=country,
                language=locale,
                feed_id=feed.id,
            )
        )
    return products
