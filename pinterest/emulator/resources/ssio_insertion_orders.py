"""Insertion orders: created, edited, approved by the clock; each has one order line, here and in Ads Manager."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.problems import bad_request, not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.metrics.date_ranges import parse_day
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.resources.order_lines import ORDER_LINE, ordered
from pinterest.emulator.resources.ssio_accounts import (
    BILLING,
    BUSINESS,
    TERMS,
    salesforce_id,
    ssio_account,
)
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.billing import (
    SSIO_INSERTION_ORDER_CREATE,
    SSIO_INSERTION_ORDER_EDIT,
    SSIO_INSERTION_ORDERS_STATUS_GET_BY_AD_ACCOUNT,
    SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID,
    SSIO_ORDER_LINES_GET_BY_AD_ACCOUNT,
)

# The order, and its line; both have the id of the order line of Ads Manager.
_ORDER, _LINE = "insertion_order", "insertion_order_line"
_APPROVED_AFTER = 3_600
# Times are written as dates, which end with the year 9999.
_LATEST = 253_402_300_800
_ORDER_PREFIX, _LINE_PREFIX = "0Q0", "a1O"
# What an edit finds its order by, and what that is called in the order's line.
_KEYS = {
    "salesforce_order_id": "pin_order_id",
    "salesforce_order_line_id": "salesforce_order_line_id",
    "ads_manager_order_line_id": "ads_manager_order_line_id",
}
_EDITED = (
    "agency_link",
    "billing_contact_email",
    "billing_contact_firstname",
    "billing_contact_lastname",
    "budget_amount",
    "end_date",
    "media_contact_email",
    "media_contact_firstname",
    "media_contact_lastname",
    "po_number",
    "start_date",
)
_SHOWN = (
    *_EDITED,
    "accepted_terms_id",
    "currency_info",
    "estimated_monthly_spend",
    "order_name",
)

assumed(
    SSIO_INSERTION_ORDER_CREATE,
    choice="An insertion order is Pending for one hour, then Approved. Its order line is in Ads Manager too, and "
    "PAUSED until then. Neither type requires an amount, an end date or an estimate, and any currency is accepted. "
    "The IDs must be those of the account's `ssio/accounts`.",
)


@handles(SSIO_INSERTION_ORDER_CREATE)
def create_order(call: Call) -> dict[str, Any]:
    """Creates an insertion order and returns its id."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    partner = _checked(state, account, body)
    [id] = state.random.next_ids(state.store, ORDER_LINE)
    accepted = body.get("accepted_terms_time")
    if accepted is not None and not 0 <= accepted < _LATEST:
        raise bad_request("accepted_terms_time: is not a time in Unix seconds")
    line = {
        **dict.fromkeys(_SHOWN),
        **{name: value for name, value in body.items() if name in _SHOWN},
        "accepted_terms_time": _moment(state, accepted),
        "ads_manager_order_line_id": id,
        "bill_to_company_name": require_ad_account(state, account)["name"],
        "pin_order_id": salesforce_id(state, _ORDER_PREFIX, account, id),
        "pmp_name": partner,
        "salesforce_order_line_id": salesforce_id(state, _LINE_PREFIX, account, id),
    }
    pin_order_id = line["pin_order_id"]
    begun = {
        "pin_order_id": pin_order_id,
        "creation_time": _moment(state),
        "status": "Pending",
    }
    due = state.clock.now() + state.processing_seconds(_APPROVED_AFTER)
    approved = {**begun, "status": "Approved"}
    state.store.put(_ORDER, account, [Entity(id, begun, due, approved)])
    _keep(state, account, id, line, due)
    return {"pin_order_id": pin_order_id}


