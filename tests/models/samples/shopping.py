"""Shopping: catalogs, feeds, items, product groups, local stores."""

from __future__ import annotations

from tests.models.samples.base import Place, Sample


def _unique(place: Place, name: str) -> str:
    return f"{name} {len(place.emulator.requests)}"


SAMPLES: dict[str, Sample] = {
    "Catalog": Sample(lambda place: ("Quilts", "RETAIL"), under=lambda place: ()),
    "Feed": Sample(
        lambda place: (
            _unique(place, "Quilts"),
            "CSV",
            "https://www.example.com/quilts.csv",
            "RETAIL",
            "US",
            "en-US",
        ),
        change={"default_currency": "USD"},
        under=lambda place: (),
    ),
    "ProductGroup": Sample(
        lambda place: (
            _unique(place, "Blue quilts"),
            {"all_of": [{"BRAND": {"values": [_unique(place, "Blue")]}}]},
            "RETAIL",
            place.make("Catalog").id,
        ),
        {"country": "US", "locale": "en-US"},
        {"description": "All shades"},
        under=lambda place: (),
    ),
}
SAMPLES |= {
    "ItemBatch": Sample(
        lambda place: ([{"operation": "DELETE", "item_id": "q1"}], "US", "EN"),
        more=lambda place: {"catalog_id": place.make("Catalog").id},
    ),
    "LocalStore": Sample(
        lambda place: (place.make("Catalog").id, "Main Street", _unique(place, "S"), "US"),
        change={"city": "Paducah"},
        under=lambda place: (place.make("Catalog").id,),
    ),
    "LocalInventoryBatch": Sample(
        lambda place: (
            place.make("Catalog").id,
            [{"operation": "DELETE", "item_id": "q1", "store_code": "S1"}],
        )
    ),
    "CatalogReport": Sample(
        lambda place: (
            "RETAIL",
            {"report_type": "ALL_ITEMS", "catalog_id": place.make("Catalog").id},
        )
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"FeedProcessingResult"})
"""Rich models that cannot be created."""
