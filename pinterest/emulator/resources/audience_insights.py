"""Audience insights: who an account's audiences are. All of it is made up, the same for the same seed and account."""

from __future__ import annotations

import datetime
import random
from typing import Any

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.store.tokens import DAY
from pinterest.emulator.targeting.interests import INTERESTS, Interest
from pinterest.operations.audience_insights import (
    AUDIENCE_INSIGHTS_GET,
    AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET,
    AUDIENCES_INSIGHTS_CATEGORY_LIST,
)

_DEMOGRAPHICS = {
    "ages": ("18-24", "25-34", "35-44", "45-49", "50-54", "55-64", "65+"),
    "genders": ("female", "male", "unspecified"),
    "devices": ("iphone", "android_mobile", "web", "ipad"),
    "countries": ("us: United States", "ca: Canada", "gb: United Kingdom", "de: Germany"),
    "metros": ("501: New York, US", "803: Los Angeles, US", "602: Chicago, US", "819: Seattle, US"),
}
_SIZES = {
    "YOUR_TOTAL_AUDIENCE": (200_000, 900_000),
    "YOUR_ENGAGED_AUDIENCE": (20_000, 90_000),
    "PINTEREST_TOTAL_AUDIENCE": (400_000_000, 500_000_000),
}
_DEFINITIONS = (
    ("PARTNER", "IMPRESSION_PLUS_ENGAGEMENT"),
    ("PARTNER", "ENGAGEMENT"),
    ("PINTEREST", "IMPRESSION_PLUS_ENGAGEMENT"),
)


@handles(AUDIENCE_INSIGHTS_GET)
def get_audience_insights(call: Call) -> dict[str, Any]:
    """Returns the interests and demographics of one of the account's three audiences."""
    kind = call.arguments["audience_insight_type"]
    chance = call.state.random.generator("insights", call.arguments["ad_account_id"], kind)
    smallest, largest = _SIZES[kind]
    return {
        "type": kind,
        "date": _yesterday(call),
        "size": chance.randrange(smallest, largest, 100),
        "size_is_upper_bound": kind == "PINTEREST_TOTAL_AUDIENCE",
        "demographics": {
            name: [
                _share(entry, ratio)
                for entry, ratio in zip(
                    entries, _ratios(chance, len(entries), falling=True), strict=True
                )
            ]
            for name, entries in _DEMOGRAPHICS.items()
        },
        "categories": _categories(chance),
    }


@handles(AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET)
def list_definitions(call: Call) -> dict[str, Any]:
    """Returns the pairs of scope and type that there are insights for."""
    date = _yesterday(call)
    return {"items": [{"date": date, "scope": scope, "type": kind} for scope, kind in _DEFINITIONS]}


@handles(AUDIENCES_INSIGHTS_CATEGORY_LIST)
def list_category_interests(call: Call) -> dict[str, Any]:
    """Returns the interests within a category, the most frequent first."""
    arguments = call.arguments
    pair = arguments["scope"], arguments["type"]
    if pair not in _DEFINITIONS:
        raise not_found("Audience of that scope and type")
    chance = call.state.random.generator("interests", arguments["ad_account_id"], *pair)
    for category in _categories(chance):
        if category["id"] == arguments["category_id"]:
            return {"items": category["subcategories"]}
    raise not_found("Category")


def _yesterday(call: Call) -> str:
    moment = datetime.datetime.fromtimestamp(call.state.clock.now() - DAY, datetime.UTC)
    return moment.date().isoformat()


def _categories(chance: random.Random) -> list[dict[str, Any]]:
    """Returns every category with its interests, the most frequent first."""
    categories = []
    for ratio, category in zip(_ratios(chance, len(INTERESTS)), INTERESTS, strict=True):
        parts = _ratios(chance, len(category.within))
        inner = [
            _interest(chance, interest, part)
            for interest, part in zip(category.within, parts, strict=True)
        ]
        categories.append({**_interest(chance, category, ratio), "subcategories": _ranked(inner)})
    return _ranked(categories)


def _interest(chance: random.Random, interest: Interest, ratio: float) -> dict[str, Any]:
    index = round(chance.uniform(0.5, 2.5), 2)
    id = interest.id
    return {"key": id, "id": id, "name": interest.name, "ratio": ratio, "index": index}


def _ranked(interests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(interests, key=lambda interest: -interest["ratio"])


def _share(entry: str, ratio: float) -> dict[str, Any]:
    key, _, name = entry.partition(": ")
    return {"key": key, "name": name or key, "ratio": ratio}


def _ratios(chance: random.Random, count: int, *, falling: bool = False) -> list[float]:
    """Returns shares that add up to 1, by and large falling from the first to the last where asked."""
    weights = [chance.uniform(1, 3) / (place if falling else 1) for place in range(1, count + 1)]
    ratios = [round(weight / sum(weights), 4) for weight in weights]
    ratios[0] = round(ratios[0] + 1 - sum(ratios), 4)
    return ratios
