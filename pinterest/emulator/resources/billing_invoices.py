"""Billing invoices: list and download them. Each month has one invoice. Some invoices have a credit memo."""

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
from pinterest.emulator.listing.pages import paginate_items
from pinterest.emulator.metrics.date_ranges import parse_day
from pinterest.emulator.metrics.figures import get_today
from pinterest.emulator.resources.ad_accounts import require_ad_account
from pinterest.emulator.storage import files
from pinterest.emulator.store.state import State
from pinterest.operations.billing import BILLING_INVOICE_DOWNLOAD_GET, BILLING_INVOICES_GET

_MONTHS_BEFORE_CREATION = 6
# Every fourth invoice is followed by a credit memo for a twentieth of its gross amount.
_INVOICES_PER_MEMO, _MEMO_DIVISOR = 4, 20
# The number of days to pay an invoice: more than a month, so one invoice is always OPEN.
_TERM_DAYS = 45
_MICROS_PER_CENT = 10_000
_MIN_CENTS, _MAX_CENTS = 500_000, 3_000_000
# Accounts outside of the US pay a fifth of the net amount as tax.
_TAX_FREE_COUNTRY, _TAX_DIVISOR = "US", 5
# Every third invoice has a discount of a tenth of its gross amount.
_INVOICES_PER_DISCOUNT, _DISCOUNT_DIVISOR = 3, 10
_URL_SECONDS = 300
_SORT_FIELDS = {
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
    "credit memo after every fourth. Amounts are generated from the seed and do not match the account's "
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
    earliest, latest = arguments["start_due_date"], arguments["end_due_date"]
    for name in ("start_due_date", "end_due_date"):
        if arguments[name]:
            parse_day(name, arguments[name])
    found = [
        invoice
        for invoice in _generate_invoices(call.state, arguments["ad_account_id"])
        if all(arguments[name] in (None, invoice[name]) for name in _FILTERS)
        and (earliest or "") <= invoice["invoice_due_date"] <= (latest or "9999")
    ]
    field = _SORT_FIELDS[arguments["sort"]]
    return paginate_items(
        call, sorted(found, key=lambda invoice: (invoice[field], int(invoice["id"])))
    )


@handles(BILLING_INVOICE_DOWNLOAD_GET)
@assumed(
    choice="An invoice is a CSV file. Its URL expires after five minutes.",
)
def download_invoice(call: Call) -> dict[str, Any]:
    """Returns the download URL of an invoice."""
    state, id = call.state, call.arguments["billing_invoice_id"]
    for invoice in _generate_invoices(state, call.arguments["ad_account_id"]):
        if invoice["id"] == id:
            name = f"{state.random.generator('billing invoice', id).getrandbits(128):032x}"
            content = _build_invoice_csv(invoice).encode("utf-8", "replace")
            files.store_file(state, name, content, "text/csv", seconds=_URL_SECONDS)
            return {"id": id, "download_url": files.build_download_url(call, name)}
    raise not_found("Billing invoice")


def _generate_invoices(state: State, ad_account_id: str) -> Iterator[dict[str, Any]]:
    """Yields the monthly invoices of an account, sorted by ID."""
    account = require_ad_account(state, ad_account_id)
    # The numbers of this generator are always the same, so existing invoices do not change when a month adds another.
    generator = state.random.generator("billing invoices", ad_account_id)
    id = generator.randrange(10**11, 10**12)
    now = get_today(state)
    created_on = datetime.datetime.fromtimestamp(account["created_time"], datetime.UTC).date()
    start, number = _add_months(created_on, -_MONTHS_BEFORE_CREATION), 0
    while (end := _add_months(start, 1)) <= now:
        number += 1
        id += generator.randrange(1, 1_000)
        gross = generator.randrange(_MIN_CENTS, _MAX_CENTS) * _MICROS_PER_CENT
        discount = (
            _divide_to_cents(gross, _DISCOUNT_DIVISOR)
            if number % _INVOICES_PER_DISCOUNT == 0
            else 0
        )
        due = end + datetime.timedelta(days=_TERM_DAYS)
        common = {**_build_account_fields(account), **_build_date_fields(start, end, due)}
        status = "OPEN" if now < due else "CLOSED"
        yield {
            **common,
            **_build_amount_fields(account, gross, discount),
            "id": str(id),
            "document_type": "INVOICE",
            "status": status,
        }
        if number % _INVOICES_PER_MEMO == 0:
            id += 1
            yield {
                **common,
                **_build_amount_fields(account, -_divide_to_cents(gross, _MEMO_DIVISOR), 0),
                "id": str(id),
                "document_type": "CREDIT_MEMO",
                "status": status,
            }
        start = end


def _add_months(day: datetime.date, months: int) -> datetime.date:
    """Adds months to a day and returns the first day of the resulting month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1)


def _build_account_fields(account: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ad_account_id": account["id"],
        "ad_account_name": account["name"],
        "bill_to_country": account["country"],
        "currency": account["currency"],
        "payment_terms": f"NET {_TERM_DAYS}",
    }


def _build_date_fields(
    start: datetime.date, end: datetime.date, due: datetime.date
) -> dict[str, str]:
    last_day = end - datetime.timedelta(days=1)
    return {
        "billing_period_start_date": start.isoformat(),
        "billing_period_end_date": last_day.isoformat(),
        "invoice_due_date": due.isoformat(),
    }


def _divide_to_cents(amount: int, divisor: int) -> int:
    """Divides an amount and rounds the quotient down to whole cents."""
    return amount // _MICROS_PER_CENT // divisor * _MICROS_PER_CENT


def _build_amount_fields(account: Mapping[str, Any], gross: int, discount: int) -> dict[str, int]:
    net = gross - discount
    tax = 0 if account["country"] == _TAX_FREE_COUNTRY else _divide_to_cents(net, _TAX_DIVISOR)
    return {
        "amount_discount_micro_currency": discount,
        "amount_net_micro_currency": net,
        "amount_tax_micro_currency": tax,
        "amount_billed_micro_currency": net + tax,
    }


def _build_invoice_csv(invoice: Mapping[str, Any]) -> str:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(invoice)
    writer.writerow(invoice.values())
    return text.getvalue()
