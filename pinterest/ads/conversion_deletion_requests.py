"""Requests to delete the conversion data of people."""

from __future__ import annotations

from pinterest.bases.conversion_deletion_requests import ConversionDeletionRequestBase

__all__ = ["ConversionDeletionRequest"]


class ConversionDeletionRequest(ConversionDeletionRequestBase):
    """A request to delete the conversion data of people from an ad account.

    Examples:
        >>> request = ConversionDeletionRequest.create(
        ...     "549755885175", {"user_emails": ["a@example.com"]}
        ... )
        >>> request.status
        <ConversionDeletionRequestStatus.PENDING: 'PENDING'>
        >>> request.cancel()
        True
    """

    __slots__ = ()
