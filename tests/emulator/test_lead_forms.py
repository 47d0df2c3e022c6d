"""Lead forms and test leads."""

from __future__ import annotations

from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.lead_forms import (
    LEAD_FORM_GET,
    LEAD_FORM_TEST_CREATE,
    LEAD_FORMS_CREATE,
    LEAD_FORMS_LIST,
    LEAD_FORMS_UPDATE,
)
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

CUSTOM = {
    "question_type": "CUSTOM",
    "custom_question_label": "Which pattern?",
    "custom_question_field_type": "RADIO_LIST",
    "custom_question_options": ["Log cabin", "Flying geese"],
}


@pytest.fixture
def forms_path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/lead_forms"


def build_form(**fields: Any) -> dict[str, Any]:
    return {
        "name": "Newsletter",
        "questions": [{"question_type": "EMAIL"}, CUSTOM],
        "privacy_policy_link": "https://www.example.com/privacy",
        "has_accepted_terms": True,
        "completion_message": "Thank you",
        **fields,
    }


def create_form(api: Api, forms: str, **fields: Any) -> dict[str, Any]:
    response = api.post(forms, json=[build_form(**fields)])
    assert_valid(LEAD_FORMS_CREATE, response)
    [item] = response.json()["items"]
    made: dict[str, Any] = item["data"]
    return made


def test_a_form_is_created_read_and_updated(emulator: Emulator, api: Api, forms_path: str) -> None:
    made = create_form(api, forms_path)
    assert {**made, **build_form()} == made
    assert (made["status"], made["ad_account_id"]) == ("ACTIVE", emulator.ad_account_id)
    read = api.get(f"{forms_path}/{made['id']}")
    assert_valid(LEAD_FORM_GET, read)
    assert read.json() == made
    emulator.advance(10)
    response = api.patch(forms_path, json=[{"id": made["id"], "name": "Patterns"}])
    assert_valid(LEAD_FORMS_UPDATE, response)
    changed = response.json()["items"][0]["data"]
    assert changed["updated_time"] >= made["updated_time"] + 10
    assert changed == {**made, "name": "Patterns", "updated_time": changed["updated_time"]}
    assert api.get(f"{forms_path}/{made['id']}").json() == changed


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": None},
        {"questions": []},
        {"has_accepted_terms": False},
        {"privacy_policy_link": "privacy"},
        {"questions": [{"question_type": "CUSTOM"}]},
        {"questions": [{}]},
        {"questions": [{**CUSTOM, "custom_question_options": []}]},
    ],
)
def test_a_form_may_be_incomplete(api: Api, forms_path: str, fields: dict[str, Any]) -> None:
    made = create_form(api, forms_path, **fields)
    assert {name: made[name] for name in fields} == fields
    assert api.get(f"{forms_path}/{made['id']}").json() == made


def test_a_bad_update_fails_alone(api: Api, forms_path: str) -> None:
    made = create_form(api, forms_path)
    changes = [{"id": "5", "name": "x"}, {"id": made["id"], "name": "Patterns"}]
    response = api.patch(forms_path, json=changes)
    assert_valid(LEAD_FORMS_UPDATE, response)
    unknown, good = response.json()["items"]
    assert [problem["code"] for problem in unknown["exceptions"]] == [4842]
    assert good["data"]["name"] == "Patterns"
    assert api.get(f"{forms_path}/{made['id']}").json() == good["data"]


@pytest.mark.parametrize(
    "body", [[], [{"name": "x"}], [build_form()] * 31, [build_form(status="OVER")]]
)
def test_a_malformed_item_refuses_the_whole_batch(
    api: Api, forms_path: str, body: list[dict[str, Any]]
) -> None:
    assert api.post(forms_path, json=body).status_code == 400
    assert api.get(forms_path).json()["items"] == []


def test_forms_are_ordered_and_paged(api: Api, forms_path: str) -> None:
    ids = [create_form(api, forms_path)["id"] for _ in range(3)]
    assert_valid(LEAD_FORMS_LIST, api.get(forms_path, params={"page_size": 2}))
    listed = api.items(forms_path, order="DESCENDING", page_size=2)
    assert [item["id"] for item in listed] == ids[::-1]


def test_null_is_only_accepted_where_the_schema_allows_it(api: Api, forms_path: str) -> None:
    made = create_form(api, forms_path, disclosure_language=None)
    assert made["disclosure_language"] is None
    for name in ("status", "policy_links"):
        response = api.patch(forms_path, json=[{"id": made["id"], name: None}])
        assert response.status_code == 400
        assert f"{name}: null is not valid; leave it out" == response.json()["message"]


def test_a_form_belongs_to_its_ad_account(emulator: Emulator, api: Api, forms_path: str) -> None:
    id = create_form(api, forms_path)["id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/lead_forms"
    response = api.get(f"{other}/{id}")
    assert (response.status_code, response.json()["code"]) == (404, 4842)
    [item] = api.patch(other, json=[{"id": id, "name": "x"}]).json()["items"]
    assert item["exceptions"]


def test_a_test_lead_prefers_the_subscription_of_its_form(
    emulator: Emulator, api: Api, forms_path: str
) -> None:
    one, two = create_form(api, forms_path), create_form(api, forms_path)
    subscriptions = f"/ad_accounts/{emulator.ad_account_id}/leads/subscriptions"
    hook = {"webhook_url": "https://www.example.com/leads"}
    test = {"answers": ["jo@shop.example", "Log cabin"]}
    refused = api.post(f"{forms_path}/{one['id']}/test", json=test)
    assert refused.status_code == 400 and "subscription" in refused.json()["message"]
    for_account = api.post(subscriptions, json=hook).json()["id"]
    for_form = api.post(subscriptions, json={**hook, "lead_form_id": one["id"]}).json()["id"]
    sent = [api.post(f"{forms_path}/{made['id']}/test", json=test) for made in (one, two)]
    assert_valid(LEAD_FORM_TEST_CREATE, sent[0])
    assert [response.json()["subscription_id"] for response in sent] == [for_form, for_account]


def test_a_test_lead_needs_a_form(api: Api, forms_path: str) -> None:
    assert api.post(f"{forms_path}/5/test", json={"answers": []}).status_code == 404
