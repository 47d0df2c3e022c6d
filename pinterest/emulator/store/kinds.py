"""Names for the kinds of stored access grants: `business_member_access/123` for members of business 123."""

from __future__ import annotations

ACCESS = "_access/"
"""The text between the kind and the business ID in names such as `business_member_access/123`."""


def strip_access_suffix(kind: str) -> str:
    """Removes the suffix from a kind such as `business_member_access/123`. Returns other kinds unchanged."""
    return kind.partition(ACCESS)[0]
