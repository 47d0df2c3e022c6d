"""Entity kinds of access grants. Grants to members of business 123 have the kind `business_member_access/123`."""

from __future__ import annotations

ACCESS = "_access/"
"""The separator in kinds such as `business_member_access/123`."""


def strip_access_suffix(kind: str) -> str:
    """Returns `business_member` for a kind such as `business_member_access/123`. Returns other kinds unchanged."""
    return kind.partition(ACCESS)[0]
