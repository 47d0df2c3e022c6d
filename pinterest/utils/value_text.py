"""The text of a value in a query or a form."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import uuid

__all__ = ["value_text"]

# More than any number of the API has. Python refuses to convert a much longer one.
_MAX_BITS = 256


def value_text(value: object) -> str | None:
    """Returns the text of a value. None if it has no text that the API could understand.

    Args:
        value: A string, a number, a bool, a date, a UUID or a member of an enum.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, enum.Enum):
        return value_text(value.value)
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID) or _is_number(value):
        return str(value)
    return None


def _is_number(value: object) -> bool:
    if isinstance(value, int):
        return value.bit_length() <= _MAX_BITS
    if isinstance(value, decimal.Decimal):
        return value.is_finite()
    return isinstance(value, float) and math.isfinite(value)
