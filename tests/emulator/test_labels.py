"""Labels: created, applied, removed, updated, and listed by campaign, type and status."""

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


def create_labels(
    advertiser: Advertiser, campaign: str, *labels: tuple[str, str]
) -> requests.Response:
    items = [{"value": value, "label_type": label_type} for value, label_type in labels]
    body = {"parent_id": campaign, "labels": items}
    return advertiser.api.post(advertiser.path("labels"), json=body)


def create_custom_labels(advertiser: Advertiser, campaign: str, *values: str) -> list[str]:
    response = create_labels(advertiser, campaign, *[(value, "CUSTOM") for value in values])
    return [label["id"] for label in response.json()["labels"]]


def list_ids(advertiser: Advertiser, **query: Any) -> list[str]:
    response = advertiser.api.get(advertiser.path("labels"), params=query)
    assert_valid(LABELS_LIST, response)
    items = response.json()["items"]
    # Some clients expect the fields of the label in the item itself.
    assert all(label.items() <= item.items() for item in items for label in item["labels"])
    return [label["id"] for item in items for label in item["labels"]]


def change_campaigns(
    advertiser: Advertiser, verb: str, label: str, *campaigns: str
) -> requests.Response:
    path = f"{advertiser.path('labels', label)}/{verb}"
    return advertiser.api.post(path, json={"entity_ids": list(campaigns)})


def test_labels_are_created_and_bad_ones_fail_alone(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    response = create_labels(
        advertiser,
        f"C{campaign}",
        ("Acme", "BRAND"),
        ("Other brand", "BRAND"),
        ("Autumn", "CUSTOM"),
    )
    assert_valid(LABELS_CREATE, response)
    content = response.json()
    assert [(item["value"], item["label_type"]) for item in content["labels"]] == [
        ("Acme", "BRAND"),
        ("Autumn", "CUSTOM"),
    ]
    assert {item["status"] for item in content["labels"]} == {"ACTIVE"}
    assert {item["parent_id"] for item in content["labels"]} == {campaign}
    [brand] = content["errors"]
    assert brand["data"]["value"] == "Other brand"
    assert "BRAND" in brand["error_messages"][0]
    assert list_ids(advertiser) == [item["id"] for item in content["labels"]]
    unknown = create_labels(advertiser, "123", ("Acme", "BRAND"))
    assert (unknown.status_code, unknown.json()["code"]) == (400, 1)


def test_a_campaign_has_at_most_30_custom_labels(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    labels = [(f"Number {number}", "CUSTOM") for number in range(31)]
    content = create_labels(advertiser, campaign, *labels).json()
    assert len(content["labels"]) == 30
    assert content["errors"][0]["data"]["value"] == "Number 30"


def test_a_label_is_applied_and_removed(advertiser: Advertiser) -> None:
    first, second = (advertiser.campaign()["id"] for _ in range(2))
    [label] = create_custom_labels(advertiser, first, "Autumn")
    assert list_ids(advertiser, campaign_ids=[second]) == []
    applied = change_campaigns(advertiser, "apply", label, second, "123")
    assert_valid(LABELS_APPLY, applied)
    application = {"entity_id": second, "entity_type": "CAMPAIGN", "label_id": label}
    assert applied.json()["entities_labels"] == [{**application, "status": "ACTIVE"}]
    [error] = applied.json()["errors"]
    assert error["data"]["entity_id"] == "123"
    assert list_ids(advertiser, campaign_ids=[second]) == [label]
    removed = change_campaigns(advertiser, "remove", label, first, second)
    assert_valid(LABELS_REMOVE, removed)
    assert len(removed.json()["entities_labels"]) == 2
    assert list_ids(advertiser, campaign_ids=[first, second]) == []
    again = change_campaigns(advertiser, "remove", label, second, "123").json()
    assert (len(again["entities_labels"]), len(again["errors"])) == (1, 1)
    assert change_campaigns(advertiser, "apply", "123", second).status_code == 404


def test_a_label_can_be_applied_twice_but_a_campaign_has_one_brand(advertiser: Advertiser) -> None:
    first, second = (advertiser.campaign()["id"] for _ in range(2))
    [a] = create_labels(advertiser, first, ("Acme", "BRAND")).json()["labels"]
    [b] = create_labels(advertiser, second, ("Best", "BRAND")).json()["labels"]
    assert change_campaigns(advertiser, "apply", a["id"], first).json()["errors"] == []
    refused = change_campaigns(advertiser, "apply", b["id"], first).json()
    assert "BRAND" in refused["errors"][0]["error_messages"][0]
    assert list_ids(advertiser, campaign_ids=[first]) == [a["id"]]


def test_updates_persist_and_archived_labels_are_listed_by_status(advertiser: Advertiser) -> None:
    a, b = create_custom_labels(advertiser, advertiser.campaign()["id"], "a", "b")
    labels = [
        {"id": "1"},
        {"id": a, "value": "A", "status": None},
        {"id": b, "status": "ARCHIVED"},
    ]
    response = advertiser.api.patch(advertiser.path("labels"), json={"labels": labels})
    assert_valid(LABELS_UPDATE, response)
    content = response.json()
    assert [item["value"] for item in content["labels"]] == ["A", "b"]
    assert [item["data"]["id"] for item in content["errors"]] == ["1"]
    assert list_ids(advertiser) == [a]
    assert list_ids(advertiser, entity_statuses=["ARCHIVED"]) == [b]


def test_lists_are_filtered_and_paged(emulator: Emulator, advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    a, b = create_custom_labels(advertiser, campaign, "a", "b")
    brand = create_labels(advertiser, campaign, ("Acme", "BRAND")).json()["labels"][0]["id"]
    assert list_ids(advertiser, label_types=["BRAND"]) == [brand]
    assert list_ids(advertiser, label_ids=[a, brand]) == [a, brand]
    assert list_ids(advertiser, label_ids=[b], campaign_ids=[campaign]) == [b]
    assert list_ids(advertiser, campaign_ids=["1"]) == []
    first = advertiser.api.get(advertiser.path("labels"), params={"page_size": 2}).json()
    rest = list_ids(advertiser, page_size=2, bookmark=first["bookmark"])
    assert (len(first["items"]), rest) == (2, [brand])
    assert list_ids(Advertiser(advertiser.api, emulator.add_ad_account())) == []


def test_an_archived_label_is_removed_from_campaigns(advertiser: Advertiser) -> None:
    campaign = advertiser.campaign()["id"]
    [label] = create_labels(advertiser, campaign, ("Acme", "BRAND")).json()["labels"]

    def update_status(status: str) -> None:
        labels = [{"id": label["id"], "status": status}]
        response = advertiser.api.patch(advertiser.path("labels"), json={"labels": labels})
        assert_valid(LABELS_UPDATE, response)
        assert response.json()["errors"] == []

    update_status("ARCHIVED")
    assert list_ids(advertiser, campaign_ids=[campaign], entity_statuses=["ARCHIVED"]) == []
    applied = change_campaigns(advertiser, "apply", label["id"], campaign)
    assert_valid(LABELS_APPLY, applied)
    assert len(applied.json()["entities_labels"]) == 1
    update_status("ARCHIVED")
    [other] = create_labels(advertiser, campaign, ("Best", "BRAND")).json()["labels"]
    update_status("ACTIVE")
    assert list_ids(advertiser, campaign_ids=[campaign]) == [other["id"]]
