"""How many of something an entity has had up to an hour: what all figures of ads are made of.

Nothing is kept, and no hour is worked out for itself. What there was up to the beginning of an hour is a formula of the
seed, the entity, the hour and the count's own name, and it never falls. So a range is the difference of two of them
however long it is, hours add up to the days, weeks and months that they are in, and what is left over of a small count
in one hour is part of a later one.
"""

from __future__ import annotations

import datetime
import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pinterest.emulator.store.seeded_random import Chance

Leaf: TypeAlias = tuple[str, str]
"""Level and id of an entity that has figures of its own."""

Part: TypeAlias = tuple[tuple[int, int, bool], ...]
"""One of several adjoining parts of every count: the halvings that lead to it, each the share of the first half, of
how much, and whether it is the second half that is gone on with."""

ATTRIBUTIONS = ("CLICK", "ENGAGEMENT", "VIEW")
CHANNELS = ("WEB", "INAPP", "OFFLINE", "PINTEREST")
MILLION = 1_000_000
DAY_HOURS = 24

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
_FOLLOWING = sum(EVENTS.values())
USUAL_DAYS = {"CLICK": 30, "ENGAGEMENT": 30, "VIEW": 1}
"""Within how many days conversions follow, where nothing else is said."""

_WITHIN = "@"
# Of all conversions that ever follow, half do within so many days.
_HALF = 2
_PLACES = {event: place for place, event in enumerate(EVENTS)}
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
    "ENGAGEMENT": ("IMPRESSION", 30_000, 50_000),
    "CLICKTHROUGH": ("ENGAGEMENT", 400_000, 600_000),
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
RATES: dict[str, Rate] = {
    "IMPRESSION_2": ("IMPRESSION_1", 30_000, 120_000),
    "IMPRESSION_USER": ("IMPRESSION_1", 550_000, 800_000),
    "IMPRESSION_INVALID": ("IMPRESSION_1", 5_000, 20_000),
    "CLICKTHROUGH_INVALID": ("CLICKTHROUGH_1", 5_000, 20_000),
    "SPEND_IN_MICRO_DOLLAR": ("IMPRESSION_1", 4_500 * MILLION, 7_500 * MILLION),
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
    # All conversions by one attribution; each channel and event has a part of them.
    **{
        f":{attribution}:": (whole, _FOLLOWING * few * 0.5, _FOLLOWING * few * 1.5)
        for attribution, (whole, few) in _FOLLOWED.items()
    },
}
_ELSEWHERE: Rate = ("IMPRESSION_1", 200, 2_000)
_BASE = "IMPRESSION_1"
_SCALE = (600, 1_400)
# Hours are counted from here, a Monday: the further back, the less exact the largest counts.
_BEGIN = datetime.date(2020, 1, 6).toordinal()
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_HOUR_SECONDS, _WEEK_DAYS = 3_600, 7
# Each hour's part of a day: little at night, most in the evening.
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
_BY_HOUR = [sum(_HOURS[:hour]) / sum(_HOURS) for hour in range(DAY_HOURS)]
# How many days' worth each day of a week has, which is seven days' worth: people have the most time on its last two.
_BY_DAY = tuple(itertools.accumulate((0.95, 0.93, 0.95, 0.96, 0.98, 1.08, 1.15), initial=0.0))
# What a day may have more or less than is usual, of its own and of what it is a share of.
_BASE_SWING, _SWING = 0.2, 0.15
# How many days a share takes to rise and fall.
_WAVE = (3, 11)
# Kept off what a share can be at most, so that rounding does not exceed it.
_NEARLY = 0.98


@dataclass(frozen=True, slots=True)
class _Course:
    """How a count runs: what it is a share of, and how that share rises and falls.

    Attributes:
        of: The count that it is a share of.
        rate: The share.
        height: How far it runs ahead and falls behind, in that count.
        length: How much of that count goes by from one rise to the next.
        phase: Where it begins.
        usual: How many there usually are in a day.
    """

    of: str
    rate: float
    height: float
    length: float
    phase: float
    usual: float


