"""Catalogs, feeds, items, product groups and stores."""

from calls import call, can_call, check_paged_list, list_all, list_ids
from nouns import ACCOUNT, check_equal, download, noun, post_json, wait_for

FEED = {
    "format": "CSV",
    "default_currency": "USD",
    "default_country": "US",
    "default_locale": "en-US",
    "location": "https://www.example.com/feed.csv",
}
ATTRIBUTES = {
    "title": "Log cabin",
    "description": "A quilt",
    "link": "https://www.example.com/log-cabin",
    "image_link": ["https://www.example.com/log-cabin.jpg"],
    "price": "120.00 USD",
    "availability": "in stock",
    "brand": "Acme",
}
OF_ITEMS = {"catalog_type": "RETAIL", "country": "US", "language": "EN"}
SUBMIT = "advanced_auction_items_submit_post"
KEY = {"country": "US", "language": "EN"}


def new_feed(name):
    return call("feeds_create", {**FEED, "name": name})


def catalog_id(kind="RETAIL"):
    """Returns the ID of the first catalog of a type. Creates one if there is no such catalog."""
    found = [item.id for item in list_all("catalogs_list")[0] if item.catalog_type == kind]
    body = {"catalog_type": kind, "name": f"Catalog of {kind}"}
    return found[0] if found else call("catalogs_create", body).id


def group_body(catalog, name, kind="RETAIL"):
    place = {"country": "US", "locale": "en-US"} if kind == "RETAIL" else {}
    criterion = {"BRAND" if kind == "RETAIL" else "TITLE_KEYWORDS": {"values": [name]}}
    body = {"name": name, "catalog_type": kind, "catalog_id": catalog, **place}
    return {**body, "filters": {"any_of": [criterion]}}


def add_items(*names):
    """Adds items to the catalog and waits until they are in it."""
    items = [{"item_id": name, "operation": "UPSERT", "attributes": ATTRIBUTES} for name in names]
    batch = call("items_batch_post", {**OF_ITEMS, "items": items})
    return wait_for(
        lambda: call("items_batch_get", batch_id=batch.batch_id),
        lambda answer: answer.status == "COMPLETED",
    )


@noun("catalogs", "catalogs_create")
def catalogs():
    made = [catalog_id(kind) for kind in ("RETAIL", "HOTEL", "CREATIVE_ASSETS")]
    return f"created, listed ({check_paged_list('catalogs_list', wanted=made)})"


@noun("feeds", "feeds_create")
def feeds():
    made = [new_feed(f"Feed {n}") for n in range(3)]
    listed = check_paged_list("feeds_list", wanted=list_ids(made))
    parent = {"feed_id": made[0].id}
    call("feeds_update", {"name": "Quilts"}, **parent)
    check_equal(call("feeds_get", **parent).name, "Quilts")
    call("feeds_ingest", **parent)
    results, _ = list_all("feed_processing_results_list", **parent)
    for result in results:
        list_all("items_issues_list", processing_result_id=result.id)
    call("feeds_delete", feed_id=made[1].id)
    check_equal(call("feeds_get", feed_id=made[1].id).status, "INACTIVE")
    return f"created, listed ({listed}), updated, ingested ({len(results)} results), deleted"


@noun("catalog items", "items_batch_post")
def catalog_items():
    catalog = catalog_id()
    add_items("Q1", "Q2", "Q3")
    filters = {"catalog_type": "RETAIL", "item_ids": ["Q1", "Q2"]}
    check_equal(len(call("items_post", {**KEY, "filters": filters}).items), 2)
    query = group_body(catalog, "Acme")
    del query["name"]
    found, pages = list_all("products_by_product_group_filter_list", body=query)
    values = call("catalogs_available_filter_values", catalog_id=catalog).filter_values
    check_equal(values.brand, ["Acme"])
    return f"sent, read, {len(found)} found by a filter on {pages} pages"


@noun("advanced auction")
def advanced_auction():
    if not can_call("catalogs_create", SUBMIT):
        body = {"catalog_type": "RETAIL", "name": "The shop"}
        query = {
            "catalog_id": post_json("/catalogs", body)["id"],
            "items": [{**KEY, "item_id": "Q1"}],
        }
        check_equal(call("advanced_auction_items_get_post", query).items, [])
        return "no bids read"
    key = {**KEY, "item_id": "Q1"}
    query = {"catalog_id": catalog_id(), "items": [key]}
    options = {"bid_in_micro_currency": 5}
    item = {**key, "operation": "UPSERT", "update_mask": ["BID"], "bid_options": options}
    call(SUBMIT, {**query, "items": [item]})
    [read] = call("advanced_auction_items_get_post", query).items
    check_equal(read.bid_options.bid_in_micro_currency, 5)
    return "bids submitted, read"


