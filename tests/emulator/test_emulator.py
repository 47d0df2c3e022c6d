"""The Emulator object: its clients, clock, seed, ad accounts and audiences."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError
from tests.emulator.api import Api


def test_the_same_seed_gives_the_same_ids() -> None:
    found: list[tuple[Any, ...]] = []
    for seed in (0, 0, 12):
        with Emulator(seed=seed) as emulator:
            found.append((emulator.ad_account_id, emulator.app_id, *emulator.add_audiences(5)))
    assert found[0] == found[1]
    assert not set(found[0]) & set(found[2])


def test_a_client_has_the_credentials_of_the_emulator(emulator: Emulator) -> None:
    with emulator.client() as client:
        answer = client.request("GET", "/ad_accounts")
    assert answer.data["items"][0]["id"] == emulator.ad_account_id


def test_arguments_of_a_client_override_those_of_the_emulator(emulator: Emulator) -> None:
    limited = emulator.token(scopes=["boards:read"])
    with emulator.client(access_token=limited, max_retries=0) as client:
        assert limited not in repr(client)
        with pytest.raises(Exception, match="401") as caught:
            client.request("GET", "/ad_accounts")
    assert "ads:read" in str(caught.value)


@pytest.mark.parametrize(
    "seconds", [-1, float("inf"), float("nan"), "60", True, 1e12, 10**400, 8_000 * 365.25 * 86_400]
)
def test_the_clock_cannot_go_backward(emulator: Emulator, api: Api, seconds: Any) -> None:
    with pytest.raises(ValidationError, match="advance"):
        emulator.advance(seconds)
    assert api.get("/ad_accounts").status_code == 200


def test_the_clock_stops_before_dates_end(emulator: Emulator) -> None:
    years_left = 9_988 - datetime.datetime.now(datetime.UTC).year
    emulator.advance(years_left * 365.25 * 86_400)
    with Api(emulator.url, emulator.token()) as api:
        board = api.post("/boards", json={"name": "Far ahead"})
        assert (board.status_code, board.json()["created_at"][:3]) == (201, "998")
    with pytest.raises(ValidationError, match="9990"):
        emulator.advance(10 * 365.25 * 86_400)


@pytest.mark.parametrize("id", ["", "abc", "07", "0", "1" * 19, "٣"])
def test_an_invalid_account_id_is_refused(emulator: Emulator, api: Api, id: str) -> None:
    with pytest.raises(ValidationError, match="id: "):
        emulator.add_ad_account(id=id)
    with pytest.raises(ValidationError, match="already in use"):
        emulator.add_ad_account(id=emulator.ad_account_id)
    assert len(api.get("/ad_accounts").json()["items"]) == 1


@pytest.mark.parametrize("account", ["123", "abc"])
def test_audiences_are_added_to_existing_accounts_only(emulator: Emulator, account: str) -> None:
    with pytest.raises(ValidationError, match=account):
        emulator.add_audiences(1, ad_account_id=account)
    assert len(emulator.add_audiences(1)) == 1


def test_an_unknown_feature_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match=r"unknown feature 'pin_serch'.*pin_search"):
        Emulator(features=["pin_serch"])
