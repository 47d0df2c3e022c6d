"""Figures of ads that add up, the same for the same seed, entity and day.

Whatever has nothing under it (mostly ads) has figures of its own; everything above is the sum of what it holds. They
are kept nowhere: a count is worked out from the seed, the entity, the day and its own name whenever it is asked for.
"""

from __future__ import annotations

import datetime
import itertools
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, TypeAlias

from pinterest.emulator.chance import Chance
from pinterest.emulator.state import State

Granularity = Literal["TOTAL", "DAY", "HOUR", "WEEK", "MONTH"]
Leaf: TypeAlias = tuple[str, str]
"""Level and id of an entity that has figures of its own."""

ATTRIBUTIONS = ("CLICK", "ENGAGEMENT", "VIEW")
CHANNELS = ("WEB", "INAPP", "OFFLINE", "PINTEREST")
MILLION = 1_000_000

# How many of a million clicks are followed by it.
EVENTS = {
    "PAGE_VISIT": 400_000,
    "VIEW_CATEGORY": 150_000,
    "ADD_TO_CART": 80_000,
    "SEARCH": 60_000,
    "WATCH_VIDEO": 50_000,
    "CHECKOUT": 30_000,
    "SIGNUP": 20_000,
    "LEAD": 15_000,
    "CUSTOM": 10_000,
    "APP_INSTALL": 8_000,
    "ADD_TO_WISHLIST": 8_000,
    "SUBSCRIBE": 5_000,
    "UNKNOWN": 2_000,
}
_BOUGHT = ("CHECKOUT", "ADD_TO_CART")
_CHANNEL_SHARES = {"WEB": 0.8, "INAPP": 0.13, "OFFLINE": 0.05, "PINTEREST": 0.02}
_FOLLOWED = {
    "CLICK": ("CLICKTHROUGH_1", 1.0),
    "ENGAGEMENT": ("ENGAGEMENT_1", 0.15),
    "VIEW": ("IMPRESSION_1", 0.01),
}

# A count is a share of another: that one's name, and the least and the most of a million of it.
Rate: TypeAlias = tuple[str, float, float]
_SIDED: dict[str, Rate] = {
    "ENGAGEMENT": ("IMPRESSION", 20_000, 60_000),
    "CLICKTHROUGH": ("ENGAGEMENT", 300_000, 600_000),
    "OUTBOUND_CLICK": ("CLICKTHROUGH", 500_000, 900_000),
    "REPIN": ("ENGAGEMENT", 100_000, 250_000),
    "WEB_SESSIONS": ("OUTBOUND_CLICK", 700_000, 950_000),
    "VIDEO_P0_COMBINED": ("IMPRESSION", 300_000, 600_000),
    "VIDEO_3SEC_VIEWS": ("VIDEO_P0_COMBINED", 500_000, 700_000),
    "VIDEO_MRC_VIEWS": ("VIDEO_P0_COMBINED", 400_000, 700_000),
    "VIDEO_P25_COMBINED": ("VIDEO_P0_COMBINED", 400_000, 600_000),
    "VIDEO_P50_COMBINED": ("VIDEO_P25_COMBINED", 500_000, 800_000),
    "VIDEO_P75_COMBINED": ("VIDEO_P50_COMBINED", 500_000, 800_000),
    "VIDEO_P95_COMBINED": ("VIDEO_P75_COMBINED", 500_000, 800_000),
    "VIDEO_P100_COMPLETE": ("VIDEO_P95_COMBINED", 600_000, 900_000),
    "VIDEO_15SEC_UNIQUE_VIEWS": ("VIDEO_P50_COMBINED", 300_000, 500_000),
    "VIDEO_SECONDS": ("VIDEO_P0_COMBINED", 4_000_000, 9_000_000),
}
_RATES: dict[str, Rate] = {
    "IMPRESSION_2": ("IMPRESSION_1", 30_000, 120_000),
    "IMPRESSION_USER": ("IMPRESSION_1", 550_000, 800_000),
    "IMPRESSION_INVALID": ("IMPRESSION_1", 5_000, 20_000),
    "CLICKTHROUGH_INVALID": ("CLICKTHROUGH_1", 5_000, 20_000),
    "SPEND_IN_MICRO_DOLLAR": ("IMPRESSION_1", 3_000 * MILLION, 9_000 * MILLION),
    "VIDEO_SPEND_IN_MICRO_DOLLAR": ("SPEND_IN_MICRO_DOLLAR", 300_000, 600_000),
    "ADS_CREDIT_SPEND_IN_MICRO_DOLLAR": ("SPEND_IN_MICRO_DOLLAR", 0, 0),
    "LEADS": ("CLICKTHROUGH_1", 10_000, 40_000),
    "QUIZ_PIN_RESULT_OPEN": ("CLICKTHROUGH_1", 10_000, 40_000),
    "QUIZ_COMPLETED": ("QUIZ_PIN_RESULT_OPEN", 500_000, 900_000),
    **{
        f"{name}_{side}": (f"{whole}_{side}", least, most)
        for side in (1, 2)
        for name, (whole, least, most) in _SIDED.items()
    },
}
_ELSEWHERE: Rate = ("IMPRESSION_1", 200, 2_000)
_BASE = "IMPRESSION_1"
_SCALE = (2_000, 20_000)

