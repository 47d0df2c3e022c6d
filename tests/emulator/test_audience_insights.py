"""Audience insights: interests and demographics by audience, and interests by category."""

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


def get_insights(api: Api, account: str, kind: str) -> Any:
    response = api.get(f"{account}/audience_insights", params={"audience_insight_type": kind})
    assert response.status_code == 200
    return response.json()


@pytest.mark.parametrize("kind", TYPES)
def test_insights_are_valid_and_add_up(api: Api, account: str, kind: str) -> None:
    found = get_insights(api, account, kind)
    to_request(pinterest.schemas.AudienceInsightsResponse, found, subject="response")
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


def test_insights_are_stable_and_differ_between_accounts(
    emulator: Emulator, api: Api, account: str
) -> None:
    first = [get_insights(api, account, kind) for kind in TYPES]
    assert [get_insights(api, account, kind) for kind in TYPES] == first
    assert len({found["size"] for found in first}) == 3
    other = f"/ad_accounts/{emulator.add_ad_account()}"
    assert get_insights(api, other, TYPES[0]) != first[0]
    emulator.advance(86_400)
    assert get_insights(api, account, TYPES[0])["date"] > first[0]["date"]


def test_an_insight_type_that_does_not_exist_is_refused(api: Api, account: str) -> None:
    response = api.get(f"{account}/audience_insights", params={"audience_insight_type": "MY"})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert TYPES[0] in response.json()["message"]


def test_interests_are_listed_for_each_scope_and_type(api: Api, account: str) -> None:
    definitions = api.get(f"{account}/insights/audiences").json()
    to_request(pinterest.schemas.AudienceDefinitionResponse, definitions, subject="response")
    category = get_insights(api, account, TYPES[0])["categories"][0]["id"]
    lists = []
    for item in definitions["items"]:
        path = f"{account}/insights/audiences/{item['scope']}/{item['type']}/{category}"
        response = api.get(path, params={"sort": "RATIO"})
        assert response.status_code == 200
        to_request(
            pinterest.schemas.AudienceInsightCategoryArrayResponse,
            response.json(),
            subject="response",
        )
        ratios = [interest["ratio"] for interest in response.json()["items"]]
        assert ratios == sorted(ratios, reverse=True)
        assert api.get(path).json() == response.json()
        lists.append(ratios)
    assert len(lists) == 3
    assert lists[0] != lists[1] != lists[2]


@pytest.mark.parametrize(
    "path",
    ["PARTNER/NOTHING/902000000000", "NOBODY/ENGAGEMENT/902000000000", "PARTNER/ENGAGEMENT/1"],
)
def test_an_unknown_scope_type_or_category_is_not_found(api: Api, account: str, path: str) -> None:
    assert api.get(f"{account}/insights/audiences/{path}").status_code == 404


def test_another_sort_is_refused(api: Api, account: str) -> None:
    path = f"{account}/insights/audiences/PARTNER/ENGAGEMENT/902000000000"
    response = api.get(path, params={"sort": "NAME"})
    assert response.status_code == 400
    assert "sort" in response.json()["message"]
