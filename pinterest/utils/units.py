"""Conversions of amounts of money and times between the API's units and Python's types."""

from __future__ import annotations

import datetime
from decimal import Decimal

__all__ = ["aware", "from_micro", "from_milliseconds", "from_seconds", "to_micro"]

_MICRO = Decimal(1_000_000)


def from_micro(amount: float | None) -> Decimal | None:
    """Returns an amount in micro currency (millionths) as whole units, such as dollars."""
    return None if amount is None else Decimal(str(amount)) / _MICRO


def to_micro(amount: Decimal | int | str) -> int:
    """Returns an amount in whole units, such as dollars, as micro currency (millionths).

    Raises:
        ValueError: If it is not a number or has more than six decimal places.
    """
    micro = Decimal(amount) * _MICRO
    if micro != micro.to_integral_value():
        raise ValueError(f"{amount} has more than six decimal places")
    return int(micro)


def from_seconds(moment: float | None) -> datetime.datetime | None:
    """Returns Unix seconds as a timezone-aware datetime in UTC."""
    return None if moment is None else datetime.datetime.fromtimestamp(moment, datetime.UTC)


def from_milliseconds(moment: float | None) -> datetime.datetime | None:
    """Returns Unix milliseconds as a timezone-aware datetime in UTC."""
    return None if moment is None else from_seconds(moment / 1000)


def aware(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Returns a timezone-aware datetime. A datetime without an offset is in UTC."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=datetime.UTC)
