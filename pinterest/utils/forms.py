"""Request bodies that are forms."""

from __future__ import annotations

from collections.abc import Mapping

from pinterest.exceptions import ValidationError
from pinterest.operation import shown, text_of


def form_fields(data: object) -> list[tuple[str, str]]:
    """Returns the fields of a form as they are sent. A field that is None is left out.

    Raises:
        ValidationError: If the data is not a mapping.
    """
    if not isinstance(data, Mapping):
        raise ValidationError(
            f"{shown(data)} is no form; allowed: a mapping of field names to values"
        )
    return [(str(name), text_of(value)) for name, value in data.items() if value is not None]
