"""Trends: keywords, product categories and topics by region, generated from the seed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pinterest.schemas
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import figures
from pinterest.emulator.samples.sampler import fill_in_fields
from pinterest.emulator.targeting import search_terms
from pinterest.operations.keywords import TRENDING_KEYWORDS_LIST
from pinterest.operations.product_categories import (
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
)
from pinterest.operations.trends import TRENDS_EDITORIAL_ARTICLES_LIST

_YEAR_OF_WEEKS = 52
_QUARTER_OF_WEEKS, _MONTH_OF_WEEKS = 13, 4
_PREDICTED_WEEKS = 13
_WEEK = 7
_TOPICS = 5
_CATEGORIES = 20
_LOOKBACK_DAYS = 365
_ALL_INTERESTS = "ALL"
_SUFFIXES = ("", " ideas", " inspiration")
_TOPIC_SUFFIXES = (*_SUFFIXES, " at home", " for beginners")
_ENGAGEMENTS = {
    "ENGAGEMENT": "engagement",
    "OUTBOUND_CLICK": "outbound_clicks",
    "SAVE": "pin_saves",
}

# For each trend type: the function that computes a keyword's rank from the weekly searches of two years.
_RANKS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "growing": lambda weeks: search_terms.compute_growth(weeks, _QUARTER_OF_WEEKS),
    "monthly": lambda weeks: sum(weeks[-_MONTH_OF_WEEKS:]),
    "seasonal": lambda weeks: search_terms.compute_growth(weeks, _MONTH_OF_WEEKS),
    "yearly": lambda weeks: sum(weeks[-_YEAR_OF_WEEKS:]),
}

assumed(
    TRENDING_KEYWORDS_LIST,
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
    TRENDS_EDITORIAL_ARTICLES_LIST,
    choice="Trends are generated from the seed, the region, the type of trend and the audience filters. Weeks end "
    "on Sundays.",
)


@handles(TRENDING_KEYWORDS_LIST)
def list_keywords(call: Call) -> dict[str, Any]:
    """Returns trending keywords, sorted by the strength of the trend."""
    arguments = call.arguments
    interests = arguments["interests"] or list(search_terms.INTERESTS)
    words = [
        word + suffix
        for interest in interests
        for word in search_terms.INTERESTS.get(interest, (interest.replace("_", " "),))
        for suffix in _SUFFIXES
    ]
    texts = [text.lower() for text in arguments["include_keywords"] or ()]
    volumes = {
        word: _generate_volumes(call, word, _YEAR_OF_WEEKS * 2)
        for word in sorted(set(words))
        if not texts or any(text in word for text in texts)
    }
    rank = _RANKS[arguments["trend_type"]]
    ranked = sorted(volumes, key=lambda word: -rank(list(volumes[word].values())))
    ranked = ranked[: arguments["limit"]]
    years = _scale_volumes(
        call, {word: dict(list(volumes[word].items())[-_YEAR_OF_WEEKS:]) for word in ranked}
    )
    trends = [
        {"keyword": word, **_compute_growth(volumes[word]), "time_series": years[word]}
        for word in ranked
    ]
    if arguments["include_prediction"]:
        end = _get_end_of_last_week(call) + datetime.timedelta(days=_WEEK * _PREDICTED_WEEKS)
        predictions = _scale_volumes(
            call, {word: _generate_volumes(call, word, _PREDICTED_WEEKS, end) for word in ranked}
        )
        for trend in trends:
            trend |= {
                "has_prediction": True,
                "predicted_time_series": predictions[trend["keyword"]],
            }
    if arguments["include_demographics"]:
        for trend in trends:
            trend["demographics"] = _generate_demographics(call, trend["keyword"])
    return {"trends": trends}


@handles(TRENDS_FEATURED_TOPICS_LIST)
def list_topics(call: Call) -> list[dict[str, Any]]:
    """Returns the five fastest-growing topics of each interest, or of the requested interest only."""
    interest, region = call.arguments["interest"], call.arguments["region"]
    all_interests = [str(value) for value in call.operation.parameter("interest").enum]
    interests = [interest] if interest not in (None, _ALL_INTERESTS) else all_interests
    return [
        {
            "interest": name,
            "market": region,
            "trends": _rank_topics(call, name),
        }
        for name in interests
        if name != _ALL_INTERESTS
    ]


@handles(TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST)
def list_details(call: Call) -> list[dict[str, Any]]:
    """Returns demographics, growth and weekly interest of product categories."""
    arguments = call.arguments
    weeks = int(arguments["lookback_window"] or _LOOKBACK_DAYS) // _WEEK
    engagements = [arguments["engagement_type"]] if arguments["engagement_type"] else _ENGAGEMENTS
    details = []
    for category in dict.fromkeys(arguments["product_categories"]):
        rng = call.state.random.generator("category", arguments["region"], category)
        name = category.lower().replace("_", " ")
        details.append(
            {
                "product_category": category,
                "has_prediction": False,
                "demographics": {
                    "age": search_terms.generate_shares(rng, search_terms.AGES),
                    "gender": search_terms.generate_shares(rng, search_terms.GENDERS),
                },
                "metrics_highlights": {
                    _ENGAGEMENTS[engagement]: {"pct_change_mom": rng.randrange(-40, 200)}
                    for engagement in engagements
                },
                "related_searches": search_terms.suggest_terms(name, _TOPICS),
                "time_series": search_terms.generate_scaled_volumes(
                    rng, _get_end_of_last_week(call), weeks
                ),
            }
        )
    return details


@handles(TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST)
def list_categories(call: Call) -> list[dict[str, Any]]:
    """Returns the fastest-growing product categories, fastest first."""
    arguments = call.arguments
    engagement = arguments["engagement_type"] or "ENGAGEMENT"
    filters = sorted(arguments["ages"] or ()), sorted(arguments["genders"] or ())
    all_verticals = [str(value) for value in call.operation.parameter("verticals").enum]
    verticals = arguments["verticals"] or all_verticals
    trending: list[dict[str, Any]] = []
    for number, category in enumerate(_list_category_names(), 1):
        vertical = call.state.random.generator("vertical", category).choice(all_verticals)
        if vertical not in verticals:
            continue
        rng = call.state.random.generator(
            "trending", arguments["region"], engagement, *filters, category
        )
        trending.append(
            {
                "engagement_type": engagement,
                "product_category": category,
                "pct_change_mom": rng.randrange(1, 300),
                "percent_relative_volume": rng.randrange(1, 101),
                "verticals": [vertical],
                "pinterest_product_category_id": number,
            }
        )
    trending.sort(key=lambda entry: entry["pct_change_mom"], reverse=True)
    return trending[:_CATEGORIES]


@handles(TRENDS_EDITORIAL_ARTICLES_LIST)
def list_articles(call: Call) -> list[dict[str, Any]]:
    """Returns articles about trends."""
    region = call.arguments["region"]
    return [
        fill_in_fields(
            "TrendsEditorial",
            {"title": word.capitalize(), "interests": [interest]},
            call.state.random.generator("article", region, interest),
        )
        for interest, (word, *_) in list(search_terms.INTERESTS.items())[:_TOPICS]
    ]


def _generate_volumes(
    call: Call, word: str, weeks: int, last: datetime.date | None = None
) -> dict[str, float]:
    """Maps the last day of each week to the week's number of searches for a word."""
    arguments = call.arguments
    # Only searches by people of the requested genders and ages count.
    filters = sorted(arguments["genders"] or ()), sorted(arguments["ages"] or ())
    rng = call.state.random.generator("trend", arguments["region"], *filters, word)
    return search_terms.generate_volumes(rng, last or _get_end_of_last_week(call), weeks)