# Of a million impressions of a day, those of each hour: few at night, most in the evening.
_HOURS = (
    18,
    12,
    8,
    6,
    6,
    10,
    20,
    32,
    40,
    44,
    46,
    48,
    50,
    48,
    46,
    46,
    48,
    54,
    62,
    72,
    80,
    82,
    70,
    52,
)

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
        parts: What part of each day it is: from and up to, of a million, one within the other.
    """

    seed: int
    leaves: tuple[Leaf, ...]
    days: Sequence[int]
    parts: tuple[tuple[int, int], ...] = ()

    def count(self, name: str) -> int:
        """Returns how many there were; see `pinterest.emulator.columns` for what the API makes of them."""
        return sum(
            self._within(_count(self.seed, leaf, day, name))
            for leaf in self.leaves
            for day in self.days
        )

    def part(self, begin: int, end: int) -> Figures:
        """Returns a part, from and up to, of a million; adjoining parts add up to the whole, count for count."""
        return replace(self, parts=(*self.parts, (begin, end)))

    def _within(self, whole: int) -> int:
        for begin, end in self.parts:
            whole = whole * end // MILLION - whole * begin // MILLION
        return whole


def daily(state: State, level: str, id: str, day: datetime.date) -> Figures:
    """Returns the figures of an entity on one day.

    Args:
        state: Where it is.
        level: Its kind in the store.
        id: Its id.
        day: The day.
    """
    return Figures(state.chance.seed, leaves(state, level, id), (day.toordinal(),))


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
        for hour, (begin, finish) in enumerate(shares(_HOURS)):
            yield Period(day, hour), figures.part(begin, finish)


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


def shares(weights: Sequence[float]) -> list[tuple[int, int]]:
    """Returns adjoining parts of a million, each as large as its weight."""
    total, behind, parts = sum(weights), 0.0, []
    for weight in weights:
        parts.append((round(behind / total * MILLION), round((behind + weight) / total * MILLION)))
        behind += weight
    return parts


def counter(channel: str, attribution: str, event: str) -> str:
    """Returns the name that conversions are counted by."""
    return f"{channel}:{attribution}:{event}"


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


@lru_cache(maxsize=2**16)
def _count(seed: int, leaf: Leaf, day: int, name: str) -> int:
    better, rest = _noise(seed, leaf, day, name)
    if name == _BASE:
        return round(_rate(seed, leaf, name) * (0.7 + 0.6 * better))
    above, _, most = _rule(name)
    whole = _count(seed, leaf, day, above)
    if not (whole and most):
        return 0
    # A day is better or worse than others; more than all there is it cannot be.
    rate = _rate(seed, leaf, name) * (0.85 + 0.3 * better)
    if most <= MILLION:
        rate = min(rate, MILLION)
    # What is left over counts as one more on some days, so that small counts are not lost.
    return int(whole * rate / MILLION + rest)


@lru_cache(maxsize=2**14)
def _rate(seed: int, leaf: Leaf, name: str) -> float:
    least, most = _SCALE if name == _BASE else _rule(name)[1:]
    return Chance(seed).about("figures", *leaf, name).uniform(least, most)


@lru_cache(maxsize=2**10)
def _rule(name: str) -> Rate:
    """Returns what a count is a share of."""
    if name in _RATES:
        return _RATES[name]
    conversion, _, amount = name.partition("/")
    channel, _, rest = conversion.partition(":")
    attribution, _, event = rest.partition(":")
    if event not in EVENTS:
        return _ELSEWHERE
    if amount == "QUANTITY":
        return conversion, 1.0 * MILLION, 2.2 * MILLION
    if amount == "VALUE":
        dollars = 40 if event in _BOUGHT else 1
        return conversion, dollars * 0.4 * MILLION**2, dollars * 2 * MILLION**2
    whole, factor = _FOLLOWED[attribution]
    usual = EVENTS[event] * _CHANNEL_SHARES[channel] * factor
    return whole, usual * 0.5, usual * 1.5


def _noise(seed: int, leaf: Leaf, day: int, name: str) -> tuple[float, float]:
    """Returns two numbers from 0 up to 1, the same for the same."""
    level, id = leaf
    number = zlib.crc32(f"{seed}/{level}/{id}/{day}/{name}".encode())
    return (number & 0xFFFF) / 0x10000, (number >> 16) / 0x10000
