"""Kinds whose names contain the ID of a business."""

from __future__ import annotations

ACCESS = "_access/"
"""The separator between the kind of a holder and the ID of a business, in the kind of the holder's grants."""


def strip_business_id(kind: str) -> str:
    """Returns a kind without the ID of a business. The grants of each business have kinds of their own."""
    return kind.partition(ACCESS)[0]