def _compute_growth(volumes: Mapping[str, float]) -> dict[str, int]:
    """Returns the percentage growth of a keyword's searches in the last week, month and year."""
    return {
        f"pct_growth_{name}": search_terms.compute_growth(volumes.values(), weeks)
        for name, weeks in (("wow", 1), ("mom", _MONTH_OF_WEEKS), ("yoy", _YEAR_OF_WEEKS))
    }


def _scale_volumes(
    call: Call, volumes: Mapping[str, Mapping[str, float]]
) -> dict[str, dict[str, int]]:
    """Scales the weekly volumes of keywords, so that the highest volume of each keyword becomes 100.

    With `normalize_against_group`, only the highest volume of all keywords becomes 100.
    """
    highest = None
    if call.arguments["normalize_against_group"] and volumes:
        highest = max(max(values.values()) for values in volumes.values())
    return {word: search_terms.scale_volumes(values, highest) for word, values in volumes.items()}


def _generate_demographics(call: Call, word: str) -> dict[str, dict[str, float]]:
    """Generates the shares of the age groups and genders among the users who search for a keyword."""
    rng = call.state.random.generator("demographics", call.arguments["region"], word)
    return {
        "age_distribution": search_terms.generate_shares(rng, search_terms.AGES),
        "gender_distribution": search_terms.generate_shares(rng, search_terms.GENDERS),
    }


def _rank_topics(call: Call, interest: str) -> list[dict[str, Any]]:
    """Returns the fastest-growing topics of an interest, fastest first."""
    name = interest.lower()
    words = search_terms.INTERESTS.get(name, (name.replace("_", " "),))
    topics = [
        _build_topic(call, name, word + suffix) for word in words for suffix in _TOPIC_SUFFIXES
    ]
    topics.sort(key=lambda topic: -topic["percent_growth_mom"])
    return topics[:_TOPICS]


def _build_topic(call: Call, interest: str, search_term: str) -> dict[str, Any]:
    """Generates a trending topic, with a search term as its title."""
    rng = call.state.random.generator("topic", call.arguments["region"], interest, search_term)
    volumes = search_terms.generate_volumes(rng, _get_end_of_last_week(call), _YEAR_OF_WEEKS)
    fields = {
        "title": search_term.capitalize(),
        "percent_growth_mom": search_terms.compute_growth(volumes.values(), _MONTH_OF_WEEKS),
        "related_interests": [interest],
        "related_searches": search_terms.find_related_terms(call.state, search_term),
        "time_series": search_terms.scale_volumes(volumes),
    }
    topic = fill_in_fields("TrendingTopic", fields, rng)
    # Some clients require these fields, although the contract does not.
    topic["id"] = str(rng.randrange(10**17, 10**18))
    for pin in topic["pins"]:
        pin["color"] = f"#{rng.randrange(0x1000000):06x}"
    return topic


def _list_category_names() -> Iterable[str]:
    return [category.value for category in pinterest.schemas.ProductCategoryEnum]


def _get_end_of_last_week(call: Call) -> datetime.date:
    return search_terms.get_end_of_last_week(figures.get_today(call.state))
