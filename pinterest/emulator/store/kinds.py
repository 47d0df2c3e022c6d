"""The entity kinds of access grants, such as `business_member_access/123` for the members of business 123."""

from __future__ import annotations

ACCESS = "_access/"
"""The text between the kind and the business ID in names such as `business_member_access/123`."""


def strip_access_suffix(kind: str) -> str:
    """Returns `business_member` for a kind such as `business_member_access/123`. Returns other kinds unchanged."""
    return kind.partition(ACCESS)[0]
