"""Feeds: create, get, update, delete and ingest them, and list the results of each ingestion.

The emulator does not download feeds. It derives a feed's rows from the feed's ID and the emulator's seed. One row has
no price and is skipped. Another row causes a warning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pinterest.emulator.advertising.entities import select_response_fields
from pinterest.emulator.catalogs.products import (
    ITEM,
    build_product,
    delete_feed_products,
    store_product,
)
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import Problem, bad_request, conflict
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.catalogs import add_catalog, find_catalog_of_type, require_feed
from pinterest.emulator.resources.promoted_products import PRODUCT_GROUP, is_feed_promoted
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
_ITEMS_NOTE = "items"
PROCESSING_SECONDS = 300
_DISABLED_AFTER_SECONDS = DAY
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
    choice="A feed is ingested when it is created, and whenever a request starts an ingestion. This takes "
    f"{PROCESSING_SECONDS // 60} minutes. Its location is not fetched: it has {ROWS} made-up rows, one of "
    "them without a price. Ingesting an INACTIVE feed fails.",
)


@handles(FEEDS_LIST)
def list_feeds(call: Call) -> JsonText:
    """Returns a page of all feeds, or of the feeds of one catalog."""
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
    """Creates a feed, starts to ingest it, and returns it."""
    return dict(add_feed(call.state, call.body).data)


@handles(FEEDS_UPDATE)
def update_feed(call: Call) -> dict[str, Any]:
    """Updates a feed and returns it."""
    state, body = call.state, call.body
    feed = require_feed(state, call.arguments["feed_id"])
    if body.get("catalog_type", feed.data["catalog_type"]) != feed.data["catalog_type"]:
        raise bad_request(f"catalog_type: cannot change from {feed.data['catalog_type']}")
    _check_name_is_free(state, body.get("name"), feed.id)
    fields = select_response_fields(_SCHEMAS[feed.data["catalog_type"]], body)
    changed = feed.replace_fields({**fields, "updated_at": state.format_now_to_microsecond()})
    if "status" in fields:
        # Setting a status restores a deleted feed, so the scheduled change to DISABLED is removed.
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
    choice="A promotion runs if it, its ad group and its campaign are ACTIVE.",
)
def delete_feed(call: Call) -> None:
    """Deactivates a feed and deletes its products and product groups. Fails if running promotions use the products."""
    state = call.state
    feed = require_feed(state, call.arguments["feed_id"])
    now = state.clock.now()
    if is_feed_promoted(state, feed):
        raise conflict("First pause the promotions that use products of the feed.", _HAS_PROMOTIONS)
    delete_feed_products(state, feed.parent, feed.id)
    state.store.delete_all(PRODUCT_GROUP, feed.parent, now, {"feed_id": feed.id})
    deleted = {**feed.data, "status": "INACTIVE", "updated_at": state.format_now_to_microsecond()}
    disabled = {**deleted, "status": "DISABLED"}
    stored = Entity(feed.id, deleted, now + _DISABLED_AFTER_SECONDS, disabled, feed.notes)
    state.store.put(FEED, feed.parent, [stored])


@handles(FEEDS_INGEST)
def ingest_feed(call: Call) -> dict[str, Any]:
    """Starts to ingest a feed and returns the new processing result."""
    feed = require_feed(call.state, call.arguments["feed_id"])
    due = call.state.clock.now() + call.state.get_processing_seconds(PROCESSING_SECONDS)
    result = _ingest_feed(call.state, feed, due)
    response = {name: result.data[name] for name in ("id", "created_at", "status")}
    return {**response, "feed_id": feed.id}


@handles(FEED_PROCESSING_RESULTS_LIST)
def list_results(call: Call) -> JsonText:
    """Returns a page of the feed's processing results, latest first."""
    feed = require_feed(call.state, call.arguments["feed_id"])
    return list_entities(call, RESULT, feed.id, descending=True)


