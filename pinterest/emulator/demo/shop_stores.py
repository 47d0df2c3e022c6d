"""Creates the demo shop's local stores and their inventory."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.demo.requests import send_request
from pinterest.emulator.store.state import State
from pinterest.operations.catalog_supplemental import (
    CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE,
    CATALOGS_LOCAL_STORES_CREATE,
)

# The first store has all items. The second store has every second item.
_STORES: tuple[dict[str, Any], ...] = (
    {
        "store_code": "PDX-1",
        "name": "Thimble Lane",
        "address_primary": "12 Thimble Lane",
        "city": "Portland",
        "region": "OR",
        "postal_code": "97201",
        "country": "US",
        "latitude": 45.51,
        "longitude": -122.68,
    },
    {
        "store_code": "PDX-2",
        "name": "Market Street",
        "address_primary": "7 Market Street",
        "city": "Portland",
        "region": "OR",
        "postal_code": "97204",
        "country": "US",
        "latitude": 45.52,
        "longitude": -122.67,
    },
)


def create_stores(state: State, catalog: str, prices: dict[str, str]) -> None:
    """Creates the stores of a catalog and their inventory.

    Args:
        state: The emulator's state.
        catalog: The ID of the catalog.
        prices: Maps item IDs to prices.
    """
    send_request(state, CATALOGS_LOCAL_STORES_CREATE, list(_STORES), catalog_id=catalog)
    operations = [
        {
            "operation": "CREATE",
            "store_code": store["store_code"],
            "item_id": item,
            "attributes": {"availability": "in stock", "price": price},
        }
        for number, store in enumerate(_STORES, 1)
        for item, price in list(prices.items())[::number]
    ]
    body = {"operations": operations}
    send_request(state, CATALOGS_LOCAL_INVENTORY_ITEMS_BATCH_OPERATE, body, catalog_id=catalog)
