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


def call_operation(api: Api, operation: Operation, **arguments: Any) -> Any:
    prepared = operation.prepare(arguments)
    response = api.get(prepared.path, params=prepared.query)
    assert_valid(operation, response)
    return response.json()


def list_trends(api: Api, **query: Any) -> list[dict[str, Any]]:
    arguments = {"region": "US", "trend_type": "growing", **query}
    return list(call_operation(api, TRENDING_KEYWORDS_LIST, **arguments)["trends"])


def list_keywords(api: Api, **query: Any) -> list[str]:
    return [trend["keyword"] for trend in list_trends(api, **query)]


def test_keywords_depend_on_the_query(api: Api) -> None:
    found = list_keywords(api)
    assert len(found) == len(set(found)) == 50
    assert list_keywords(api) == found
    others = [
        list_keywords(api, region="CA"),
        list_keywords(api, trend_type="yearly"),
        list_keywords(api, ages=["18-24"]),
        list_keywords(api, genders=["male"]),
    ]
    assert all(other != found for other in others)


def test_keywords_are_limited_and_filtered(api: Api) -> None:
    assert list_keywords(api, limit=3) == list_keywords(api)[:3]
    filtered = list_keywords(api, interests=["diy_and_crafts"])
    assert filtered and set(filtered) != set(list_keywords(api))
    assert all("quilt" in word for word in list_keywords(api, include_keywords=["Quilt"]))
    assert list_keywords(api, include_keywords=["quilt"])
    assert list_keywords(api, include_keywords=["zeppelin"]) == []


def test_a_keyword_has_weekly_values_for_a_year(api: Api) -> None:
    [trend] = list_trends(api, limit=1)
    days = [datetime.date.fromisoformat(day) for day in trend["time_series"]]
    assert len(days) == 52
    assert {(after - before).days for before, after in itertools.pairwise(days)} == {7}
    age = (datetime.datetime.now(datetime.UTC).date() - days[-1]).days
    assert 1 <= age <= 7
    assert max(trend["time_series"].values()) == 100
    assert not {"predicted_time_series", "demographics"} & set(trend)


def test_predictions_and_demographics_are_optional(api: Api) -> None:
    plain = list_trends(api, limit=5)
    more = list_trends(api, limit=5, include_prediction=True, include_demographics=True)
    assert all(trend["has_prediction"] for trend in more)
    last = max(plain[0]["time_series"])
    assert min(more[0]["predicted_time_series"]) > last
    assert sum(more[0]["demographics"]["age_distribution"].values()) == pytest.approx(1, abs=0.2)
    together = list_trends(api, limit=5, normalize_against_group=True)
    peaks = [max(trend["time_series"].values()) for trend in together]
    assert max(peaks) == 100 and min(peaks) < 100


def sum_volume(trend: dict[str, Any], weeks: int, skipped: int = 0) -> int:
    """Returns the search volume of a keyword over some weeks that end `skipped` weeks ago."""
    values = list(trend["time_series"].values())
    return sum(values[len(values) - weeks - skipped : len(values) - skipped])


def compute_growth(trend: dict[str, Any], weeks: int) -> float:
    before = sum_volume(trend, weeks, weeks)
    return 100 * (sum_volume(trend, weeks) - before) / before


def is_falling(figures: list[float], slack: float) -> bool:
    return all(after <= before + slack for before, after in itertools.pairwise(figures))


def test_keywords_are_ranked_by_their_weekly_values(api: Api) -> None:
    growing, seasonal, monthly, yearly = (
        list_trends(
            api, trend_type=trend_type, normalize_against_group=trend_type in ("monthly", "yearly")
        )
        for trend_type in ("growing", "seasonal", "monthly", "yearly")
    )
    # Weekly values are rounded, so adjacent values may be in the wrong order.
    assert is_falling([compute_growth(trend, 13) for trend in growing], 2)
    assert is_falling([compute_growth(trend, 4) for trend in seasonal], 4)
    assert is_falling([trend["pct_growth_mom"] for trend in seasonal], 0)
    assert is_falling([sum_volume(trend, 4) for trend in monthly], 4)
    assert is_falling([sum_volume(trend, 52) for trend in yearly], 52)
    for trend in growing:
        assert trend["pct_growth_wow"] == pytest.approx(compute_growth(trend, 1), abs=6)
        assert trend["pct_growth_mom"] == pytest.approx(compute_growth(trend, 4), abs=4)


def test_yearly_growth_matches_the_weekly_values(emulator: Emulator, api: Api) -> None:
    query = {"trend_type": "yearly", "include_keywords": ["quilt"], "normalize_against_group": True}
    before = {trend["keyword"]: trend for trend in list_trends(api, **query)}
    emulator.advance(52 * 7 * 86_400)
    api.headers["Authorization"] = f"Bearer {emulator.token()}"
    after = {trend["keyword"]: trend for trend in list_trends(api, **query)}
    first = next(iter(before))
    for word, trend in after.items():
        # Each response is scaled to its own peak, so compare with the first keyword.
        ratio = sum_volume(trend, 52) / sum_volume(after[first], 52)
        previous_ratio = sum_volume(before[word], 52) / sum_volume(before[first], 52)
        growth_ratio = (100 + trend["pct_growth_yoy"]) / (100 + after[first]["pct_growth_yoy"])
        assert ratio / previous_ratio == pytest.approx(growth_ratio, abs=0.06)


