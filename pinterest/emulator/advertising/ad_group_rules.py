"""What an ad group must be, by itself and in its campaign: a row of a table for each rule."""

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
_BIDDING = (
    ("AWARENESS", "IMPRESSION"),
    ("CONSIDERATION", "CLICKTHROUGH"),
    ("CATALOG_SALES", "CLICKTHROUGH"),
)


def spending(campaign: _Data, budget: int | None = None) -> dict[str, Any]:
    """Returns what an ad group of a campaign begins with of what is about money.

    Args:
        campaign: The campaign.
        budget: The budget of its own, for one whose campaign does not have it.
    """
    if campaign["is_campaign_budget_optimization"]:
        return {_BUDGET: None, **_OPTIMIZED}
    return {_BUDGET: budget, "budget_type": "DAILY", "pacing_delivery_type": "STANDARD"}


def check_ad_group(data: _Data, campaign: _Data, given: Collection[str] | None = None) -> None:
    """Refuses what is valid by its schema and yet no ad group.

    Args:
        data: The ad group as it would be.
        campaign: Its campaign.
        given: The fields that an update names: only the rules that are about them are looked at, so that what
            changed around an ad group does not keep it from being changed itself. All of them unless given.

    Raises:
        Problem: A rule is broken.
    """
    for fields, rule in _RULES.items():
        if given is None or any(field in given for field in fields):
            rule(data, campaign)


def _has_a_name(data: _Data, campaign: _Data) -> None:
    if not (data["name"] or "").strip():
        raise bad_request("name: must not be empty")


def _ends(data: _Data, campaign: _Data) -> None:
    if data["budget_type"] == "LIFETIME" and not data["end_time"]:
        raise bad_request("end_time: is required with budget_type LIFETIME")


def _fits_its_campaign(data: _Data, campaign: _Data) -> None:
    check_schedule(data)
    start, end = data["start_time"] or 0, data["end_time"] or 0
    first, last = campaign.get("start_time"), campaign.get("end_time")
    # A campaign that was given no start has that of its creation.
    if start and first and first != campaign["created_time"] and start < first:
        raise bad_request(f"start_time: {start} is before that of the campaign, {first}")
    for name, time in (("start_time", start), ("end_time", end)):
        if last and time > last:
            raise bad_request(f"{name}: {time} is after the end of the campaign, {last}")


def _has_a_budget(data: _Data, campaign: _Data) -> None:
    if campaign["is_campaign_budget_optimization"]:
        if data[_BUDGET]:
            raise bad_request(f"{_BUDGET}: the campaign, which optimizes its budget, has it")
    elif not data[_BUDGET]:
        raise bad_request(f"{_BUDGET}: is required, unless the campaign optimizes its budget")


def _is_optimized(data: _Data, campaign: _Data) -> None:
    if campaign["is_campaign_budget_optimization"]:
        for name, only in _OPTIMIZED.items():
            if data[name] != only:
                raise bad_request(f"{name}: allowed: {only}, as the campaign optimizes its budget")


def _has_a_bid(data: _Data, campaign: _Data) -> None:
    objective, event = campaign["objective_type"], data["billable_event"]
    automatic = data["bid_strategy_type"] == _AUTOMATIC
    if (objective, event) in _BIDDING and not automatic and not data[_BID]:
        raise bad_request(f"{_BID}: is required with {objective} and {event}")


def _bids_as_it_may(data: _Data, campaign: _Data) -> None:
    strategy = data["bid_strategy_type"]
    if campaign["objective_type"] == "VIDEO_COMPLETION" and strategy not in (None, _AUTOMATIC):
        raise bad_request(f"bid_strategy_type: allowed with VIDEO_COMPLETION: {_AUTOMATIC}")


def _has_a_goal(data: _Data, campaign: _Data) -> None:
    objective = campaign["objective_type"]
    if objective == "WEB_CONVERSION" and not data.get("optimization_goal_metadata"):
        raise bad_request(f"optimization_goal_metadata: is required with {objective}")


def _is_capped_as_it_may(data: _Data, campaign: _Data) -> None:
    if not data.get("lifetime_frequency_cap"):
        return
    if not data["end_time"]:
        raise bad_request("end_time: is required with lifetime_frequency_cap")
    if data["billable_event"] != "IMPRESSION":
        raise bad_request("lifetime_frequency_cap: is for the billable_event IMPRESSION only")


# By the fields that each is about.
_RULES: Mapping[tuple[str, ...], _Rule] = {
    ("name",): _has_a_name,
    ("budget_type", "end_time"): _ends,
    ("start_time", "end_time"): _fits_its_campaign,
    (_BUDGET,): _has_a_budget,
    ("budget_type", "pacing_delivery_type"): _is_optimized,
    (_BID, "bid_strategy_type", "billable_event"): _has_a_bid,
    ("bid_strategy_type",): _bids_as_it_may,
    ("optimization_goal_metadata",): _has_a_goal,
    ("lifetime_frequency_cap", "end_time", "billable_event"): _is_capped_as_it_may,
}
