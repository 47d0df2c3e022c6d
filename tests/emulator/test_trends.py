"""Trends and search terms."""

from __future__ import annotations

import datetime
import itertools
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operation import Operation
from pinterest.operations.keywords import COUNTRY_KEYWORDS_METRICS_GET, TRENDING_KEYWORDS_LIST
from pinterest.operations.product_categories import (
    TRENDS_FEATURED_TOPICS_LIST,
    TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
    TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
)
from pinterest.operations.terms import TERMS_RELATED_LIST, TERMS_SUGGESTED_LIST
from pinterest.operations.trends import TRENDS_EDITORIAL_ARTICLES_LIST
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


def ask(api: Api, operation: Operation, **arguments: Any) -> Any:
    prepared = operation.prepare(arguments)
    answer = api.get(prepared.path, params=prepared.query)
    assert_valid(operation, answer)
    return answer.json()


def keywords(api: Api, **query: Any) -> list[dict[str, Any]]:
    arguments = {"region": "US", "trend_type": "growing", **query}
    return list(ask(api, TRENDING_KEYWORDS_LIST, **arguments)["trends"])


def words(api: Api, **query: Any) -> list[str]:
    return [trend["keyword"] for trend in keywords(api, **query)]


def test_keywords_are_the_same_each_time_and_not_everywhere(api: Api) -> None:
    found = words(api)
    assert len(found) == len(set(found)) == 50
    assert words(api) == found
    others = [
        words(api, region="CA"),
        words(api, trend_type="yearly"),
        words(api, ages=["18-24"]),
        words(api, genders=["male"]),
    ]
    assert all(other != found for other in others)


def test_keywords_are_limited_and_narrowed_down(api: Api) -> None:
    assert words(api, limit=3) == words(api)[:3]
    among = words(api, interests=["diy_and_crafts"])
    assert among and set(among) != set(words(api))
    assert all("quilt" in word for word in words(api, include_keywords=["Quilt"]))
    assert words(api, include_keywords=["quilt"])
    assert words(api, include_keywords=["zeppelin"]) == []


def test_a_keyword_has_a_year_of_weeks(api: Api) -> None:
    [trend] = keywords(api, limit=1)
    days = [datetime.date.fromisoformat(day) for day in trend["time_series"]]
    assert len(days) == 52
    assert {(after - before).days for before, after in itertools.pairwise(days)} == {7}
    age = (datetime.datetime.now(datetime.UTC).date() - days[-1]).days
    assert 1 <= age <= 7
    assert max(trend["time_series"].values()) == 100
    assert not {"predicted_time_series", "demographics"} & set(trend)


def test_a_keyword_has_more_where_that_is_asked_for(api: Api) -> None:
    plain = keywords(api, limit=5)
    more = keywords(api, limit=5, include_prediction=True, include_demographics=True)
    assert all(trend["has_prediction"] for trend in more)
    last = max(plain[0]["time_series"])
    assert min(more[0]["predicted_time_series"]) > last
    assert sum(more[0]["demographics"]["age_distribution"].values()) == pytest.approx(1, abs=0.2)
    together = keywords(api, limit=5, normalize_against_group=True)
    peaks = [max(trend["time_series"].values()) for trend in together]
    assert max(peaks) == 100 and min(peaks) < 100


def volume(trend: dict[str, Any], weeks: int, skipped: int = 0) -> int:
    """Returns how often a keyword was searched for in some weeks, the last ones but those that are skipped."""
    values = list(trend["time_series"].values())
    return sum(values[len(values) - weeks - skipped : len(values) - skipped])


def growth(trend: dict[str, Any], weeks: int) -> float:
    before = volume(trend, weeks, weeks)
    return 100 * (volume(trend, weeks) - before) / before


def is_falling(figures: list[float], slack: float) -> bool:
    return all(after <= before + slack for before, after in itertools.pairwise(figures))


def test_keywords_are_ranked_by_what_their_weeks_show(api: Api) -> None:
    growing, seasonal, monthly, yearly = (
        keywords(api, trend_type=kind, normalize_against_group=kind in ("monthly", "yearly"))
        for kind in ("growing", "seasonal", "monthly", "yearly")
    )
    # The weeks are shown rounded, so that neighbours can seem to have changed places.
    assert is_falling([growth(trend, 13) for trend in growing], 2)
    assert is_falling([growth(trend, 4) for trend in seasonal], 4)
    assert is_falling([trend["pct_growth_mom"] for trend in seasonal], 0)
    assert is_falling([volume(trend, 4) for trend in monthly], 4)
    assert is_falling([volume(trend, 52) for trend in yearly], 52)
    for trend in growing:
        assert trend["pct_growth_wow"] == pytest.approx(growth(trend, 1), abs=6)
        assert trend["pct_growth_mom"] == pytest.approx(growth(trend, 4), abs=4)


def test_the_growth_of_a_year_is_that_of_its_weeks(emulator: Emulator, api: Api) -> None:
    query = {"trend_type": "yearly", "include_keywords": ["quilt"], "normalize_against_group": True}
    before = {trend["keyword"]: trend for trend in keywords(api, **query)}
    emulator.advance(52 * 7 * 86_400)
    api.headers["Authorization"] = f"Bearer {emulator.token()}"
    after = {trend["keyword"]: trend for trend in keywords(api, **query)}
    first = next(iter(before))
    for word, trend in after.items():
        # Against the first one, since each answer is scaled by its own peak.
        ratio = volume(trend, 52) / volume(after[first], 52)
        was = volume(before[word], 52) / volume(before[first], 52)
        grown = (100 + trend["pct_growth_yoy"]) / (100 + after[first]["pct_growth_yoy"])
        assert ratio / was == pytest.approx(grown, abs=0.06)


