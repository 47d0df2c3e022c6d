"""Delivery estimates of campaigns."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.campaigns import GET_CAMPAIGN_DELIVERY_ESTIMATES
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


def build_campaign(**fields: Any) -> dict[str, Any]:
    return {
        "ad_groups": [{"targeting_spec": {"GENDER": ["female"]}}],
        "budget_duration_type": "FIXED_DAILY",
        "daily_spend_cap": 100_000_000,
        "objective_type": "AWARENESS",
        "start_date": "2026-12-01",
        **fields,
    }


def get_estimates(advertiser: Advertiser, **fields: Any) -> dict[str, Any]:
    response = advertiser.api.post(
        advertiser.path("campaigns/delivery_estimates"), json=[build_campaign(**fields)]
    )
    assert_valid(GET_CAMPAIGN_DELIVERY_ESTIMATES, response)
    content: dict[str, Any] = response.json()
    return content


def test_a_higher_budget_delivers_more_at_a_higher_price(advertiser: Advertiser) -> None:
    estimates = get_estimates(advertiser, daily_spend_cap=50_000_000_000)
    assert get_estimates(advertiser, daily_spend_cap=50_000_000_000) == estimates
    curves = {curve["estimation_type"]: curve["points"] for curve in estimates["curves"]}
    assert "CONVERSION" not in curves
    for points in curves.values():
        for axis in ("budget", "double_y"):
            values = [point[axis] for point in points]
            assert values == sorted(values)
        assert all(point["min_y"] <= point["y"] <= point["max_y"] for point in points)
    metrics = estimates["derived_metrics"]
    doubled = get_estimates(advertiser, daily_spend_cap=100_000_000_000)["derived_metrics"]
    assert metrics["weekly_impression"] < doubled["weekly_impression"]
    assert doubled["weekly_impression"] < 2 * metrics["weekly_impression"]
    assert metrics["cpm"] < doubled["cpm"]
    assert metrics["cpm_lower"] < metrics["cpm"] < metrics["cpm_upper"]


def test_estimates_depend_on_targeting_and_objective(advertiser: Advertiser) -> None:
    estimates = get_estimates(advertiser, objective_type="WEB_CONVERSION")
    assert "CONVERSION" in {curve["estimation_type"] for curve in estimates["curves"]}
    narrow = [{"targeting_spec": {"GENDER": ["female"], "LOCATION": ["501"]}}]
    fewer = get_estimates(advertiser, ad_groups=narrow)
    assert fewer["max_potential_spend"] < estimates["max_potential_spend"]
    period = {"budget_duration_type": "LIFETIME", "end_date": "2026-12-28"}
    month = get_estimates(advertiser, lifetime_spend_cap=400_000_000, **period)["derived_metrics"]
    assert month["lifetime_impression"] > 3 * month["weekly_impression"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"daily_spend_cap": None}, "daily_spend_cap"),
        ({"budget_duration_type": "LIFETIME"}, "lifetime_spend_cap"),
        ({"budget_duration_type": "LIFETIME", "lifetime_spend_cap": 5}, "end_date"),
        ({"start_date": "soon"}, "start_date"),
        ({"end_date": "2026-11-30"}, "end_date"),
        ({"ad_groups": []}, "ad_groups"),
        ({"ad_groups": [{"targeting_spec": {"AUDIENCE_INCLUDE": ["5"]}}]}, "AUDIENCE_INCLUDE"),
    ],
)
def test_an_invalid_campaign_is_refused(
    advertiser: Advertiser, fields: dict[str, Any], expected: str
) -> None:
    path = advertiser.path("campaigns/delivery_estimates")
    response = advertiser.api.post(path, json=[build_campaign(**fields)])
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
