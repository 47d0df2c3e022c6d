"""Computes cumulative counts: the impressions, clicks or conversions of an ad before the start of an hour.

All figures of ads are computed from these counts. Nothing is stored. A formula computes a count from the seed, the ad,
the hour and the name of the count. A later hour never has a smaller count. The count of a range of hours is the
count at its end minus the count at its start. Hours therefore add up to days, weeks and months, and fractions carry
over to later hours.
"""

from __future__ import annotations

import datetime
import itertools
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from pinterest.emulator.store.seeded_random import SeededRandom

Leaf: TypeAlias = tuple[str, str]
"""The level and the ID of an ad or promoted product group, such as `("ad", "687195134316")`."""

Part: TypeAlias = tuple[tuple[int, int, bool], ...]
"""Steps that reduce a count to a share of it. A step `(weight, total, is_rest)` keeps the fraction `weight / total` of
the count, or the rest if `is_rest` is True."""

ATTRIBUTIONS = ("CLICK", "ENGAGEMENT", "VIEW")
CHANNELS = ("WEB", "INAPP", "OFFLINE", "PINTEREST")
MILLION = 1_000_000
DAY_HOURS = 24

# The number of each event per million clicks.
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
_EVENTS_PER_MILLION = sum(EVENTS.values())
DEFAULT_WINDOW_DAYS = {"CLICK": 30, "ENGAGEMENT": 30, "VIEW": 1}
"""The default attribution windows in days."""

_WITHIN = "@"
# Half of all conversions happen within this many days.
_HALF_LIFE_DAYS = 2
_EVENT_INDEX = {event: index for index, event in enumerate(EVENTS)}
_PURCHASE_EVENTS = ("CHECKOUT", "ADD_TO_CART")
_CHANNEL_SHARES = {"WEB": 0.8, "INAPP": 0.13, "OFFLINE": 0.05, "PINTEREST": 0.02}
_CONVERTED = {
    "CLICK": ("CLICKTHROUGH_1", 1.0),
    "ENGAGEMENT": ("ENGAGEMENT_1", 0.15),
    "VIEW": ("IMPRESSION_1", 0.01),
}

