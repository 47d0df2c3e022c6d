"""Estimates for ad groups: the audience size and the minimum bid. Both are derived from the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.references import check_references
from pinterest.emulator.targeting.audience_size import estimate_audience_size
from pinterest.operations.ad_groups import AD_GROUPS_AUDIENCE_SIZING, AD_GROUPS_BID_FLOOR_GET

# The minimum bids in US dollars, in micro currency.
_BID_FLOORS = {"CLICKTHROUGH": 100_000, "IMPRESSION": 2_000_000, "VIDEO_V_50_MRC": 20_000}
# The number of currency units per US dollar. For all other currencies, the number is 1.
_UNITS_PER_DOLLAR = {
    "JPY": 150,
    "KRW": 1_300,
    "HUF": 350,
    "CLP": 900,
    "COP": 4_000,
    "ARS": 900,
    "INR": 80,
}


@handles(AD_GROUPS_AUDIENCE_SIZING)
@assumed(
    choice="The audience size of a targeting spec is made up. Each added field reduces it, and each added "
    "value of a field increases it.",
)
def get_audience_sizing(call: Call) -> dict[str, Any]:
    """Returns a lower and an upper bound for the number of people that an ad group would reach."""
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
    """Returns the minimum bid for each bid specification in the request body."""
    check_references(call.state, call.arguments["ad_account_id"], call.body)
    return {
        "bid_floors": [_compute_bid_floor(spec) for spec in call.body["bid_floor_specs"]],
        "type": "bidfloor",
    }


def _compute_bid_floor(spec: Mapping[str, Any]) -> int:
    return _BID_FLOORS[spec["billable_event"]] * _UNITS_PER_DOLLAR.get(spec["currency"], 1)