@handles(ITEMS_ISSUES_LIST)
def list_issues(call: Call) -> dict[str, Any]:
    """Returns a page of the issues in a processing result, sorted by row number."""
    arguments, state = call.arguments, call.state
    result = state.store.find(RESULT, arguments["processing_result_id"], state.clock.now())
    if result is None:
        raise Problem(404, _RESULT_NOT_FOUND, "Processing result not found.")
    issues = get_result_issues(result)
    if arguments["item_numbers"]:
        issues = [item for item in issues if item["item_number"] in arguments["item_numbers"]]
    kind = arguments["item_validation_issue"]
    if kind:
        issues = [item for item in issues if kind in item["errors"] or kind in item["warnings"]]
    return paginate_items(call, issues)


def add_feed(
    state: State,
    fields: Mapping[str, Any],
    *,
    processed: bool = False,
    items: Sequence[Mapping[str, Any]] = (),
) -> Entity:
    """Creates a feed, starts its ingestion and returns the feed.

    Args:
        state: The emulator's state.
        fields: The fields of the feed, as in a request body.
        processed: Whether the ingestion completes immediately, not in the background.
        items: The products in the feed, each with `item_id` and `attributes`. Generated by default.

    Raises:
        Problem: If the fields break a rule that is not part of the schema.
    """
    catalog_type = fields.get("catalog_type", "RETAIL")
    if "catalog_type" not in fields and not (
        fields.get("default_country") and fields.get("default_locale")
    ):
        message = "default_country and default_locale: are required for now."
        raise Problem(501, _NOT_IMPLEMENTED, message)
    _check_name_is_free(state, fields["name"], None)
    catalog = find_catalog_of_type(state, catalog_type, fields.get("catalog_id"))
    if catalog is None:
        catalog = add_catalog(
            state, name=f"{catalog_type.title()} catalog", catalog_type=catalog_type
        )
    [id] = state.random.generate_ids(state.store, FEED)
    non_null = {name: value for name, value in fields.items() if value is not None}
    now = state.format_now_to_microsecond()
    all_fields = {**_DEFAULTS, **non_null, "catalog_id": catalog.id, "catalog_type": catalog_type}
    times = {"id": id, "created_at": now, "updated_at": now}
    data = {**times, **select_response_fields(_SCHEMAS[catalog_type], all_fields)}
    notes = {_ITEMS_NOTE: [dict(item) for item in items]} if items else None
    feed = Entity(id, data, notes=notes, parent=catalog.id)
    state.store.put(FEED, catalog.id, [feed])
    _ingest_feed(
        state,
        feed,
        None if processed else state.clock.now() + state.get_processing_seconds(PROCESSING_SECONDS),
    )
    if catalog_type == "RETAIL":
        _add_all_products_group(state, feed)
    return feed


def _add_all_products_group(state: State, feed: Entity) -> None:
    """Adds a product group with all products of a feed."""
    [id] = state.random.generate_ids(state.store, PRODUCT_GROUP)
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
        "type": "ALL_PRODUCTS",  # requests cannot change or delete such a group
        "updated_at": now,
    }
    state.store.put(PRODUCT_GROUP, feed.parent, [Entity(id, data)])


def get_result_issues(result: Entity) -> list[dict[str, Any]]:
    """Returns the issues in a processing result, or an empty list if the ingestion has not completed."""
    done = result.data["status"] == "COMPLETED"
    return list((result.notes or {})["issues"]) if done else []


def _check_name_is_free(state: State, name: str | None, own_id: str | None) -> None:
    if name is None:
        return
    others = state.store.select(FEED, None, state.clock.now(), {"name": name})
    if any(feed.id != own_id for feed in others):
        raise Problem(422, _DUPLICATE_NAME, "name: another feed has this name; use another name")


