"""Delivery estimates of campaigns. The same request always gets the same estimates."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.metrics.counts import MILLION
from pinterest.emulator.metrics.date_ranges import parse_day
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.targeting.audience_size import estimate_audience_size
from pinterest.operations.campaigns import GET_CAMPAIGN_DELIVERY_ESTIMATES

_WEEK, _MONTH = 7, 30
_POINTS = 10
_CONVERSION_OBJECTIVES = ("CATALOG_SALES", "WEB_CONVERSION")
_MAX_MONTHLY_FREQUENCY = 20
"""The maximum number of impressions per person per month."""
_MIN_CPM = 5 * MILLION
"""The lowest price of 1,000 impressions, in micro dollars."""
_CLICK_RATE = 0.01
_CONVERSION_RATE = 0.05
# The factors for the lower and the upper bound of an estimate.
_LOWER, _UPPER = 0.75, 1.25

Delivery = Mapping[str, float]
_CURVES: Mapping[str, Callable[[Delivery], float]] = {
    "IMPRESSION": lambda delivery: delivery["impression"],
    "CLICK": lambda delivery: delivery["impression"] * _CLICK_RATE,
    "CONVERSION": lambda delivery: delivery["impression"] * _CLICK_RATE * _CONVERSION_RATE,
    "WEEKLY_FREQUENCY": lambda delivery: delivery["frequency"],
    "WEEKLY_REACH": lambda delivery: delivery["reach"],
}


@handles(GET_CAMPAIGN_DELIVERY_ESTIMATES)
@assumed(
    choice="An estimate assumes that each week, a campaign can reach the people that its ad groups "
    "target. The more a campaign spends, the more an impression costs. Curves and figures are "
    "weekly. Conversions are estimated for "
    "WEB_CONVERSION and CATALOG_SALES only. Product groups are not checked.",
)
def estimate_delivery(call: Call) -> dict[str, Any]:
    """Returns estimates for a range of budgets, and detailed metrics for the budget in the request."""
    [campaign] = call.body
    check_references(call.state, call.arguments["ad_account_id"], campaign)
    days = _count_days(campaign)
    people = sum(
        estimate_audience_size(
            call.state, group.get("targeting_spec") or {}, group.get("keywords") or ()
        )
        for group in campaign["ad_groups"]
    )
    max_spend = people * _MAX_MONTHLY_FREQUENCY * _WEEK // _MONTH * _MIN_CPM // 1_000
    budget = _compute_weekly_budget(campaign, days)
    return {
        "curves": [
            {
                "estimation_type": name,
                "points": _build_curve_points(people, max_spend, budget, curve),
            }
            for name, curve in _CURVES.items()
            if name != "CONVERSION" or campaign["objective_type"] in _CONVERSION_OBJECTIVES
        ],
        "derived_metrics": _build_metrics(people, max_spend, budget, days),
        "max_potential_spend": max_spend,
    }


def _count_days(campaign: Mapping[str, Any]) -> int | None:
    """Returns the number of days that a campaign runs, or None if the campaign has no end date."""
    start = parse_day("start_date", campaign["start_date"])
    if not campaign.get("end_date"):
        return None
    end = parse_day("end_date", campaign["end_date"])
    if end < start:
        raise bad_request("end_date: must not be before start_date")
    return (end - start).days + 1


def _compute_weekly_budget(campaign: Mapping[str, Any], days: int | None) -> int:
    duration_type = campaign["budget_duration_type"]
    field = "lifetime_spend_cap" if duration_type == "LIFETIME" else "daily_spend_cap"
    cap = campaign.get(field)
    if not cap or cap < 0:
        raise bad_request(f"{field}: is required with budget_duration_type {duration_type}")
    if duration_type != "LIFETIME":
        return int(cap) * _WEEK
    if days is None:
        raise bad_request(f"end_date: is required with budget_duration_type {duration_type}")
    return int(cap) * _WEEK // max(days, _WEEK)


def _estimate_weekly_delivery(people: int, max_spend: int, budget: int) -> Delivery:
    """Returns the estimated spend, impressions, reach and frequency for a weekly budget."""
    spent = min(budget, max_spend)
    # Impressions cost more as the budget grows.
    impressions = spent / _MIN_CPM * 1_000 * (1 - spent / max_spend / 2)
    # Some people see several impressions, so the reach is lower than the number of impressions.
    reached = people * impressions / (people + impressions)
    return {
        "spent": spent,
        "impression": impressions,
        "reach": reached,
        "frequency": impressions / reached if reached else 0,
    }


def _build_curve_points(
    people: int, max_spend: int, budget: int, get_result: Callable[[Delivery], float]
) -> list[dict[str, Any]]:
    """Returns the points of a curve for weekly budgets of up to twice `budget`.

    `get_result` returns the y value for an estimated delivery.
    """
    points = []
    for step in range(1, _POINTS + 1):
        amount = 2 * budget * step // _POINTS
        y = get_result(_estimate_weekly_delivery(people, max_spend, amount))
        point = {"budget": amount, "double_y": round(y, 2), "y": round(y)}
        points.append({**point, "min_y": int(y * _LOWER), "max_y": round(y * _UPPER)})
    return points


def _build_metrics(people: int, max_spend: int, budget: int, days: int | None) -> dict[str, Any]:
    """Returns the `derived_metrics` for a weekly budget. `days` is None if the campaign has no end date."""
    delivery = _estimate_weekly_delivery(people, max_spend, budget)
    impressions, spent = delivery["impression"], delivery["spent"] / MILLION
    weeks = 1 if days is None else max(days / _WEEK, 1)
    lifetime = impressions * weeks
    reached = people * lifetime / (people + lifetime)
    estimates = {
        "cpm": 1_000 * spent / impressions if impressions else 0,
        "cpc": spent / impressions / _CLICK_RATE if impressions else 0,
        "weekly_impression": round(impressions),
        "weekly_click": round(impressions * _CLICK_RATE),
        "weekly_reach": round(delivery["reach"]),
        "weekly_frequency": delivery["frequency"],
        "lifetime_impression": round(lifetime),
        "lifetime_reach": round(reached),
        "lifetime_frequency": lifetime / reached if reached else 0,
    }
    metrics: dict[str, Any] = {}
    for name, number in estimates.items():
        digits = None if isinstance(number, int) else 2
        for suffix, share in (("", 1), ("_lower", _LOWER), ("_upper", _UPPER)):
            metrics[name + suffix] = round(number * share, digits)
    return metrics
