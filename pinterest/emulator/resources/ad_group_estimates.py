"""What an ad group would reach, and the least that it would have to bid: figures made up from what is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.targeting.audience_size import estimate_audience_size
from pinterest.operations.ad_groups import AD_GROUPS_AUDIENCE_SIZING, AD_GROUPS_BID_FLOOR_GET

# The least bid in micro currency of an account in dollars.
_FLOORS = {"CLICKTHROUGH": 100_000, "IMPRESSION": 2_000_000, "VIDEO_V_50_MRC": 20_000}
# What a dollar is in currencies that have no cents, or whose unit is worth little; elsewhere one unit.
_A_DOLLAR = {"JPY": 150, "KRW": 1_300, "HUF": 350, "CLP": 900, "COP": 4_000, "ARS": 900, "INR": 80}


@handles(AD_GROUPS_AUDIENCE_SIZING)
@assumed(
    choice="The audience size of a targeting spec is made up. Each field reduces it, and each value of a field "
    "increases it.",
)
def size_audience(call: Call) -> dict[str, Any]:
    """Returns between how many people an ad group would reach."""
    body = call.body
    check_references(call.state, call.arguments["ad_account_id"], body)
    estimate = estimate_audience_size(
        call.state, body.get("targeting_spec") or {}, body.get("keywords") or ()
    )
    return {
        "audience_size_lower_bound": estimate * 3 // 4,
        "audience_size_upper_bound": estimate * 5 // 4,
    }


@handles(AD_GROUPS_BID_FLOOR_GET)
@assumed(
    choice="The bid floor depends only on the billable event and the currency.",
)
def get_bid_floor(call: Call) -> dict[str, Any]:
    """Returns the least bid for each of the specs that were sent."""
    check_references(call.state, call.arguments["ad_account_id"], call.body)
    return {
        "bid_floors": [_floor(spec) for spec in call.body["bid_floor_specs"]],
        "type": "bidfloor",
    }


def _floor(spec: Mapping[str, Any]) -> int:
    return _FLOORS[spec["billable_event"]] * _A_DOLLAR.get(spec["currency"], 1)
