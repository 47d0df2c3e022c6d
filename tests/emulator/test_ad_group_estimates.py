"""Estimates for ad groups: audience sizes and bid floors."""

from __future__ import annotations

from typing import Any

from pinterest.emulator import Emulator
from pinterest.operations.ad_groups import AD_GROUPS_AUDIENCE_SIZING, AD_GROUPS_BID_FLOOR_GET
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid


def estimate_size(advertiser: Advertiser, **body: Any) -> tuple[float, float]:
    response = advertiser.api.post(advertiser.path("ad_groups/audience_sizing"), json=body)
    assert_valid(AD_GROUPS_AUDIENCE_SIZING, response)
    bounds = response.json()
    return bounds["audience_size_lower_bound"], bounds["audience_size_upper_bound"]


def test_an_audience_shrinks_with_fields_and_grows_with_values(advertiser: Advertiser) -> None:
    all_people = estimate_size(advertiser)
    assert 0 < all_people[0] < all_people[1]
    one_country = estimate_size(advertiser, targeting_spec={"LOCATION": ["US"]})
    two_countries = estimate_size(advertiser, targeting_spec={"LOCATION": ["US", "CA"]})
    women_in_us = estimate_size(
        advertiser, targeting_spec={"LOCATION": ["US"], "GENDER": ["female"]}
    )
    searchers_in_us = estimate_size(
        advertiser,
        targeting_spec={"LOCATION": ["US"]},
        keywords=[{"value": "quilt", "match_type": "BROAD"}],
    )
    assert women_in_us < one_country < two_countries < all_people
    assert searchers_in_us < one_country


def test_sizes_follow_the_seed() -> None:
    sizes = []
    for seed in (1, 1, 2):
        with Emulator(seed=seed) as emulator, Api(emulator.url, emulator.access_token) as api:
            sizes.append(estimate_size(Advertiser(api, emulator.ad_account_id)))
    assert sizes[0] == sizes[1] != sizes[2]


def test_each_spec_has_its_bid_floor(advertiser: Advertiser) -> None:
    specs = [
        {"billable_event": event, "currency": currency}
        for event, currency in (
            ("CLICKTHROUGH", "USD"),
            ("IMPRESSION", "USD"),
            ("CLICKTHROUGH", "JPY"),
        )
    ]
    response = advertiser.api.post(advertiser.path("bid_floor"), json={"bid_floor_specs": specs})
    assert_valid(AD_GROUPS_BID_FLOOR_GET, response)
    click, impression, yen = response.json()["bid_floors"]
    assert 0 < click < impression
    assert yen > click
    unknown = {"billable_event": "GLANCE", "currency": "USD"}
    refused = advertiser.api.post(advertiser.path("bid_floor"), json={"bid_floor_specs": [unknown]})
    assert refused.status_code == 400
