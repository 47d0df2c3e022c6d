"""Audiences: create, get, list, update and remove them."""

from __future__ import annotations

import logging
from typing import Any

import pytest

import pinterest.schemas
from pinterest.emulator import Emulator
from pinterest.schema import to_request
from tests.emulator.api import Api

DAY = 86_400
RULES: dict[str, dict[str, Any]] = {
    "VISITOR": {
        "visitor_source_id": ["2614886750417"],
        "retention_days": "180",
        "event_source": {"=": ["web", "mobile"]},
    },
    "ENGAGEMENT": {"engagement_domain": ["www.example.com"], "engager_type": 1},
    "CUSTOMER_LIST": {"customer_list_id": ""},
    "ACTALIKE": {"seed_id": [], "country": "US", "percentage": "10"},
}


BUYERS = ",".join(f"{number}@example.com" for number in range(120))


def new_rule(emulator: Emulator, api: Api, kind: str, **fields: Any) -> dict[str, Any]:
    """Returns a rule that refers to existing entities."""
    rule = {**RULES[kind], **fields}
    if kind == "ACTALIKE":
        rule["seed_id"] = list(emulator.add_audiences(1))
    if kind == "CUSTOMER_LIST":
        path = f"/ad_accounts/{emulator.ad_account_id}/customer_lists"
        customer_list = api.post(path, json={"name": "Buyers", "records": BUYERS})
        rule["customer_list_id"] = customer_list.json()["id"]
    return rule


def build_audience(kind: str = "VISITOR", **fields: Any) -> dict[str, Any]:
    return {"name": "Quilters", "audience_type": kind, "rule": RULES[kind], **fields}


def assert_valid(audience: dict[str, Any]) -> None:
    # Checks strictly, as for requests: unknown fields and wrong types are errors.
    non_null = {name: value for name, value in audience.items() if value is not None}
    to_request(pinterest.schemas.Audience, non_null, subject="response")


@pytest.mark.parametrize(("people", "status"), [(120, "READY"), (99, "TOO_SMALL")])
def test_a_customer_list_audience_has_the_size_of_its_list(
    emulator: Emulator, api: Api, audiences: str, people: int, status: str
) -> None:
    path = f"/ad_accounts/{emulator.ad_account_id}/customer_lists"
    records = ",".join(BUYERS.split(",")[:people])
    customer_list = api.post(path, json={"name": "Buyers", "records": records}).json()
    rule = {"customer_list_id": customer_list["id"]}
    created = api.post(audiences, json=build_audience("CUSTOMER_LIST", rule=rule)).json()
    emulator.advance(DAY + 1)
    found = api.get(f"{audiences}/{created['id']}").json()
    assert (found["size"], found["status"]) == (people, status)


@pytest.mark.parametrize("kind", RULES)
def test_an_audience_of_each_type_starts_initializing_and_becomes_ready(
    emulator: Emulator, api: Api, audiences: str, kind: str
) -> None:
    rule = new_rule(emulator, api, kind)
    created = api.post(
        audiences, json=build_audience(kind, rule=rule, description="People who quilt")
    )
    assert created.status_code == 200
    audience = created.json()
    assert audience["status"] == "INITIALIZING"
    assert audience["size"] is None
    assert audience["rule"] == rule
    assert audience["description"] == "People who quilt"
    assert audience["ad_account_id"] == emulator.ad_account_id
    assert audience["type"] == "audience"
    assert audience["created_timestamp"] == audience["updated_timestamp"] > 1_700_000_000
    assert audience["id"].isdigit() and len(audience["id"]) == 13
    assert_valid(audience)

    emulator.advance(DAY - 60)
    assert api.get(f"{audiences}/{audience['id']}").json() == audience
    emulator.advance(61)
    ready = api.get(f"{audiences}/{audience['id']}").json()
    assert ready["status"] == "READY"
    assert ready["size"] >= 100
    assert {**ready, "status": "INITIALIZING", "size": None} == audience
    assert api.get(audiences).json()["items"][-1] == ready
    assert_valid(ready)


