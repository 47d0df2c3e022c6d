"""Ad accounts: the first one, creating more, and deleting them."""

from __future__ import annotations

from typing import Any

import pytest

import pinterest.schemas
from pinterest.emulator import Emulator
from pinterest.schema import to_request
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api


def assert_valid(account: dict[str, Any]) -> None:
    non_null = {name: value for name, value in account.items() if value is not None}
    to_request(pinterest.schemas.AdAccount, non_null, subject="response")


def test_one_account_exists_from_the_start(emulator: Emulator, api: Api) -> None:
    response = api.get("/ad_accounts")
    assert response.status_code == 200
    [account] = response.json()["items"]
    assert response.json()["bookmark"] is None
    assert account["id"] == emulator.ad_account_id
    assert len(account["id"]) == 12
    assert account["permissions"] == ["OWNER"]
    assert api.get(f"/ad_accounts/{account['id']}").json() == account
    assert_valid(account)


def test_an_account_can_be_created(emulator: Emulator, api: Api) -> None:
    body = {"name": "Second shop", "country": "GB", "currency": "GBP", "time_zone": "Europe/London"}
    response = api.post("/ad_accounts", json=body)
    assert response.status_code == 200
    account = response.json()
    assert {name: account[name] for name in body} == body
    assert int(account["id"]) > int(emulator.ad_account_id)
    assert_valid(account)
    first, second = api.get("/ad_accounts").json()["items"]
    assert (first["id"], second) == (emulator.ad_account_id, account)
    assert api.get(f"/ad_accounts/{account['id']}/audiences").json()["items"] == []


def test_the_tokens_user_owns_an_account_with_or_without_an_owner_id(
    emulator: Emulator, api: Api
) -> None:
    owner = api.get(f"/ad_accounts/{emulator.ad_account_id}").json()["owner"]["id"]
    response = api.post("/ad_accounts", json={"name": "Second shop", "owner_user_id": owner})
    assert response.json()["owner"]["id"] == owner
    assert (response.json()["country"], response.json()["currency"]) == ("US", "USD")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"name": "x" * 257}, "name"),
        ({"name": "x", "country": "XX"}, "country"),
        ({"name": "x", "currency": "dollars"}, "currency"),
        ({"name": "x", "owner_user_id": "me"}, "owner_user_id"),
    ],
)
def test_an_error_about_an_account_names_the_field(
    api: Api, body: dict[str, Any], expected: str
) -> None:
    response = api.post("/ad_accounts", json=body)
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
    assert len(api.get("/ad_accounts").json()["items"]) == 1


def test_an_unknown_account_is_not_found(api: Api) -> None:
    assert api.get("/ad_accounts/1").status_code == 404


def test_an_account_can_be_added_by_id(emulator: Emulator, api: Api) -> None:
    assert emulator.add_ad_account(id="4") == "4"
    assert api.get("/ad_accounts/4").json()["name"] == "Another shop"


def test_deleting_the_first_account_empties_it(emulator: Emulator, advertiser: Advertiser) -> None:
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    kept, pin = other.campaign()["id"], advertiser.pin()
    advertiser.ad(advertiser.ad_group()["id"], pin)
    emulator.add_audiences(2)
    response = advertiser.api.delete(advertiser.path("sandbox"))
    assert (response.status_code, response.json()) == (200, "Delete Success")
    for noun in ("campaigns", "ad_groups", "ads", "audiences"):
        assert advertiser.listed(noun) == []
    assert advertiser.api.get(f"/pins/{pin}").status_code == 200
    assert other.listed("campaigns") == [kept]
    assert advertiser.campaign()["id"] in advertiser.listed("campaigns")


def test_deleting_another_account_deletes_its_entities(
    emulator: Emulator, advertiser: Advertiser
) -> None:
    other = Advertiser(advertiser.api, emulator.add_ad_account())
    campaign, kept = other.campaign()["id"], advertiser.campaign()["id"]
    response = other.api.delete(other.path("sandbox"))
    assert (response.status_code, response.json()) == (200, "Delete Success")
    for path in (f"/ad_accounts/{other.account}", other.path("campaigns", campaign)):
        assert other.api.get(path).status_code == 404
    [account] = other.api.get("/ad_accounts").json()["items"]
    assert account["id"] == advertiser.account
    assert advertiser.listed("campaigns") == [kept]


def test_a_user_can_have_more_than_50_accounts(emulator: Emulator, api: Api) -> None:
    for _ in range(49):
        emulator.add_ad_account()
    response = api.post("/ad_accounts", json={"name": "One more"})
    assert response.status_code == 200
    assert len(api.items("/ad_accounts", page_size=250)) == 51
