"""Local stores of a catalog and their inventory."""

from __future__ import annotations

from typing import Any

from pinterest.operations.catalog_supplemental import (
    CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE,
    CATALOGS_LOCAL_INVENTORY_ITEMS_POST,
    CATALOGS_LOCAL_STORES_CREATE,
    CATALOGS_LOCAL_STORES_DELETE,
    CATALOGS_LOCAL_STORES_LIST,
    CATALOGS_LOCAL_STORES_UPDATE,
    CATALOGS_SUPPLEMENTAL_ITEMS_BATCH_GET,
)
from tests.emulator.shop import Shop, build_item, get_status_and_code
from tests.emulator.valid import assert_valid

SALEM = {"name": "Salem", "country": "US", "store_code": "S1", "latitude": 44.9}


def new_stores_path(shop: Shop) -> str:
    return f"/catalogs/{shop.catalog()['id']}/local_stores"


def new_operation(kind: str, item_id: str = "a", store_code: str = "S1", **attributes: Any) -> Any:
    all_attributes = {"price": "9.00 USD", "availability": "in stock", **attributes}
    item = {"operation": kind, "item_id": item_id, "store_code": store_code}
    return item if kind == "DELETE" else {**item, "attributes": all_attributes}


def run_batch(shop: Shop, catalog_id: str, *operations: Any) -> list[tuple[str, str]]:
    """Sends a batch, waits until it is done, and returns the status and bad attribute of each operation."""
    path = f"/catalogs/{catalog_id}"
    response = shop.api.post(
        f"{path}/local_inventory_items/batch", json={"operations": list(operations)}
    )
    assert_valid(CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE, response)
    assert response.json()["status"] == "PROCESSING"
    shop.emulator.advance(60)
    done = shop.api.get(f"{path}/supplemental_items/batch/{response.json()['batch_id']}")
    assert_valid(CATALOGS_SUPPLEMENTAL_ITEMS_BATCH_GET, done)
    assert done.json()["status"] == "COMPLETED"
    return [
        (result["status"], result["errors"][0]["attribute"] if result["errors"] else "")
        for result in done.json()["operation_results"]
    ]


def get_inventory(shop: Shop, catalog_id: str, *item_ids: str) -> list[dict[str, Any]]:
    pairs = [{"item_id": item_id, "store_code": "S1"} for item_id in item_ids]
    path = f"/catalogs/{catalog_id}/local_inventory_items/query"
    response = shop.api.post(path, json={"item_filters": pairs})
    assert_valid(CATALOGS_LOCAL_INVENTORY_ITEMS_POST, response)
    items: list[dict[str, Any]] = response.json()["items"]
    return items


def test_stores_are_created_listed_updated_and_deleted(shop: Shop) -> None:
    path = new_stores_path(shop)
    created = shop.api.post(path, json=[SALEM, {**SALEM, "store_code": "S2"}])
    assert_valid(CATALOGS_LOCAL_STORES_CREATE, created)
    first, second = (entry["data"] for entry in created.json())
    listed = shop.api.get(path)
    assert_valid(CATALOGS_LOCAL_STORES_LIST, listed)
    assert listed.json()["items"] == [first, second]
    assert shop.api.get(path, params={"ids": second["id"]}).json()["items"] == [second]
    assert shop.api.get(path, params={"page_size": 1}).json()["items"] == [first]
    changes = [{"id": first["id"], "name": "New"}, {"id": "1", "name": "x"}]
    changed = shop.api.patch(path, json=changes)
    assert_valid(CATALOGS_LOCAL_STORES_UPDATE, changed)
    good, bad = (entry["data"] for entry in changed.json())
    assert (good["name"], good["store_code"]) == ("New", "S1")
    assert (bad["id"], bad["exceptions"]["code"]) == ("1", 1)
    deleted = shop.api.delete(path, params={"ids": f"{first['id']},1"})
    assert_valid(CATALOGS_LOCAL_STORES_DELETE, deleted)
    done, unknown = deleted.json()
    assert done == {"id": first["id"], "status": {"statusCode": 204}}
    assert unknown["status"]["code"] == 1
    assert shop.api.get(path).json()["items"] == [second]


def test_a_store_code_must_be_unique(shop: Shop) -> None:
    path = new_stores_path(shop)
    created = shop.api.post(path, json=[SALEM, SALEM])
    assert_valid(CATALOGS_LOCAL_STORES_CREATE, created)
    assert ["exceptions" in entry["data"] for entry in created.json()] == [False, True]
    assert [entry["data"]["id"] for entry in created.json()][1:] == ["0"]
    assert len(shop.api.get(path).json()["items"]) == 1


