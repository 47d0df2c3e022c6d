"""Kinds of access grants. The name of such a kind contains the ID of a business."""

from __future__ import annotations

ACCESS = "_access/"
"""Separates the two parts of a kind such as `business_member_access/123` (grants to members of business 123)."""


def strip_business_id(kind: str) -> str:
    """Returns a kind without the `_access/<business ID>` suffix: `business_member` for `business_member_access/123`."""
    return kind.partition(ACCESS)[0]
