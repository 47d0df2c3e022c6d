"""Pins and boards, media, the user account."""

from __future__ import annotations

from tests.models.samples.base import Sample

IMAGE = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
SAMPLES: dict[str, Sample] = {
    "Media": Sample(lambda place: (), under=lambda place: ()),
    "Board": Sample(
        lambda place: (f"Quilts {len(place.emulator.requests)}",),
        change={"description": "Old and new"},
        under=lambda place: (),
    ),
    "BoardSection": Sample(
        lambda place: (place.make("Board").id, "Borders"),
        change={"name": "Edges"},
        under=lambda place: (place.make("Board").id,),
    ),
    "Pin": Sample(
        lambda place: (place.make("Board").id, IMAGE),
        change={"title": "Blue quilt"},
        under=lambda place: (),
    ),
}
NOT_CREATED: frozenset[str] = frozenset({"UserAccount"})
"""Rich models that cannot be created."""
