"""Catalogs, which hold the products of a shop."""

from __future__ import annotations

from pinterest.utils.catalog_jobs import CatalogJobs

__all__ = ["Catalog"]


class Catalog(CatalogJobs):
    """A catalog of products, hotels or creative assets.

    Examples:
        >>> catalog = Catalog.create("Quilts", "RETAIL")
        >>> feed = catalog.create_feed("Quilts", "https://www.example.com/quilts.csv", "en-US", "US")
        >>> for feed in catalog.feeds():
        ...     print(feed.name, feed.status)
    """

    __slots__ = ()
