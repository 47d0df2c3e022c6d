"""The days that a request for figures is about: how far back they may begin, and how many they may be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.metrics import figures


@dataclass(frozen=True, slots=True)
class Window:
    """How far figures reach.

    Attributes:
        back: The days before today that they begin fewer than.
        span: The days that their last day comes fewer than after their first; None for any number.
    """

    back: int
    span: int | None = None

    def check(self, call: Call, start: str, end: str) -> tuple[datetime.date, datetime.date]:
        """Returns the first and the last day.

        Raises:
            Problem: They are no days, the wrong way round, too far back or too far apart.
        """
        first, last = day_of("start_date", start), day_of("end_date", end)
        if last < first:
            raise bad_request(f"end_date: {end} is before start_date, {start}")
        if (figures.today(call.state) - first).days >= self.back:
            raise bad_request(
                f"start_date: {start} is too far back; allowed: fewer than {self.back} days before today"
            )
        if self.span is not None and (last - first).days >= self.span:
            raise bad_request(
                f"end_date: {end} is too late; allowed: fewer than {self.span} days after start_date"
            )
        return first, last


DAILY = Window(90, 90)
HOURLY = Window(8, 3)


def window(call: Call) -> tuple[datetime.date, datetime.date]:
    """Returns the first and the last day that a request for figures without a report is about.

    Raises:
        Problem: They are not days that it can be about.
    """
    arguments = call.arguments
    allowed = HOURLY if arguments.get("granularity") == "HOUR" else DAILY
    return allowed.check(call, arguments["start_date"], arguments["end_date"])


def day_of(name: str, text: str) -> datetime.date:
    """Returns the day that a text stands for.

    Raises:
        Problem: It is none.
    """
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        day = None
    # Dates by week, and those without hyphens, are read too.
    if day is None or day.isoformat() != text:
        raise bad_request(f"{name}: {text[:40]!r} is no day; allowed: YYYY-MM-DD")
    return day