def _ingest_feed(state: State, feed: Entity, due: float | None) -> Entity:
    """Ingests a feed and returns the processing result. The ingestion ends at `due`, or now if `due` is None."""
    [id] = state.random.generate_ids(state.store, RESULT)
    now = state.format_time_without_offset()
    empty: dict[str, Any] = {"errors": {}, "warnings": {}}
    started = {
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
        done = {**started, "status": "FAILED", "validation_details": validation}
    else:
        products, issues = _read_feed(state, feed)
        for product in products:
            store_product(state, feed.parent, product, due)
        done = {
            **started,
            **_build_completed_fields(len(products), issues),
            "updated_at": state.format_time_without_offset(due),
        }
    notes = {"issues": issues}
    result = Entity(id, done, notes=notes) if due is None else Entity(id, started, due, done, notes)
    state.store.put(RESULT, feed.id, [result])
    return result


def _read_feed(state: State, feed: Entity) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Returns a feed's valid products, and the feed's issues in row order."""
    if (feed.notes or {}).get(_ITEMS_NOTE):
        rows = _build_feed_products(feed)
        unpriced = [place for place, row in enumerate(rows) if not row["attributes"].get("price")]
        issues = [
            _build_issue(place, rows, "errors", "PRICE_MISSING", "PRICE") for place in unpriced
        ]
        return [row for place, row in enumerate(rows) if place not in unpriced], issues
    products = _generate_products(state, feed)
    generator = state.random.generator(FEED, feed.id, "issues")
    no_price, no_category = generator.sample(range(ROWS), 2)
    issues = [
        _build_issue(no_price, products, "errors", "PRICE_MISSING", "PRICE"),
        _build_issue(
            no_category,
            products,
            "warnings",
            "OPTIONAL_PRODUCT_CATEGORY_MISSING",
            "PRODUCT_CATEGORY",
        ),
    ]
    del products[no_price]
    return products, sorted(issues, key=lambda issue: int(issue["item_number"]))


def _build_completed_fields(product_count: int, issues: list[dict[str, Any]]) -> dict[str, Any]:
    """Returns the fields that change in a processing result when the ingestion completes, with their new values."""
    counts = {
        severity: dict.fromkeys((name for issue in issues for name in issue[severity]), 1)
        for severity in ("errors", "warnings")
    }
    failed = len(counts["errors"])
    return {
        "status": "COMPLETED",
        "product_counts": {"original": product_count + failed, "ingested": product_count},
        "ingestion_details": {"errors": {}, "info": {"IN_STOCK": product_count}, "warnings": {}},
        "validation_details": counts,
    }


def _build_feed_products(feed: Entity) -> list[dict[str, Any]]:
    data = feed.data
    return [
        build_product(
            data["catalog_type"],
            item["item_id"],
            item["attributes"],
            country=data["default_country"],
            language=data["default_locale"],
            feed_id=feed.id,
        )
        for item in (feed.notes or {})[_ITEMS_NOTE]
    ]


def _build_issue(
    row_index: int, products: list[dict[str, Any]], severity: str, name: str, attribute: str
) -> dict[str, Any]:
    detail = {"attribute_name": attribute, "provided_value": None}
    issues = {"errors": {}, "warnings": {}, severity: {name: detail}}
    return {**issues, "item_id": products[row_index]["item_id"], "item_number": row_index + 1}


def _generate_products(state: State, feed: Entity) -> list[dict[str, Any]]:
    data = feed.data
    country, locale = data.get("default_country") or "US", data["default_locale"]
    products = []
    for number in range(1, ROWS + 1):
        item_id = f"{feed.id}-{number:02}"
        generator = state.random.generator(ITEM, item_id)
        title, link = field_values.make_title(generator), f"https://www.example.com/shop/{item_id}"
        image = f"https://www.example.com/images/{item_id}.jpg"
        price = (
            f"{generator.randrange(500, 12_000) / 100:.2f} {data.get('default_currency') or 'USD'}"
        )
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
            build_product(
                data["catalog_type"],
                item_id,
                attributes,
                country=country,
                language=locale,
                feed_id=feed.id,
            )
        )
    return products
