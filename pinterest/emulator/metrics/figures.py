"""The figures of ads, such as impressions and spend. The same seed gives the same figures.

Ads and promoted product groups have figures of their own for the hours in which they run. All other figures are sums or
parts of these figures: see `pinterest.emulator.resources.figure_sources`. Figures are not stored, because
`pinterest.emulator.metrics.counts` can compute them at any time.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeAlias

from pinterest.emulator.metrics.counts import (
    DAY_HOURS,
    DEFAULT_WINDOW_DAYS,
    Leaf,
    Part,
    add_windows_to_name,
    count_until,
    get_summand_names,
    reduce_to_part,
    to_hour,
)
from pinterest.emulator.store.state import State

Granularity = Literal["TOTAL", "DAY", "HOUR", "WEEK", "MONTH"]

Hours: TypeAlias = "tuple[range, ...]"
"""Sorted ranges of hour numbers (see `to_hour`), which neither overlap nor adjoin."""

ALWAYS: Hours = (range(datetime.date.max.toordinal() * DAY_HOURS),)


@dataclass(frozen=True, slots=True)
class Period:
    """The period of a row of figures: an hour, a day, a week, a month, or the whole date range.

    Attributes:
        day: The first day of the period. None for the whole date range.
        hour: The hour of the day, from 0 to 23. None for periods longer than an hour.
    """

    day: datetime.date | None = None
    hour: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """All or some of the figures of one entity, such as an ad, a promoted product group or a pin.

    Attributes:
        leaf: The entity.
        runs: The hours in which the entity runs.
        parts: The share of each count to keep, then the share of that to keep, and so on. Empty for full counts.
        ids_by_level: Maps levels, such as `campaign`, to the ID of the entity that the figures belong to.
    """

    leaf: Leaf
    runs: Hours = ALWAYS
    parts: tuple[Part, ...] = ()
    ids_by_level: Mapping[str, str] = field(default_factory=dict)

    def reduce_to_part(self, part: Part, **ids_by_level: str) -> Source:
        """Returns a copy with each count reduced to the share that `part` selects. Adds `ids_by_level` to its IDs."""
        return replace(
            self, parts=(*self.parts, part), ids_by_level={**self.ids_by_level, **ids_by_level}
        )

    def limit_to_hours(self, hours: Hours) -> Source:
        """Returns a copy of this source that has no figures outside `hours`."""
        return replace(self, runs=intersect_hours(self.runs, hours))

    def count(self, seed: int, hours: range, name: str) -> int:
        """Returns the count `name`, such as `CLICKTHROUGH_1`, in the range `hours`. Hours outside `runs` count as 0."""
        total = 0
        for run in self.runs:
            start, end = max(run.start, hours.start), min(run.stop, hours.stop)
            if start < end:
                total += self._count_until(seed, end, name) - self._count_until(seed, start, name)
        return total

    def _count_until(self, seed: int, hour: int, name: str) -> int:
        """Returns the cumulative count `name` at the start of an hour: only the share that `self.parts` selects."""
        count = count_until(seed, self.leaf, hour, name)
        for part in self.parts:
            count = reduce_to_part(count, part)
        return count


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of several sources in a range of hours.

    Attributes:
        seed: The seed of the emulator.
        sources: The ads and promoted product groups to add up.
        hours: The hours to add up.
        parts: The share of each count to keep, then the share of that to keep, and so on. Empty for full counts.
        windows: Maps types of attribution to attribution windows in days: `{"VIEW": 7}`. Empty for the default windows.
    """

    seed: int
    sources: tuple[Source, ...]
    hours: range
    parts: tuple[Part, ...] = ()
    windows: Mapping[str, int] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """Returns the sum of a count, such as `CLICKTHROUGH_1`, over all sources and hours."""
        if self.windows:
            name = add_windows_to_name(name, self.windows)
        # Reduce each summand to the part, not the sum. Otherwise, parts and summands would not both add up.
        return sum(
            source.count(self.seed, self.hours, one)
            for source in self._reduce_sources_to_parts()
            for one in (get_summand_names(name) if source.parts else (name,))
        )

    def reduce_to_part(self, part: Part) -> Figures:
        """Returns a copy in which each count is reduced to the share that `part` selects."""
        return replace(self, parts=(*self.parts, part))

    def apply_attribution_windows(self, request: Mapping[str, Any]) -> Figures:
        """Returns figures that use the attribution windows of a request, such as `click_window_days`."""
        requested = {
            attribution: request.get(f"{attribution.lower()}_window_days")
            for attribution in DEFAULT_WINDOW_DAYS
        }
        days = {name: int(value) for name, value in requested.items() if value is not None}
        return (
            self
            if all(DEFAULT_WINDOW_DAYS[name] == days[name] for name in days)
            else replace(self, windows=days)
        )

    def _reduce_sources_to_parts(self) -> Iterable[Source]:
        """Returns the sources, with each count reduced to the share that `self.parts` selects."""
        if not self.parts:
            return self.sources
        return (replace(one, parts=(*one.parts, *self.parts)) for one in self.sources)


def iterate_periods(
    state: State,
    sources: Iterable[Source],
    start: datetime.date,
    end: datetime.date,
    granularity: str = "TOTAL",
) -> Iterator[tuple[Period, Figures]]:
    """Yields each period with the total figures of the sources up to the current hour.

    `end` is inclusive. The first and last week or month can be incomplete.
    """
    now = to_hour(state.clock.now()) + 1
    days = range(start.toordinal(), min(end, get_today(state)).toordinal() + 1)
    hours = range(days.start * DAY_HOURS, min(days.stop * DAY_HOURS, now))
    whole = Figures(state.random.seed, tuple(sources), hours)
    if granularity == "TOTAL":
        yield Period(), whole
    elif granularity == "HOUR":
        for hour in hours:
            ordinal, rest = divmod(hour, DAY_HOURS)
            period = Period(datetime.date.fromordinal(ordinal), rest)
            yield period, replace(whole, hours=range(hour, hour + 1))
    else:
        for group in _group_days(days, granularity):
            hours = range(group.start * DAY_HOURS, min(group.stop * DAY_HOURS, now))
            day = datetime.date.fromordinal(group.start)
            yield Period(day), replace(whole, hours=hours)


def intersect_hours(first: Hours, second: Hours) -> Hours:
    """Returns the intersection of two sets of hours."""
    pairs = (
        range(max(one.start, other.start), min(one.stop, other.stop))
        for one, other in itertools.product(first, second)
    )
    return tuple(pair for pair in pairs if pair)


def get_today(state: State) -> datetime.date:
    """Returns the emulator's current day in UTC."""
    return datetime.datetime.fromtimestamp(state.clock.now(), datetime.UTC).date()


def _group_days(days: range, granularity: str) -> Iterator[range]:
    """Splits a range of days into one range per period. Days are numbers as in `datetime.date.toordinal`."""
    start = days.start
    for day in days:
        if day + 1 == days.stop or _starts_period(day + 1, granularity):
            yield range(start, day + 1)
            start = day + 1


def _starts_period(day: int, granularity: str) -> bool:
    date = datetime.date.fromordinal(day)
    if granularity == "WEEK":
        return date.weekday() == 0
    return granularity != "MONTH" or date.day == 1
