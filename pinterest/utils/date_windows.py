"""Limits for the date ranges of analytics: how far back a range may start, and how long it may be.

The live API sometimes refuses ranges at exactly the documented limit. For this reason, this module splits long ranges
into ranges that are one day shorter than the limit. It only refuses ranges beyond the documented limit.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Final

from pinterest.exceptions import ValidationError

__all__ = [
    "ANALYTICS",
    "HOURLY",
    "ITEM_REPORTS",
    "REPORTS",
    "Window",
    "parse_date",
    "parse_date_range",
]


@dataclass(frozen=True)
class Window:
    """The API's documented limits for a date range.

    Attributes:
        max_days_back: Maximum number of days from the start of the range to today (UTC).
        max_length: Maximum number of days from the start to the end of the range.
    """

    max_days_back: int
    max_length: int

    @property
    def safe_days_back(self) -> int:
        """The earliest start of a range that the API always accepts, in days before today (UTC)."""
        return self.max_days_back - 1

    @property
    def safe_length(self) -> int:
        """The longest range that the API always accepts, in days from start to end."""
        return self.max_length - 1

    def check_start(self, start: datetime.date, today: datetime.date | None = None) -> None:
        """Checks that a date range does not start too early.

        Raises:
            ValidationError: If the start is before the documented limit.
        """
        today = today or datetime.datetime.now(datetime.UTC).date()
        if (today - start).days > self.max_days_back:
            earliest = today - datetime.timedelta(days=self.safe_days_back)
            raise ValidationError(
                f"start_date: {start} is {(today - start).days} days ago; the API has figures for the last "
                f"{self.max_days_back} days. Start on {earliest} or later"
            )

    def check_length(self, start: datetime.date, end: datetime.date) -> None:
        """Checks that a date range is not too long for one request.

        Raises:
            ValidationError: If the range is longer than the documented limit.
        """
        if (end - start).days > self.max_length:
            raise ValidationError(
                f"end_date: {end} is {(end - start).days} days after start_date; allowed: at most "
                f"{self.safe_length} days"
            )

    def split(
        self, start: datetime.date, end: datetime.date
    ) -> list[tuple[datetime.date, datetime.date]]:
        """Splits a date range into consecutive ranges that are each short enough for one request.

        Returns:
            The first and last day of each range.
        """
        ranges = []
        while start <= end:
            last = min(start + datetime.timedelta(days=self.safe_length), end)
            ranges.append((start, last))
            start = last + datetime.timedelta(days=1)
        return ranges


ANALYTICS: Final = Window(90, 90)
"""The date range limits for daily analytics of ads, Pins and the user account."""
HOURLY: Final = Window(8, 3)
"""The date range limits for hourly analytics and hourly reports."""
REPORTS: Final = Window(914, 186)
"""The date range limits for most reports."""
ITEM_REPORTS: Final = Window(92, 31)
"""The date range limits for reports at the level of product items."""


def parse_date(name: str, value: object) -> datetime.date:
    """Converts the value of an argument to a date.

    Args:
        name: The name of the argument, for the error text.
        value: A date, a datetime, or text such as `2026-01-31`.

    Raises:
        ValidationError: If the value is not a date.
    """
    if isinstance(value, datetime.datetime):
        # The API's dates are in UTC. A datetime without a UTC offset is treated as UTC.
        return (value.astimezone(datetime.UTC) if value.tzinfo else value).date()
    if isinstance(value, datetime.date):
        return value
    if isinstance(value, str) and len(value) == len("2026-01-31"):
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            pass
    raise ValidationError(
        f"{name}: {str(value)[:40]!r} is not valid; allowed: a date, or text such as 2026-01-31"
    )


def parse_date_range(start_date: object, end_date: object) -> tuple[datetime.date, datetime.date]:
    """Converts the arguments `start_date` and `end_date` to dates.

    Raises:
        ValidationError: If an argument is not a date, or if the end is before the start.
    """
    start, end = parse_date("start_date", start_date), parse_date("end_date", end_date)
    if end < start:
        raise ValidationError(f"end_date: {end} is before start_date ({start}). Pass a later date")
    return start, end
