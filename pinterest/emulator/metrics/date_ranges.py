"""Limits of the date ranges in analytics requests: how far back a range can start, and how long it can be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.metrics import figures


@dataclass(frozen=True, slots=True)
class DateRangeLimit:
    """How far back a date range can start, and how long it can be.

    Attributes:
        days_back: The range must start fewer than this many days ago.
        days_long: The range must end fewer than this many days after its start. None for no limit.
        too_far_back: The error message if the start is too early. `{}` is replaced by `days_back`.
    """

    days_back: int
    days_long: int | None = None
    too_far_back: str = "You can only get data from the last {} days."

    def check(self, call: Call, start: str, end: str) -> tuple[datetime.date, datetime.date]:
        """Checks a date range and returns its first and last day.

        Raises:
            Problem: If the date range is not valid, starts too early or is too long.
        """
        first, last = parse_day("start_date", start), parse_day("end_date", end)
        if last < first:
            raise bad_request(f"end_date: {end} is before start_date {start}")
        if (figures.get_today(call.state) - first).days >= self.days_back:
            raise bad_request(self.too_far_back.format(self.days_back))
        if self.days_long is not None and (last - first).days >= self.days_long:
            raise bad_request(
                f"end_date: {end} is too late; allowed: fewer than {self.days_long} days after start_date"
            )
        return first, last


DAILY = DateRangeLimit(90, 90)
HOURLY = DateRangeLimit(8, 3)


def parse_analytics_dates(call: Call) -> tuple[datetime.date, datetime.date]:
    """Returns the first and last day of an analytics request.

    Raises:
        Problem: If the date range is not valid, starts too early or is too long.
    """
    arguments = call.arguments
    allowed = HOURLY if arguments.get("granularity") == "HOUR" else DAILY
    return allowed.check(call, arguments["start_date"], arguments["end_date"])


def parse_day(name: str, text: str) -> datetime.date:
    """Parses the value of the parameter `name` as a date.

    Raises:
        Problem: If the text is not a date in the format YYYY-MM-DD.
    """
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # fromisoformat() also accepts week dates, and dates without hyphens.
    if day is None or day.isoformat() != text:
        raise bad_request(f"{name}: {text[:40]!r} is not a date; allowed: YYYY-MM-DD")
    return day
