"""Creates a catalog with items over HTTP."""

from __future__ import annotations

from typing import Any

import requests

from pinterest.emulator import Emulator
from tests.emulator.api import Api

FEED = {
    "name": "Nightly",
    "format": "TSV",
    "location": "https://www.example.com/feed.tsv",
    "default_country": "US",
    "default_locale": "en-US",
}
ATTRIBUTES = {
    "title": "Indigo quilt",
    "description": "Warm.",
    "link": "https://www.example.com/quilt",
    "image_link": "https://www.example.com/quilt.jpg",
    "price": "25.50 USD",
    "availability": "in stock",
    "brand": "Acme",
}


class Shop:
    """The catalogs of one user.

    Args:
        emulator: The emulator.
        api: An authenticated session for it.
    """

    def __init__(self, emulator: Emulator, api: Api) -> None:
        self.emulator = emulator
        self.api = api

    def catalog(self, catalog_type: str = "RETAIL", name: str = "The shop") -> dict[str, Any]:
        """Creates a catalog."""
        response = self.api.post("/catalogs", json={"catalog_type": catalog_type, "name": name})
        assert response.status_code == 200, response.text
        catalog: dict[str, Any] = response.json()
        return catalog

    def feed(self, **fields: Any) -> dict[str, Any]:
        """Creates a feed."""
        response = self.api.post("/catalogs/feeds", json={**FEED, **fields})
        assert response.status_code == 201, response.text
        feed: dict[str, Any] = response.json()
        return feed

    def send(self, *items: dict[str, Any], **fields: Any) -> requests.Response:
        """Sends a batch of retail items."""
        body = {"catalog_type": "RETAIL", "country": "US", "language": "EN", "items": list(items)}
        return self.api.post("/catalogs/items/batch", json={**body, **fields})

    def stock(self, **items: dict[str, Any]) -> None:
        """Creates retail items in the first catalog and waits until they exist."""
        self.send(*[build_item("UPSERT", name, **changes) for name, changes in items.items()])
        self.emulator.advance(60)

    def read(self, *item_ids: str, **fields: Any) -> requests.Response:
        """Gets retail items."""
        filters = {"catalog_type": "RETAIL", "item_ids": list(item_ids)}
        body = {"country": "US", "language": "EN", "filters": filters}
        return self.api.post("/catalogs/items", json={**body, **fields})


def build_item(operation: str, item_id: str, **changes: Any) -> dict[str, Any]:
    """Returns one retail item of a batch."""
    batch_item = {"operation": operation, "item_id": item_id}
    if operation == "DELETE":
        return batch_item
    attributes = {**(ATTRIBUTES if operation != "UPDATE" else {}), **changes}
    return {
        **batch_item,
        "attributes": {name: value for name, value in attributes.items() if value is not None},
    }


def get_status_and_code(response: requests.Response) -> tuple[int, int]:
    """Returns the status and the code of an error."""
    return response.status_code, response.json()["code"]
