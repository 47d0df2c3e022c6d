"""Billing: invoices, insertion orders, order lines."""

from __future__ import annotations

from typing import Any

from tests.models.samples.base import Place, Sample, rich

CONTACTS = [
    f"{kind}_contact_{part}"
    for kind in ("billing", "media")
    for part in ("email", "firstname", "lastname")
]


def insertion_order(place: Place) -> dict[str, Any]:
    """Returns the fields of an insertion order of the ad account."""
    allowed = rich("AdAccount")(place.account, place.client).ssio_accounts()
    company = allowed.billto_infos[0]
    addresses = {address.purpose: address.address_id for address in company.addresses}
    return {
        **dict.fromkeys(CONTACTS, "x@example.com"),
        "accepted_terms_id": company.us_terms_id,
        "billto_billing_address_id": addresses["Billing"],
        "billto_business_address_id": addresses["Business"],
        "billto_company_id": company.id,
        "budget_amount": 500.0,
        "currency_info": allowed.currency,
        "order_line_type": "PERPETUALS",
        "order_name": "Spring",
        "po_number": "PO-1",
        "pmp_id": allowed.pmp_names[0].id,
        "start_date": "2025-03-01",
    }


SAMPLES: dict[str, Sample] = {
    "InsertionOrder": Sample(lambda place: (place.account,), more=insertion_order),
}
NOT_CREATED: frozenset[str] = frozenset({"BillingInvoice", "BillingProfile", "OrderLine"})
"""Rich models that cannot be created."""
