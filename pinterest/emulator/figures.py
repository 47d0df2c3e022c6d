"""Figures of ads that add up, the same for the same seed, entity and day.

Whatever has nothing under it (mostly ads) has figures of its own; everything above is the sum of what it holds. They
are kept nowhere: `pinterest.emulator.counts` works out how many there were whenever that is asked for.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pinterest.emulator.counts import (
    USUAL_DAYS,
    Leaf,
    Part,
    attributed,
    part_of,
    parts,
    smallest,
    upto,
)
from pinterest.emulator.state import State

Granularity = Literal["TOTAL", "DAY", "HOUR", "WEEK", "MONTH"]
# Each hour's part of a day: little at night, most in the evening.
_NIGHT, _DAY, _EVENING = (
    (18, 12, 8, 6, 6, 10),
    (20, 32, 40, 44, 46, 48, 50, 48, 46, 46, 48, 54),
    (62, 72, 80, 82, 70, 52),
)
_HOURS = parts((*_NIGHT, *_DAY, *_EVENING))

_LEVELS = ("ad_account", "campaign", "ad_group", "ad")


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
class Figures:
    """What some entities did on some days.

    Attributes:
        seed: What it is made from.
        leaves: The entities.
        days: The days, as ordinals.
        parts: What part of them it is: one, of that another, and so on.
        windows: Within how many days conversions follow, by attribution, where that is not the usual.
    """

    seed: int
    leaves: tuple[Leaf, ...]
    days: range
    parts: tuple[Part, ...] = ()
    windows: Mapping[str, int] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """Returns how many there were; see `pinterest.emulator.columns` for what the API makes of them."""
        if not self.days:
            return 0
        if self.windows:
            name = attributed(name, self.windows)
        # The parts of a sum are those of what it is made of, so that they add up in both directions.
        names = smallest(name) if self.parts else (name,)
        begin, end = self.days[0] - 1, self.days[-1]
        return sum(
            self._upto(leaf, end, one) - self._upto(leaf, begin, one)
            for leaf in self.leaves
            for one in names
        )

    def part(self, part: Part) -> Figures:
        """Returns one of several parts; see `pinterest.emulator.counts.parts`."""
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

    def _upto(self, leaf: Leaf, day: int, name: str) -> int:
        count = upto(self.seed, leaf, day, name)
        for part in self.parts:
            count = part_of(count, part)
        return count


def daily(state: State, level: str, id: str, day: datetime.date) -> Figures:
    """Returns the figures of an entity on one day.

    Args:
        state: Where it is.
        level: Its kind in the store.
        id: Its id.
        day: The day.
    """
    first = day.toordinal()
    return Figures(state.chance.seed, leaves(state, level, id), range(first, first + 1))


def over(
    state: State,
    level: str,
    id: str,
    start: datetime.date,
    end: datetime.date,
    granularity: str = "TOTAL",
) -> Iterator[tuple[Period, Figures]]:
    """Yields the figures of an entity, period by period; there are none after today.

    Args:
        state: Where it is.
        level: Its kind in the store: what has no figures of its own is the sum of what is under it.
        id: Its id.
        start: The first day.
        end: The last day, included.
        granularity: How long the periods are; those at either end are as long as the range lets them be.
    """
    yield from periods(state, leaves(state, level, id), start, end, granularity)


def periods(
    state: State,
    leaves: Iterable[Leaf],
    start: datetime.date,
    end: datetime.date,
    granularity: str = "TOTAL",
) -> Iterator[tuple[Period, Figures]]:
    """Yields the figures of leaves together, period by period, as `over` does."""
    last = min(end, today(state))
    days = range(start.toordinal(), last.toordinal() + 1)
    whole = Figures(state.chance.seed, tuple(leaves), days)
    if granularity == "TOTAL":
        yield Period(), whole
        return
    for first, inside in _grouped(days, granularity):
        day = datetime.date.fromordinal(first)
        figures = replace(whole, days=inside)
        if granularity != "HOUR":
            yield Period(day), figures
            continue
        for hour, part in enumerate(_HOURS):
            yield Period(day, hour), figures.part(part)


def today(state: State) -> datetime.date:
    """Returns the emulator's day, in UTC."""
    return datetime.datetime.fromtimestamp(state.clock.now(), datetime.UTC).date()


def leaves(state: State, level: str, id: str) -> tuple[Leaf, ...]:
    """Returns what an entity's figures are the sum of: itself, where nothing is under it."""
    if level not in _LEVELS:
        return ((level, id),)
    now, found, done = state.clock.now(), [id], list[Leaf]()
    account: str | None = id
    if level != "ad_account":
        entity = state.store.locate(level, id, now)
        account = entity.parent if entity else None
    for above, kind in itertools.pairwise(_LEVELS[_LEVELS.index(level) :]):
        field = None if above == "ad_account" else f"{above}_id"
        below = state.store.select(kind, account, now, {field: found} if field else None)
        parents = {str(entity.data[field]) if field else id for entity in below}
        done += [(above, one) for one in found if one not in parents]
        found = [entity.id for entity in below]
    return (*done, *(("ad", one) for one in found))


def _grouped(days: range, granularity: str) -> Iterator[tuple[int, range]]:
    """Yields the days of each period, and the first of them."""
    begin = days.start
    for day in days:
        if day + 1 == days.stop or _begins(day + 1, granularity):
            yield begin, range(begin, day + 1)
            begin = day + 1


def _begins(day: int, granularity: str) -> bool:
    date = datetime.date.fromordinal(day)
    if granularity == "WEEK":
        return date.weekday() == 0
    return granularity != "MONTH" or date.day == 1
