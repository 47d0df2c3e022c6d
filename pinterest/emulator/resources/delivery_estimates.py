"""What a campaign would deliver for its budget: figures made up from what is asked, and the same every time."""

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
# Impressions that one person sees in a month at most, and what a thousand of them cost in micro dollars at least.
_OFTEN = 20
_CHEAPEST = 5 * MILLION
_CLICKS = 0.01
_CONVERSIONS = 0.05
_LOW, _HIGH = 0.75, 1.25

Delivery = Mapping[str, float]
_CURVES: Mapping[str, Callable[[Delivery], float]] = {
    "IMPRESSION": lambda found: found["impression"],
    "CLICK": lambda found: found["impression"] * _CLICKS,
    "CONVERSION": lambda found: found["impression"] * _CLICKS * _CONVERSIONS,
    "WEEKLY_FREQUENCY": lambda found: found["frequency"],
    "WEEKLY_REACH": lambda found: found["reach"],
}


@handles(GET_CAMPAIGN_DELIVERY_ESTIMATES)
@assumed(
    choice="A campaign is estimated to reach the people that its ad groups target, each week. The more it "
    "spends, the more an impression costs. Curves and figures are weekly. Conversions are estimated for "
    "WEB_CONVERSION and CATALOG_SALES only. Product groups are not checked.",
)
def estimate(call: Call) -> dict[str, Any]:
    """Returns curves over budgets, and figures for the budget that was asked about."""
    [campaign] = call.body
    check_references(call.state, call.arguments["ad_account_id"], campaign)
    days = _days(campaign)
    people = sum(
        estimate_audience_size(
            call.state, group.get("targeting_spec") or {}, group.get("keywords") or ()
        )
        for group in campaign["ad_groups"]
    )
    most = people * _OFTEN * _WEEK // _MONTH * _CHEAPEST // 1_000
    budget = _weekly_budget(campaign, days)
    counted = ("CATALOG_SALES", "WEB_CONVERSION")
    return {
        "curves": [
            {"estimation_type": kind, "points": _points(people, most, budget, curve)}
            for kind, curve in _CURVES.items()
            if kind != "CONVERSION" or campaign["objective_type"] in counted
        ],
        "derived_metrics": _derived(people, most, budget, days),
        "max_potential_spend": most,
    }


def _days(campaign: Mapping[str, Any]) -> int | None:
    """Returns how many days a campaign runs; None where it has no end."""
    start = parse_day("start_date", campaign["start_date"])
    if not campaign.get("end_date"):
        return None
    end = parse_day("end_date", campaign["end_date"])
    if end < start:
        raise bad_request("end_date: is before start_date")
    return (end - start).days + 1


def _weekly_budget(campaign: Mapping[str, Any], days: int | None) -> int:
    kind = campaign["budget_duration_type"]
    field = "lifetime_spend_cap" if kind == "LIFETIME" else "daily_spend_cap"
    cap = campaign.get(field)
    if not cap or cap < 0:
        raise bad_request(f"{field}: is required with budget_duration_type {kind}")
    if kind != "LIFETIME":
        return int(cap) * _WEEK
    if days is None:
        raise bad_request(f"end_date: is required with budget_duration_type {kind}")
    return int(cap) * _WEEK // max(days, _WEEK)


def _delivered(people: int, most: int, budget: int) -> Delivery:
    """Returns what a budget delivers in a week; twice as much is delivered for more than twice the money."""
    spent = min(budget, most)
    impressions = spent / _CHEAPEST * 1_000 * (1 - spent / most / 2)
    # Of those who are reached, some are reached again.
    reached = people * impressions / (people + impressions)
    return {
        "spent": spent,
        "impression": impressions,
        "reach": reached,
        "frequency": impressions / reached if reached else 0,
    }


def _points(
    people: int, most: int, budget: int, curve: Callable[[Delivery], float]
) -> list[dict[str, Any]]:
    points = []
    for step in range(1, _POINTS + 1):
        at = 2 * budget * step // _POINTS
        y = curve(_delivered(people, most, at))
        point = {"budget": at, "double_y": round(y, 2), "y": round(y)}
        points.append({**point, "min_y": int(y * _LOW), "max_y": round(y * _HIGH)})
    return points


def _derived(people: int, most: int, budget: int, days: int | None) -> dict[str, Any]:
    found = _delivered(people, most, budget)
    impressions, spent = found["impression"], found["spent"] / MILLION
    weeks = 1 if days is None else max(days / _WEEK, 1)
    lifetime = impressions * weeks
    reached = people * lifetime / (people + lifetime)
    known = {
        "cpm": 1_000 * spent / impressions if impressions else 0,
        "cpc": spent / impressions / _CLICKS if impressions else 0,
        "weekly_impression": round(impressions),
        "weekly_click": round(impressions * _CLICKS),
        "weekly_reach": round(found["reach"]),
        "weekly_frequency": found["frequency"],
        "lifetime_impression": round(lifetime),
        "lifetime_reach": round(reached),
        "lifetime_frequency": lifetime / reached if reached else 0,
    }
    metrics: dict[str, Any] = {}
    for name, number in known.items():
        digits = None if isinstance(number, int) else 2
        for ending, share in (("", 1), ("_lower", _LOW), ("_upper", _HIGH)):
            metrics[name + ending] = round(number * share, digits)
    return metrics
