"""Converts times and amounts of money between the API's units and Python's types."""

from __future__ import annotations

import datetime
import math
from decimal import Decimal
from typing import TypeGuard

__all__ = ["from_micro", "from_milliseconds", "from_seconds", "make_aware", "to_micro"]

# The maximum size of a number: larger than any amount or time, but small enough for a float.
_MAX_BITS = 256
_MICRO = Decimal(1_000_000)


def from_micro(amount: float | None) -> Decimal | None:
    """Converts micro currency (millionths) to units such as dollars. Returns None if `amount` is not a number."""
    return Decimal(str(amount)) / _MICRO if _is_number(amount) else None


def to_micro(amount: Decimal | int | str) -> int:
    """Converts whole units, such as dollars, to micro currency (millionths).

    Raises:
        ValueError: If `amount` is not a number or has more than six decimal places.
    """
    micro = Decimal(amount) * _MICRO
    if micro != micro.to_integral_value():
        raise ValueError(f"{amount} has more than six decimal places")
    return int(micro)


def from_seconds(moment: float | None) -> datetime.datetime | None:
    """Converts Unix seconds to a datetime in UTC. Returns None if `moment` is not a valid time."""
    if moment is None or not _is_number(moment):
        return None
    try:
        return datetime.datetime.fromtimestamp(moment, datetime.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def from_milliseconds(moment: float | None) -> datetime.datetime | None:
    """Converts Unix milliseconds to a datetime in UTC. Returns None if `moment` is not a valid time."""
    return from_seconds(moment / 1000) if moment is not None and _is_number(moment) else None


def make_aware(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Adds UTC to a datetime that has no time zone. Returns None if `moment` is not a datetime."""
    if not isinstance(moment, datetime.datetime):
        return None
    if moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=datetime.UTC)


def _is_number(value: object) -> TypeGuard[float]:
    """Returns whether a value is a finite number of at most `_MAX_BITS` bits. Bools do not count."""
    if isinstance(value, float):
        return math.isfinite(value)
    if isinstance(value, bool):
        return False
    return isinstance(value, int) and value.bit_length() <= _MAX_BITS
