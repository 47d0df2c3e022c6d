"""Figures of ads that add up, the same for the same seed, entity and hour.

Ads, and product groups that an ad group promotes, have figures of their own for the hours that they run; everything
else is a sum of those, or a part of them: see `pinterest.emulator.resources.figure_sources`. They are kept nowhere:
`pinterest.emulator.metrics.counts` works out how many there were whenever that is asked for.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from pinterest.emulator.metrics.counts import (
    DAY_HOURS,
    USUAL_DAYS,
    Leaf,
    Part,
    attributed,
    hour_of,
    part_of,
    smallest,
    upto,
)
from pinterest.emulator.store.state import State

Granularity = Literal["TOTAL", "DAY", "HOUR", "WEEK", "MONTH"]

Hours: TypeAlias = "tuple[range, ...]"
"""Hours, counted as `hour_of` does: ranges apart from each other, the earliest first."""

ALWAYS: Hours = (range(datetime.date.max.toordinal() * DAY_HOURS),)


@dataclass(frozen=True, slots=True)
class Period:
    """What a row of figures is about: a whole range, or the part of it that begins then.

    Attributes:
        day: Its first day; None for the whole.
        hour: Its hour; None where it is longer.
    """

    day: datetime.date | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from.

    Attributes:
        leaf: The entity that has them.
        runs: The hours that it has them for.
        parts: What part of them is meant: one, of that another, and so on.
        above: The ids of what it is, and is under, by level.
    """

    leaf: Leaf
    runs: Hours = ALWAYS
    parts: tuple[Part, ...] = ()
    above: Mapping[str, str] = field(default_factory=dict)

    def part(self, part: Part, **above: str) -> Source:
        """Returns one of several parts; see `pinterest.emulator.metrics.counts.parts`."""
        return replace(self, parts=(*self.parts, part), above={**self.above, **above})

    def within(self, hours: Hours) -> Source:
        """Returns what of it falls into some hours."""
        return replace(self, runs=both(self.runs, hours))

    def count(self, seed: int, hours: range, name: str) -> int:
        """Returns how many of something there were in some hours, given what it is made from."""
        found = 0
        for run in self.runs:
            begin, end = max(run.start, hours.start), min(run.stop, hours.stop)
            if begin < end:
                found += self._upto(seed, end, name) - self._upto(seed, begin, name)
        return found

    def _upto(self, seed: int, hour: int, name: str) -> int:
        count = upto(seed, self.leaf, hour, name)
        for part in self.parts:
            count = part_of(count, part)
        return count


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in some hours.

    Attributes:
        seed: What it is made from.
        sources: Where it comes from.
        hours: The hours.
        parts: What part of it is meant: one, of that another, and so on.
        windows: Within how many days conversions follow, by attribution, where that is not the usual.
    """

    seed: int
    sources: tuple[Source, ...]
    hours: range
    parts: tuple[Part, ...] = ()
    windows: Mapping[str, int] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """Returns how many there were; see `pinterest.emulator.metrics.columns` for what the API makes of them."""
        if self.windows:
            name = attributed(name, self.windows)
        # The parts of a sum are those of what it is made of, so that they add up in both directions.
        return sum(
            source.count(self.seed, self.hours, one)
            for source in self._parted()
            for one in (smallest(name) if source.parts else (name,))
        )

    def part(self, part: Part) -> Figures:
        """Returns one of several parts; see `pinterest.emulator.metrics.counts.parts`."""
        return replace(self, parts=(*self.parts, part))

    def within(self, request: Mapping[str, Any]) -> Figures:
        """Returns them with conversions that follow within the windows that a request asks for."""
        given = {
            attribution: request.get(f"{attribution.lower()}_window_days")
            for attribution in USUAL_DAYS
        }
        days = {name: int(value) for name, value in given.items() if value is not None}
        return (
            self
            if all(USUAL_DAYS[name] == days[name] for name in days)
            else replace(self, windows=days)
        )

    def _parted(self) -> Iterable[Source]:
        if not self.parts:
            return self.sources
        return (replace(one, parts=(*one.parts, *self.parts)) for one in self.sources)


def periods(
    state: State,
    sources: Iterable[Source],
    start: datetime.date,
    end: datetime.date,
    granularity: str = "TOTAL",
) -> Iterator[tuple[Period, Figures]]:
    """Yields the figures of sources together, period by period; there are none after the hour that it is.

    Args:
        state: Where they are.
        sources: Where the figures come from.
        start: The first day.
        end: The last day, included.
        granularity: How long the periods are; those at either end are as long as the range lets them be.
    """
    now = hour_of(state.clock.now()) + 1
    days = range(start.toordinal(), min(end, today(state)).toordinal() + 1)
    hours = range(days.start * DAY_HOURS, min(days.stop * DAY_HOURS, now))
    whole = Figures(state.chance.seed, tuple(sources), hours)
    if granularity == "TOTAL":
        yield Period(), whole
    elif granularity == "HOUR":
        for hour in hours:
            ordinal, rest = divmod(hour, DAY_HOURS)
            period = Period(datetime.date.fromordinal(ordinal), rest)
            yield period, replace(whole, hours=range(hour, hour + 1))
    else:
        for inside in _grouped(days, granularity):
            hours = range(inside.start * DAY_HOURS, min(inside.stop * DAY_HOURS, now))
            day = datetime.date.fromordinal(inside.start)
            yield Period(day), replace(whole, hours=hours)


def both(some: Hours, others: Hours) -> Hours:
    """Returns the hours that are in both."""
    pairs = (
        range(max(one.start, other.start), min(one.stop, other.stop))
        for one, other in itertools.product(some, others)
    )
    return tuple(pair for pair in pairs if pair)


def today(state: State) -> datetime.date:
    """Returns the emulator's day, in UTC."""
    return datetime.datetime.fromtimestamp(state.clock.now(), datetime.UTC).date()


def _grouped(days: range, granularity: str) -> Iterator[range]:
    """Yields the days of each period."""
    begin = days.start
    for day in days:
        if day + 1 == days.stop or _begins(day + 1, granularity):
            yield range(begin, day + 1)
            begin = day + 1


def _begins(day: int, granularity: str) -> bool:
    date = datetime.date.fromordinal(day)
    if granularity == "WEEK":
        return date.weekday() == 0
    return granularity != "MONTH" or date.day == 1
