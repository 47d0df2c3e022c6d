"""Labels: made for a campaign, applied to others and taken off, listed by campaign, type and status."""

from __future__ import annotations

from typing import Any

import requests

from pinterest.emulator import Emulator
from pinterest.operations.labels import (
    LABELS_APPLY,
    LABELS_CREATE,
    LABELS_LIST,
    LABELS_REMOVE,
    LABELS_UPDATE,
)
from tests.emulator.advertising import Advertiser
from tests.emulator.valid import assert_valid


def create(advertiser: Advertiser, campaign: str, *labels: tuple[str, str]) -> requests.Response:
    items = [{"value": value, "label_type": kind} for value, kind in labels]
    body = {"parent_id": campaign, "labels": items}
    return advertiser.api.post(advertiser.path("labels"), json=body)


def made(advertiser: Advertiser, campaign: str, *values: str) -> list[str]:
    answer = create(advertiser, campaign, *[(value, "CUSTOM") for value in values])
    return [label["id"] for label in answer.json()["labels"]]


def listed(advertiser: Advertiser, **query: Any) -> list[str]:
    answer = advertiser.api.get(advertiser.path("labels"), params=query)
    assert_valid(LABELS_LIST, answer)
    items = answer.json()["items"]
    # Some clients read each item as the label itself.
    assert all(label.items() <= item.items() for item in items for label in item["labels"])
    return [label["id"] for item in items for label in item["labels"]]


def put_on(advertiser: Advertiser, verb: str, label: str, *campaigns: str) -> requests.Response:
    path = f"{advertiser.path('labels', label)}/{verb}"
    return advertiser.api.post(path, json={"entity_ids": list(campaigns)})


def test_labels_are_made_and_the_bad_ones_told_apart(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    answer = create(
        advertiser,
        f"C{campaign}",
        ("Acme", "BRAND"),
        ("Other brand", "BRAND"),
        ("Autumn", "CUSTOM"),
    )
    assert_valid(LABELS_CREATE, answer)
    content = answer.json()
    assert [(item["value"], item["label_type"]) for item in content["labels"]] == [
        ("Acme", "BRAND"),
        ("Autumn", "CUSTOM"),
    ]
    assert {item["status"] for item in content["labels"]} == {"ACTIVE"}
    assert {item["parent_id"] for item in content["labels"]} == {campaign}
    [brand] = content["errors"]
    assert brand["data"]["value"] == "Other brand"
    assert "BRAND" in brand["error_messages"][0]
    assert listed(advertiser) == [item["id"] for item in content["labels"]]
    unknown = create(advertiser, "123", ("Acme", "BRAND"))
    assert (unknown.status_code, unknown.json()["code"]) == (400, 1)


def test_a_campaign_carries_30_custom_labels(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    labels = [(f"Number {number}", "CUSTOM") for number in range(31)]
    content = create(advertiser, campaign, *labels).json()
    assert len(content["labels"]) == 30
    assert content["errors"][0]["data"]["value"] == "Number 30"


def test_a_label_is_applied_and_taken_off(advertiser: Advertiser) -> None:
    first, second = (advertiser.campaign()["id"] for _ in range(2))
    [label] = made(advertiser, first, "Autumn")
    assert listed(advertiser, campaign_ids=[second]) == []
    applied = put_on(advertiser, "apply", label, second, "123")
    assert_valid(LABELS_APPLY, applied)
    carried = {"entity_id": second, "entity_type": "CAMPAIGN", "label_id": label}
    assert applied.json()["entities_labels"] == [{**carried, "status": "ACTIVE"}]
    [error] = applied.json()["errors"]
    assert error["data"]["entity_id"] == "123"
    assert listed(advertiser, campaign_ids=[second]) == [label]
    removed = put_on(advertiser, "remove", label, first, second)
    assert_valid(LABELS_REMOVE, removed)
    assert len(removed.json()["entities_labels"]) == 2
    assert listed(advertiser, campaign_ids=[first, second]) == []
    again = put_on(advertiser, "remove", label, second, "123").json()
    assert (len(again["entities_labels"]), len(again["errors"])) == (1, 1)
    assert put_on(advertiser, "apply", "123", second).status_code == 404


def test_applying_twice_is_no_error_and_brands_stay_single(advertiser: Advertiser) -> None:
    first, second = (advertiser.campaign()["id"] for _ in range(2))
    [a] = create(advertiser, first, ("Acme", "BRAND")).json()["labels"]
    [b] = create(advertiser, second, ("Best", "BRAND")).json()["labels"]
    assert put_on(advertiser, "apply", a["id"], first).json()["errors"] == []
    refused = put_on(advertiser, "apply", b["id"], first).json()
    assert "BRAND" in refused["errors"][0]["error_messages"][0]
    assert listed(advertiser, campaign_ids=[first]) == [a["id"]]


def test_updates_persist_and_an_archived_label_is_listed_on_demand(advertiser: Advertiser) -> None:
    a, b = made(advertiser, advertiser.campaign()["id"], "a", "b")
    labels = [
        {"id": "1"},
        {"id": a, "value": "A", "status": None},
        {"id": b, "status": "ARCHIVED"},
    ]
    answer = advertiser.api.patch(advertiser.path("labels"), json={"labels": labels})
    assert_valid(LABELS_UPDATE, answer)
    content = answer.json()
    assert [item["value"] for item in content["labels"]] == ["A", "b"]
    assert [item["data"]["id"] for item in content["errors"]] == ["1"]
    assert listed(advertiser) == [a]
    assert listed(advertiser, entity_statuses=["ARCHIVED"]) == [b]


def test_lists_are_filtered_and_paged(emulator: Emulator, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    a, b = made(advertiser, campaign, "a", "b")
    brand = create(advertiser, campaign, ("Acme", "BRAND")).json()["labels"][0]["id"]
    assert listed(advertiser, label_types=["BRAND"]) == [brand]
    assert listed(advertiser, label_ids=[a, brand]) == [a, brand]
    assert listed(advertiser, label_ids=[b], campaign_ids=[campaign]) == [b]
    assert listed(advertiser, campaign_ids=["1"]) == []
    first = advertiser.api.get(advertiser.path("labels"), params={"page_size": 2}).json()
    rest = listed(advertiser, page_size=2, bookmark=first["bookmark"])
    assert (len(first["items"]), rest) == (2, [brand])
    assert listed(Advertiser(advertiser.api, emulator.add_ad_account())) == []


def test_an_archived_label_is_carried_no_more(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    [label] = create(advertiser, campaign, ("Acme", "BRAND")).json()["labels"]

    def update(status: str) -> None:
        labels = [{"id": label["id"], "status": status}]
        answer = advertiser.api.patch(advertiser.path("labels"), json={"labels": labels})
        assert_valid(LABELS_UPDATE, answer)
        assert answer.json()["errors"] == []

    update("ARCHIVED")
    assert listed(advertiser, campaign_ids=[campaign], entity_statuses=["ARCHIVED"]) == []
    applied = put_on(advertiser, "apply", label["id"], campaign)
    assert_valid(LABELS_APPLY, applied)
    assert len(applied.json()["entities_labels"]) == 1
    update("ARCHIVED")
    [other] = create(advertiser, campaign, ("Best", "BRAND")).json()["labels"]
    update("ACTIVE")
    assert listed(advertiser, campaign_ids=[campaign]) == [other["id"]]
