"""Converts values to text for a query or form."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import uuid

__all__ = ["value_text"]

# More digits than any number in the API has. Python refuses to convert text with many more digits to an int.
_MAX_BITS = 256


def value_text(value: object) -> str | None:
    """Converts a value to text. None if the API could not understand it.

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
