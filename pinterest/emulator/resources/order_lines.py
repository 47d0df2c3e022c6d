"""Order lines of Ads Manager, and the campaigns that they pay for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pinterest.emulator.advertising.entities import CAMPAIGN
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.order_lines import ORDER_LINES_GET, ORDER_LINES_LIST

ORDER_LINE = "order_line"
_ALWAYS_ON = "Always on"
# The paid type and the name of each order line that an ad account starts with.
_INITIAL = (("PAID", _ALWAYS_ON), ("PAID", "Holiday gifts"), ("BONUS", "Holiday gifts, bonus"))
_MICRO = 1_000_000
_QUARTER_DAYS = 90

assumed(
    ORDER_LINES_LIST,
    ORDER_LINES_GET,
    choice="Each ad account starts with three order lines, generated from the seed. Each insertion order adds "
    "one. An order line pays for the campaigns with its ID as their `order_line_id`.",
)


@handles(ORDER_LINES_LIST)
def list_order_lines(call: Call) -> dict[str, Any]:
    """Returns a page of the ad account's order lines, sorted by ID."""
    state, account = call.state, call.arguments["ad_account_id"]
    page = paginate_items(call, _load_order_lines(state, account))
    return {**page, "items": [_add_campaign_ids(state, account, line) for line in page["items"]]}


@handles(ORDER_LINES_GET)
def get_order_line(call: Call) -> dict[str, Any]:
    """Returns one order line."""
    state, account = call.state, call.arguments["ad_account_id"]
    found = find_order_line(state, account, call.arguments["order_line_id"])
    if found is None:
        raise not_found("Order line")
    return _add_campaign_ids(state, account, found)


def find_order_line(state: State, ad_account_id: str, id: str) -> Mapping[str, Any] | None:
    """Returns an order line without its `campaign_ids`, or None if the order line does not exist."""
    lines = _load_order_lines(state, ad_account_id)
    return next((line for line in lines if line["id"] == id), None)


def _load_order_lines(state: State, ad_account_id: str) -> list[Mapping[str, Any]]:
    """Returns the order lines of an ad account without their `campaign_ids`, sorted by ID."""
    stored = state.store.select(ORDER_LINE, ad_account_id, state.clock.now())
    return [*_generate_initial_lines(state, ad_account_id), *(entity.data for entity in stored)]


def build_order_line(
    ad_account_id: str,
    id: str,
    *,
    name: str,
    budget: float | None,
    start: int,
    end: int | None,
    purchase_order_id: str,
    paid_type: str = "PAID",
) -> dict[str, Any]:
    """Returns an active order line without its `campaign_ids`."""
    return {
        "id": id,
        "type": "orderline",
        "ad_account_id": ad_account_id,
        "name": name,
        "status": "ACTIVE",
        "paid_type": paid_type,
        "budget": budget,
        "paid_budget": budget if paid_type == "PAID" else 0,
        "start_time": start,
        "end_time": end,
        "purchase_order_id": purchase_order_id,
    }


def _generate_initial_lines(state: State, ad_account_id: str) -> list[dict[str, Any]]:
    """Returns the order lines that a new ad account has."""
    rng = state.random.generator("order lines", ad_account_id)
    created = require_ad_account(state, ad_account_id)["created_time"]
    # Order lines that are added later have higher IDs.
    id, lines = rng.randrange(10**10, 10**11), []
    for paid_type, name in _INITIAL:
        id += rng.randrange(1, 1_000)
        start = created - rng.randrange(_QUARTER_DAYS) * DAY
        lines.append(
            build_order_line(
                ad_account_id,
                str(id),
                name=name,
                budget=rng.randrange(20, 100) * 1_000 * _MICRO,
                start=start,
                end=None if name == _ALWAYS_ON else start + 4 * _QUARTER_DAYS * DAY,
                purchase_order_id=f"PO{rng.randrange(10_000, 100_000)}",
                paid_type=paid_type,
            )
        )
    return lines


def _add_campaign_ids(state: State, ad_account_id: str, line: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a copy of an order line with `campaign_ids`, the campaigns that the order line pays for."""
    where = {"order_line_id": line["id"]}
    found = state.store.select(CAMPAIGN, ad_account_id, state.clock.now(), where)
    return {**line, "campaign_ids": [campaign.id for campaign in found]}
