"""Feeds, which are files with the products of a catalog, and the results of processing them."""

from __future__ import annotations

from pinterest.bases.feeds import FeedBase, FeedProcessingResultBase

__all__ = ["Feed", "FeedProcessingResult"]


class Feed(FeedBase):
    """A feed of a catalog.

    Examples:
        >>> feed = Feed.create(
        ...     "Quilts", "CSV", "https://www.example.com/quilts.csv", "RETAIL", "US", "en-US"
        ... )
        >>> feed.ingest().status
        'PROCESSING'
    """

    __slots__ = ()


class FeedProcessingResult(FeedProcessingResultBase):
    """The result of processing a feed: its status, its counts and its errors.

    The API can list the results of a feed, but it cannot get one by its ID.

    Examples:
        >>> for result in feed.processing_results(limit=1):
        ...     print(result.status, result.product_counts)
    """

    __slots__ = ()
