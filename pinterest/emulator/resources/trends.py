"""Trends: keywords, product categories and topics on the rise, by region; made up, the same for the same seed."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import pinterest.schemas
from pinterest.emulator import figures, vocabulary
from pinterest.emulator.handlers import Call, answers, assumed
from pinterest.emulator.samples import complete
from pinterest.operations.keywords import TRENDING_KEYWORDS_LIST
from pinterest.operations.product_categories import (
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
)
from pinterest.operations.trends import TRENDS_EDITORIAL_ARTICLES_LIST

_YEAR_OF_WEEKS = 52
_PREDICTED_WEEKS = 13
_WEEK = 7
_TOPICS = 5
_CATEGORIES = 20
_LOOKED_BACK = 365
_EVERYTHING = "ALL"
_ENDINGS = ("", " ideas", " inspiration")
_ENGAGEMENTS = {
    "ENGAGEMENT": "engagement",
    "OUTBOUND_CLICK": "outbound_clicks",
    "SAVE": "pin_saves",
}

assumed(
    "Trends are made up from the seed, the region, the kind of trend and whom they are among; weeks end on Sundays.",
    TRENDING_KEYWORDS_LIST,
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
    TRENDS_EDITORIAL_ARTICLES_LIST,
)


@answers(TRENDING_KEYWORDS_LIST)
def list_keywords(call: Call) -> dict[str, Any]:
    """Answers the keywords that trend most, the first one first."""
    arguments = call.arguments
    interests = arguments["interests"] or list(vocabulary.INTERESTS)
    words = [
        word + ending
        for interest in interests
        for word in vocabulary.INTERESTS.get(interest, (interest.replace("_", " "),))
        for ending in _ENDINGS
    ]
    wanted = [text.lower() for text in arguments["include_keywords"] or ()]
    words = [word for word in words if not wanted or any(text in word for text in wanted)]
    among = sorted(arguments["genders"] or ()), sorted(arguments["ages"] or ())
    chance = call.state.chance.about("trends", arguments["region"], arguments["trend_type"], *among)
    rank = {word: chance.random() for word in sorted(set(words))}
    ranked = sorted(rank, key=lambda word: -rank[word])[: arguments["limit"]]
    return {"trends": [_keyword(call, word, rank[word]) for word in ranked]}


@answers(TRENDS_FEATURED_TOPICS_LIST)
def list_topics(call: Call) -> list[dict[str, Any]]:
    """Answers five topics of each interest, or of the one that was asked for."""
    interest, region = call.arguments["interest"], call.arguments["region"]
    every = [str(value) for value in call.operation.parameter("interest").enum]
    interests = [interest] if interest not in (None, _EVERYTHING) else every
    return [
        {
            "interest": name,
            "market": region,
            "trends": [_topic(call, name, place) for place in range(_TOPICS)],
        }
        for name in interests
        if name != _EVERYTHING
    ]


@answers(TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST)
def list_details(call: Call) -> list[dict[str, Any]]:
    """Answers who is interested in product categories, and how much over time."""
    arguments = call.arguments
    weeks = int(arguments["lookback_window"] or _LOOKED_BACK) // _WEEK
    engagements = [arguments["engagement_type"]] if arguments["engagement_type"] else _ENGAGEMENTS
    answer = []
    for category in dict.fromkeys(arguments["product_categories"]):
        chance = call.state.chance.about("category", arguments["region"], category)
        name = category.lower().replace("_", " ")
        answer.append(
            {
                "product_category": category,
                "has_prediction": False,
                "demographics": {
                    "age": vocabulary.shares(chance, vocabulary.AGES),
                    "gender": vocabulary.shares(chance, vocabulary.GENDERS),
                },
                "metrics_highlights": {
                    _ENGAGEMENTS[one]: {"pct_change_mom": chance.randrange(-40, 200)}
                    for one in engagements
                },
                "related_searches": vocabulary.suggested(name, _TOPICS),
                "time_series": vocabulary.series(chance, _last_week(call), weeks),
            }
        )
    return answer


@answers(TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST)
def list_categories(call: Call) -> list[dict[str, Any]]:
    """Answers the product categories that grow most, the first one first."""
    arguments = call.arguments
    engagement = arguments["engagement_type"] or "ENGAGEMENT"
    among = sorted(arguments["ages"] or ()), sorted(arguments["genders"] or ())
    every = [str(value) for value in call.operation.parameter("verticals").enum]
    wanted = arguments["verticals"] or every
    answer: list[dict[str, Any]] = []
    for number, category in enumerate(_categories(), 1):
        vertical = call.state.chance.about("vertical", category).choice(every)
        if vertical not in wanted:
            continue
        chance = call.state.chance.about(
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


@answers(TRENDS_EDITORIAL_ARTICLES_LIST)
def list_articles(call: Call) -> list[dict[str, Any]]:
    """Answers articles about what trends."""
    region = call.arguments["region"]
    return [
        complete(
            "TrendsEditorial",
            {"title": word.capitalize(), "interests": [interest]},
            call.state.chance.about("article", region, interest),
        )
        for interest, (word, *_) in list(vocabulary.INTERESTS.items())[:_TOPICS]
    ]


def _keyword(call: Call, word: str, rank: float) -> dict[str, Any]:
    arguments = call.arguments
    chance = call.state.chance.about("trend", arguments["region"], word)
    last = _last_week(call)
    series = vocabulary.series(chance, last, _YEAR_OF_WEEKS)
    # Against the group, the peak of a keyword is as high as the keyword is large.
    scale = rank if arguments["normalize_against_group"] else 1.0
    trend: dict[str, Any] = {
        "keyword": word,
        "pct_growth_wow": _growth(series, 1),
        "pct_growth_mom": _growth(series, 4),
        "pct_growth_yoy": chance.randrange(-60, 400),
        "time_series": _scaled(series, scale),
    }
    if arguments["include_prediction"]:
        end = last + datetime.timedelta(days=_WEEK * _PREDICTED_WEEKS)
        ahead = vocabulary.series(chance, end, _PREDICTED_WEEKS)
        trend |= {"has_prediction": True, "predicted_time_series": _scaled(ahead, scale)}
    if arguments["include_demographics"]:
        trend["demographics"] = {
            "age_distribution": vocabulary.shares(chance, vocabulary.AGES),
            "gender_distribution": vocabulary.shares(chance, vocabulary.GENDERS),
        }
    return trend


def _topic(call: Call, interest: str, place: int) -> dict[str, Any]:
    region, own = call.arguments["region"], interest.lower()
    words = vocabulary.INTERESTS.get(own, (own.replace("_", " "),))
    chance = call.state.chance.about("topic", region, interest, place)
    word = words[place % len(words)] + _ENDINGS[place // len(words) % len(_ENDINGS)]
    known = {
        "title": word.capitalize(),
        "percent_growth_mom": chance.randrange(5, 400),
        "related_interests": [own],
        "related_searches": vocabulary.related(call.state, word),
        "time_series": vocabulary.series(chance, _last_week(call), _YEAR_OF_WEEKS),
    }
    return complete("TrendingTopic", known, chance)


def _categories() -> Iterable[str]:
    return [category.value for category in pinterest.schemas.ProductCategoryEnum]


def _last_week(call: Call) -> datetime.date:
    return vocabulary.last_week(figures.today(call.state))


def _growth(series: dict[str, int], weeks: int) -> int:
    """Returns by how many of a hundred the last weeks were more than as many before."""
    values = list(series.values())
    now, before = sum(values[-weeks:]), sum(values[-2 * weeks : -weeks])
    return round(100 * (now - before) / before) if before else 0


def _scaled(series: dict[str, int], scale: float) -> dict[str, int]:
    return {day: round(value * scale) for day, value in series.items()}
