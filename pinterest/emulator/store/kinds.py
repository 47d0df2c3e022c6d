"""Kinds of entities whose names contain the ID of a business."""

from __future__ import annotations

ACCESS = "_access/"
"""The separator in kinds of access grants. The grants to members of business 123 are `business_member_access/123`."""


def strip_business_id(kind: str) -> str:
    """Removes the business from a kind of access grants: `business_member` for `business_member_access/123`."""
    return kind.partition(ACCESS)[0]
