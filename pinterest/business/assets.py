"""Assets of a business, such as ad accounts, profiles and catalogs, and groups of assets."""

from __future__ import annotations

from pinterest.bases.assets import AssetBase, AssetGroupBase

__all__ = ["Asset", "AssetGroup"]


class Asset(AssetBase):
    """An asset that a business owns or has access to.

    The API can list assets, but it cannot get an asset by its ID. The assets of a member or partner have
    `permissions`.

    Examples:
        >>> for asset in business.assets("AD_ACCOUNT"):
        ...     print(asset.id, [binding.user.username for binding in asset.members()])
    """

    __slots__ = ()


class AssetGroup(AssetGroupBase):
    """A group of assets of a business.

    The API lists groups as assets of the type `ASSET_GROUP`, but it cannot get a group by its ID.

    Examples:
        >>> group = AssetGroup.create("383791336903426391", "Europe", "Shops in Europe", ["BRAND"])
        >>> group.update_fields(assets_to_add=["549755885175"])
        True
    """

    __slots__ = ()
