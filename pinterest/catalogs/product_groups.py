"""Product groups: the products of a catalog that match filters."""

from __future__ import annotations

from pinterest.bases.product_groups import ProductGroupBase

__all__ = ["ProductGroup"]


class ProductGroup(ProductGroupBase):
    """A product group of a catalog.

    Examples:
        >>> group = ProductGroup.create(
        ...     "Blue quilts",
        ...     {"all_of": [{"BRAND": {"values": ["Bluebird"]}}]},
        ...     "RETAIL",
        ...     "2680059592705",
        ... )
        >>> group.product_counts().total
        12.0
    """

    __slots__ = ()
