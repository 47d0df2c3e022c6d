"""Product groups: the products of a catalog that match filters."""

from __future__ import annotations

from pinterest.bases.product_groups import ProductGroupBase
from pinterest.utils import product_filters

__all__ = ["ProductGroup"]


class ProductGroup(ProductGroupBase):
    """A product group of a catalog.

    Examples:
        >>> group = ProductGroup.create(
        ...     "Blue quilts",
        ...     ProductGroup.all_of(brand="Bluebird", min_price=50),
        ...     "RETAIL",
        ...     "2680059592705",
        ... )
        >>> group.product_counts().total
        12.0
    """

    __slots__ = ()

    # Helpers that build filters for `all_of` and `any_of`.
    exclude = staticmethod(product_filters.exclude)