@pytest.mark.parametrize("rule", [{"prefill": False}, {"retention_days": 1}])
def test_an_audience_without_enough_people_is_too_small(
    emulator: Emulator, api: Api, audiences: str, rule: dict[str, Any]
) -> None:
    body = build_audience(rule={"visitor_source_id": "2614886750417", **rule})
    id = api.post(audiences, json=body).json()["id"]
    emulator.advance(DAY)
    audience = api.get(f"{audiences}/{id}").json()
    assert audience["status"] == "TOO_SMALL"
    assert audience["size"] < 100


def test_the_size_changes_a_day_after_the_rule(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    id = api.post(audiences, json=build_audience()).json()["id"]
    emulator.advance(DAY)
    ready = api.get(f"{audiences}/{id}").json()
    renamed = api.patch(f"{audiences}/{id}", json={"name": "Sewers"}).json()
    rule = {"visitor_source_id": "2614886750417", "retention_days": 1}
    changed = api.patch(f"{audiences}/{id}", json={"rule": rule}).json()
    assert (renamed["size"], changed["size"], changed["rule"]) == (
        ready["size"],
        ready["size"],
        rule,
    )
    emulator.advance(DAY - 60)
    assert api.get(f"{audiences}/{id}").json() == changed
    emulator.advance(61)
    counted = api.get(f"{audiences}/{id}").json()
    assert counted["status"] == "TOO_SMALL"
    assert counted["size"] < 100 < ready["size"]


@pytest.mark.parametrize(
    ("kind", "rule", "expected"),
    [
        ("ENGAGEMENT", {"engagement_type": "moo"}, "rule.engagement_type"),
        ("VISITOR", {"event_source": {"=": ["moon"]}}, "rule.event_source"),
        ("VISITOR", {"event_source": {"=": "moon"}}, "rule.event_source"),
        ("VISITOR", {"ingestion_source": {"=": ["tag", "moon"]}}, "rule.ingestion_source"),
    ],
)
def test_a_bad_value_in_a_rule_is_refused(
    emulator: Emulator, api: Api, audiences: str, kind: str, rule: dict[str, Any], expected: str
) -> None:
    good = new_rule(emulator, api, kind)
    response = api.post(audiences, json=build_audience(kind, rule={**good, **rule}))
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert expected in response.json()["message"]
    assert api.post(audiences, json=build_audience(kind, rule=good)).status_code == 200


def test_sizes_follow_the_rule_and_the_seed() -> None:
    sizes = []
    for seed in (1, 1, 2):
        with Emulator(seed=seed) as emulator, Api(emulator.url, emulator.access_token) as api:
            path = f"/ad_accounts/{emulator.ad_account_id}/audiences"
            ids = [
                api.post(path, json=build_audience("ACTALIKE", rule=rule)).json()["id"]
                for rule in (
                    new_rule(emulator, api, "ACTALIKE", percentage=size) for size in (1, 10)
                )
            ]
            emulator.advance(DAY)
            found = [api.get(f"{path}/{id}").json() for id in ids]
            sizes.append([(audience["id"], audience["size"]) for audience in found])
    assert sizes[0] == sizes[1] != sizes[2]
    (_, small), (_, large) = sizes[0]
    assert large > 5 * small


@pytest.mark.parametrize("kind", ["CUSTOMER_LIST", "ACTALIKE", "VISITOR"])
def test_a_custom_audience_gets_its_type_from_its_rule(
    emulator: Emulator, api: Api, audiences: str, kind: str
) -> None:
    body = {
        "name": "Shared",
        "rule": new_rule(emulator, api, kind),
        "sharing_type": "CUSTOM",
        "data_party": "1p",
        "category": "x",
    }
    response = api.post(f"{audiences}/custom", json=body)
    assert response.status_code == 200
    assert response.json()["audience_type"] == kind
    assert_valid(response.json())
    assert api.get(f"{audiences}/{response.json()['id']}").json() == response.json()


@pytest.mark.parametrize("missing", ["name", "rule", "sharing_type", "data_party"])
def test_a_custom_audience_without_a_required_field_is_refused(
    api: Api, audiences: str, missing: str
) -> None:
    body = {
        "name": "Shared",
        "rule": {"retention_days": 3},
        "sharing_type": "CUSTOM",
        "data_party": "1p",
    }
    del body[missing]
    response = api.post(f"{audiences}/custom", json=body)
    assert response.status_code == 400
    assert missing in response.json()["message"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": None}, "name"),
        ({"name": 5}, "name"),
        ({"rule": None}, "rule"),
        ({"rule": []}, "rule"),
        ({"rule": {"retention_days": 0}}, "retention_days"),
        ({"rule": {"retention_days": 541}}, "retention_days"),
        ({"rule": {"retention_days": "many"}}, "retention_days"),
        ({"rule": {"prefill": "yes"}}, "prefill"),
        ({"audience_type": "VISITORS"}, "audience_type"),
        ({"audience_type": "visitor"}, "audience_type"),
        ({"audience_type": "ACTALIKE", "rule": {"seed_id": ["1"], "percentage": 11}}, "percentage"),
        ({"audience_type": "ACTALIKE", "rule": {"seed_id": ["x"]}}, "seed_id"),
        (
            {
                "audience_type": "ENGAGEMENT",
                "rule": {"engagement_domain": ["a.b"], "engager_type": 3},
            },
            "engager_type",
        ),
        ({"description": 7}, "description"),
    ],
)
def test_an_error_about_an_audience_names_the_field(
    api: Api, audiences: str, changes: dict[str, Any], expected: str
) -> None:
    response = api.post(
        audiences,
        json=build_audience(**changes)
        if "audience_type" not in changes
        else {**build_audience(), **changes},
    )
    assert response.status_code == 400
    assert response.json()["code"] == 1
    assert expected in response.json()["message"]
    assert api.get(audiences).json() == {"items": [], "bookmark": None}


