"""Subscriptions to leads over HTTP."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.lead_ads import (
    AD_ACCOUNTS_SUBSCRIPTIONS_DEL_BY_ID,
    AD_ACCOUNTS_SUBSCRIPTIONS_GET_BY_ID,
    AD_ACCOUNTS_SUBSCRIPTIONS_GET_LIST,
    AD_ACCOUNTS_SUBSCRIPTIONS_POST,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

HOOK = {"webhook_url": "https://www.example.com/leads"}
FORM = {
    "name": "Newsletter",
    "questions": [{"question_type": "EMAIL"}],
    "privacy_policy_link": "https://www.example.com/privacy",
    "has_accepted_terms": True,
    "completion_message": "Thank you",
}


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/leads/subscriptions"


def create_form(emulator: Emulator, api: Api) -> str:
    response = api.post(f"/ad_accounts/{emulator.ad_account_id}/lead_forms", json=[FORM])
    id: str = response.json()["items"][0]["data"]["id"]
    return id


def create_subscription(api: Api, path: str, **fields: Any) -> dict[str, Any]:
    response = api.post(path, json={**HOOK, **fields})
    assert_valid(AD_ACCOUNTS_SUBSCRIPTIONS_POST, response)
    made: dict[str, Any] = response.json()
    return made


def test_a_subscription_is_created_read_and_deleted(
    emulator: Emulator, api: Api, path: str
) -> None:
    made = create_subscription(api, path, partner_access_token="partner-secret")
    assert made["webhook_url"] == HOOK["webhook_url"]
    assert made["lead_form_id"] is None
    assert made["created_time"] > 1_700_000_000_000
    assert len(base64.b64decode(made["cryptographic_key"])) == 32
    assert "partner-secret" not in str(made)
    read = api.get(f"{path}/{made['id']}")
    assert_valid(AD_ACCOUNTS_SUBSCRIPTIONS_GET_BY_ID, read)
    assert read.json() == made
    deleted = api.delete(f"{path}/{made['id']}")
    assert_valid(AD_ACCOUNTS_SUBSCRIPTIONS_DEL_BY_ID, deleted)
    assert deleted.status_code == 204
    assert api.get(f"{path}/{made['id']}").status_code == 404
    assert api.delete(f"{path}/{made['id']}").status_code == 404
    assert create_subscription(api, path)["id"] != made["id"]


def test_each_form_and_the_account_have_one_subscription(
    emulator: Emulator, api: Api, path: str
) -> None:
    form = create_form(emulator, api)
    ids = [
        create_subscription(api, path)["id"],
        create_subscription(api, path, lead_form_id=form)["id"],
    ]
    for body in (HOOK, {**HOOK, "lead_form_id": form}):
        response = api.post(path, json=body)
        assert response.status_code == 400 and "lead_form_id" in response.json()["message"]
    assert_valid(AD_ACCOUNTS_SUBSCRIPTIONS_GET_LIST, api.get(path))
    assert [item["id"] for item in api.items(path, page_size=1)] == ids


@pytest.mark.parametrize(
    ("fields", "name_in_error"),
    [
        ({"webhook_url": "http://www.example.com"}, "webhook_url"),
        ({"webhook_url": None}, "webhook_url"),
        ({"lead_form_id": "5"}, "lead_form_id"),
        ({"lead_form_id": "newsletter"}, "lead_form_id"),
    ],
)
def test_a_bad_subscription_is_refused_by_name(
    api: Api, path: str, fields: dict[str, Any], name_in_error: str
) -> None:
    response = api.post(path, json={**HOOK, **fields})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert name_in_error in response.json()["message"]
    assert api.get(path).json()["items"] == []


def test_a_subscription_belongs_to_its_ad_account(emulator: Emulator, api: Api, path: str) -> None:
    id = create_subscription(api, path)["id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/leads/subscriptions"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.delete(f"{other}/{id}").status_code == 404
    form = create_form(emulator, api)
    assert api.post(other, json={**HOOK, "lead_form_id": form}).status_code == 400
