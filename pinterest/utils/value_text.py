"""Converts values to text for a query string or a form."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import uuid

__all__ = ["to_query_text"]

# The maximum size of an int: larger than any number in the API. Python refuses to convert huge ints to text.
_MAX_BITS = 256


def to_query_text(value: object) -> str | None:
    """Converts a value to text for a query string or a form. Returns None if the value is not supported."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, enum.Enum):
        return to_query_text(value.value)
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
