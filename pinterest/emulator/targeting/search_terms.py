"""Words that people search for, by interest; everything said about them is made up, the same for the same seed."""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Iterable, Mapping, Sequence

from pinterest.emulator.store.state import State

INTERESTS: dict[str, tuple[str, ...]] = {
    "animals": ("cat beds", "dog costumes", "bird feeders"),
    "architecture": ("tiny houses", "stone cottages", "barn conversions"),
    "art": ("watercolour flowers", "charcoal drawings", "clay bowls"),
    "beauty": ("autumn nails", "braided hair", "simple makeup"),
    "diy_and_crafts": (
        "quilt patterns",
        "baby quilt",
        "patchwork bags",
        "sewing room",
        "felt toys",
    ),
    "education": ("reading corners", "science at home", "alphabet games"),
    "event_planning": ("garden party", "table settings", "birthday cakes"),
    "fashion": ("wool coats", "linen dresses", "knitted vests"),
    "food_and_drinks": ("pumpkin soup", "sourdough bread", "spiced tea"),
    "gardening": ("herb spirals", "raised beds", "wildflower lawns"),
    "health": ("morning stretches", "evening walks", "calm breathing"),
    "home_decor": ("cosy bedroom", "quilted throws", "reading nook", "small kitchens"),
    "parenting": ("nursery ideas", "lunch boxes", "rainy day games"),
    "travel": ("train journeys", "cabin weekends", "packing lists"),
    "wedding": ("dried bouquets", "barn weddings", "handmade invitations"),
}
WORDS = tuple(dict.fromkeys(word for words in INTERESTS.values() for word in words))
AGES = ("18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+")
GENDERS = ("female", "male", "unspecified")

_ENDINGS = (
    "ideas",
    "for beginners",
    "patterns",
    "aesthetic",
    "inspiration",
    "gifts",
    "diy",
    "2026",
)
_WEEK, _DAYS_A_YEAR = 7, 365.25
_BEGINNING = datetime.date(2026, 1, 1)
_LEAST_SHARE = 0.04


def suggested(term: str, limit: int) -> list[str]:
    """Returns searches that begin with a term."""
    words = [word for word in WORDS if word.startswith(term) and word != term]
    words += [f"{term} {ending}" for ending in _ENDINGS]
    return words[:limit]


def related(state: State, term: str, number: int = 5) -> list[str]:
    """Returns searches that have to do with a term: by a word in common, then by the interest they belong to."""
    parts = set(term.split())
    near = [word for word in WORDS if parts & set(word.split()) and word != term]
    beside = [word for words in INTERESTS.values() if set(words) & {term, *near} for word in words]
    chance = state.chance.about("related", term)
    elsewhere = chance.sample(WORDS, len(WORDS))
    found = dict.fromkeys([*near, *beside, *elsewhere])
    return [word for word in found if word != term][:number]


def shares(chance: random.Random, names: Sequence[str]) -> dict[str, float]:
    """Returns how much of something each has; small shares are shown alike, to hide who is few."""
    weights = [chance.uniform(0.2, 3) for _ in names]
    return {
        name: max(_LEAST_SHARE, round(weight / sum(weights), 2))
        for name, weight in zip(names, weights, strict=True)
    }


def volumes(chance: random.Random, last: datetime.date, weeks: int) -> dict[str, float]:
    """Returns how often something is searched for a week, up to a day, by the last day of each week.

    It goes up and down with the year, and by and large up or down. A week's value is the same whenever it is asked for.
    """
    size, drift = 10_000 * chance.uniform(0.1, 1), chance.uniform(-0.2, 0.4)
    swing, phase, salt = chance.uniform(0.1, 0.6), chance.random(), chance.getrandbits(32)
    found = {}
    for back in range(weeks - 1, -1, -1):
        day = last - datetime.timedelta(days=_WEEK * back)
        years = (day - _BEGINNING).days / _DAYS_A_YEAR
        mixed = (day.toordinal() // _WEEK * 2_654_435_761 + salt) % 2**32 / 2**32
        season = 1 + swing * math.sin(math.tau * (years + phase))
        found[day.isoformat()] = size * math.exp(drift * years) * season * (0.9 + 0.2 * mixed)
    return found


def scaled(volumes: Mapping[str, float], highest: float | None = None) -> dict[str, int]:
    """Returns weekly values of which the largest is 100, or would be where the highest is another one's."""
    most = highest or max(volumes.values())
    return {day: round(100 * value / most) for day, value in volumes.items()}


def series(chance: random.Random, last: datetime.date, weeks: int) -> dict[str, int]:
    """Returns weekly values up to a day, by the last day of each week; the largest is 100."""
    return scaled(volumes(chance, last, weeks))


def growth(values: Iterable[float], weeks: int) -> int:
    """Returns by how many of a hundred the last weeks were more than as many before."""
    found = list(values)
    now, before = sum(found[-weeks:]), sum(found[-2 * weeks : -weeks])
    return round(100 * (now - before) / before) if before else 0


def last_week(today: datetime.date) -> datetime.date:
    """Returns the last day of the last whole week, a Sunday."""
    return today - datetime.timedelta(days=today.isoweekday())