@handles(SSIO_INSERTION_ORDER_EDIT)
@assumed(
    choice="An order is found by its ID, its line's ID, or the ID of its order line in Ads Manager. If several "
    "are given, all must belong to it. `oracle_line_id` matches nothing, and `user_email` is not stored. "
    "An edit needs no new approval.",
)
def edit_order(call: Call) -> dict[str, Any]:
    """Sets fields of an insertion order's line and returns the order's id."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    wanted = {shown: body[name] for name, shown in _KEYS.items() if body.get(name)}
    if not wanted:
        raise bad_request(f"one of these is required: {', '.join(_KEYS)}")
    now = state.clock.now()
    found = state.store.select(_LINE, account, now, wanted)
    if not found:
        told = ", ".join(f"{name} {body[name]}" for name in _KEYS if body.get(name))
        raise bad_request(f"there is no insertion order with {told}")
    changes = {name: value for name, value in body.items() if name in _EDITED}
    line = {**found[0].data, **changes}
    _check_days(line)
    order = state.store.get(_ORDER, account, found[0].id, now)
    _keep(state, account, found[0].id, line, order.due if order else None)
    return {"pin_order_id": line["pin_order_id"]}


@handles(SSIO_INSERTION_ORDERS_STATUS_GET_BY_AD_ACCOUNT)
def list_statuses(call: Call) -> JsonText:
    """Returns a page of how the account's insertion orders stand."""
    return list_entities(call, _ORDER, call.arguments["ad_account_id"])


@handles(SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID)
def get_status(call: Call) -> Mapping[str, Any]:
    """Returns how an insertion order stands."""
    where = {"pin_order_id": call.arguments["pin_order_id"]}
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    for order in call.state.store.select(_ORDER, account, now, where):
        return order.data
    raise not_found("Insertion order")


@handles(SSIO_ORDER_LINES_GET_BY_AD_ACCOUNT)
def list_lines(call: Call) -> JsonText:
    """Returns a page of the order lines of the account's insertion orders, or of one of them."""
    filters = {"pin_order_id": "pin_order_id"}
    return list_entities(call, _LINE, call.arguments["ad_account_id"], filters=filters)


def _keep(
    state: State, ad_account_id: str, id: str, line: Mapping[str, Any], due: float | None
) -> None:
    """Keeps the line of an order, and the order line of Ads Manager that runs from `due` on."""
    shown = {**line, "last_modified_date_time": _moment(state)}
    state.store.put(_LINE, ad_account_id, [Entity(id, shown)])
    running = ordered(
        ad_account_id,
        id,
        name=line["order_name"],
        budget=line["budget_amount"],
        start=_seconds(line["start_date"]),
        end=line["end_date"] and _seconds(line["end_date"]),
        purchase_order_id=line["po_number"],
    )
    waiting = {**running, "status": "PAUSED"}
    entity = Entity(id, running) if due is None else Entity(id, waiting, due, running)
    state.store.put(ORDER_LINE, ad_account_id, [entity])


def _checked(state: State, ad_account_id: str, body: Mapping[str, Any]) -> str:
    """Returns the name of the partner that an order names.

    Raises:
        Problem: If an ID is not one that the account has, or the order ends before it starts.
    """
    _check_days(body)
    known = ssio_account(state, ad_account_id)
    [company] = known["billto_infos"]
    at = {address["purpose"]: address["address_id"] for address in company["addresses"]}
    allowed = {
        "accepted_terms_id": [company[name] for name in TERMS],
        "billto_billing_address_id": [at[BILLING]],
        "billto_business_address_id": [at[BUSINESS]],
        "billto_company_id": [company["id"]],
        "pmp_id": [partner["id"] for partner in known["pmp_names"]],
    }
    for name, values in allowed.items():
        if body[name] not in values:
            raise bad_request(f"{name}: allowed for this ad account: {', '.join(values)}")
    return next(str(one["name"]) for one in known["pmp_names"] if one["id"] == body["pmp_id"])


def _check_days(fields: Mapping[str, Any]) -> None:
    start = parse_day("start_date", fields["start_date"])
    if fields.get("end_date") and parse_day("end_date", fields["end_date"]) < start:
        raise bad_request("end_date: must not be before start_date")


def _seconds(day: str) -> int:
    midnight = datetime.datetime.combine(parse_day("date", day), datetime.time(), datetime.UTC)
    return int(midnight.timestamp())


def _moment(state: State, seconds: float | None = None) -> str:
    return f"{state.naive_moment(seconds)}.000Z"
