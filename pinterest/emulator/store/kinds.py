"""The names of kinds for access grants, such as `business_member_access/123` for members of business 123."""

from __future__ import annotations

ACCESS = "_access/"
"""The separator between the type of the grant and the business ID in such a name."""


def strip_business_id(kind: str) -> str:
    """Returns `business_member` for the kind `business_member_access/123`. Returns other kinds unchanged."""
    return kind.partition(ACCESS)[0]
