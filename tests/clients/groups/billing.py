"""Billing: insertion orders, order lines, invoices, credits."""

import datetime

from calls import call, can_call, check_paged_list, list_all
from nouns import check_equal, download, noun

TODAY = datetime.datetime.now(datetime.UTC).date()
PEOPLE = {
    f"{role}_contact_{part}": "ada@example.com" if part == "email" else "Ada"
    for role in ("billing", "media")
    for part in ("firstname", "lastname", "email")
}


def new_order(known, number):
    company = known.billto_infos[0]
    places = {place.purpose: place.address_id for place in company.addresses}
    body = {
        **PEOPLE,
        "order_line_type": "BUDGET",
        "order_name": f"Winter {number}",
        "po_number": f"PO{number}",
        "budget_amount": 5_000_000,
        "start_date": str(TODAY),
        "end_date": str(TODAY + datetime.timedelta(days=30)),
        "currency_info": known.currency,
        "pmp_id": known.pmp_names[0].id,
        "billto_company_id": company.id,
        "billto_business_address_id": places["Business"],
        "billto_billing_address_id": places["Billing"],
        "accepted_terms_id": company.us_terms_id,
    }
    return call("ssio_insertion_order_create", body).pin_order_id


@noun("insertion orders")
def insertion_orders():
    known = call("ssio_accounts_get")
    made = [new_order(known, number) for number in range(3)]
    key = "pin_order_id"
    listed = check_paged_list(
        "ssio_insertion_orders_status_get_by_ad_account", wanted=made, id_field=key
    )
    check_paged_list("ssio_order_lines_get_by_ad_account", wanted=made, id_field=key)
    change = {"salesforce_order_id": made[0], "budget_amount": 7_000_000}
    call("ssio_insertion_order_edit", change)
    [line] = list_all("ssio_order_lines_get_by_ad_account", pin_order_id=made[0])[0]
    check_equal(line.budget_amount, 7_000_000)
    read = call("ssio_insertion_orders_status_get_by_pin_order_id", pin_order_id=made[0])
    return f"created, listed ({listed}), edited; {read.status}"


@noun("order lines")
def order_lines():
    lines, pages = list_all("order_lines_list")
    check_equal(call("order_lines_get", order_line_id=lines[0].id).id, lines[0].id)
    return f"listed ({len(lines)} on {pages} pages), read"


@noun("billing")
def billing():
    profiles, _ = list_all("billing_profiles_get", is_active=True)
    listed = f"{len(profiles)} profiles"
    if can_call("billing_invoices_get"):
        invoices, pages = list_all("billing_invoices_get")
        file = call("billing_invoice_download_get", billing_invoice_id=invoices[0].id)
        assert download(file.download_url)
        listed += f", {len(invoices)} invoices on {pages} pages, one downloaded"
    return listed


@noun("ads credits")
def ads_credits():
    offer = {"offerCodeHash": "ab" * 32, "validateOnly": False}
    check_equal([call("ads_credit_redeem", offer).success for _ in range(2)], [True, False])
    found, _ = list_all("ads_credits_discounts_get")
    return f"redeemed once, listed ({len(found)})"


@noun("terms of service")
def terms_of_service():
    assert call("terms_of_service_get", include_html=True).html
    return "read"
