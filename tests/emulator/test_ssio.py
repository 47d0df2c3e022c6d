"""Insertion orders and their order lines."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.billing import (
    SSIO_ACCOUNTS_GET,
    SSIO_INSERTION_ORDER_CREATE,
    SSIO_INSERTION_ORDER_EDIT,
    SSIO_INSERTION_ORDERS_STATUS_GET_BY_AD_ACCOUNT,
    SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID,
    SSIO_ORDER_LINES_GET_BY_AD_ACCOUNT,
)
from pinterest.operations.order_lines import ORDER_LINES_GET, ORDER_LINES_LIST
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

PEOPLE = {
    f"{role}_contact_{part}": "ada@example.com" if part == "email" else "Ada"
    for role in ("billing", "media")
    for part in ("firstname", "lastname", "email")
}


def build_order(advertiser: Advertiser, **fields: Any) -> dict[str, Any]:
    """Returns a valid body of an insertion order."""
    response = advertiser.api.get(advertiser.path("ssio/accounts"))
    assert_valid(SSIO_ACCOUNTS_GET, response)
    account = response.json()
    [company] = account["billto_infos"]
    addresses = {address["purpose"]: address["address_id"] for address in company["addresses"]}
    return {
        **PEOPLE,
        "order_line_type": "BUDGET",
        "order_name": "Winter",
        "po_number": "PO77",
        "budget_amount": 5_000_000,
        "start_date": "2026-12-01",
        "end_date": "2026-12-31",
        "currency_info": account["currency"],
        "pmp_id": account["pmp_names"][0]["id"],
        "billto_company_id": company["id"],
        "billto_business_address_id": addresses["Business"],
        "billto_billing_address_id": addresses["Billing"],
        "accepted_terms_id": company["us_terms_id"],
        **fields,
    }


def send_order(advertiser: Advertiser, body: dict[str, Any]) -> requests.Response:
    return advertiser.api.post(advertiser.path("ssio/insertion_orders"), json=body)


def edit_order(advertiser: Advertiser, **body: Any) -> requests.Response:
    return advertiser.api.patch(advertiser.path("ssio/insertion_orders"), json=body)


def create_order(advertiser: Advertiser, **fields: Any) -> str:
    response = send_order(advertiser, build_order(advertiser, **fields))
    assert_valid(SSIO_INSERTION_ORDER_CREATE, response)
    id: str = response.json()["pin_order_id"]
    return id


def list_lines(advertiser: Advertiser, **query: Any) -> list[dict[str, Any]]:
    return advertiser.api.items(advertiser.path("ssio/order_lines"), **query)


def test_an_order_is_pending_then_approved(emulator: Emulator, advertiser: Advertiser) -> None:
    a, b = create_order(advertiser), create_order(advertiser)
    path = advertiser.path("ssio/insertion_orders")
    assert_valid(
        SSIO_INSERTION_ORDERS_STATUS_GET_BY_AD_ACCOUNT, advertiser.api.get(f"{path}/status")
    )
    for status in ("Pending", "Approved"):
        listed = advertiser.api.items(f"{path}/status", page_size=1)
        assert [(item["pin_order_id"], item["status"]) for item in listed] == [
            (a, status),
            (b, status),
        ]
        one = advertiser.api.get(f"{path}/{a}/status")
        assert_valid(SSIO_INSERTION_ORDERS_STATUS_GET_BY_PIN_ORDER_ID, one)
        assert one.json() == listed[0]
        emulator.advance(3_600)
    assert advertiser.api.get(f"{path}/0Q0X/status").status_code == 404
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert advertiser.api.get(other.path(f"ssio/insertion_orders/{a}/status")).status_code == 404
    assert list_lines(other) == []


def test_an_order_has_one_line_with_its_fields(advertiser: Advertiser) -> None:
    body = build_order(advertiser, accepted_terms_time=1_700_000_000)
    a = send_order(advertiser, body).json()["pin_order_id"]
    perpetual = build_order(advertiser, order_line_type="PERPETUALS", estimated_monthly_spend=9)
    del perpetual["end_date"], perpetual["budget_amount"]
    b = send_order(advertiser, perpetual).json()["pin_order_id"]
    assert_valid(
        SSIO_ORDER_LINES_GET_BY_AD_ACCOUNT, advertiser.api.get(advertiser.path("ssio/order_lines"))
    )
    assert [line["pin_order_id"] for line in list_lines(advertiser, page_size=1)] == [a, b]
    [line] = list_lines(advertiser, pin_order_id=a)
    kept = ("budget_amount", "end_date", "order_name", "po_number", "media_contact_email")
    assert {name: line[name] for name in kept} == {name: body[name] for name in kept}
    assert line["accepted_terms_time"] == "2023-11-14T22:13:20.000Z"
    assert list_lines(advertiser, pin_order_id="0Q0X") == []


def test_an_order_is_edited(advertiser: Advertiser) -> None:
    id = create_order(advertiser)
    [before] = list_lines(advertiser)
    response = edit_order(advertiser, salesforce_order_id=id, budget_amount=7)
    assert_valid(SSIO_INSERTION_ORDER_EDIT, response)
    assert response.json() == {"pin_order_id": id}
    [after] = list_lines(advertiser)
    assert after == {
        **before,
        "budget_amount": 7,
        "last_modified_date_time": after["last_modified_date_time"],
    }
    key = before["salesforce_order_line_id"]
    assert (
        edit_order(advertiser, salesforce_order_line_id=key, end_date="2027-01-31").status_code
        == 200
    )
    [line] = advertiser.api.items(advertiser.path("order_lines"), order="DESCENDING")[:1]
    assert line["id"] == before["ads_manager_order_line_id"]
    assert line["budget"] == 7 and line["end_time"] == 1_801_353_600
    other = create_order(advertiser)
    for wrong in (
        {},
        {"oracle_line_id": "5"},
        {"salesforce_order_id": "0Q0X"},
        {"salesforce_order_id": other, "salesforce_order_line_id": key},
        {"salesforce_order_id": id, "end_date": "2026-11-30"},
    ):
        assert edit_order(advertiser, budget_amount=1, **wrong).status_code == 400
    assert [line["budget_amount"] for line in list_lines(advertiser)] == [7, 5_000_000]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("pmp_id", "001X"),
        ("billto_company_id", "001X"),
        ("billto_billing_address_id", "a1CX"),
        ("billto_business_address_id", "a1CX"),
        ("accepted_terms_id", "a2SX"),
        ("accepted_terms_time", 10**18),
        ("end_date", "2026-11-30"),
        ("start_date", "2026-02-30"),
    ],
)
def test_an_invalid_order_is_refused(advertiser: Advertiser, name: str, value: Any) -> None:
    body = {key: value for key, value in build_order(advertiser, **{name: value}).items() if value}
    response = send_order(advertiser, body)
    assert response.status_code == 400
    assert list_lines(advertiser) == []


def test_order_lines_are_listed_and_read(emulator: Emulator, advertiser: Advertiser) -> None:
    initial = advertiser.api.items(advertiser.path("order_lines"))
    create_order(advertiser)
    response = advertiser.api.get(advertiser.path("order_lines"))
    assert_valid(ORDER_LINES_LIST, response)
    listed = response.json()["items"]
    assert listed[:-1] == initial and listed[-1]["status"] == "PAUSED"
    assert advertiser.list_all_ids("order_lines", page_size=1, order="DESCENDING") == [
        line["id"] for line in reversed(listed)
    ]
    for line in listed:
        one = advertiser.api.get(advertiser.path("order_lines", line["id"]))
        assert_valid(ORDER_LINES_GET, one)
        assert one.json() == line
        assert line["end_time"] is None or line["start_time"] < line["end_time"]
    emulator.advance(3_600)
    assert advertiser.api.items(advertiser.path("order_lines"))[-1]["status"] == "ACTIVE"
    assert advertiser.api.get(advertiser.path("order_lines", "123")).status_code == 404
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert advertiser.api.get(other.path("order_lines", listed[0]["id"])).status_code == 404


def test_an_order_line_lists_its_campaigns(advertiser: Advertiser) -> None:
    first, second, *_ = advertiser.list_ids("order_lines")
    campaign = advertiser.campaign(order_line_id=second)["id"]
    found = advertiser.api.items(advertiser.path("order_lines"))
    paid = {line["id"]: line["campaign_ids"] for line in found}
    assert (paid[first], paid[second]) == ([], [campaign])


@pytest.mark.parametrize("line_type", ["BUDGET", "PERPETUALS"])
def test_amount_and_end_date_are_optional_and_any_currency_is_accepted(
    advertiser: Advertiser, line_type: str
) -> None:
    fields = {"budget_amount": None, "end_date": None, "currency_info": "JPY"}
    body = build_order(advertiser, order_line_type=line_type, **fields)
    response = send_order(
        advertiser, {name: value for name, value in body.items() if value is not None}
    )
    assert_valid(SSIO_INSERTION_ORDER_CREATE, response)
    id = response.json()["pin_order_id"]
    changed = edit_order(advertiser, salesforce_order_id=id, budget_amount=7)
    assert_valid(SSIO_INSERTION_ORDER_EDIT, changed)
    [line] = list_lines(advertiser)
    assert (line["budget_amount"], line["currency_info"]) == (7, "JPY")
