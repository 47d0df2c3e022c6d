"""Checks ad groups against the rules that their schema does not contain. Some rules depend on the campaign."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeAlias

from pinterest.emulator.advertising.entities import check_schedule
from pinterest.emulator.handlers.problems import bad_request

_Data: TypeAlias = Mapping[str, Any]
_Rule: TypeAlias = Callable[[_Data, _Data], None]

_BUDGET, _BID = "budget_in_micro_currency", "bid_in_micro_currency"
_OPTIMIZED = {"budget_type": "CBO_ADGROUP", "pacing_delivery_type": "STANDARD"}
_AUTOMATIC = "AUTOMATIC_BID"
_NEED_BID = (
    ("AWARENESS", "IMPRESSION"),
    ("CONSIDERATION", "CLICKTHROUGH"),
    ("CATALOG_SALES", "CLICKTHROUGH"),
)


def build_budget_fields(campaign: _Data, budget: int | None = None) -> dict[str, Any]:
    """Returns the budget fields of a new ad group. Ignores `budget` if the campaign optimizes budgets."""
    if campaign["is_campaign_budget_optimization"]:
        return {_BUDGET: None, **_OPTIMIZED}
    return {_BUDGET: budget, "budget_type": "DAILY", "pacing_delivery_type": "STANDARD"}


def clear_optimized_budget(data: _Data, campaign: _Data) -> dict[str, Any]:
    """Returns a copy of an ad group's data, without a budget if the campaign optimizes budgets."""
    changes = {} if not campaign["is_campaign_budget_optimization"] else {_BUDGET: None}
    return {**data, **changes}


def check_ad_group(
    data: _Data, campaign: _Data, changed_fields: Collection[str] | None = None
) -> None:
    """Checks an ad group against the rules that its schema does not contain.

    Args:
        data: The data of the ad group after the change.
        campaign: The data of the ad group's campaign.
        changed_fields: The fields whose rules are checked. None checks all rules.

    Raises:
        Problem: If the ad group breaks a rule.
    """
    # Check only the fields that an update changes. Otherwise, a change of the campaign could block all later updates.
    for fields, rule in _RULES.items():
        if changed_fields is None or any(field in changed_fields for field in fields):
            rule(data, campaign)


def _require_end_time_for_lifetime_budget(data: _Data, campaign: _Data) -> None:
    if data["budget_type"] == "LIFETIME" and not data["end_time"]:
        raise bad_request("end_time: is required with budget_type LIFETIME")


def _check_campaign_schedule(data: _Data, campaign: _Data) -> None:
    """Checks that an ad group's schedule is valid and lies within the campaign's schedule."""
    check_schedule(data)
    start, end = data["start_time"] or 0, data["end_time"] or 0
    first, last = campaign.get("start_time"), campaign.get("end_time")
    # Without a start time, a campaign starts when it is created.
    if start and first and first != campaign["created_time"] and start < first:
        raise bad_request(f"start_time: {start} is before the campaign's start_time {first}")
    for name, time in (("start_time", start), ("end_time", end)):
        if last and time > last:
            raise bad_request(f"{name}: {time} is after the campaign's end_time {last}")


def _require_budget_or_spend_cap(data: _Data, campaign: _Data) -> None:
    capped = campaign["daily_spend_cap"] or campaign["lifetime_spend_cap"]
    if not data[_BUDGET] and not capped:
        raise bad_request(f"{_BUDGET}: is required if the campaign has no spend cap")


def _check_budget_optimization(data: _Data, campaign: _Data) -> None:
    if campaign["is_campaign_budget_optimization"]:
        for name, only in _OPTIMIZED.items():
            if data[name] != only:
                raise bad_request(f"{name}: must be {only} with campaign budget optimization")


def _require_bid(data: _Data, campaign: _Data) -> None:
    """Raises an error if the ad group needs a bid and its data does not contain one."""
    objective, event = campaign["objective_type"], data["billable_event"]
    automatic = data["bid_strategy_type"] == _AUTOMATIC
    if (objective, event) in _NEED_BID and not automatic and not data[_BID]:
        raise bad_request(
            f"{_BID}: is required with objective_type {objective} and billable_event {event}"
        )


def _check_bid_strategy(data: _Data, campaign: _Data) -> None:
    strategy = data["bid_strategy_type"]
    if campaign["objective_type"] == "VIDEO_COMPLETION" and strategy not in (None, _AUTOMATIC):
        raise bad_request(
            f"bid_strategy_type: must be {_AUTOMATIC} with objective_type VIDEO_COMPLETION"
        )


def _check_optimization_goal(data: _Data, campaign: _Data) -> None:
    objective = campaign["objective_type"]
    if objective == "WEB_CONVERSION" and not data.get("optimization_goal_metadata"):
        raise bad_request(
            f"optimization_goal_metadata: is required with objective_type {objective}"
        )


def _check_frequency_cap(data: _Data, campaign: _Data) -> None:
    if not data.get("lifetime_frequency_cap"):
        return
    if not data["end_time"]:
        raise bad_request("end_time: is required with lifetime_frequency_cap")
    if data["billable_event"] != "IMPRESSION":
        raise bad_request("lifetime_frequency_cap: requires the billable_event IMPRESSION")


# Each rule, by the fields that it checks.
_RULES: Mapping[tuple[str, ...], _Rule] = {
    ("budget_type", "end_time"): _require_end_time_for_lifetime_budget,
    ("start_time", "end_time"): _check_campaign_schedule,
    (_BUDGET,): _require_budget_or_spend_cap,
    ("budget_type", "pacing_delivery_type"): _check_budget_optimization,
    (_BID, "bid_strategy_type", "billable_event"): _require_bid,
    ("bid_strategy_type",): _check_bid_strategy,
    ("optimization_goal_metadata",): _check_optimization_goal,
    ("lifetime_frequency_cap", "end_time", "billable_event"): _check_frequency_cap,
}
