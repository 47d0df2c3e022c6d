"""Catalogs, which hold the products of a shop."""

from __future__ import annotations

from pinterest.bases.catalogs import CatalogBase

__all__ = ["Catalog"]


class Catalog(CatalogBase):
    """A catalog of products, hotels or creative assets.

    Examples:
        >>> catalog = Catalog.create("Quilts", "RETAIL")
        >>> for feed in catalog.feeds():
        ...     print(feed.name, feed.status)
    """

    __slots__ = ()
