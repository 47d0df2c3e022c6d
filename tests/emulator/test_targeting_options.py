"""Targeting options, and the countries of ad accounts."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.resources import (
    AD_ACCOUNT_COUNTRIES_GET,
    INTEREST_TARGETING_OPTIONS_GET,
    TARGETING_OPTIONS_GET,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

KINDS = ("APPTYPE", "GENDER", "LOCALE", "AGE_BUCKET", "LOCATION", "GEO", "INTEREST")


def get_options(api: Api, kind: str, **query: Any) -> dict[str, str]:
    response = api.get(f"/resources/targeting/{kind}", params=query)
    assert_valid(TARGETING_OPTIONS_GET, response)
    [found] = response.json()
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        ("APPTYPE", "web_mobile"),
        ("GENDER", "unknown"),
        ("LOCALE", "en"),
        ("AGE_BUCKET", "25-34"),
        ("LOCATION", "US"),
        ("LOCATION", "501"),
        ("GEO", "US-CA"),
        ("INTEREST", "902000000000"),
    ],
)
def test_options_have_names(api: Api, kind: str, known: str) -> None:
    found = get_options(api, kind)
    assert found[known] and all(found.values())


@pytest.mark.parametrize("kind", KINDS)
def test_ad_groups_accept_the_options(advertiser: Advertiser, kind: str) -> None:
    spec = {kind: list(get_options(advertiser.api, kind))[:3]}
    assert advertiser.ad_group(targeting_spec=spec)["targeting_spec"] == spec


def test_audiences_are_those_of_the_ad_account(emulator: Emulator, api: Api) -> None:
    audiences = emulator.add_audiences(2, name="Regulars")
    account = emulator.ad_account_id
    for kind in ("AUDIENCE_INCLUDE", "AUDIENCE_EXCLUDE"):
        found = get_options(api, kind, ad_account_id=account)
        assert list(found) == audiences
        assert all("Regulars" in name for name in found.values())
        assert get_options(api, kind) == {}
        assert get_options(api, kind, ad_account_id=emulator.add_ad_account()) == {}
    assert get_options(api, "KEYWORD") == {}


def test_interests_have_child_interests(api: Api) -> None:
    names = get_options(api, "INTEREST")
    children: list[str] = []
    for id, name in names.items():
        response = api.get(f"/resources/targeting/interests/{id}")
        assert_valid(INTEREST_TARGETING_OPTIONS_GET, response)
        interest = response.json()
        assert (interest["id"], interest["name"]) == (id, name)
        assert interest["level"] == (2 if id in children else 1)
        children += interest["child_interests"]
    assert set(children) < set(names)
    assert api.get("/resources/targeting/interests/1").status_code == 404


def test_audience_insights_use_the_same_interests(emulator: Emulator, api: Api) -> None:
    names = get_options(api, "INTEREST")
    path = f"/ad_accounts/{emulator.ad_account_id}/audience_insights"
    insights = api.get(path, params={"audience_insight_type": "YOUR_TOTAL_AUDIENCE"}).json()
    for category in insights["categories"]:
        for interest in (category, *category["subcategories"]):
            assert names[interest["id"]] == interest["name"]


def test_ad_accounts_can_be_created_in_every_country(emulator: Emulator, api: Api) -> None:
    response = api.get("/resources/ad_account_countries")
    assert_valid(AD_ACCOUNT_COUNTRIES_GET, response)
    countries = {country["code"]: country for country in response.json()["items"]}
    assert (countries["DE"]["name"], countries["DE"]["currency"]) == ("Germany", "EUR")
    assert len(countries) > 20
    for code, country in countries.items():
        body = {"name": "Branch", "country": code, "currency": country["currency"]}
        assert api.post("/ad_accounts", json=body).status_code == 200
