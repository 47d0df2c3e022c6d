"""Business access: members, partners, invites, assets."""

from __future__ import annotations

from tests.models.samples.base import Sample

SAMPLES: dict[str, Sample] = {
    "AssetGroup": Sample(
        lambda place: (place.owner, "Europe", "Shops in Europe", ["BRAND"]),
        change={"name": "Asia"},
    ),
    "BrandAccount": Sample(
        lambda place: (place.owner, "Quilts", f"quilts{len(place.emulator.requests)}", "US"),
        change={"about": "Since 1920"},
    ),
}
NOT_CREATED: frozenset[str] = frozenset(
    {"Asset", "Business", "BusinessInvite", "BusinessMember", "BusinessPartner", "SystemUser"}
)
"""Rich models that cannot be created."""
