"""What a campaign would deliver."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.operations.campaigns import GET_CAMPAIGN_DELIVERY_ESTIMATES
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


def plan(**fields: Any) -> dict[str, Any]:
    return {
        "ad_groups": [{"targeting_spec": {"GENDER": ["female"]}}],
        "budget_duration_type": "FIXED_DAILY",
        "daily_spend_cap": 100_000_000,
        "objective_type": "AWARENESS",
        "start_date": "2026-12-01",
        **fields,
    }


def estimated(advertiser: Advertiser, **fields: Any) -> dict[str, Any]:
    answer = advertiser.api.post(
        advertiser.path("campaigns/delivery_estimates"), json=[plan(**fields)]
    )
    assert_valid(GET_CAMPAIGN_DELIVERY_ESTIMATES, answer)
    content: dict[str, Any] = answer.json()
    return content


def test_more_money_delivers_more_for_more(advertiser: Advertiser) -> None:
    found = estimated(advertiser, daily_spend_cap=50_000_000_000)
    assert estimated(advertiser, daily_spend_cap=50_000_000_000) == found
    curves = {curve["estimation_type"]: curve["points"] for curve in found["curves"]}
    assert "CONVERSION" not in curves
    for points in curves.values():
        for axis in ("budget", "double_y"):
            along = [point[axis] for point in points]
            assert along == sorted(along)
        assert all(point["min_y"] <= point["y"] <= point["max_y"] for point in points)
    metrics = found["derived_metrics"]
    twice = estimated(advertiser, daily_spend_cap=100_000_000_000)["derived_metrics"]
    assert metrics["weekly_impression"] < twice["weekly_impression"]
    assert twice["weekly_impression"] < 2 * metrics["weekly_impression"]
    assert metrics["cpm"] < twice["cpm"]
    assert metrics["cpm_lower"] < metrics["cpm"] < metrics["cpm_upper"]


def test_targeting_and_objectives_count(advertiser: Advertiser) -> None:
    found = estimated(advertiser, objective_type="WEB_CONVERSION")
    assert "CONVERSION" in {curve["estimation_type"] for curve in found["curves"]}
    narrow = [{"targeting_spec": {"GENDER": ["female"], "LOCATION": ["501"]}}]
    fewer = estimated(advertiser, ad_groups=narrow)
    assert fewer["max_potential_spend"] < found["max_potential_spend"]
    period = {"budget_duration_type": "LIFETIME", "end_date": "2026-12-28"}
    month = estimated(advertiser, lifetime_spend_cap=400_000_000, **period)["derived_metrics"]
    assert month["lifetime_impression"] > 3 * month["weekly_impression"]


@pytest.mark.parametrize(
    ("fields", "named"),
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
def test_what_cannot_be_estimated_is_refused(
    advertiser: Advertiser, fields: dict[str, Any], named: str
) -> None:
    path = advertiser.path("campaigns/delivery_estimates")
    answer = advertiser.api.post(path, json=[plan(**fields)])
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert named in answer.json()["message"]
