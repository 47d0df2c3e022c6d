"""Trends: keywords, product categories and topics on the rise, by region; made up, the same for the same seed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pinterest.schemas
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics import figures
from pinterest.emulator.samples.sampler import complete
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
_LOOKED_BACK = 365
_EVERYTHING = "ALL"
_ENDINGS = ("", " ideas", " inspiration")
_TOPIC_ENDINGS = (*_ENDINGS, " at home", " for beginners")
_ENGAGEMENTS = {
    "ENGAGEMENT": "engagement",
    "OUTBOUND_CLICK": "outbound_clicks",
    "SAVE": "pin_saves",
}

# What a kind of trend is ranked by, from the searches of two years.
_RANKS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "growing": lambda weeks: search_terms.growth(weeks, _QUARTER_OF_WEEKS),
    "monthly": lambda weeks: sum(weeks[-_MONTH_OF_WEEKS:]),
    "seasonal": lambda weeks: search_terms.growth(weeks, _MONTH_OF_WEEKS),
    "yearly": lambda weeks: sum(weeks[-_YEAR_OF_WEEKS:]),
}

assumed(
    TRENDING_KEYWORDS_LIST,
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
    TRENDS_EDITORIAL_ARTICLES_LIST,
    choice="Trends are made up from the seed, the region, the type of trend and the audience filters. Weeks end "
    "on Sundays.",
)


@handles(TRENDING_KEYWORDS_LIST)
def list_keywords(call: Call) -> dict[str, Any]:
    """Returns the keywords that trend most, the first one first."""
    arguments = call.arguments
    interests = arguments["interests"] or list(search_terms.INTERESTS)
    words = [
        word + ending
        for interest in interests
        for word in search_terms.INTERESTS.get(interest, (interest.replace("_", " "),))
        for ending in _ENDINGS
    ]
    wanted = [text.lower() for text in arguments["include_keywords"] or ()]
    found = {
        word: _volumes(call, word, _YEAR_OF_WEEKS * 2)
        for word in sorted(set(words))
        if not wanted or any(text in word for text in wanted)
    }
    rank = _RANKS[arguments["trend_type"]]
    ranked = sorted(found, key=lambda word: -rank(list(found[word].values())))
    ranked = ranked[: arguments["limit"]]
    years = _shown(
        call, {word: dict(list(found[word].items())[-_YEAR_OF_WEEKS:]) for word in ranked}
    )
    trends = [
        {"keyword": word, **_grown(found[word]), "time_series": years[word]} for word in ranked
    ]
    if arguments["include_prediction"]:
        end = _last_week(call) + datetime.timedelta(days=_WEEK * _PREDICTED_WEEKS)
        ahead = _shown(call, {word: _volumes(call, word, _PREDICTED_WEEKS, end) for word in ranked})
        for trend in trends:
            trend |= {"has_prediction": True, "predicted_time_series": ahead[trend["keyword"]]}
    if arguments["include_demographics"]:
        for trend in trends:
            trend["demographics"] = _demographics(call, trend["keyword"])
    return {"trends": trends}


@handles(TRENDS_FEATURED_TOPICS_LIST)
def list_topics(call: Call) -> list[dict[str, Any]]:
    """Returns five topics of each interest, or of the one that was asked for."""
    interest, region = call.arguments["interest"], call.arguments["region"]
    every = [str(value) for value in call.operation.parameter("interest").enum]
    interests = [interest] if interest not in (None, _EVERYTHING) else every
    return [
        {
            "interest": name,
            "market": region,
            "trends": _topics(call, name),
        }
        for name in interests
        if name != _EVERYTHING
    ]


@handles(TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST)
def list_details(call: Call) -> list[dict[str, Any]]:
    """Returns who is interested in product categories, and how much over time."""
    arguments = call.arguments
    weeks = int(arguments["lookback_window"] or _LOOKED_BACK) // _WEEK
    engagements = [arguments["engagement_type"]] if arguments["engagement_type"] else _ENGAGEMENTS
    answer = []
    for category in dict.fromkeys(arguments["product_categories"]):
        chance = call.state.random.generator("category", arguments["region"], category)
        name = category.lower().replace("_", " ")
        answer.append(
            {
                "product_category": category,
                "has_prediction": False,
                "demographics": {
                    "age": search_terms.shares(chance, search_terms.AGES),
                    "gender": search_terms.shares(chance, search_terms.GENDERS),
                },
                "metrics_highlights": {
                    _ENGAGEMENTS[one]: {"pct_change_mom": chance.randrange(-40, 200)}
                    for one in engagements
                },
                "related_searches": search_terms.suggested(name, _TOPICS),
                "time_series": search_terms.series(chance, _last_week(call), weeks),
            }
        )
    return answer


@handles(TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST)
def list_categories(call: Call) -> list[dict[str, Any]]:
    """Returns the product categories that grow most, the first one first."""
    arguments = call.arguments
    engagement = arguments["engagement_type"] or "ENGAGEMENT"
    among = sorted(arguments["ages"] or ()), sorted(arguments["genders"] or ())
    every = [str(value) for value in call.operation.parameter("verticals").enum]
    wanted = arguments["verticals"] or every
    answer: list[dict[str, Any]] = []
    for number, category in enumerate(_categories(), 1):
        vertical = call.state.random.generator("vertical", category).choice(every)
        if vertical not in wanted:
            continue
        chance = call.state.random.generator(
            "trending", arguments["region"], engagement, *among, category
        )
        answer.append(
            {
                "engagement_type": engagement,
                "product_category": category,
                "pct_change_mom": chance.randrange(1, 300),
                "percent_relative_volume": chance.randrange(1, 101),
                "verticals": [vertical],
                "pinterest_product_category_id": number,
            }
        )
    answer.sort(key=lambda one: one["pct_change_mom"], reverse=True)
    return answer[:_CATEGORIES]


@handles(TRENDS_EDITORIAL_ARTICLES_LIST)
def list_articles(call: Call) -> list[dict[str, Any]]:
    """Returns articles about what trends."""
    region = call.arguments["region"]
    return [
        complete(
            "TrendsEditorial",
            {"title": word.capitalize(), "interests": [interest]},
            call.state.random.generator("article", region, interest),
        )
        for interest, (word, *_) in list(search_terms.INTERESTS.items())[:_TOPICS]
    ]


def _volumes(
    call: Call, word: str, weeks: int, last: datetime.date | None = None
) -> dict[str, float]:
    """Returns how often those whom a request is about search for a word."""
    arguments = call.arguments
    among = sorted(arguments["genders"] or ()), sorted(arguments["ages"] or ())
    chance = call.state.random.generator("trend", arguments["region"], *among, word)
    return search_terms.volumes(chance, last or _last_week(call), weeks)


def _grown(volumes: Mapping[str, float]) -> dict[str, int]:
    """Returns by how much a keyword grew, from its week to its year."""
    return {
        f"pct_growth_{name}": search_terms.growth(volumes.values(), weeks)
        for name, weeks in (("wow", 1), ("mom", _MONTH_OF_WEEKS), ("yoy", _YEAR_OF_WEEKS))
    }


def _shown(call: Call, volumes: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, int]]:
    """Returns the weekly values of keywords, against the peak of each or, where asked for, that of all of them."""
    highest = None
    if call.arguments["normalize_against_group"] and volumes:
        highest = max(max(values.values()) for values in volumes.values())
    return {word: search_terms.scaled(values, highest) for word, values in volumes.items()}


def _demographics(call: Call, word: str) -> dict[str, dict[str, float]]:
    chance = call.state.random.generator("demographics", call.arguments["region"], word)
    return {
        "age_distribution": search_terms.shares(chance, search_terms.AGES),
        "gender_distribution": search_terms.shares(chance, search_terms.GENDERS),
    }


def _topics(call: Call, interest: str) -> list[dict[str, Any]]:
    """Returns the topics of an interest that grew most, the first one first."""
    own = interest.lower()
    words = search_terms.INTERESTS.get(own, (own.replace("_", " "),))
    every = [_topic(call, own, word + ending) for word in words for ending in _TOPIC_ENDINGS]
    every.sort(key=lambda topic: -topic["percent_growth_mom"])
    return every[:_TOPICS]


def _topic(call: Call, interest: str, word: str) -> dict[str, Any]:
    chance = call.state.random.generator("topic", call.arguments["region"], interest, word)
    found = search_terms.volumes(chance, _last_week(call), _YEAR_OF_WEEKS)
    known = {
        "title": word.capitalize(),
        "percent_growth_mom": search_terms.growth(found.values(), _MONTH_OF_WEEKS),
        "related_interests": [interest],
        "related_searches": search_terms.related(call.state, word),
        "time_series": search_terms.scaled(found),
    }
    topic = complete("TrendingTopic", known, chance)
    # The API's description lets both be left out, and some clients do not.
    topic["id"] = str(chance.randrange(10**17, 10**18))
    for pin in topic["pins"]:
        pin["color"] = f"#{chance.randrange(0x1000000):06x}"
    return topic


def _categories() -> Iterable[str]:
    return [category.value for category in pinterest.schemas.ProductCategoryEnum]


def _last_week(call: Call) -> datetime.date:
    return search_terms.last_week(figures.today(call.state))
