"""Kinds whose names contain the ID of a business."""

from __future__ import annotations

ACCESS = "_access/"
"""The separator between the kind of a holder and the ID of a business, in the kind of the holder's grants."""


def strip_business_id(kind: str) -> str:
    """Returns a kind without its business ID. Each business has its own kinds for access to its assets."""
    return kind.partition(ACCESS)[0]