# For a count that is a share of another count: the name of the other count, and the minimum and maximum per million.
Rate: TypeAlias = tuple[str, float, float]
_PAID_AND_EARNED: dict[str, Rate] = {
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
        for name, (whole, least, most) in _PAID_AND_EARNED.items()
    },
    # All conversions with one attribution. They are split among channels and events.
    **{
        f":{attribution}:": (
            whole,
            _EVENTS_PER_MILLION * few * 0.5,
            _EVENTS_PER_MILLION * few * 1.5,
        )
        for attribution, (whole, few) in _CONVERTED.items()
    },
}
_DEFAULT_RATE: Rate = ("IMPRESSION_1", 200, 2_000)
_BASE = "IMPRESSION_1"
_SCALE = (600, 1_400)
# Counts start on this Monday. An earlier day would make large counts less exact.
_FIRST_DAY = datetime.date(2020, 1, 6).toordinal()
_EPOCH = datetime.date(1970, 1, 1).toordinal()
_HOUR_SECONDS, _WEEK_DAYS = 3_600, 7
# The weight of each hour of a day: low at night, high in the evening.
_HOUR_WEIGHTS = (
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
_SHARE_UP_TO_HOUR = [sum(_HOUR_WEIGHTS[:hour]) / sum(_HOUR_WEIGHTS) for hour in range(DAY_HOURS)]
# The cumulative weights of the days of a week. They add up to 7, and weekend days weigh most.
_WEIGHT_UP_TO_WEEKDAY = tuple(
    itertools.accumulate((0.95, 0.93, 0.95, 0.96, 0.98, 1.08, 1.15), initial=0.0)
)
# The maximum deviation of a day from the average, for the base count and for shares of other counts.
_BASE_SWING, _SWING = 0.2, 0.15
# The minimum and maximum number of days in which a share rises and falls once.
_WAVE_DAYS = (3, 11)
# A factor that keeps shares below their maximum, even after rounding.
_NEARLY = 0.98


@dataclass(frozen=True, slots=True)
class _CountParameters:
    """Parameters of a count: `rate` times the sum of another count (the base count) and a triangle wave.

    Attributes:
        base: The name of the base count.
        rate: The average ratio of the count to the base count.
        height: The amplitude of the wave.
        length: The increase of the base count during one period of the wave.
        phase: The point at which the wave starts, as a share of its period.
        per_day: The average increase of the count per day.
    """

    base: str
    rate: float
    height: float
    length: float
    phase: float
    per_day: float


@dataclass(frozen=True, slots=True)
class _ConversionSplit:
    """How to split an ad's conversions by channel and event, for one attribution such as `CLICK`.

    Attributes:
        channels: The share of each channel in `CHANNELS`, as `_split_by_shares` expects.
        events: Maps channels to the share of each event in `EVENTS`, as `_split_by_shares` expects.
        amounts: Maps pairs such as `("WEB", "VALUE")` to the amounts per conversion, in the order of `EVENTS`.
    """

    channels: tuple[float, ...]
    events: dict[str, tuple[float, ...]]
    amounts: dict[tuple[str, str], tuple[float, ...]]


def add_windows_to_name(name: str, days: Mapping[str, int]) -> str:
    """Adds a window such as `{"VIEW": 7}` to a count name: `WEB:VIEW@7:CHECKOUT`. Does not add a default window."""
    if ":" not in name:
        return name
    channel, attribution, event = name.split(":")
    window = days.get(attribution)
    if window in (None, DEFAULT_WINDOW_DAYS[attribution]):
        return name
    return build_count_name(channel, f"{attribution}{_WITHIN}{window}", event)


def build_count_name(channel: str, attribution: str, event: str) -> str:
    """Returns the name of a conversion count. An empty channel or event means all channels or events."""
    return f"{channel}:{attribution}:{event}"


@lru_cache(maxsize=2**12)
def get_summand_names(name: str) -> tuple[str, ...]:
    """Returns the names of the summands of a count. Returns `name` itself if the count is not a sum."""
    if ":" not in name:
        return (name,)
    conversion, slash, amount = name.partition("/")
    channel, attribution, event = conversion.split(":")
    return tuple(
        build_count_name(part_channel, attribution, part_event) + slash + amount
        for part_channel in ([channel] if channel else CHANNELS)
        for part_event in ([event] if event else EVENTS)
    )


def to_hour(seconds: float) -> int:
    """Converts a Unix time to an hour number: 24 times `toordinal()` of the date, plus the hour of the day (UTC)."""
    return _EPOCH * DAY_HOURS + int(seconds // _HOUR_SECONDS)


def split_by_weight(weights: Sequence[float]) -> list[Part]:
    """Returns one `Part` per weight. The parts divide any count into shares in proportion to the weights."""
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


def reduce_to_part(count: int, part: Part) -> int:
    """Returns the share of a count that `part` selects. A larger count never gives a smaller result."""
    for weight, total, is_rest in part:
        first = count * weight // total
        count = count - first if is_rest else first
    return count


@lru_cache(maxsize=2**16)
def count_until(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    """Returns an ad's cumulative count, such as its impressions, at the start of an hour.

    `to_hour` defines the hour number. `pinterest.emulator.metrics.columns` lists the names of counts.
    """
    if name == _BASE:
        per_day = _get_count_parameters(seed, leaf, name).per_day
        return int(per_day * _compute_activity(seed, leaf, hour))
    if ":" in name and name not in RATES:
        if name[0] == name[-1] == ":":
            return _count_conversions_within_window(seed, leaf, hour, name)
        return _count_conversions(seed, leaf, hour, name)
    parameters = _get_count_parameters(seed, leaf, name)
    whole = count_until(seed, leaf, hour, parameters.base)
    place = whole / parameters.length + parameters.phase
    # A triangle wave from 0 to 2 lets the share of the base count rise and fall.
    return int(parameters.rate * (whole + parameters.height * abs(4 * (place % 1) - 2)))


@lru_cache(maxsize=2**14)
def _get_count_parameters(seed: int, leaf: Leaf, name: str) -> _CountParameters:
    """Returns random parameters for the formula of one count. The same seed gives the same parameters."""
    rng = SeededRandom(seed).generator("figures", *leaf, name)
    if name == _BASE:
        return _CountParameters("", 1, 0, 1, 0, rng.uniform(*_SCALE))
    base, least, most = RATES.get(name, _DEFAULT_RATE)
    rate = rng.uniform(least, most) / MILLION
    per_day = _get_count_parameters(seed, leaf, base).per_day
    length = per_day * rng.uniform(*_WAVE_DAYS)
    # Limit the amplitude, so that counts never decrease and shares stay below 1.
    swing = min(_SWING, _NEARLY * abs(1 - rate) / rate) if rate else 0
    return _CountParameters(base, rate, swing * length / 4, length, rng.random(), per_day * rate)


def _count_conversions_within_window(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    """Returns the cumulative conversions in the window that `name` contains, such as 7 days for `:CLICK@7:`."""
    attribution, _, days = name.strip(":").partition(_WITHIN)
    default = count_until(seed, leaf, hour, build_count_name("", attribution, ""))
    default_share = _get_share_within_days(DEFAULT_WINDOW_DAYS[attribution])
    return int(default * _get_share_within_days(int(days)) / default_share)


def _get_share_within_days(days: int) -> float:
    """Returns the share of all conversions that happen within `days` days after a view, click or engagement."""
    return days / (days + _HALF_LIFE_DAYS)


def _count_conversions(seed: int, leaf: Leaf, hour: int, name: str) -> int:
    """Returns the cumulative number of conversions, or their value (`/VALUE` in `name`) or quantity (`/QUANTITY`)."""
    conversion, _, amount = name.partition("/")
    channel, attribution, event = conversion.split(":")
    found = 0
    for one in [channel] if channel else CHANNELS:
        counted = _count_conversions_by_event(seed, leaf, hour, one, attribution)
        if amount:
            each = _get_conversion_split(seed, leaf, attribution).amounts[one, amount]
            counted = tuple(
                [int(number * worth) for number, worth in zip(counted, each, strict=True)]
            )
        found += counted[_EVENT_INDEX[event]] if event else sum(counted)
    return found


@lru_cache(maxsize=2**15)
def _count_conversions_by_event(
    seed: int, leaf: Leaf, hour: int, channel: str, attribution: str
) -> tuple[int, ...]:
    """Returns the cumulative number of each conversion event in one channel, in the order of `EVENTS`."""
    known = _get_conversion_split(seed, leaf, attribution)
    channels = _split_by_shares(
        count_until(seed, leaf, hour, build_count_name("", attribution, "")),
        known.channels,
    )
    return _split_by_shares(channels[CHANNELS.index(channel)], known.events[channel])


@lru_cache(maxsize=2**11)
def _get_conversion_split(seed: int, leaf: Leaf, attribution: str) -> _ConversionSplit:
    """Returns how an ad's conversions split into channels and events, for an attribution such as `CLICK`."""
    attribution = attribution.partition(_WITHIN)[0]
    rng = SeededRandom(seed).generator("conversions", *leaf, attribution)
    dollars = {event: 40 if event in _PURCHASE_EVENTS else 1 for event in EVENTS}
    return _ConversionSplit(
        _convert_to_shares([rng.uniform(0.5, 1.5) * share for share in _CHANNEL_SHARES.values()]),
        {
            channel: _convert_to_shares([rng.uniform(0.5, 1.5) * rate for rate in EVENTS.values()])
            for channel in CHANNELS
        },
        {
            (channel, amount): tuple(
                rng.uniform(1, 2.2)
                if amount == "QUANTITY"
                else round(rng.uniform(0.4, 2) * dollars[event] * MILLION)
                for event in EVENTS
            )
            for channel in CHANNELS
            for amount in ("QUANTITY", "VALUE")
        },
    )


def _convert_to_shares(weights: Sequence[float]) -> tuple[float, ...]:
    """Divides each weight by the sum of itself and all later weights: `[1, 1, 2]` becomes `(1/4, 1/3, 1)`."""
    return tuple(weight / sum(weights[place:]) for place, weight in enumerate(weights))


def _split_by_shares(count: int, shares_of_rest: Sequence[float]) -> tuple[int, ...]:
    """Splits a count by shares of the remaining count: 100 with the shares 0.5 and 0.2 gives 50 and 10."""
    found = []
    for share in shares_of_rest:
        one = int(count * share)
        found.append(one)
        count -= one
    return tuple(found)


def _compute_activity(seed: int, leaf: Leaf, hour: int) -> float:
    """Returns an ad's total activity before `hour`, where an average day counts as 1."""
    day, rest = divmod(hour, DAY_HOURS)
    begin = _compute_activity_before_day(seed, leaf, day)
    return (
        begin
        + _SHARE_UP_TO_HOUR[rest] * (_compute_activity_before_day(seed, leaf, day + 1) - begin)
        if rest
        else begin
    )


def _compute_activity_before_day(seed: int, leaf: Leaf, day: int) -> float:
    """Returns an ad's total activity before `day`, where an average day counts as 1."""
    weeks, weekday = divmod(day - _FIRST_DAY, _WEEK_DAYS)
    # Noise moves part of a day's count to the day before. Days then differ, but no day has a negative count.
    return (
        weeks * _WEEK_DAYS
        + _WEIGHT_UP_TO_WEEKDAY[weekday]
        + _BASE_SWING * _compute_noise(seed, leaf, day)
    )


def _compute_noise(seed: int, leaf: Leaf, day: int) -> float:
    """Returns a pseudorandom number from 0 to 1 for an ad and a day."""
    level, id = leaf
    return (zlib.crc32(f"{seed}/{level}/{id}/{day}".encode()) >> 8) / 0x1000000
