"""The names of kinds that are made of two parts."""

from __future__ import annotations

ACCESS = "_access/"
"""Separates the kind of who has access from the business ID, in the kind that this access is kept as."""


def base_kind(kind: str) -> str:
    """Returns a kind without its business ID: access to the assets of each business is a kind of its own."""
    return kind.partition(ACCESS)[0]