@pytest.mark.parametrize("missing", ["name", "rule", "audience_type"])
def test_a_required_field_is_required(api: Api, audiences: str, missing: str) -> None:
    body = build_audience()
    del body[missing]
    response = api.post(audiences, json=body)
    assert response.status_code == 400
    assert missing in response.json()["message"]


def test_unknown_fields_are_dropped_at_any_depth_and_logged(
    api: Api, audiences: str, caplog: pytest.LogCaptureFixture
) -> None:
    rule = {**RULES["VISITOR"], "retention": 3, "event_data": {"order_quantity": 1, "nested": {}}}
    with caplog.at_level(logging.WARNING, "pinterest.emulator"):
        response = api.post(audiences, json=build_audience(rule=rule, unknown_field="red"))
    assert response.status_code == 200
    assert response.json()["rule"] == {**RULES["VISITOR"], "event_data": {"order_quantity": 1}}
    assert "unknown_field" not in response.json()
    [record] = [entry for entry in caplog.records if entry.name == "pinterest.emulator"]
    for name in ("unknown_field", "retention", "nested"):
        assert f"'{name}'" in record.getMessage()


def test_an_update_changes_only_its_fields(emulator: Emulator, api: Api, audiences: str) -> None:
    created = api.post(audiences, json=build_audience(description="Old")).json()
    emulator.advance(100)
    response = api.patch(f"{audiences}/{created['id']}", json={"name": "Knitters"})
    assert response.status_code == 200
    updated = response.json()
    assert updated["updated_timestamp"] >= created["updated_timestamp"] + 100
    assert {
        **created,
        "name": "Knitters",
        "updated_timestamp": updated["updated_timestamp"],
    } == updated
    assert api.get(f"{audiences}/{created['id']}").json() == updated
    assert_valid(updated)


