"""Audience sharing between ad accounts and businesses."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.audience_sharing import (
    AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST,
    BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST,
    SHARED_AUDIENCES_FOR_BUSINESS_LIST,
    UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE,
    UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE,
)
from pinterest.operations.audiences import AUDIENCES_GET, AUDIENCES_LIST
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

OTHER_BUSINESS = "887766"
AD_ACCOUNTS, BUSINESSES = "ad_accounts/shared", "businesses/shared"


@dataclass
class Shop:
    """An account with an audience, its business, and another account.

    Attributes:
        api: A session with an access token.
        account: The audience's ad account.
        audience: The audience.
        other: Another ad account.
    """

    api: Api
    account: str
    audience: str
    other: str

    @property
    def audiences(self) -> str:
        return f"/ad_accounts/{self.account}/audiences"

    @property
    def other_audiences(self) -> str:
        return f"/ad_accounts/{self.other}/audiences"

    @property
    def business(self) -> str:
        owner: str = self.api.get(f"/ad_accounts/{self.account}").json()["owner"]["id"]
        return f"/businesses/{owner}/audiences"

    def send(
        self, base: str, recipient_type: str, *recipients: str, **fields: Any
    ) -> requests.Response:
        field = (
            "recipient_account_ids" if recipient_type == AD_ACCOUNTS else "recipient_business_ids"
        )
        body = {"audience_id": self.audience, "operation_type": "SHARE", field: recipients}
        return self.api.patch(f"{base}/{recipient_type}", json={**body, **fields})

    def recipients(self, base: str, account_type: str = "AD_ACCOUNT") -> list[dict[str, Any]]:
        query = {"audience_id": self.audience, "account_type": account_type}
        response = self.api.get(f"{base}/shared/accounts", params=query)
        operation = (
            AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST
            if base.startswith("/ad_accounts")
            else BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST
        )
        assert_valid(operation, response)
        items: list[dict[str, Any]] = response.json()["items"]
        return items

    def received(self) -> list[str]:
        query = {"ownership_type": "RECEIVED"}
        response = self.api.get(self.other_audiences, params=query)
        assert_valid(AUDIENCES_LIST, response)
        return [item["id"] for item in response.json()["items"]]


@pytest.fixture
def shop(emulator: Emulator, api: Api) -> Shop:
    [audience] = emulator.add_audiences(1)
    return Shop(api, emulator.ad_account_id, audience, emulator.add_ad_account("Second shop"))


def test_an_account_shares_with_another_and_revokes_it(shop: Shop) -> None:
    assert shop.received() == []
    response = shop.send(shop.audiences, AD_ACCOUNTS, shop.other)
    assert_valid(UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE, response)
    assert response.json() == {
        "audience_id": shop.audience,
        "permissions": ["RESOURCE_PINNER_LIST_READER"],
        "recipient_account_ids": [shop.other],
    }
    assert shop.received() == [shop.audience]
    [recipient] = shop.recipients(shop.audiences)
    assert (recipient["account_id"], recipient["account_name"]) == (shop.other, "Second shop")
    assert shop.recipients(shop.audiences, "BUSINESS_ACCOUNT") == []
    revoked = shop.send(shop.audiences, AD_ACCOUNTS, shop.other, operation_type="REVOKE")
    assert revoked.json()["permissions"] == []
    assert shop.received() == []
    assert shop.recipients(shop.audiences) == []


def test_sharing_or_revoking_twice_has_no_effect(shop: Shop) -> None:
    for _ in range(2):
        assert shop.send(shop.audiences, AD_ACCOUNTS, shop.other).status_code == 200
    assert len(shop.recipients(shop.audiences)) == 1
    for _ in range(2):
        revoked = shop.send(shop.audiences, AD_ACCOUNTS, shop.other, operation_type="REVOKE")
        assert revoked.status_code == 200
    assert shop.received() == []


def test_an_account_shares_with_a_business(shop: Shop) -> None:
    response = shop.send(shop.audiences, BUSINESSES, OTHER_BUSINESS)
    assert_valid(UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE, response)
    assert response.json()["recipient_business_ids"] == [OTHER_BUSINESS]
    received = shop.api.get(f"/businesses/{OTHER_BUSINESS}/audiences")
    assert_valid(SHARED_AUDIENCES_FOR_BUSINESS_LIST, received)
    assert [item["id"] for item in received.json()["items"]] == [shop.audience]
    [recipient] = shop.recipients(shop.audiences, "BUSINESS_ACCOUNT")
    assert recipient["account_id"] == OTHER_BUSINESS
    assert shop.received() == []


def test_a_business_shares_the_audiences_of_its_ad_accounts(shop: Shop) -> None:
    response = shop.send(shop.business, AD_ACCOUNTS, shop.other)
    assert_valid(UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE, response)
    assert shop.received() == [shop.audience]
    response = shop.send(shop.business, BUSINESSES, OTHER_BUSINESS)
    assert_valid(UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE, response)
    assert [item["account_id"] for item in shop.recipients(shop.business)] == [shop.other]
    ids = [item["account_id"] for item in shop.recipients(shop.business, "BUSINESS_ACCOUNT")]
    assert ids == [OTHER_BUSINESS]


def test_a_business_cannot_share_an_audience_it_received(shop: Shop) -> None:
    partner_path = f"/businesses/{OTHER_BUSINESS}/audiences"
    query = {"audience_id": shop.audience, "account_type": "AD_ACCOUNT"}
    assert shop.api.get(f"{partner_path}/shared/accounts", params=query).status_code == 404
    shop.send(shop.audiences, BUSINESSES, OTHER_BUSINESS)
    shop.send(shop.audiences, AD_ACCOUNTS, shop.other)
    assert shop.recipients(partner_path) == []
    assert shop.send(partner_path, AD_ACCOUNTS, shop.other).status_code == 400
    assert shop.send(partner_path, BUSINESSES, "9").status_code == 400


def test_one_bad_recipient_fails_the_whole_request(shop: Shop) -> None:
    for bad in (shop.account, "5", "second shop"):
        response = shop.send(shop.audiences, AD_ACCOUNTS, shop.other, bad)
        assert (response.status_code, response.json()["code"]) == (400, 1)
        assert "recipient_account_ids" in response.json()["message"]
    assert shop.received() == []
    assert shop.recipients(shop.audiences, "BUSINESS_ACCOUNT") == []


def test_only_the_owner_can_share_an_audience(shop: Shop) -> None:
    assert shop.send(shop.other_audiences, AD_ACCOUNTS, shop.account).status_code == 400
    query = {"audience_id": shop.audience, "account_type": "AD_ACCOUNT"}
    assert shop.api.get(f"{shop.other_audiences}/shared/accounts", params=query).status_code == 404
    for base in (shop.audiences, shop.business):
        response = shop.send(base, AD_ACCOUNTS, shop.other, audience_id="5")
        assert (response.status_code, response.json()["code"]) == (400, 1)


def test_received_audiences_are_ordered_paged_and_current(emulator: Emulator, shop: Shop) -> None:
    ids = [shop.audience, *emulator.add_audiences(2)]
    for id in ids:
        shop.send(shop.audiences, AD_ACCOUNTS, shop.other, audience_id=id)
    received = shop.api.items(
        shop.other_audiences, ownership_type="RECEIVED", order="DESCENDING", page_size=2
    )
    assert [item["id"] for item in received] == ids[::-1]
    shop.api.patch(f"{shop.audiences}/{ids[0]}", json={"operation_type": "REMOVE"})
    assert shop.received() == ids[1:]
    assert shop.api.get(shop.other_audiences).json()["items"] == []


def test_received_audiences_can_be_read_but_not_updated(shop: Shop) -> None:
    own, other = (f"{base}/{shop.audience}" for base in (shop.audiences, shop.other_audiences))
    assert shop.api.get(other).status_code == 404
    shop.send(shop.audiences, AD_ACCOUNTS, shop.other)
    response = shop.api.get(other)
    assert_valid(AUDIENCES_GET, response)
    assert response.json() == shop.api.get(own).json()
    for body in ({"name": "Mine"}, {"operation_type": "REMOVE"}):
        assert shop.api.patch(other, json=body).status_code == 404
    assert shop.api.get(own).json() == response.json()
    shop.send(shop.audiences, AD_ACCOUNTS, shop.other, operation_type="REVOKE")
    assert shop.api.get(other).status_code == 404


@pytest.mark.slow
def test_an_empty_list_of_received_audiences_is_fast_among_many_audiences() -> None:
    with Emulator() as emulator, Api(emulator.url, emulator.access_token) as api:
        emulator.add_audiences(20_000)
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"

        def measure_seconds(**query: str) -> float:
            started = time.process_time()
            assert api.get(path, params=query).status_code == 200
            return time.process_time() - started

        page = min(measure_seconds() for _ in range(10))
        # Reading every audience takes thirty times as long as reading a page.
        assert min(measure_seconds(ownership_type="RECEIVED") for _ in range(10)) < 5 * page