@noun("product groups", "catalogs_product_groups_create")
def product_groups():
    catalog = catalog_id()
    # Feeds created one product group with all their products.
    before, _ = list_all("catalogs_product_groups_list", catalog_id=catalog)
    bodies = [group_body(catalog, f"Acme {n}") for n in range(3)]
    one = call("catalogs_product_groups_create", bodies[0]).id
    made = [one, *call("catalogs_product_groups_create_many", bodies[1:])]
    wanted = [*list_ids(before), *made]
    listed = check_paged_list(
        "catalogs_product_groups_list", catalog_id=catalog, wanted=wanted, page_size=1
    )
    parent = {"product_group_id": one}
    call("catalogs_product_groups_update", {"name": "Quilts"}, **parent)
    check_equal(call("catalogs_product_groups_get", **parent).name, "Quilts")
    call("catalogs_product_groups_product_counts_get", **parent)
    list_all("catalogs_product_group_pins_list", **parent)
    call("catalogs_product_groups_delete", **parent)
    call("catalogs_product_groups_delete_many", id=[int(id) for id in made[1:]])
    left, _ = list_all("catalogs_product_groups_list", catalog_id=catalog)
    check_equal(list_ids(left), list_ids(before))
    return f"created, listed ({listed}), updated, counted, deleted, also several at once"


@noun("product groups of other types", "catalogs_product_groups_create")
def other_product_groups():
    kinds = ("HOTEL", "CREATIVE_ASSETS")
    for kind in kinds:
        body = group_body(catalog_id(kind), "Inns", kind)
        parent = {"product_group_id": call("catalogs_product_groups_create", body).id}
        check_equal(call("catalogs_product_groups_product_counts_get", **parent).total, 0)
    return f"created, counted: {', '.join(kinds)}"


@noun("stores", "catalogs_local_stores_create")
def stores():
    parent = {"catalog_id": catalog_id()}
    body = {"name": "Shop", "country": "US", "address_primary": "1 High Street"}
    bodies = [{**body, "store_code": f"S{n}"} for n in range(3)]
    answer = call("catalogs_local_stores_create", [*bodies, bodies[0]], **parent)
    assert answer[3].data.exceptions, "a store code is accepted twice"
    made = list_ids([item.data for item in answer[:3]])
    listed = check_paged_list("catalogs_local_stores_list", wanted=made, **parent)
    changes = [{"id": made[0], "name": "Corner shop"}, {"id": "1", "name": "Nowhere"}]
    _, failed = call("catalogs_local_stores_update", changes, **parent)
    assert failed.data.exceptions, failed
    call("catalogs_local_stores_delete", ids=[made[1], "1"], **parent)
    left, _ = list_all("catalogs_local_stores_list", **parent)
    check_equal({item.id: item.name for item in left}, {made[0]: "Corner shop", made[2]: "Shop"})
    return f"created, listed ({listed}), updated, deleted; failures are reported"


@noun("local inventory", "catalogs_local_inventory_items_batch_operate")
def local_inventory():
    parent, pair = {"catalog_id": catalog_id()}, {"item_id": "Q1", "store_code": "S0"}
    attributes = {"price": "9.00 USD", "availability": "in stock"}
    upsert = {**pair, "operation": "UPSERT", "attributes": attributes}
    body = {"operations": [upsert, {**upsert, "item_id": "Q9"}]}
    batch = call("catalogs_local_inventory_items_batch_operate", body, **parent).batch_id
    done = wait_for(
        lambda: call("catalogs_supplemental_items_batch_get", batch_id=batch, **parent),
        lambda answer: answer.status == "COMPLETED",
    )
    check_equal([result.status for result in done.operation_results], ["SUCCESS", "FAILURE"])
    [item] = call("catalogs_local_inventory_items_post", {"item_filters": [pair]}, **parent).items
    check_equal(item.price, "9.00 USD")
    return "written in a batch, read"


@noun("catalog reports", "reports_create")
def catalog_reports():
    report = {"report_type": "FEED_INGESTION_ISSUES", "feed_id": new_feed("Reported").id}
    body = {"catalog_type": "RETAIL", "report": report}
    made = call("reports_create", body, ad_account_id=ACCOUNT)
    done = wait_for(
        lambda: call("reports_get", token=made.token, ad_account_id=ACCOUNT),
        lambda answer: answer.report_status == "FINISHED",
    )
    assert download(done.url)
    return "requested, polled, downloaded"


@noun("statistics of feeds", "reports_stats")
def feed_statistics():
    report = {"report_type": "FEED_INGESTION_ISSUES", "feed_id": new_feed("Counted").id}
    parameters = {"catalog_type": "RETAIL", "report": report}
    found = call("reports_stats", parameters=parameters, ad_account_id=ACCOUNT)
    return f"{len(found.items)} kinds of issues"
