"""Parameters and bodies are parsed as leniently as by the API, and never cause a 5xx."""

from __future__ import annotations

import json
from typing import Any

import pytest

from pinterest.emulator import Emulator
from tests.emulator.advertising import Advertiser, get_only_item
from tests.emulator.api import Api

BODY = {"name": "Quilters", "audience_type": "VISITOR", "rule": {"retention_days": 30}}


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "1", "0", ""])
def test_booleans_are_parsed_in_every_spelling(api: Api, text: str) -> None:
    answer = api.get("/ad_accounts", params={"include_shared_accounts": text})
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 1


def test_an_invalid_boolean_is_refused(api: Api) -> None:
    answer = api.get("/ad_accounts", params={"include_shared_accounts": "maybe"})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "include_shared_accounts" in answer.json()["message"]


@pytest.mark.parametrize(
    "query",
    [
        "ACTIVE,PAUSED",
        ["ACTIVE", "PAUSED"],
        "ACTIVE",
        ["ACTIVE,PAUSED", "ARCHIVED"],
        "ACTIVE, PAUSED",
        "ACTIVE,",
        ",",
        " ",
    ],
)
def test_lists_may_be_joined_or_repeated(api: Api, audiences: str, query: Any) -> None:
    assert api.get(audiences, params={"entity_statuses": query}).status_code == 200


def test_an_invalid_member_of_a_list_is_refused(api: Api, audiences: str) -> None:
    answer = api.get(audiences, params={"entity_statuses": "ACTIVE,ASLEEP"})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "entity_statuses" in answer.json()["message"]


def test_spaces_and_empty_members_of_a_list_are_ignored(advertiser: Advertiser) -> None:
    first, second, _ = [advertiser.campaign()["id"] for _ in range(3)]
    assert advertiser.list_ids("campaigns", campaign_ids=f"{first}, {second},") == [first, second]
    assert advertiser.list_ids("campaigns", campaign_ids=f" {second}") == [second]


def test_an_integer_may_be_written_as_a_float(advertiser: Advertiser) -> None:
    body = advertiser.new_campaign(daily_spend_cap=2_000_000.0)
    made = get_only_item(advertiser.post("campaigns", body))
    assert made["daily_spend_cap"] == 2_000_000
    refused = advertiser.post("campaigns", {**body, "daily_spend_cap": 2.5})
    assert (refused.status_code, refused.json()["code"]) == (400, 1)


def test_unknown_and_repeated_parameters_are_ignored(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    emulator.add_audiences(3)
    answer = api.get(f"{audiences}?colour=red&page_size=1&page_size=2&bookmark=&order=")
    assert answer.status_code == 200
    assert len(answer.json()["items"]) == 2


def test_a_required_parameter_is_required(emulator: Emulator, api: Api) -> None:
    answer = api.get(f"/ad_accounts/{emulator.ad_account_id}/audience_insights")
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "audience_insight_type" in answer.json()["message"]


@pytest.mark.parametrize("id", ["abc", "1x", "-1", "1.0", "٣", "%00", "1%20", "9" * 19, "9" * 5000])
def test_an_id_that_is_not_digits_is_refused(api: Api, audiences: str, id: str) -> None:
    answer = api.get(f"{audiences}/{id}")
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "audience_id" in answer.json()["message"]


@pytest.mark.parametrize("id", ["9" * 19, "9" * 5000])
def test_an_id_that_is_too_long_is_not_found(emulator: Emulator, api: Api, id: str) -> None:
    path = f"/ad_accounts/{emulator.ad_account_id}/insights/audiences/PARTNER/ENGAGEMENT/{id}"
    assert api.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["", "/", "/nowhere/", "/ad_accounts//", "//ad_accounts", "/ad_accounts/1%2F2", "/%ff"]
)
def test_an_unknown_path_is_not_found(api: Api, path: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, 404)


def test_a_path_outside_the_api_gets_a_hint(emulator: Emulator, api: Api) -> None:
    api.url = emulator.url.removesuffix("/v5")
    answer = api.get("/ad_accounts")
    assert answer.status_code == 404
    assert "/v5" in answer.json()["message"]


@pytest.mark.parametrize("method", ["DELETE", "PUT", "OPTIONS", "BREW"])
def test_a_wrong_method_gets_the_allowed_ones(api: Api, audiences: str, method: str) -> None:
    answer = api.request(method, audiences)
    assert answer.status_code == 405
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))
    assert answer.json()["code"] == 405


def test_head_gets_no_body(api: Api, audiences: str) -> None:
    answer = api.request("HEAD", audiences)
    assert (answer.status_code, answer.content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


@pytest.mark.parametrize(
    "content",
    [
        b"{",
        b"nonsense",
        b"\xff\xfe",
        b"\xef\xbb\xbf{}",
        json.dumps(BODY).encode("utf-16"),
        json.dumps({**BODY, "name": "caf\u00e9"}, ensure_ascii=False).encode("latin-1"),
        b'{"name": NaN}',
        b'{"name": Infinity}',
        b'{"rule": {"event_source": {"x": 1e999}}}',
        b'{"rule": ' + b"9" * 5000 + b"}",
        b"[" * 100 + b"]" * 100,
        b"[" * 100_000,
        b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
        b"null",
        b"[]",
        b'"text"',
        b"1",
    ],
)
def test_a_body_that_is_not_a_json_object_is_refused(
    api: Api, audiences: str, content: bytes
) -> None:
    answer = api.post(audiences, data=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert api.get(audiences).json()["items"] == []


def test_a_missing_body_is_refused_if_it_is_required(api: Api, audiences: str) -> None:
    answer = api.post(audiences)
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert "body" in answer.json()["message"]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"]
)
def test_another_media_type_is_refused(api: Api, audiences: str, media_type: str) -> None:
    answer = api.post(audiences, data=json.dumps(BODY), headers={"Content-Type": media_type})
    assert (answer.status_code, answer.json()["code"]) == (415, 415)
    assert "application/json" in answer.json()["message"]


@pytest.mark.parametrize(
    "media_type", ["application/json; charset=utf-8", "Application/JSON", None]
)
def test_the_media_type_may_have_parameters_or_be_missing(
    api: Api, audiences: str, media_type: str | None
) -> None:
    answer = api.post(audiences, data=json.dumps(BODY), headers={"Content-Type": media_type})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "Quilters & Söhne",
        "刺繍 🧵",
        "a\u0000b",
        "\u202ereversed",
        "x" * 100_000,
        "e\u0301",
        "'; DROP TABLE entities; --",
    ],
)
def test_unusual_text_is_returned_unchanged(api: Api, audiences: str, name: str) -> None:
    created = api.post(audiences, json={**BODY, "name": name})
    assert created.status_code == 200
    assert created.json()["name"] == name
    assert api.get(f"{audiences}/{created.json()['id']}").json()["name"] == name
    assert api.get(audiences).json()["items"][0]["name"] == name


@pytest.mark.parametrize(
    "body",
    [
        {**BODY, "name": "\ud800"},
        {**BODY, "rule": {"event_source": {"\udfff": ["\ud800"]}}},
        {**BODY, "\ud800": 1},
    ],
)
def test_a_lone_surrogate_causes_no_internal_error(
    api: Api, audiences: str, body: dict[str, Any]
) -> None:
    answer = api.post(audiences, json=body)
    assert answer.status_code in (200, 400)
    listed = api.get(audiences)
    assert listed.status_code == 200
    assert len(listed.json()["items"]) == (answer.status_code == 200)
