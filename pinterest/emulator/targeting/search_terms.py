"""Search terms by interest, and made-up search volumes. The same seed gives the same volumes."""

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
_WEEK_DAYS, _YEAR_DAYS = 7, 365.25
_FIRST_DAY = datetime.date(2026, 1, 1)
_MINIMUM_SHARE = 0.04


def suggest_terms(term: str, limit: int) -> list[str]:
    """Returns up to `limit` search terms that begin with `term`, without `term` itself."""
    words = [word for word in WORDS if word.startswith(term) and word != term]
    words += [f"{term} {ending}" for ending in _ENDINGS]
    return words[:limit]


def find_related_terms(state: State, term: str, limit: int = 5) -> list[str]:
    """Returns search terms that share a word with `term`, then terms of the same interests, then random terms."""
    parts = set(term.split())
    similar = [word for word in WORDS if parts & set(word.split()) and word != term]
    same_interest = [
        word for words in INTERESTS.values() if set(words) & {term, *similar} for word in words
    ]
    rng = state.random.generator("related", term)
    others = rng.sample(WORDS, len(WORDS))
    found = dict.fromkeys([*similar, *same_interest, *others])
    return [word for word in found if word != term][:limit]


def generate_shares(rng: random.Random, names: Sequence[str]) -> dict[str, float]:
    """Maps names of age groups or genders to random shares of people, each at least `_MINIMUM_SHARE`."""
    weights = [rng.uniform(0.2, 3) for _ in names]
    return {
        name: max(_MINIMUM_SHARE, round(weight / sum(weights), 2))
        for name, weight in zip(names, weights, strict=True)
    }


def generate_volumes(rng: random.Random, last: datetime.date, weeks: int) -> dict[str, float]:
    """Maps the last day of each week, up to the day `last`, to a random search volume."""
    # Volumes vary with the season and follow a trend. The volume of a week is the same in every request.
    size, drift = 10_000 * rng.uniform(0.1, 1), rng.uniform(-0.2, 0.4)
    swing, phase, salt = rng.uniform(0.1, 0.6), rng.random(), rng.getrandbits(32)
    found = {}
    for back in range(weeks - 1, -1, -1):
        day = last - datetime.timedelta(days=_WEEK_DAYS * back)
        years = (day - _FIRST_DAY).days / _YEAR_DAYS
        mixed = (day.toordinal() // _WEEK_DAYS * 2_654_435_761 + salt) % 2**32 / 2**32
        season = 1 + swing * math.sin(math.tau * (years + phase))
        found[day.isoformat()] = size * math.exp(drift * years) * season * (0.9 + 0.2 * mixed)
    return found


def scale_volumes(volumes: Mapping[str, float], highest: float | None = None) -> dict[str, int]:
    """Scales weekly volumes so that `highest`, by default the largest volume, becomes 100."""
    most = highest or max(volumes.values())
    return {day: round(100 * value / most) for day, value in volumes.items()}


def generate_scaled_volumes(rng: random.Random, last: datetime.date, weeks: int) -> dict[str, int]:
    """Generates weekly volumes with `generate_volumes`, and scales them so that the largest is 100."""
    return scale_volumes(generate_volumes(rng, last, weeks))


def compute_growth(values: Iterable[float], weeks: int) -> int:
    """Returns the growth in percent of the last `weeks` values over the `weeks` before: 100 for `[1, 2]` and 1 week."""
    found = list(values)
    now, before = sum(found[-weeks:]), sum(found[-2 * weeks : -weeks])
    return round(100 * (now - before) / before) if before else 0


def get_end_of_last_week(today: datetime.date) -> datetime.date:
    """Returns the last day of the last full week, a Sunday."""
    return today - datetime.timedelta(days=today.isoweekday())
