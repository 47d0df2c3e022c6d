"""What `pinterestsdk` does with catalogs and what is in them."""

from community_calls import call, everything, model, paged
from nouns import ACCOUNT, noun, refused, same

FEED = {
    "format": "CSV",
    "default_currency": "USD",
    "default_country": "US",
    "default_locale": "en-US",
    "location": "https://www.example.com/feed.csv",
}


def new_feed(name):
    body = model("CatalogsFeedsCreateRequest", **FEED, name=name)
    return call("feeds_create", body).actual_instance


def catalog_id():
    """Returns the id of the retail catalog; the first feed brings it with it."""
    found, _ = everything("catalogs_list")
    retail = [item for item in found if item.catalog_type == "RETAIL"]
    return retail[0].id if retail else new_feed("First").catalog_id


@noun("feeds")
def feeds():
    made = [new_feed(f"Feed {n}") for n in range(3)]
    told = paged("feeds_list", wanted=[item.id for item in made])
    call("feeds_update", made[0].id, model("CatalogsFeedsUpdateRequest", name="Quilts"))
    same(call("feeds_get", made[0].id).actual_instance.name, "Quilts")
    call("feeds_ingest", made[0].id)
    everything("feed_processing_results_list", made[0].id)
    call("feeds_delete", made[1].id)
    refused(lambda: call("feeds_get", made[1].id), 404)
    return f"created, listed ({told}), updated, taken in, deleted"


@noun("catalogs")
def catalogs():
    retail = catalog_id()
    found, _ = everything("catalogs_list")
    assert retail in {item.id for item in found}
    return f"listed ({len(found)})"


@noun("catalog items")
def catalog_items():
    attributes = {
        "title": "Log cabin",
        "description": "A quilt",
        "link": "https://www.example.com/log-cabin",
        "image_link": ["https://www.example.com/log-cabin.jpg"],
        "price": "120.00 USD",
        "availability": "in stock",
    }
    body = {
        "catalog_type": "RETAIL",
        "country": "US",
        "language": "EN",
        "items": [
            {"item_id": f"Q{n}", "operation": "UPSERT", "attributes": attributes} for n in range(3)
        ],
    }
    batch = call("items_batch_post", body).actual_instance
    read = call("items_batch_get", batch.batch_id).actual_instance
    same(read.batch_id, batch.batch_id)
    return f"sent, their batch read ({read.status})"


@noun("product groups")
def product_groups():
    catalog = catalog_id()
    # Feeds brought one of all their products.
    before, _ = everything("catalogs_product_groups_list", catalog_id=catalog)
    generated, made = [group.id for group in before], []
    for n in range(3):
        body = {
            "name": f"Group {n}",
            "catalog_type": "RETAIL",
            "catalog_id": catalog,
            "country": "US",
            "locale": "en-US",
            "filters": {"any_of": [{"BRAND": {"values": [f"Acme {n}"]}}]},
        }
        made.append(call("catalogs_product_groups_create", body).actual_instance.id)
    told = paged("catalogs_product_groups_list", catalog_id=catalog, wanted=[*generated, *made])
    change = model("CatalogsProductGroupUpdateRequest", name="Quilts")
    call("catalogs_product_groups_update", made[0], change)
    same(call("catalogs_product_groups_get", made[0]).actual_instance.name, "Quilts")
    call("catalogs_product_groups_product_counts_get", made[0])
    everything("catalogs_product_group_pins_list", made[0])
    call("catalogs_product_groups_delete", made[1])
    paged(
        "catalogs_product_groups_list",
        catalog_id=catalog,
        page_size=1,
        wanted=[*generated, made[0], made[2]],
    )
    return f"created, listed ({told}), updated, deleted"


@noun("stores")
def stores():
    catalog = catalog_id()
    bodies = [
        {
            "name": f"Shop {n}",
            "store_code": f"S{n}",
            "country": "US",
            "address_primary": "1 High Street",
        }
        for n in range(3)
    ]
    answer = call("catalogs_local_stores_create", catalog, bodies)
    made = [item.data.actual_instance.id for item in answer]
    told = paged("catalogs_local_stores_list", catalog, wanted=made)
    call("catalogs_local_stores_update", catalog, [{"id": made[0], "name": "Corner shop"}])
    call("catalogs_local_stores_delete", catalog, [made[1]])
    left, _ = everything("catalogs_local_stores_list", catalog)
    same({item.id: item.name for item in left}, {made[0]: "Corner shop", made[2]: "Shop 2"})
    return f"created, listed ({told}), updated, deleted"


@noun("catalog reports")
def catalog_reports():
    new = new_feed("Reported")
    body = {
        "catalog_type": "RETAIL",
        "report": {"report_type": "FEED_INGESTION_ISSUES", "feed_id": new.id},
    }
    token = call("reports_create", body, ad_account_id=ACCOUNT).token
    same(call("reports_get", token, ad_account_id=ACCOUNT).report_status, "IN_PROGRESS")
    return "asked for, read"
