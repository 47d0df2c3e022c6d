"""Kinds whose names contain the ID of a business."""

from __future__ import annotations

ACCESS = "_access/"
"""Separates the kind of who has access from the business ID, in the kind that this access is kept as."""


def base_kind(kind: str) -> str:
    """Returns a kind without its business ID. Each business has its own kinds for access to its assets."""
    return kind.partition(ACCESS)[0]
