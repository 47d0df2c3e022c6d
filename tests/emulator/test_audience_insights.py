"""The three operations of audience insights."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest

import pinterest.schemas
from pinterest.emulator import Emulator
from pinterest.schema import to_request
from tests.emulator.api import Api

TYPES = ["YOUR_TOTAL_AUDIENCE", "YOUR_ENGAGED_AUDIENCE", "PINTEREST_TOTAL_AUDIENCE"]


@pytest.fixture
def account(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}"


def insights(api: Api, account: str, kind: str) -> Any:
    answer = api.get(f"{account}/audience_insights", params={"audience_insight_type": kind})
    assert answer.status_code == 200
    return answer.json()


@pytest.mark.parametrize("kind", TYPES)
def test_insights_are_valid_and_add_up(api: Api, account: str, kind: str) -> None:
    found = insights(api, account, kind)
    to_request(pinterest.schemas.AudienceInsightsResponse, found, subject="answer")
    assert found["type"] == kind
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["date"])
    assert found["size"] > 0
    assert found["size_is_upper_bound"] is (kind == "PINTEREST_TOTAL_AUDIENCE")
    parts = [*found["demographics"].values(), found["categories"]]
    parts += [category["subcategories"] for category in found["categories"]]
    assert len(parts) == 30
    for part in parts:
        assert math.isclose(sum(item["ratio"] for item in part), 1, abs_tol=0.001)
        assert all(item["ratio"] > 0 for item in part)


def test_insights_are_the_same_each_time_and_not_for_everybody(
    emulator: Emulator, api: Api, account: str
) -> None:
    first = [insights(api, account, kind) for kind in TYPES]
    assert [insights(api, account, kind) for kind in TYPES] == first
    assert len({found["size"] for found in first}) == 3
    other = f"/ad_accounts/{emulator.add_ad_account()}"
    assert insights(api, other, TYPES[0]) != first[0]
    emulator.advance(86_400)
    assert insights(api, account, TYPES[0])["date"] > first[0]["date"]


def test_an_insight_type_that_does_not_exist_is_refused(api: Api, account: str) -> None:
    answer = api.get(f"{account}/audience_insights", params={"audience_insight_type": "MY"})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert TYPES[0] in answer.json()["message"]


def test_interests_are_listed_for_each_scope_and_type(api: Api, account: str) -> None:
    definitions = api.get(f"{account}/insights/audiences").json()
    to_request(pinterest.schemas.AudienceDefinitionResponse, definitions, subject="answer")
    category = insights(api, account, TYPES[0])["categories"][0]["id"]
    lists = []
    for item in definitions["items"]:
        path = f"{account}/insights/audiences/{item['scope']}/{item['type']}/{category}"
        answer = api.get(path, params={"sort": "RATIO"})
        assert answer.status_code == 200
        to_request(
            pinterest.schemas.AudienceInsightCategoryArrayResponse, answer.json(), subject="answer"
        )
        ratios = [interest["ratio"] for interest in answer.json()["items"]]
        assert ratios == sorted(ratios, reverse=True)
        assert api.get(path).json() == answer.json()
        lists.append(ratios)
    assert len(lists) == 3
    assert lists[0] != lists[1] != lists[2]


@pytest.mark.parametrize(
    "place",
    ["PARTNER/NOTHING/902000000000", "NOBODY/ENGAGEMENT/902000000000", "PARTNER/ENGAGEMENT/1"],
)
def test_a_place_that_does_not_exist_is_not_found(api: Api, account: str, place: str) -> None:
    assert api.get(f"{account}/insights/audiences/{place}").status_code == 404


def test_another_sort_is_refused(api: Api, account: str) -> None:
    path = f"{account}/insights/audiences/PARTNER/ENGAGEMENT/902000000000"
    answer = api.get(path, params={"sort": "NAME"})
    assert answer.status_code == 400
    assert "sort" in answer.json()["message"]