def test_an_update_before_an_audience_is_ready_persists(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    id = api.post(audiences, json=build_audience()).json()["id"]
    api.patch(f"{audiences}/{id}", json={"name": "Knitters", "rule": {"retention_days": 1}})
    emulator.advance(DAY)
    audience = api.get(f"{audiences}/{id}").json()
    assert (audience["name"], audience["status"]) == ("Knitters", "TOO_SMALL")
    updated = api.patch(f"{audiences}/{id}", json={"name": "Weavers"}).json()
    assert (updated["name"], updated["status"]) == ("Weavers", "TOO_SMALL")


def test_null_clears_a_description(api: Api, audiences: str) -> None:
    id = api.post(audiences, json=build_audience(description="Old")).json()["id"]
    response = api.patch(f"{audiences}/{id}", json={"description": None})
    assert response.status_code == 200
    assert response.json()["description"] is None


@pytest.mark.parametrize(
    "body", [{"name": None}, {"rule": None}, {"rule": {"retention_days": 999}}]
)
def test_an_update_to_a_bad_value_changes_nothing(
    api: Api, audiences: str, body: dict[str, Any]
) -> None:
    created = api.post(audiences, json=build_audience()).json()
    assert api.patch(f"{audiences}/{created['id']}", json=body).status_code == 400
    assert api.get(f"{audiences}/{created['id']}").json() == created


@pytest.mark.parametrize(
    "request_arguments", [{"json": {}}, {}, {"json": {"operation_type": "UPDATE"}}]
)
def test_an_empty_update_returns_the_audience(
    emulator: Emulator, api: Api, audiences: str, request_arguments: dict[str, Any]
) -> None:
    created = api.post(audiences, json=build_audience()).json()
    emulator.advance(5)
    assert api.patch(f"{audiences}/{created['id']}", **request_arguments).json() == created


def test_a_removed_audience_is_not_found(api: Api, audiences: str) -> None:
    kept, removed = (api.post(audiences, json=build_audience()).json() for _ in range(2))
    response = api.patch(f"{audiences}/{removed['id']}", json={"operation_type": "REMOVE"})
    assert response.json() == removed
    assert api.get(f"{audiences}/{removed['id']}").status_code == 404
    assert api.patch(f"{audiences}/{removed['id']}", json={"name": "x"}).status_code == 404
    assert api.get(audiences).json()["items"] == [kept]
    assert int(api.post(audiences, json=build_audience()).json()["id"]) > int(removed["id"])


@pytest.mark.parametrize("id", ["1", "0", "9" * 18])
def test_an_unknown_audience_is_not_found(api: Api, audiences: str, id: str) -> None:
    for response in (
        api.get(f"{audiences}/{id}"),
        api.patch(f"{audiences}/{id}", json={"name": "x"}),
    ):
        assert response.status_code == 404
        assert "Audience" in response.json()["message"]


def test_an_id_with_a_leading_zero_is_not_found(api: Api, audiences: str) -> None:
    id = api.post(audiences, json=build_audience()).json()["id"]
    assert api.get(f"{audiences}/0{id}").status_code == 404


def test_an_audience_belongs_to_one_account(emulator: Emulator, api: Api, audiences: str) -> None:
    id = api.post(audiences, json=build_audience()).json()["id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/audiences"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.get(other).json()["items"] == []


def test_an_unknown_account_is_not_found(api: Api) -> None:
    for response in (
        api.get("/ad_accounts/123/audiences"),
        api.post("/ad_accounts/123/audiences", json=build_audience()),
    ):
        assert response.status_code == 404
        assert "Ad account" in response.json()["message"]


def test_nothing_is_received_before_it_is_shared(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    emulator.add_audiences(3)
    assert len(api.get(audiences, params={"ownership_type": "OWNED"}).json()["items"]) == 3
    received = api.get(audiences, params={"ownership_type": "RECEIVED"})
    assert received.json() == {"items": [], "bookmark": None}
    assert api.get(audiences, params={"ownership_type": "BORROWED"}).status_code == 400


def test_many_audiences_can_be_added_at_once(emulator: Emulator, api: Api, audiences: str) -> None:
    ids = emulator.add_audiences(3, name="Fan", audience_type="ENGAGEMENT")
    not_ready = emulator.add_audiences(1, name="Later", ready=False, rule={"retention_days": 1})
    items = api.get(audiences).json()["items"]
    assert [item["id"] for item in items] == [*ids, *not_ready]
    assert [item["name"] for item in items] == ["Fan 1", "Fan 2", "Fan 3", "Later 1"]
    assert [item["status"] for item in items] == ["READY", "READY", "READY", "INITIALIZING"]
    for item in items:
        assert_valid(item)
    emulator.advance(DAY)
    assert api.get(f"{audiences}/{not_ready[0]}").json()["status"] == "TOO_SMALL"
