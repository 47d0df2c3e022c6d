"""Billing invoices: one for each whole month, and now and then a credit memo; listed, and downloaded."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import not_found
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.pages import page_of_items
from pinterest.emulator.metrics.date_ranges import parse_day
from pinterest.emulator.metrics.figures import today
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.storage import files
from pinterest.emulator.store.state import State
from pinterest.operations.billing import BILLING_INVOICE_DOWNLOAD_GET, BILLING_INVOICES_GET

_MONTHS_BEFORE = 6
_CREDITED_EACH, _CREDITED = 4, 20
# Longer than a month, so that there is always an invoice that is OPEN.
_TERM_DAYS = 45
_CENT = 10_000
_LEAST, _MOST = 500_000, 3_000_000
_HOME, _TAX = "US", 5
_DISCOUNTED, _DISCOUNT = 3, 10
_ADDRESS_SECONDS = 300
_SORTS = {
    "DUE_DATE": "invoice_due_date",
    "BILLING_PERIOD": "billing_period_start_date",
    "DOCUMENT_TYPE": "document_type",
    "TOTAL_AMOUNT": "amount_billed_micro_currency",
    "INVOICE_NUMBER": "id",
}
_FILTERS = ("status", "document_type")

assumed(
    BILLING_INVOICES_GET,
    BILLING_INVOICE_DOWNLOAD_GET,
    choice="There is one invoice per full month, starting half a year before the ad account was created, and a "
    "credit memo after every fourth. Amounts are made up from the seed and do not match the account's "
    "figures. The net amount is after the discount. The billed amount is the net amount plus tax, and "
    "negative for credit memos. An invoice is due after 45 days. It is OPEN until then and paid on that "
    "day.",
)


@handles(BILLING_INVOICES_GET)
@assumed(
    choice="Invoices with the same sort value are sorted by ID.",
)
def list_invoices(call: Call) -> dict[str, Any]:
    """Returns a page of the account's invoices."""
    arguments = call.arguments
    first, last = arguments["start_due_date"], arguments["end_due_date"]
    for name in ("start_due_date", "end_due_date"):
        if arguments[name]:
            parse_day(name, arguments[name])
    found = [
        invoice
        for invoice in _invoices(call.state, arguments["ad_account_id"])
        if all(arguments[name] in (None, invoice[name]) for name in _FILTERS)
        and (first or "") <= invoice["invoice_due_date"] <= (last or "9999")
    ]
    field = _SORTS[arguments["sort"]]
    return page_of_items(
        call, sorted(found, key=lambda invoice: (invoice[field], int(invoice["id"])))
    )


@handles(BILLING_INVOICE_DOWNLOAD_GET)
@assumed(
    choice="An invoice is a CSV file. Its URL expires after five minutes.",
)
def download_invoice(call: Call) -> dict[str, Any]:
    """Returns where an invoice can be fetched."""
    state, id = call.state, call.arguments["billing_invoice_id"]
    for invoice in _invoices(state, call.arguments["ad_account_id"]):
        if invoice["id"] == id:
            name = f"{state.random.generator('billing invoice', id).getrandbits(128):032x}"
            content = _written(invoice).encode("utf-8", "replace")
            files.keep(state, name, content, "text/csv", seconds=_ADDRESS_SECONDS)
            return {"id": id, "download_url": files.download_address(call, name)}
    raise not_found("Billing invoice")


def _invoices(state: State, ad_account_id: str) -> Iterator[dict[str, Any]]:
    """Yields the invoices of an account by id, the same ones at any time, and a new one as each month ends."""
    account = require_ad_account(state, ad_account_id)
    chance = state.random.generator("billing invoices", ad_account_id)
    id = chance.randrange(10**11, 10**12)
    now = today(state)
    made = datetime.datetime.fromtimestamp(account["created_time"], datetime.UTC).date()
    begin, number = _months_on(made, -_MONTHS_BEFORE), 0
    while (end := _months_on(begin, 1)) <= now:
        number += 1
        id += chance.randrange(1, 1_000)
        gross = chance.randrange(_LEAST, _MOST) * _CENT
        discount = _part(gross, _DISCOUNT) if number % _DISCOUNTED == 0 else 0
        due = end + datetime.timedelta(days=_TERM_DAYS)
        shared = {**_billed_to(account), **_dated(begin, end, due)}
        status = "OPEN" if now < due else "CLOSED"
        yield {
            **shared,
            **_amounts(account, gross, discount),
            "id": str(id),
            "document_type": "INVOICE",
            "status": status,
        }
        if number % _CREDITED_EACH == 0:
            id += 1
            yield {
                **shared,
                **_amounts(account, -_part(gross, _CREDITED), 0),
                "id": str(id),
                "document_type": "CREDIT_MEMO",
                "status": status,
            }
        begin = end


def _months_on(day: datetime.date, months: int) -> datetime.date:
    """Returns the first day of the month that is so many months later."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


def _billed_to(account: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ad_account_id": account["id"],
        "ad_account_name": account["name"],
        "bill_to_country": account["country"],
        "currency": account["currency"],
        "payment_terms": f"NET {_TERM_DAYS}",
    }


def _dated(begin: datetime.date, end: datetime.date, due: datetime.date) -> dict[str, str]:
    last = end - datetime.timedelta(days=1)
    return {
        "billing_period_start_date": begin.isoformat(),
        "billing_period_end_date": last.isoformat(),
        "invoice_due_date": due.isoformat(),
    }


def _part(amount: int, of: int) -> int:
    """Returns one of so many parts of an amount, in whole cents."""
    return amount // _CENT // of * _CENT


def _amounts(account: Mapping[str, Any], gross: int, discount: int) -> dict[str, int]:
    net = gross - discount
    tax = 0 if account["country"] == _HOME else _part(net, _TAX)
    return {
        "amount_discount_micro_currency": discount,
        "amount_net_micro_currency": net,
        "amount_tax_micro_currency": tax,
        "amount_billed_micro_currency": net + tax,
    }


def _written(invoice: Mapping[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(invoice)
    writer.writerow(invoice.values())
    return text.getvalue()