@dataclass(frozen=True, slots=True)
class _Conversions:
    """What the conversions of an entity by one attribution are.

    Attributes:
        channels: Of what the channels before it leave, the share of each.
        events: By channel, the same of each event.
        amounts: By channel and by kind of amount, that of one conversion of each event.
    """

    channels: tuple[float, ...]
    events: dict[str, tuple[float, ...]]
    amounts: dict[tuple[str, str], tuple[float, ...]]


def attributed(name: str, days: Mapping[str, int]) -> str:
    """Returns the name of a count of conversions within windows, in days by attribution; other counts have none."""
    if ":" not in name:
        return name
    channel, attribution, event = name.split(":")
    within = days.get(attribution)
    if within in (None, USUAL_DAYS[attribution]):
        return name
    return counter(channel, f"{attribution}{_WITHIN}{within}", event)


def counter(channel: str, attribution: str, event: str) -> str:
    """Returns the name that conversions are counted by; nothing for a channel, or an event, stands for all of them."""
    return f"{channel}:{attribution}:{event}"


@lru_cache(maxsize=2**12)
def smallest(name: str) -> tuple[str, ...]:
    """Returns the counts that one is the sum of; itself where it is none."""
    if ":" not in name:
        return (name,)
    conversion, slash, amount = name.partition("/")
    channel, attribution, event = conversion.split(":")
    return tuple(
        counter(one, attribution, kind) + slash + amount
        for one in ([channel] if channel else CHANNELS)
        for kind in ([event] if event else EVENTS)
    )


