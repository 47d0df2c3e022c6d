"""The declared fields of a rich model."""

from __future__ import annotations

from pinterest.utils.base_model import PinterestBaseModel


def fields_of(model: type[PinterestBaseModel]) -> list[str]:
    """Returns the names of the fields of a rich model, without derived properties."""
    return sorted(
        name for name in model._field_names if not name.endswith(("_datetime", "_amount"))
    )
