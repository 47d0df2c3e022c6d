"""Creates the schedules, previews, lead subscriptions, events, segments and orders of the demo shop."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from pinterest.emulator.demo.requests import send_request
from pinterest.emulator.resources.keywords import add_keywords
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY
from pinterest.operations.ad_groups import AD_GROUPS_LIST
from pinterest.operations.ads import CAMPAIGN_AD_PREVIEW_CREATE
from pinterest.operations.billing import SSIO_ACCOUNTS_GET, SSIO_INSERTION_ORDER_CREATE
from pinterest.operations.campaigns import CAMPAIGNS_LIST
from pinterest.operations.conversion_deletion_requests import CONVERSION_DELETION_REQUEST_CREATE
from pinterest.operations.conversions import ADVERTISER_DEFINED_EVENTS_CREATE
from pinterest.operations.customer_segment import CUSTOMER_SEGMENT_CREATE
from pinterest.operations.lead_ads import AD_ACCOUNTS_SUBSCRIPTIONS_POST
from pinterest.operations.schedules import SCHEDULES_CREATE

_ORDERED = 140 * DAY
_EVENTS = {"workshop_booked": "SCHEDULE", "pattern_downloaded": "LEAD"}
_NEVER_WANTED = ("sewing machine repair", "quilting jobs")
_WEBHOOK = "https://www.example.com/leads"
# How long ago each deletion request was sent. The last one is still pending.
_DELETIONS = (45 * DAY, DAY // 4)
_DESKS = {"billing": ("Accounts", "Payable"), "media": ("Media", "Desk")}


def create_insertion_order(state: State, account: str) -> None:
    """Creates an insertion order that lasts a year, and its order line."""
    with state.clock.set_back(_ORDERED):
        known = send_request(state, SSIO_ACCOUNTS_GET, ad_account_id=account)
        [company] = known["billto_infos"]
        addresses = {one["purpose"]: one["address_id"] for one in company["addresses"]}
        start = datetime.datetime.fromtimestamp(state.now(), datetime.UTC).date()
        order: dict[str, Any] = {
            "order_line_type": "BUDGET",
            "order_name": "Kits all year",
            "po_number": "PO10042",
            "budget_amount": 60_000_000_000,  # in micros, like the budget of its order line
            "start_date": str(start),
            "end_date": str(start + datetime.timedelta(days=365)),
            "currency_info": known["currency"],
            "pmp_id": known["pmp_names"][0]["id"],
            "billto_company_id": company["id"],
            "billto_business_address_id": addresses["Business"],
            "billto_billing_address_id": addresses["Billing"],
            "accepted_terms_id": company["us_terms_id"],
            "accepted_terms_time": state.now(),
        }
        for desk, (first, last) in _DESKS.items():
            order[f"{desk}_contact_firstname"] = first
            order[f"{desk}_contact_lastname"] = last
            order[f"{desk}_contact_email"] = f"{desk}@example.com"
        send_request(state, SSIO_INSERTION_ORDER_CREATE, order, ad_account_id=account)


def create_events_and_deletion_requests(state: State, account: str) -> None:
    """Creates advertiser-defined events and conversion deletion requests."""
    events = [{"name": name, "mapped_conversion_type": kind} for name, kind in _EVENTS.items()]
    send_request(state, ADVERTISER_DEFINED_EVENTS_CREATE, {"items": events}, ad_account_id=account)
    for number, age in enumerate(_DELETIONS, 1):
        body = {"deletion_targets": {"user_emails": [f"customer{number}@example.com"]}}
        with state.clock.set_back(age):
            send_request(state, CONVERSION_DELETION_REQUEST_CREATE, body, ad_account_id=account)


def create_customer_segment(state: State, account: str, audiences: Sequence[str]) -> None:
    """Creates a customer segment that consists of audiences."""
    body = {"name": "Customers and visitors", "audience_ids": list(audiences)}
    send_request(state, CUSTOMER_SEGMENT_CREATE, body, ad_account_id=account)


def subscribe_to_leads(state: State, account: str, form: str) -> None:
    """Subscribes a webhook to the leads of a form."""
    body = {"lead_form_id": form, "webhook_url": _WEBHOOK}
    send_request(state, AD_ACCOUNTS_SUBSCRIPTIONS_POST, body, ad_account_id=account)


def create_schedules_and_previews(state: State, account: str) -> None:
    """Creates scheduled budget changes, ad previews and negative keywords in the ad account."""
    excluded = [{"value": word, "match_type": "PHRASE_NEGATIVE"} for word in _NEVER_WANTED]
    add_keywords(state, account, account, excluded)
    campaigns = send_request(state, CAMPAIGNS_LIST, ad_account_id=account)["items"]
    running = [one for one in campaigns if one["daily_spend_cap"]]
    schedules = [
        _build_schedule(state, running[0], "Harvest weekend", -40 * DAY, "10"),
        _build_schedule(state, running[0], "Long evenings", -DAY, "15"),
        _build_schedule(state, running[-1], "Holiday gifts", 20 * DAY, "25"),
    ]
    send_request(state, SCHEDULES_CREATE, schedules, ad_account_id=account)
    groups = send_request(state, AD_GROUPS_LIST, ad_account_id=account)["items"]
    previews = [{"ad_group_id": group["id"]} for group in groups]
    send_request(state, CAMPAIGN_AD_PREVIEW_CREATE, previews, ad_account_id=account)


def _build_schedule(
    state: State, campaign: Mapping[str, Any], name: str, start: int, percent: str
) -> dict[str, Any]:
    """Returns a schedule that begins `start` seconds from now and increases a campaign's budget for four days."""
    begin = state.now() + start
    return {
        "entity_id": campaign["id"],
        "entity_type": "CAMPAIGN",
        "name": name,
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE",
        "schedule_action": "INCREASE_BY_PERCENT",
        "delta_value": percent,
        "start_timestamp": begin,
        "end_timestamp": begin + 4 * DAY,
    }