def test_a_past_week_stays_as_it_was(emulator: Emulator, api: Api) -> None:
    query = {"interests": ["art"], "limit": 1, "trend_type": "yearly"}
    [before] = keywords(api, **query)
    emulator.advance(14 * 86_400)
    [after] = keywords(api, **{**query, "include_keywords": [before["keyword"]]})
    common = [day for day in before["time_series"] if day in after["time_series"]]
    assert len(common) == 50
    ratios = [after["time_series"][day] / before["time_series"][day] for day in common]
    assert max(ratios) - min(ratios) < 0.1


def test_topics_are_told_by_interest(api: Api) -> None:
    every = ask(api, TRENDS_FEATURED_TOPICS_LIST, region="CA")
    assert len(every) > 10
    [found] = ask(api, TRENDS_FEATURED_TOPICS_LIST, region="CA", interest="ART")
    assert found == next(one for one in every if one["interest"] == "ART")
    assert len({topic["title"] for topic in found["trends"]}) == 5
    grown = [topic["percent_growth_mom"] for topic in found["trends"]]
    assert grown == sorted(grown, reverse=True)
    for topic in found["trends"]:
        assert topic["percent_growth_mom"] == pytest.approx(growth(topic, 4), abs=4)
        assert topic["pins"] and all(len(pin["color"]) == 7 for pin in topic["pins"])
    assert len({topic["id"] for topic in found["trends"]}) == 5
    assert ask(api, TRENDS_FEATURED_TOPICS_LIST, region="CA", interest="ALL") == every


def test_product_categories_have_details(api: Api) -> None:
    query = {"product_categories": ["BLANKETS", "BOOTS"], "region": "US"}
    found = ask(api, TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST, **query)
    assert [one["product_category"] for one in found] == ["BLANKETS", "BOOTS"]
    assert set(found[0]["metrics_highlights"]) == {"engagement", "outbound_clicks", "pin_saves"}
    short = ask(
        api,
        TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
        lookback_window=90,
        engagement_type="SAVE",
        **query,
    )
    assert list(short[0]["metrics_highlights"]) == ["pin_saves"]
    assert len(short[0]["time_series"]) == 12 < len(found[0]["time_series"])


def test_product_categories_are_ranked_and_narrowed_down(api: Api) -> None:
    every = ask(api, TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST, region="US")
    growth = [one["pct_change_mom"] for one in every]
    assert growth == sorted(growth, reverse=True) and len(growth) == 20
    found = ask(
        api,
        TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
        region="US",
        verticals=["BEAUTY"],
        engagement_type="SAVE",
    )
    assert {one["verticals"][0] for one in found} == {"BEAUTY"}
    assert {one["engagement_type"] for one in found} == {"SAVE"}


def test_articles_are_told(api: Api) -> None:
    found = ask(api, TRENDS_EDITORIAL_ARTICLES_LIST, region="US")
    assert len(found) == 5
    assert ask(api, TRENDS_EDITORIAL_ARTICLES_LIST, region="CA") != found


@pytest.mark.parametrize(
    "path",
    [
        "/trends/keywords/XX/top/growing",
        "/trends/keywords/US/top/shrinking",
        "/trends/topics/featured",
    ],
)
def test_a_trend_of_nowhere_is_refused(api: Api, path: str) -> None:
    assert api.get(path).status_code == 400


def test_terms_are_suggested_by_their_beginning(api: Api) -> None:
    found = ask(api, TERMS_SUGGESTED_LIST, term="Quilt")
    assert len(found) == 4
    assert all(term.startswith("quilt") for term in found)
    assert ask(api, TERMS_SUGGESTED_LIST, term="quilt", limit=2) == found[:2]
    assert len(ask(api, TERMS_SUGGESTED_LIST, term="zeppelin", limit=10)) > 4
    assert api.get("/terms/suggested", params={"term": "a", "limit": "11"}).status_code == 400


def test_terms_have_relations(api: Api) -> None:
    found = ask(api, TERMS_RELATED_LIST, terms=["baby quilt", "zeppelin"])
    assert found["id"] == "baby quilt"
    lists = found["related_terms_list"]
    assert [one["term"] for one in lists] == ["baby quilt", "zeppelin"]
    assert found["related_term_count"] == sum(len(one["related_terms"]) for one in lists)
    assert "quilt patterns" in lists[0]["related_terms"]
    assert "baby quilt" not in lists[0]["related_terms"]


def test_keywords_have_metrics_by_country(emulator: Emulator, api: Api) -> None:
    wanted = ["quilts", "linen dresses", *(f"word {number}" for number in range(20))]

    def metrics(country: str) -> list[dict[str, Any]]:
        found = ask(
            api,
            COUNTRY_KEYWORDS_METRICS_GET,
            ad_account_id=emulator.ad_account_id,
            country_code=country,
            keywords=wanted,
        )
        return list(found["data"])

    assert [one["keyword"] for one in metrics("US")] == wanted
    assert metrics("US") == metrics("us") != metrics("CA")
    path = f"/ad_accounts/{emulator.ad_account_id}/keywords/metrics"
    refused = api.get(path, params={"country_code": "USA", "keywords": "quilts"})
    assert (refused.status_code, refused.json()["code"]) == (400, 1)


def test_a_term_is_needed(api: Api) -> None:
    answer = api.get("/terms/suggested", params={"term": ""})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
