"""Audience insights: the interests and demographics of an account's audiences, generated from the seed."""

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
_SIZE_RANGES = {
    "YOUR_TOTAL_AUDIENCE": (200_000, 900_000),
    "YOUR_ENGAGED_AUDIENCE": (20_000, 90_000),
    "PINTEREST_TOTAL_AUDIENCE": (400_000_000, 500_000_000),
}
_SCOPES_AND_TYPES = (
    ("PARTNER", "IMPRESSION_PLUS_ENGAGEMENT"),
    ("PARTNER", "ENGAGEMENT"),
    ("PINTEREST", "IMPRESSION_PLUS_ENGAGEMENT"),
)


@handles(AUDIENCE_INSIGHTS_GET)
def get_audience_insights(call: Call) -> dict[str, Any]:
    """Returns the interests and demographics of the requested type of audience."""
    kind = call.arguments["audience_insight_type"]
    generator = call.state.random.generator("insights", call.arguments["ad_account_id"], kind)
    minimum, maximum = _SIZE_RANGES[kind]
    return {
        "type": kind,
        "date": _format_yesterday(call),
        "size": generator.randrange(minimum, maximum, 100),
        "size_is_upper_bound": kind == "PINTEREST_TOTAL_AUDIENCE",
        "demographics": {
            name: [
                _build_demographic(entry, ratio)
                for entry, ratio in zip(
                    entries, _draw_ratios(generator, len(entries), decreasing=True), strict=True
                )
            ]
            for name, entries in _DEMOGRAPHICS.items()
        },
        "categories": _build_categories(generator),
    }


@handles(AUDIENCE_INSIGHTS_SCOPE_AND_TYPE_GET)
def list_scopes_and_types(call: Call) -> dict[str, Any]:
    """Returns the combinations of scope and type that have audience insights."""
    date = _format_yesterday(call)
    return {
        "items": [{"date": date, "scope": scope, "type": kind} for scope, kind in _SCOPES_AND_TYPES]
    }


@handles(AUDIENCES_INSIGHTS_CATEGORY_LIST)
def list_category_interests(call: Call) -> dict[str, Any]:
    """Returns the interests in a category, largest ratio first."""
    arguments = call.arguments
    pair = arguments["scope"], arguments["type"]
    if pair not in _SCOPES_AND_TYPES:
        raise not_found("Audience with this scope and type")
    generator = call.state.random.generator("interests", arguments["ad_account_id"], *pair)
    for category in _build_categories(generator):
        if category["id"] == arguments["category_id"]:
            return {"items": category["subcategories"]}
    raise not_found("Category")


def _format_yesterday(call: Call) -> str:
    moment = datetime.datetime.fromtimestamp(call.state.clock.now() - DAY, datetime.UTC)
    return moment.date().isoformat()


def _build_categories(generator: random.Random) -> list[dict[str, Any]]:
    """Returns the interest categories and their interests, largest ratio first."""
    categories = []
    for ratio, category in zip(_draw_ratios(generator, len(INTERESTS)), INTERESTS, strict=True):
        ratios = _draw_ratios(generator, len(category.children))
        interests = [
            _build_interest(generator, interest, interest_ratio)
            for interest, interest_ratio in zip(category.children, ratios, strict=True)
        ]
        categories.append(
            {
                **_build_interest(generator, category, ratio),
                "subcategories": _sort_by_ratio(interests),
            }
        )
    return _sort_by_ratio(categories)


def _build_interest(generator: random.Random, interest: Interest, ratio: float) -> dict[str, Any]:
    """Returns an interest for the response, with its ratio and a random affinity index."""
    index = round(generator.uniform(0.5, 2.5), 2)
    id = interest.id
    return {"key": id, "id": id, "name": interest.name, "ratio": ratio, "index": index}


def _sort_by_ratio(interests: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(interests, key=lambda interest: -interest["ratio"])


def _build_demographic(entry: str, ratio: float) -> dict[str, Any]:
    """Returns the key, name and ratio of a demographic. `entry` is `key` or `key: name`, as in `_DEMOGRAPHICS`."""
    key, _, name = entry.partition(": ")
    return {"key": key, "name": name or key, "ratio": ratio}


def _draw_ratios(generator: random.Random, count: int, *, decreasing: bool = False) -> list[float]:
    """Returns random ratios that add up to 1. With `decreasing`, earlier ratios tend to be larger."""
    weights = [
        generator.uniform(1, 3) / (position if decreasing else 1)
        for position in range(1, count + 1)
    ]
    ratios = [round(weight / sum(weights), 4) for weight in weights]
    ratios[0] = round(ratios[0] + 1 - sum(ratios), 4)
    return ratios