def hour_of(seconds: float) -> int:
    """Returns the hour that a time, in Unix time, is in: counted from the beginning of the calendar, as days are."""
    return _EPOCH * DAY_HOURS + int(seconds // _HOUR_SECONDS)


def parts(weights: Sequence[float]) -> list[Part]:
    """Returns adjoining parts, each as large as its weight. Of any count they add up to the whole."""
    bounds, behind, total = [0], 0.0, sum(weights)
    for weight in weights:
        behind += weight
        bounds.append(round(behind / total * MILLION))
    found: list[Part] = []
    ahead: list[tuple[int, int, Part]] = [(0, len(weights), ())] if weights else []
    while ahead:
        first, end, path = ahead.pop()
        if end - first == 1:
            found.append(path)
            continue
        middle = (first + end) // 2
        half, whole = bounds[middle] - bounds[first], bounds[end] - bounds[first]
        ahead.append((middle, end, (*path, (half, whole or 1, True))))
        ahead.append((first, middle, (*path, (half, whole or 1, False))))
    return found


def part_of(count: int, part: Part) -> int:
    """Returns a part of what there was up to an hour; like the whole, it never falls."""
    for half, whole, second in part:
        first = count * half // whole
        count = count - first if second else first
    return count


@lru_cache(maxsize=2**16)
def upto(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    """Returns how many there were up to the beginning of an hour.

    Args:
        seed: What it is made from.
        leaf: Whose they are.
        hour: The hour, counted from the beginning of the calendar; see `hour_of`.
        name: What is counted; see `pinterest.emulator.metrics.columns` for what the API makes of it.
    """
    if name == _BASE:
        return int(_course(seed, leaf, name).usual * _days_worth(seed, leaf, hour))
    if ":" in name and name not in RATES:
        if name[0] == name[-1] == ":":
            return _within(seed, leaf, hour, name)
        return _converted(seed, leaf, hour, name)
    course = _course(seed, leaf, name)
    whole = upto(seed, leaf, hour, course.of)
    place = whole / course.length + course.phase
    return int(course.rate * (whole + course.height * abs(4 * (place % 1) - 2)))


@lru_cache(maxsize=2**14)
def _course(seed: int, leaf: Leaf, name: str) -> _Course:
    chance = Chance(seed).about("figures", *leaf, name)
    if name == _BASE:
        return _Course("", 1, 0, 1, 0, chance.uniform(*_SCALE))
    of, least, most = RATES.get(name, _ELSEWHERE)
    rate = chance.uniform(least, most) / MILLION
    usual = _course(seed, leaf, of).usual
    length = usual * chance.uniform(*_WAVE)
    # A part is never more than its whole, nor does what is more than that become less.
    swing = min(_SWING, _NEARLY * abs(1 - rate) / rate) if rate else 0
    return _Course(of, rate, swing * length / 4, length, chance.random(), usual * rate)


def _within(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    """Returns how many conversions there were within a window other than the usual one."""
    attribution, _, days = name.strip(":").partition(_WITHIN)
    usual = upto(seed, leaf, hour, counter("", attribution, ""))
    return int(usual * _share_within(int(days)) / _share_within(USUAL_DAYS[attribution]))


def _share_within(days: int) -> float:
    return days / (days + _HALF)


def _converted(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    conversion, _, amount = name.partition("/")
    channel, attribution, event = conversion.split(":")
    found = 0
    for one in [channel] if channel else CHANNELS:
        counted = _by_event(seed, leaf, hour, one, attribution)
        if amount:
            each = _conversions(seed, leaf, attribution).amounts[one, amount]
            counted = tuple(
                [int(number * worth) for number, worth in zip(counted, each, strict=True)]
            )
        found += counted[_PLACES[event]] if event else sum(counted)
    return found


@lru_cache(maxsize=2**15)
def _by_event(seed: int, leaf: Leaf, hour: int, channel: str, attribution: str) -> tuple[int, ...]:
    """Returns how many conversions of each event there were up to an hour, through one channel."""
    known = _conversions(seed, leaf, attribution)
    channels = _split(upto(seed, leaf, hour, counter("", attribution, "")), known.channels)
    return _split(channels[CHANNELS.index(channel)], known.events[channel])


@lru_cache(maxsize=2**11)
def _conversions(seed: int, leaf: Leaf, attribution: str) -> _Conversions:
    attribution = attribution.partition(_WITHIN)[0]
    chance = Chance(seed).about("conversions", *leaf, attribution)
    dollars = {event: 40 if event in _BOUGHT else 1 for event in EVENTS}
    return _Conversions(
        _shares_left([chance.uniform(0.5, 1.5) * share for share in _CHANNEL_SHARES.values()]),
        {
            channel: _shares_left([chance.uniform(0.5, 1.5) * usual for usual in EVENTS.values()])
            for channel in CHANNELS
        },
        {
            (channel, amount): tuple(
                chance.uniform(1, 2.2)
                if amount == "QUANTITY"
                else round(chance.uniform(0.4, 2) * dollars[event] * MILLION)
                for event in EVENTS
            )
            for channel in CHANNELS
            for amount in ("QUANTITY", "VALUE")
        },
    )


def _shares_left(weights: Sequence[float]) -> tuple[float, ...]:
    """Returns, for each weight, what it is of itself and those after it."""
    return tuple(weight / sum(weights[place:]) for place, weight in enumerate(weights))


def _split(count: int, shares_left: Sequence[float]) -> tuple[int, ...]:
    """Returns a count in parts, none of which falls as it rises."""
    found = []
    for share in shares_left:
        one = int(count * share)
        found.append(one)
        count -= one
    return tuple(found)


def _days_worth(seed: int, leaf: Leaf, hour: int) -> float:
    """Returns how many usual days' worth there was up to an hour; it never falls."""
    day, rest = divmod(hour, DAY_HOURS)
    begin = _at_day(seed, leaf, day)
    return begin + _BY_HOUR[rest] * (_at_day(seed, leaf, day + 1) - begin) if rest else begin


def _at_day(seed: int, leaf: Leaf, day: int) -> float:
    weeks, weekday = divmod(day - _BEGIN, _WEEK_DAYS)
    # Some of the day's come early: days differ, and none has fewer than nothing.
    return weeks * _WEEK_DAYS + _BY_DAY[weekday] + _BASE_SWING * _noise(seed, leaf, day)


def _noise(seed: int, leaf: Leaf, day: int) -> float:
    """Returns a number from 0 up to 1, the same for the same."""
    level, id = leaf
    return (zlib.crc32(f"{seed}/{level}/{id}/{day}".encode()) >> 8) / 0x1000000
