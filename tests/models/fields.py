"""The fields that a rich model declares."""

from __future__ import annotations

from pinterest.utils.base_model import PinterestBaseModel


def fields_of(model: type[PinterestBaseModel]) -> list[str]:
    """Returns the names of its fields, without those that follow from others."""
    return sorted(name for name in model._fields if not name.endswith(("_datetime", "_amount")))
