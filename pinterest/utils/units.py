"""Amounts and moments of the API as Python's own types."""

from __future__ import annotations

import datetime
from decimal import Decimal

__all__ = ["aware", "from_micro", "from_milliseconds", "from_seconds", "to_micro"]

_MICRO = Decimal(1_000_000)


def from_micro(amount: int | None) -> Decimal | None:
    """Returns an amount in micro currency (millionths) as whole units, such as dollars."""
    return None if amount is None else Decimal(amount) / _MICRO


def to_micro(amount: Decimal | int | str) -> int:
    """Returns an amount in whole units, such as dollars, as micro currency (millionths).

    Raises:
        ValueError: If it is no number or has more than six decimal places.
    """
    micro = Decimal(amount) * _MICRO
    if micro != micro.to_integral_value():
        raise ValueError(f"{amount} has more than six decimal places")
    return int(micro)


def from_seconds(moment: float | None) -> datetime.datetime | None:
    """Returns Unix seconds as an aware datetime, in UTC."""
    return None if moment is None else datetime.datetime.fromtimestamp(moment, datetime.UTC)


def from_milliseconds(moment: float | None) -> datetime.datetime | None:
    """Returns Unix milliseconds as an aware datetime, in UTC."""
    return None if moment is None else from_seconds(moment / 1000)


def aware(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Returns a datetime with an offset: UTC where it has none, as the API's own moments."""
    if moment is None or moment.tzinfo is not None:
        return moment
    return moment.replace(tzinfo=datetime.UTC)