def test_inventory_is_written_in_batches(shop: Shop) -> None:
    path = new_stores_path(shop)
    catalog_id = path.split("/")[2]
    store_id = shop.api.post(path, json=[SALEM]).json()[0]["data"]["id"]
    shop.stock(a={}, b={})
    assert run_batch(
        shop,
        catalog_id,
        new_operation("CREATE"),
        new_operation("CREATE", "missing"),
        new_operation("UPSERT", "b", "S9"),
        new_operation("UPDATE", "b"),
        new_operation("UPSERT", "b"),
    ) == [
        ("SUCCESS", ""),
        ("FAILURE", "item_id"),
        ("FAILURE", "store_code"),
        ("FAILURE", "item_id"),
        ("SUCCESS", ""),
    ]
    a, b = get_inventory(shop, catalog_id, "a", "missing", "b")
    assert (a["price"], a["availability"]) == ("9.00 USD", "in stock")
    assert a["store_metadata"] == {
        "store_id": store_id,
        "store_code": "S1",
        "store_name": "Salem",
        "latitude": 44.9,
    }
    changed = run_batch(
        shop, catalog_id, new_operation("UPDATE", price="8.00 USD"), new_operation("CREATE")
    )
    assert changed == [("SUCCESS", ""), ("FAILURE", "item_id")]
    assert get_inventory(shop, catalog_id, "a")[0]["price"] == "8.00 USD"
    assert run_batch(shop, catalog_id, new_operation("DELETE")) == [("SUCCESS", "")]
    assert get_inventory(shop, catalog_id, "a", "b") == [b]
    shop.api.delete(path, params={"ids": store_id})
    assert get_inventory(shop, catalog_id, "b") == []


def test_overlapping_batches_are_applied_in_order(shop: Shop) -> None:
    path = new_stores_path(shop)
    catalog_id = path.split("/")[2]
    shop.api.post(path, json=[SALEM])
    shop.stock(a={})
    batches = f"/catalogs/{catalog_id}/local_inventory_items/batch"
    for operations in (new_operation("CREATE"), new_operation("UPDATE", price="8.00 USD")):
        assert shop.api.post(batches, json={"operations": [operations]}).status_code == 200
        shop.emulator.advance(40)
    [first] = get_inventory(shop, catalog_id, "a")
    assert first["price"] == "9.00 USD"
    shop.emulator.advance(40)
    [second] = get_inventory(shop, catalog_id, "a")
    assert (second["price"], second["created_at"]) == ("8.00 USD", first["created_at"])


def test_deleting_a_store_deletes_its_inventory(shop: Shop) -> None:
    path = new_stores_path(shop)
    catalog_id = path.split("/")[2]
    store_id = shop.api.post(path, json=[SALEM]).json()[0]["data"]["id"]
    shop.stock(a={})
    batch = {"operations": [new_operation("CREATE")]}
    shop.api.post(f"/catalogs/{catalog_id}/local_inventory_items/batch", json=batch)
    shop.api.delete(path, params={"ids": store_id})
    shop.emulator.advance(60)
    [new_store] = shop.api.post(path, json=[SALEM]).json()
    assert get_inventory(shop, catalog_id, "a") == []
    assert run_batch(shop, catalog_id, new_operation("CREATE")) == [("SUCCESS", "")]
    renamed = {"id": new_store["data"]["id"], "store_code": "S2"}
    shop.api.patch(path, json=[renamed])
    shop.api.post(path, json=[SALEM])
    assert get_inventory(shop, catalog_id, "a") == []


def test_deleting_an_item_hides_its_inventory(shop: Shop) -> None:
    path = new_stores_path(shop)
    catalog_id = path.split("/")[2]
    shop.api.post(path, json=[SALEM])
    shop.stock(a={})
    run_batch(shop, catalog_id, new_operation("CREATE"))
    assert get_inventory(shop, catalog_id, "a")
    shop.send(build_item("DELETE", "a"))
    shop.emulator.advance(60)
    assert get_inventory(shop, catalog_id, "a") == []


def test_unknown_catalogs_and_batches_are_not_found(shop: Shop) -> None:
    catalog_id = shop.catalog()["id"]
    assert get_status_and_code(shop.api.get("/catalogs/1/local_stores")) == (404, 678)
    path = f"/catalogs/{catalog_id}/supplemental_items/batch/1"
    assert shop.api.get(path).status_code == 404
