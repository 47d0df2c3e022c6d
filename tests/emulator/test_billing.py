"""Billing: profiles, invoices and their files, discounts and offers."""

from __future__ import annotations

import csv
import hashlib
import io
import itertools
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.billing import (
    ADS_CREDIT_REDEEM,
    ADS_CREDITS_DISCOUNTS_GET,
    BILLING_INVOICE_DOWNLOAD_GET,
    BILLING_INVOICES_GET,
    BILLING_PROFILES_GET,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid

DAY = 86_400
OFFER = hashlib.sha256(b"QUILT50").hexdigest()


def list_invoices(advertiser: Advertiser, **query: Any) -> list[dict[str, Any]]:
    return advertiser.api.items(advertiser.path("billing_invoices"), **query)


def redeem_offer(
    advertiser: Advertiser, offer: str, *, validate: bool = False
) -> requests.Response:
    body = {"offerCodeHash": offer, "validateOnly": validate}
    return advertiser.api.post(advertiser.path("ads_credit/redeem"), json=body)


def test_each_account_has_its_own_profiles(emulator: Emulator, advertiser: Advertiser) -> None:
    path = advertiser.path("billing_profiles")
    response = advertiser.api.get(path, params={"is_active": False})
    assert_valid(BILLING_PROFILES_GET, response)
    profiles = response.json()["items"]
    assert {profile["advertiser_id"] for profile in profiles} == {advertiser.account}
    active = [profile for profile in profiles if profile["status"] == "VALID"]
    assert 0 < len(active) < len(profiles)
    assert advertiser.api.items(path, is_active="True") == active
    assert advertiser.api.items(path, is_active=False, page_size=1) == profiles
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert advertiser.api.items(other.path("billing_profiles"), is_active=False) != profiles
    changed = advertiser.api.get(path, params={"is_active": "true", "bookmark": "abc"})
    assert changed.status_code == 400


def test_the_amounts_of_an_invoice_add_up_and_its_dates_are_in_order(
    advertiser: Advertiser,
) -> None:
    assert_valid(BILLING_INVOICES_GET, advertiser.api.get(advertiser.path("billing_invoices")))
    found = list_invoices(advertiser)
    assert {invoice["document_type"] for invoice in found} == {"INVOICE", "CREDIT_MEMO"}
    for invoice in found:
        assert invoice["ad_account_id"] == advertiser.account
        net, tax = (invoice[f"amount_{name}_micro_currency"] for name in ("net", "tax"))
        assert invoice["amount_billed_micro_currency"] == net + tax
        assert (net > 0) == (invoice["document_type"] == "INVOICE")
        days = ("billing_period_start_date", "billing_period_end_date", "invoice_due_date")
        assert sorted(invoice[day] for day in days) == [invoice[day] for day in days]
    periods = [item for item in found if item["document_type"] == "INVOICE"]
    for item, following in itertools.pairwise(periods):
        assert item["billing_period_end_date"] < following["billing_period_start_date"]


def test_invoices_are_filtered_sorted_and_paged(advertiser: Advertiser) -> None:
    found = list_invoices(advertiser)
    for name in ("status", "document_type"):
        for value in {invoice[name] for invoice in found}:
            same = [invoice for invoice in found if invoice[name] == value]
            assert list_invoices(advertiser, **{name: value}) == same != found
    second = found[1]["invoice_due_date"]
    assert {
        item["invoice_due_date"] for item in list_invoices(advertiser, start_due_date=second)
    } == {item["invoice_due_date"] for item in found[1:]}
    assert list_invoices(advertiser, end_due_date=second, start_due_date=second)[0] == found[1]
    assert list_invoices(advertiser, start_due_date="2190-01-01") == []
    billed = [
        item["amount_billed_micro_currency"]
        for item in list_invoices(advertiser, sort="TOTAL_AMOUNT")
    ]
    assert billed == sorted(billed)
    descending = list_invoices(advertiser, order="DESCENDING", page_size=2)
    assert descending == found[::-1]
    bad = advertiser.api.get(
        advertiser.path("billing_invoices"), params={"end_due_date": "2026-02-30"}
    )
    assert bad.status_code == 400


def test_an_invoice_is_closed_when_it_is_due_and_another_one_follows(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    before = list_invoices(advertiser)
    emulator.advance(80 * DAY)
    advertiser.api.headers["Authorization"] = f"Bearer {emulator.token()}"
    after = list_invoices(advertiser)
    closed = [{**item, "status": "CLOSED"} for item in before]
    assert after[: len(before)] == closed
    assert len(after) > len(before)
    assert after[-1]["status"] == "OPEN"


def test_an_invoice_is_downloaded(emulator: Emulator, advertiser: Advertiser) -> None:
    invoice = list_invoices(advertiser)[0]
    path = advertiser.path("billing_invoice", f"{invoice['id']}/download")
    response = advertiser.api.get(path)
    assert_valid(BILLING_INVOICE_DOWNLOAD_GET, response)
    assert response.json()["id"] == invoice["id"]
    url = response.json()["download_url"]
    [row] = csv.DictReader(io.StringIO(requests.get(url, timeout=10).text))
    assert row["amount_billed_micro_currency"] == str(invoice["amount_billed_micro_currency"])
    emulator.advance(301)
    assert requests.get(url, timeout=10).status_code == 403
    unknown = advertiser.api.get(advertiser.path("billing_invoice", "1234567890/download"))
    assert unknown.status_code == 404


def test_an_offer_is_redeemed_once(emulator: Emulator, advertiser: Advertiser) -> None:
    path = advertiser.path("ads_credit/discounts")
    initial = advertiser.api.items(path)
    for offer, validate in ((OFFER, True), (OFFER, False), ("ab" * 32, False)):
        response = redeem_offer(advertiser, offer, validate=validate)
        assert_valid(ADS_CREDIT_REDEEM, response)
        assert response.json() == {"success": True, "errorCode": None, "errorMessage": None}
    again = redeem_offer(advertiser, OFFER)
    assert_valid(ADS_CREDIT_REDEEM, again)
    assert (again.json()["success"], again.json()["errorCode"]) == (False, 2708)
    assert_valid(ADS_CREDITS_DISCOUNTS_GET, advertiser.api.get(path))
    found = advertiser.api.items(path, page_size=2)
    assert found[: len(initial)] == initial
    assert [item["active"] for item in found[len(initial) :]] == [True, True]
    for item in found:
        assert item["remainingDiscountInMicroCurrency"] <= item["discountInMicroCurrency"]
        assert item["advertiser_id"] == advertiser.account
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    assert redeem_offer(other, OFFER).json()["success"]


@pytest.mark.parametrize("offer", ["", "quilt50", "zz" * 32])
def test_an_unknown_offer_is_refused(advertiser: Advertiser, offer: str) -> None:
    response = redeem_offer(advertiser, offer)
    assert (response.status_code, response.json()["code"]) == (400, 15)
