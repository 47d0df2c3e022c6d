"""Bulk requests: change or download many entities in the background."""

from __future__ import annotations

from pinterest.bases.bulk_requests import BulkRequestBase

__all__ = ["BulkRequest"]


class BulkRequest(BulkRequestBase):
    """A bulk request of an ad account. The request creates and updates entities, or downloads entities as a file.

    Examples:
        >>> request = BulkRequest.create_download("549755885175", ["CAMPAIGN"])
        >>> request.refresh().status
        'SUCCEEDED'
        >>> request.result_url
        'https://...'
    """

    __slots__ = ()
