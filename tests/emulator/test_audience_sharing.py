"""Audiences that accounts and businesses share."""

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

PARTNER = "887766"
TO_ACCOUNTS, TO_BUSINESSES = "ad_accounts/shared", "businesses/shared"


@dataclass
class Shop:
    """An account with an audience, its business, and another account.

    Attributes:
        api: A session that is signed in.
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
    def others(self) -> str:
        return f"/ad_accounts/{self.other}/audiences"

    @property
    def business(self) -> str:
        owner: str = self.api.get(f"/ad_accounts/{self.account}").json()["owner"]["id"]
        return f"/businesses/{owner}/audiences"

    def send(self, base: str, to: str, *recipients: str, **fields: Any) -> requests.Response:
        field = "recipient_account_ids" if to == TO_ACCOUNTS else "recipient_business_ids"
        body = {"audience_id": self.audience, "operation_type": "SHARE", field: recipients}
        return self.api.patch(f"{base}/{to}", json={**body, **fields})

    def recipients(self, base: str, account_type: str = "AD_ACCOUNT") -> list[dict[str, Any]]:
        query = {"audience_id": self.audience, "account_type": account_type}
        answer = self.api.get(f"{base}/shared/accounts", params=query)
        operation = (
            AD_ACCOUNTS_AUDIENCES_SHARED_ACCOUNTS_LIST
            if base.startswith("/ad_accounts")
            else BUSINESS_ACCOUNT_AUDIENCES_SHARED_ACCOUNTS_LIST
        )
        assert_valid(operation, answer)
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def received(self) -> list[str]:
        query = {"ownership_type": "RECEIVED"}
        answer = self.api.get(self.others, params=query)
        assert_valid(AUDIENCES_LIST, answer)
        return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
def shop(emulator: Emulator, api: Api) -> Shop:
    [audience] = emulator.add_audiences(1)
    return Shop(api, emulator.ad_account_id, audience, emulator.add_ad_account("Second shop"))


def test_an_account_shares_with_another_and_ends_it(shop: Shop) -> None:
    assert shop.received() == []
    answer = shop.send(shop.audiences, TO_ACCOUNTS, shop.other)
    assert_valid(UPDATE_AD_ACCOUNT_TO_AD_ACCOUNT_SHARED_AUDIENCE, answer)
    assert answer.json() == {
        "audience_id": shop.audience,
        "permissions": ["RESOURCE_PINNER_LIST_READER"],
        "recipient_account_ids": [shop.other],
    }
    assert shop.received() == [shop.audience]
    [recipient] = shop.recipients(shop.audiences)
    assert (recipient["account_id"], recipient["account_name"]) == (shop.other, "Second shop")
    assert shop.recipients(shop.audiences, "BUSINESS_ACCOUNT") == []
    ended = shop.send(shop.audiences, TO_ACCOUNTS, shop.other, operation_type="REVOKE")
    assert ended.json()["permissions"] == []
    assert shop.received() == []
    assert shop.recipients(shop.audiences) == []


def test_sharing_and_ending_it_twice_are_the_same_as_once(shop: Shop) -> None:
    for _ in range(2):
        assert shop.send(shop.audiences, TO_ACCOUNTS, shop.other).status_code == 200
    assert len(shop.recipients(shop.audiences)) == 1
    for _ in range(2):
        ended = shop.send(shop.audiences, TO_ACCOUNTS, shop.other, operation_type="REVOKE")
        assert ended.status_code == 200
    assert shop.received() == []


def test_an_account_shares_with_a_business(shop: Shop) -> None:
    answer = shop.send(shop.audiences, TO_BUSINESSES, PARTNER)
    assert_valid(UPDATE_AD_ACCOUNT_TO_BUSINESS_SHARED_AUDIENCE, answer)
    assert answer.json()["recipient_business_ids"] == [PARTNER]
    received = shop.api.get(f"/businesses/{PARTNER}/audiences")
    assert_valid(SHARED_AUDIENCES_FOR_BUSINESS_LIST, received)
    assert [item["id"] for item in received.json()["items"]] == [shop.audience]
    [recipient] = shop.recipients(shop.audiences, "BUSINESS_ACCOUNT")
    assert recipient["account_id"] == PARTNER
    assert shop.received() == []


def test_the_business_shares_what_its_accounts_own(shop: Shop) -> None:
    answer = shop.send(shop.business, TO_ACCOUNTS, shop.other)
    assert_valid(UPDATE_BUSINESS_TO_AD_ACCOUNT_SHARED_AUDIENCE, answer)
    assert shop.received() == [shop.audience]
    answer = shop.send(shop.business, TO_BUSINESSES, PARTNER)
    assert_valid(UPDATE_BUSINESS_TO_BUSINESS_SHARED_AUDIENCE, answer)
    assert [item["account_id"] for item in shop.recipients(shop.business)] == [shop.other]
    ids = [item["account_id"] for item in shop.recipients(shop.business, "BUSINESS_ACCOUNT")]
    assert ids == [PARTNER]


def test_a_business_that_received_an_audience_may_not_share_it(shop: Shop) -> None:
    theirs = f"/businesses/{PARTNER}/audiences"
    query = {"audience_id": shop.audience, "account_type": "AD_ACCOUNT"}
    assert shop.api.get(f"{theirs}/shared/accounts", params=query).status_code == 404
    shop.send(shop.audiences, TO_BUSINESSES, PARTNER)
    shop.send(shop.audiences, TO_ACCOUNTS, shop.other)
    assert shop.recipients(theirs) == []
    assert shop.send(theirs, TO_ACCOUNTS, shop.other).status_code == 400
    assert shop.send(theirs, TO_BUSINESSES, "9").status_code == 400


def test_one_bad_recipient_refuses_all(shop: Shop) -> None:
    for bad in (shop.account, "5", "second shop"):
        answer = shop.send(shop.audiences, TO_ACCOUNTS, shop.other, bad)
        assert (answer.status_code, answer.json()["code"]) == (400, 1)
        assert "recipient_account_ids" in answer.json()["message"]
    assert shop.received() == []
    assert shop.recipients(shop.audiences, "BUSINESS_ACCOUNT") == []


def test_only_the_owner_shares_an_audience(shop: Shop) -> None:
    assert shop.send(shop.others, TO_ACCOUNTS, shop.account).status_code == 400
    query = {"audience_id": shop.audience, "account_type": "AD_ACCOUNT"}
    assert shop.api.get(f"{shop.others}/shared/accounts", params=query).status_code == 404
    for base in (shop.audiences, shop.business):
        answer = shop.send(base, TO_ACCOUNTS, shop.other, audience_id="5")
        assert (answer.status_code, answer.json()["code"]) == (400, 1)


def test_what_is_received_is_ordered_paged_and_current(emulator: Emulator, shop: Shop) -> None:
    ids = [shop.audience, *emulator.add_audiences(2)]
    for id in ids:
        shop.send(shop.audiences, TO_ACCOUNTS, shop.other, audience_id=id)
    received = shop.api.items(
        shop.others, ownership_type="RECEIVED", order="DESCENDING", page_size=2
    )
    assert [item["id"] for item in received] == ids[::-1]
    shop.api.patch(f"{shop.audiences}/{ids[0]}", json={"operation_type": "REMOVE"})
    assert shop.received() == ids[1:]
    assert shop.api.get(shop.others).json()["items"] == []


def test_what_is_received_can_be_read_and_not_changed(shop: Shop) -> None:
    own, theirs = (f"{base}/{shop.audience}" for base in (shop.audiences, shop.others))
    assert shop.api.get(theirs).status_code == 404
    shop.send(shop.audiences, TO_ACCOUNTS, shop.other)
    answer = shop.api.get(theirs)
    assert_valid(AUDIENCES_GET, answer)
    assert answer.json() == shop.api.get(own).json()
    for body in ({"name": "Mine"}, {"operation_type": "REMOVE"}):
        assert shop.api.patch(theirs, json=body).status_code == 404
    assert shop.api.get(own).json() == answer.json()
    shop.send(shop.audiences, TO_ACCOUNTS, shop.other, operation_type="REVOKE")
    assert shop.api.get(theirs).status_code == 404


def test_a_list_of_few_among_very_many_is_not_searched_for() -> None:
    with Emulator() as emulator, Api(emulator.url, emulator.access_token) as api:
        emulator.add_audiences(20_000)
        path = f"/ad_accounts/{emulator.ad_account_id}/audiences"

        def seconds(**query: str) -> float:
            begun = time.process_time()
            assert api.get(path, params=query).status_code == 200
            return time.process_time() - begun

        page = min(seconds() for _ in range(10))
        # One look at each of them takes thirty times as long as a page.
        assert min(seconds(ownership_type="RECEIVED") for _ in range(10)) < 5 * page