def test_past_weeks_do_not_change(emulator: Emulator, api: Api) -> None:
    query = {"interests": ["art"], "limit": 1, "trend_type": "yearly"}
    [before] = list_trends(api, **query)
    emulator.advance(14 * 86_400)
    [after] = list_trends(api, **{**query, "include_keywords": [before["keyword"]]})
    common = [day for day in before["time_series"] if day in after["time_series"]]
    assert len(common) == 50
    ratios = [after["time_series"][day] / before["time_series"][day] for day in common]
    assert max(ratios) - min(ratios) < 0.1


@pytest.mark.slow
def test_topics_are_grouped_by_interest(api: Api) -> None:
    every = call_operation(api, TRENDS_FEATURED_TOPICS_LIST, region="CA")
    assert len(every) > 10
    [found] = call_operation(api, TRENDS_FEATURED_TOPICS_LIST, region="CA", interest="ART")
    assert found == next(one for one in every if one["interest"] == "ART")
    assert len({topic["title"] for topic in found["trends"]}) == 5
    grown = [topic["percent_growth_mom"] for topic in found["trends"]]
    assert grown == sorted(grown, reverse=True)
    for topic in found["trends"]:
        assert topic["percent_growth_mom"] == pytest.approx(compute_growth(topic, 4), abs=4)
        assert topic["pins"] and all(len(pin["color"]) == 7 for pin in topic["pins"])
    assert len({topic["id"] for topic in found["trends"]}) == 5
    assert call_operation(api, TRENDS_FEATURED_TOPICS_LIST, region="CA", interest="ALL") == every


def test_product_categories_have_details(api: Api) -> None:
    query = {"product_categories": ["BLANKETS", "BOOTS"], "region": "US"}
    found = call_operation(api, TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST, **query)
    assert [one["product_category"] for one in found] == ["BLANKETS", "BOOTS"]
    assert set(found[0]["metrics_highlights"]) == {"engagement", "outbound_clicks", "pin_saves"}
    short = call_operation(
        api,
        TRENDS_PRODUCT_CATEGORIES_DETAILS_LIST,
        lookback_window=90,
        engagement_type="SAVE",
        **query,
    )
    assert list(short[0]["metrics_highlights"]) == ["pin_saves"]
    assert len(short[0]["time_series"]) == 12 < len(found[0]["time_series"])


def test_product_categories_are_ranked_and_filtered(api: Api) -> None:
    every = call_operation(api, TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST, region="US")
    compute_growth = [one["pct_change_mom"] for one in every]
    assert compute_growth == sorted(compute_growth, reverse=True) and len(compute_growth) == 20
    found = call_operation(
        api,
        TRENDS_PRODUCT_CATEGORIES_TRENDING_LIST,
        region="US",
        verticals=["BEAUTY"],
        engagement_type="SAVE",
    )
    assert {one["verticals"][0] for one in found} == {"BEAUTY"}
    assert {one["engagement_type"] for one in found} == {"SAVE"}


def test_articles_depend_on_the_region(api: Api) -> None:
    found = call_operation(api, TRENDS_EDITORIAL_ARTICLES_LIST, region="US")
    assert len(found) == 5
    assert call_operation(api, TRENDS_EDITORIAL_ARTICLES_LIST, region="CA") != found


@pytest.mark.parametrize(
    "path",
    [
        "/trends/keywords/XX/top/growing",
        "/trends/keywords/US/top/shrinking",
        "/trends/topics/featured",
    ],
)
def test_invalid_trends_are_refused(api: Api, path: str) -> None:
    assert api.get(path).status_code == 400


def test_suggested_terms_begin_with_the_term(api: Api) -> None:
    found = call_operation(api, TERMS_SUGGESTED_LIST, term="Quilt")
    assert len(found) == 4
    assert all(term.startswith("quilt") for term in found)
    assert call_operation(api, TERMS_SUGGESTED_LIST, term="quilt", limit=2) == found[:2]
    assert len(call_operation(api, TERMS_SUGGESTED_LIST, term="zeppelin", limit=10)) > 4
    assert api.get("/terms/suggested", params={"term": "a", "limit": "11"}).status_code == 400


def test_terms_have_related_terms(api: Api) -> None:
    found = call_operation(api, TERMS_RELATED_LIST, terms=["baby quilt", "zeppelin"])
    assert found["id"] == "baby quilt"
    lists = found["related_terms_list"]
    assert [one["term"] for one in lists] == ["baby quilt", "zeppelin"]
    assert found["related_term_count"] == sum(len(one["related_terms"]) for one in lists)
    assert "quilt patterns" in lists[0]["related_terms"]
    assert "baby quilt" not in lists[0]["related_terms"]


def test_keywords_have_search_volumes_by_country(emulator: Emulator, api: Api) -> None:
    wanted = ["quilts", "linen dresses", *(f"word {number}" for number in range(20))]

    def metrics(country: str) -> list[dict[str, Any]]:
        found = call_operation(
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


def test_a_term_is_required(api: Api) -> None:
    response = api.get("/terms/suggested", params={"term": ""})
    assert (response.status_code, response.json()["code"]) == (400, 1)
