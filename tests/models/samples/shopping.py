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
NOT_CREATED: frozenset[str] = frozenset({"FeedProcessingResult"})
"""Rich models that cannot be created."""
