"""Date ranges of analytics: how far back they may start, how long they may be, and how longer ones are split.

The documented limits are in `Window`. The live API sometimes refuses dates at the exact limit. So spans are split into
pieces that are one day shorter. Only dates beyond the documented limit are refused here. The server decides about
dates at the exact limit.
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
    """The documented limits of a date range.

    Attributes:
        max_days_back: The maximum number of days from the start to today (UTC).
        max_length: The maximum number of days from the start to the end.
    """

    max_days_back: int
    max_length: int

    @property
    def safe_days_back(self) -> int:
        """The number of days from the start to today that the API always accepts."""
        return self.max_days_back - 1

    @property
    def safe_length(self) -> int:
        """The number of days from the start to the end that the API always accepts."""
        return self.max_length - 1

    def check_start(self, start: datetime.date, today: datetime.date | None = None) -> None:
        """Checks that a date range does not start too early.

        Args:
            start: The first day.
            today: The current day in UTC. Defaults to today by this machine's clock.

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

    def check_span(self, start: datetime.date, end: datetime.date) -> None:
        """Checks that a date range that cannot be split is not too long.

        Raises:
            ValidationError: If it is longer than the documented limit.
        """
        if (end - start).days > self.max_length:
            raise ValidationError(
                f"end_date: {end} is {(end - start).days} days after start_date; allowed: at most {self.safe_length}"
            )

    def split(
        self, start: datetime.date, end: datetime.date
    ) -> list[tuple[datetime.date, datetime.date]]:
        """Splits a date range into ranges that the API accepts.

        Args:
            start: The first day.
            end: The last day.

        Returns:
            The first and last day of each range, in order. They do not overlap.
        """
        ranges = []
        while start <= end:
            last = min(start + datetime.timedelta(days=self.safe_length), end)
            ranges.append((start, last))
            start = last + datetime.timedelta(days=1)
        return ranges


ANALYTICS: Final = Window(90, 90)
"""Analytics of ads, Pins and the user account."""
HOURLY: Final = Window(8, 3)
"""Analytics and reports per hour."""
REPORTS: Final = Window(914, 186)
"""Reports."""
ITEM_REPORTS: Final = Window(92, 31)
"""Reports at the level of product items."""


def parse_date(name: str, value: object) -> datetime.date:
    """Returns a day.

    Args:
        name: The name of the argument.
        value: A date, or text such as `2026-01-31`.

    Raises:
        ValidationError: If it is not a day.
    """
    if isinstance(value, datetime.datetime):
        # The API counts days in UTC. A time without an offset counts as UTC.
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
    """Returns the first and last day of a date range.

    Raises:
        ValidationError: If a day is not valid, or the last is before the first.
    """
    start, end = parse_date("start_date", start_date), parse_date("end_date", end_date)
    if end < start:
        raise ValidationError(f"end_date: {end} is before start_date, {start}")
    return start, end
