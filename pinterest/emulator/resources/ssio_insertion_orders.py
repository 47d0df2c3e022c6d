"""Insertion orders: create and edit them. Each order has one order line. An order is approved after an hour."""

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
from pinterest.emulator.resources.order_lines import ORDER_LINE, build_order_line
from pinterest.emulator.resources.ssio_accounts import (
    BILLING,
    BUSINESS,
    TERMS,
    build_ssio_account,
    make_salesforce_id,
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

# An order and its line are both stored under the ID of the order line in Ads Manager.
_ORDER, _LINE = "insertion_order", "insertion_order_line"
_APPROVED_AFTER = 3_600
# The end of the year 9999, in Unix seconds. Python has no dates after that year.
_MAX_TIME = 253_402_300_800
_ORDER_PREFIX, _LINE_PREFIX = "0Q0", "a1O"
# The fields that identify the insertion order in an edit. Each field maps to its name in the order line.
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
_STORED = (
    *_EDITED,
    "accepted_terms_id",
    "currency_info",
    "estimated_monthly_spend",
    "order_name",
)

assumed(
    SSIO_INSERTION_ORDER_CREATE,
    choice="An insertion order is Pending for one hour, then Approved. Its order line is also in Ads Manager, where "
    "it is PAUSED until the order is approved. Orders of both types need no amount, end date "
    "or estimate, and may have any currency. The IDs must be among those of the account's "
    "`ssio/accounts`.",
)


@handles(SSIO_INSERTION_ORDER_CREATE)
def create_order(call: Call) -> dict[str, Any]:
    """Creates an insertion order and returns its ID."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    partner = _check_order(state, account, body)
    [id] = state.random.generate_ids(state.store, ORDER_LINE)
    accepted = body.get("accepted_terms_time")
    if accepted is not None and not 0 <= accepted < _MAX_TIME:
        raise bad_request("accepted_terms_time: is not valid; send a time in Unix seconds")
    line = {
        **dict.fromkeys(_STORED),
        **{name: value for name, value in body.items() if name in _STORED},
        "accepted_terms_time": _format_time(state, accepted),
        "ads_manager_order_line_id": id,
        "bill_to_company_name": require_ad_account(state, account)["name"],
        "pin_order_id": make_salesforce_id(state, _ORDER_PREFIX, account, id),
        "pmp_name": partner,
        "salesforce_order_line_id": make_salesforce_id(state, _LINE_PREFIX, account, id),
    }
    pin_order_id = line["pin_order_id"]
    pending = {
        "pin_order_id": pin_order_id,
        "creation_time": _format_time(state),
        "status": "Pending",
    }
    due = state.clock.now() + state.get_processing_seconds(_APPROVED_AFTER)
    approved = {**pending, "status": "Approved"}
    state.store.put(_ORDER, account, [Entity(id, pending, due, approved)])
    _store_line(state, account, id, line, due)
    return {"pin_order_id": pin_order_id}


@handles(SSIO_INSERTION_ORDER_EDIT)
@assumed(
    choice="An edit finds its order by the ID of the order, of its line, or of its order line in Ads Manager. If a "
    "body has several of these, all must belong to the order. `oracle_line_id` matches nothing, and `user_email` is "
    "not stored. An edit needs no new approval.",
)
def edit_order(call: Call) -> dict[str, Any]:
    """Updates an insertion order and returns its ID."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    where = {field: body[name] for name, field in _KEYS.items() if body.get(name)}
    if not where:
        raise bad_request(f"send one of these fields: {', '.join(_KEYS)}")
    now = state.clock.now()
    found = state.store.select(_LINE, account, now, where)
    if not found:
        keys = ", ".join(f"{name} {body[name]}" for name in _KEYS if body.get(name))
        raise bad_request(
            f"the ad account has no insertion order with {keys}; send IDs of one of its orders"
        )
    changes = {name: value for name, value in body.items() if name in _EDITED}
    line = {**found[0].data, **changes}
    _check_start_and_end_dates(line)
    order = state.store.get(_ORDER, account, found[0].id, now)
    _store_line(state, account, found[0].id, line, order.due if order else None)
    return {"pin_order_id": line["pin_order_id"]}


@handles(SSIO_INSERTION_ORDERS_STATUS_GET_BY_AD_ACCOUNT)
def list_statuses(call: Call) -> JsonText:
    """Returns a page of the statuses of the ad account's insertion orders."""
    return list_entities(call, _ORDER, call.arguments["ad_account_id"])


@handles(SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID)
def get_status(call: Call) -> Mapping[str, Any]:
    """Returns the status of an insertion order."""
    where = {"pin_order_id": call.arguments["pin_order_id"]}
    account, now = call.arguments["ad_account_id"], call.state.clock.now()
    for order in call.state.store.select(_ORDER, account, now, where):
        return order.data
    raise not_found("Insertion order")


@handles(SSIO_ORDER_LINES_GET_BY_AD_ACCOUNT)
def list_lines(call: Call) -> JsonText:
    """Returns a page of the ad account's order lines. The query can select one order by `pin_order_id`."""
    filters = {"pin_order_id": "pin_order_id"}
    return list_entities(call, _LINE, call.arguments["ad_account_id"], filters=filters)


def _store_line(
    state: State, ad_account_id: str, id: str, line: Mapping[str, Any], due: float | None
) -> None:
    """Stores an insertion order's line, and the Ads Manager order line that is built from it.

    The Ads Manager order line is paused until `due`, or active immediately if `due` is None.
    """
    data = {**line, "last_modified_date_time": _format_time(state)}
    state.store.put(_LINE, ad_account_id, [Entity(id, data)])
    active = build_order_line(
        ad_account_id,
        id,
        name=line["order_name"],
        budget=line["budget_amount"],
        start=_get_midnight_seconds(line["start_date"]),
        end=line["end_date"] and _get_midnight_seconds(line["end_date"]),
        purchase_order_id=line["po_number"],
    )
    paused = {**active, "status": "PAUSED"}
    entity = Entity(id, active) if due is None else Entity(id, paused, due, active)
    state.store.put(ORDER_LINE, ad_account_id, [entity])


def _check_order(state: State, ad_account_id: str, body: Mapping[str, Any]) -> str:
    """Checks an order, and returns the name of the order's partner.

    Raises:
        Problem: If an ID does not belong to the ad account, or the order ends before it starts.
    """
    _check_start_and_end_dates(body)
    ssio_account = build_ssio_account(state, ad_account_id)
    [company] = ssio_account["billto_infos"]
    address_ids = {address["purpose"]: address["address_id"] for address in company["addresses"]}
    allowed = {
        "accepted_terms_id": [company[name] for name in TERMS],
        "billto_billing_address_id": [address_ids[BILLING]],
        "billto_business_address_id": [address_ids[BUSINESS]],
        "billto_company_id": [company["id"]],
        "pmp_id": [partner["id"] for partner in ssio_account["pmp_names"]],
    }
    for name, values in allowed.items():
        if body[name] not in values:
            raise bad_request(
                f"{name}: is not valid for this ad account; allowed: {', '.join(values)}"
            )
    partners = {partner["id"]: partner["name"] for partner in ssio_account["pmp_names"]}
    return str(partners[body["pmp_id"]])


def _check_start_and_end_dates(fields: Mapping[str, Any]) -> None:
    start = parse_day("start_date", fields["start_date"])
    if fields.get("end_date") and parse_day("end_date", fields["end_date"]) < start:
        raise bad_request("end_date: must not be before start_date")


def _get_midnight_seconds(day: str) -> int:
    """Returns the Unix time at which a day starts in UTC."""
    midnight = datetime.datetime.combine(parse_day("date", day), datetime.time(), datetime.UTC)
    return int(midnight.timestamp())


def _format_time(state: State, seconds: float | None = None) -> str:
    """Formats a Unix time, by default now, as UTC text that ends with `.000Z`."""
    return f"{state.format_time_without_offset(seconds)}.000Z"
