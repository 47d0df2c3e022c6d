"""Bulk requests: download entities, and create and update them together."""

from __future__ import annotations

import csv
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.bulk import BULK_DOWNLOAD_CREATE, BULK_REQUEST_GET, BULK_UPSERT_CREATE
from tests.emulator.advertising import AD_GROUP, Advertiser, create_product_group
from tests.emulator.shop import get_status_and_code
from tests.emulator.valid import assert_valid


class Jobs:
    """Runs bulk requests of an ad account."""

    def __init__(self, emulator: Emulator, advertiser: Advertiser) -> None:
        self.emulator, self.advertiser, self.api = emulator, advertiser, advertiser.api

    def start(self, kind: str, body: dict[str, Any]) -> requests.Response:
        return self.api.post(self.advertiser.path("bulk", kind), json=body)

    def status(self, request_id: str) -> dict[str, Any]:
        response = self.api.get(self.advertiser.path("bulk", request_id))
        assert_valid(BULK_REQUEST_GET, response)
        content: dict[str, Any] = response.json()
        return content

    def run(self, kind: str, body: dict[str, Any]) -> requests.Response:
        """Sends a bulk request, waits until it is done, and returns its file."""
        started = self.start(kind, body)
        assert_valid(BULK_DOWNLOAD_CREATE if kind == "download" else BULK_UPSERT_CREATE, started)
        self.emulator.advance(10)
        return requests.get(self.status(started.json()["request_id"])["result_url"], timeout=10)


@pytest.fixture
def jobs(emulator: Emulator, advertiser: Advertiser) -> Jobs:
    return Jobs(emulator, advertiser)


def list_ids(entities: list[dict[str, Any]]) -> list[str]:
    return [entity["id"] for entity in entities]


def test_requests_and_files_are_deleted_a_day_after_they_expire(jobs: Jobs) -> None:
    for _ in range(3):
        jobs.run("download", {})
        jobs.emulator.advance(26 * 60 * 60)
    dump = jobs.emulator.dump()
    assert len(dump["files"]) <= 2
    assert len(dump["entities"]["bulk_request"]) == 1


def test_a_request_succeeds_and_its_file_expires(jobs: Jobs) -> None:
    request_id = jobs.start("download", {}).json()["request_id"]
    assert jobs.status(request_id) == {"status": "RUNNING"}
    jobs.emulator.advance(10)
    done = jobs.status(request_id)
    assert done["status"] == "SUCCEEDED"
    assert requests.get(done["result_url"], timeout=10).status_code == 200
    jobs.emulator.advance(301)
    assert requests.get(done["result_url"], timeout=10).status_code == 403
    again = jobs.status(request_id)["result_url"]
    assert requests.get(again, timeout=10).status_code == 200
    jobs.emulator.advance(3_600)
    assert jobs.status(request_id) == {"status": "SUCCEEDED"}
    assert jobs.api.get(jobs.advertiser.path("bulk", "1")).status_code == 404


def test_everything_is_downloaded(jobs: Jobs) -> None:
    group = jobs.advertiser.ad_group()
    ad = jobs.advertiser.ad(group["id"])
    found = jobs.run("download", {}).json()
    assert list_ids(found["campaigns"]) == [group["campaign_id"]]
    assert list_ids(found["ad_groups"]) == [group["id"]]
    assert list_ids(found["ads"]) == [ad["id"]]
    assert found["keywords"] == found["labels"] == found["schedules"] == []
    only = jobs.run("download", {"entity_types": ["AD", "ENTITY_HISTORY"]}).json()
    assert list(only) == ["ads"]


def test_csv_files_have_the_type_of_each_entity(jobs: Jobs) -> None:
    group = jobs.advertiser.ad_group()
    file = jobs.run("download", {"output_format": "CSV", "entity_types": ["CAMPAIGN", "AD_GROUP"]})
    assert file.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(file.text.splitlines()))
    assert [(row["entity_type"], row["id"]) for row in rows] == [
        ("CAMPAIGN", group["campaign_id"]),
        ("AD_GROUP", group["id"]),
    ]


def test_downloads_are_filtered(jobs: Jobs) -> None:
    first = jobs.advertiser.campaign(name="Autumn", start_time=1_900_000_000)
    second = jobs.advertiser.campaign(name="Winter", objective_type="CONSIDERATION")
    paused = jobs.advertiser.campaign(name="Paused", status="PAUSED")
    group = jobs.advertiser.ad_group(second["id"])
    ad = jobs.advertiser.ad(group["id"])

    def download_ids(**body: Any) -> tuple[list[str], list[str], list[str]]:
        content = jobs.run("download", body).json()
        return (
            list_ids(content["campaigns"]),
            list_ids(content["ad_groups"]),
            list_ids(content["ads"]),
        )

    all_ids = ([first["id"], second["id"]], [group["id"]], [ad["id"]])
    second_only = ([second["id"]], [group["id"]], [ad["id"]])
    assert download_ids() == all_ids
    assert download_ids(entity_ids=[second["id"]]) == second_only
    assert download_ids(entity_ids=[group["id"]]) == ([], [group["id"]], [ad["id"]])
    assert download_ids(campaign_filter={"name": "wint"}) == second_only
    assert download_ids(campaign_filter={"objective_type": ["CONSIDERATION"]}) == second_only
    assert download_ids(campaign_filter={"campaign_status": ["PAUSED"]}) == ([paused["id"]], [], [])
    assert download_ids(campaign_filter={"start_time": "1890000000"}) == ([first["id"]], [], [])
    assert download_ids(campaign_filter={"end_time": "1890000000"}) == ([], [], [])
    assert download_ids(updated_since="1") == all_ids
    assert download_ids(updated_since="1990000000") == ([], [], [])


def test_an_upsert_creates_and_updates(jobs: Jobs) -> None:
    campaign = jobs.advertiser.campaign()["id"]
    body = {
        "create": {
            "campaigns": [jobs.advertiser.new_campaign(name="New")],
            "ad_groups": [{**AD_GROUP, "campaign_id": campaign}],
            "keywords": [
                {
                    "parent_id": campaign,
                    "keywords": [
                        {"value": "cheap", "match_type": "EXACT_NEGATIVE"},
                        {"value": "no match type"},
                    ],
                }
            ],
            "labels": [{"parent_id": campaign, "labels": [{"label_type": "CUSTOM", "value": "x"}]}],
        },
        "update": {
            "campaigns": [
                {"id": campaign, "ad_account_id": jobs.advertiser.account, "name": "Changed"}
            ]
        },
    }
    result = jobs.run("upsert", body).json()
    assert result["create"]["campaigns"][0]["data"]["name"] == "New"
    [keywords] = result["create"]["keywords"]
    assert len(keywords["keywords"]) == len(keywords["errors"]) == 1
    assert result["create"]["labels"][0]["labels"][0]["value"] == "x"
    content = jobs.api.get(jobs.advertiser.path("campaigns")).json()["items"]
    assert [item["name"] for item in content] == ["Changed", "New"]
    assert jobs.advertiser.list_ids("ad_groups") == [result["create"]["ad_groups"][0]["data"]["id"]]
    keyword = keywords["keywords"][0]["id"]
    changed = jobs.run("upsert", {"update": {"keywords": [{"id": keyword, "archived": True}]}})
    assert changed.json()["update"]["keywords"][0]["keywords"][0]["archived"] is True


def test_the_file_of_an_upsert_has_the_exceptions(jobs: Jobs) -> None:
    bad = jobs.advertiser.new_campaign(daily_spend_cap=None)
    body = {
        "create": {
            "campaigns": [jobs.advertiser.new_campaign(), bad],
            "labels": [{"parent_id": "1", "labels": [{"label_type": "CUSTOM", "value": "x"}]}],
        },
        "update": {
            "ad_groups": [{"id": "1", "name": "x"}],
            "catalog_product_groups": [{"name": "x"}],
        },
    }
    result = jobs.run("upsert", body).json()
    good, failed = result["create"]["campaigns"]
    assert "exceptions" not in good
    assert failed["exceptions"][0]["code"] == 2384
    assert result["create"]["labels"][0]["exceptions"][0]["code"] == 1
    assert result["update"]["ad_groups"][0]["exceptions"]
    assert result["update"]["catalog_product_groups"][0]["exceptions"]
    assert len(jobs.advertiser.list_ids("campaigns")) == 1


@pytest.mark.parametrize("body", [{}, {"create": {}}, {"create": {"campaigns": []}}])
def test_an_empty_upsert_succeeds(jobs: Jobs, body: dict[str, Any]) -> None:
    assert not any(jobs.run("upsert", body).json().values())


def test_a_malformed_upsert_is_refused(jobs: Jobs) -> None:
    assert get_status_and_code(jobs.start("upsert", {"create": {"campaigns": [{}]}})) == (400, 1)


def test_a_product_group_is_updated_by_name(jobs: Jobs) -> None:
    group = create_product_group(jobs.advertiser)
    changes = [
        {"name": group["name"], "catalog_type": "RETAIL", "description": "On the floor"},
        {"name": "Nobody's", "catalog_type": "RETAIL"},
        {"catalog_type": "RETAIL", "description": "Of what?"},
    ]
    result = jobs.run("upsert", {"update": {"catalog_product_groups": changes}}).json()
    done, *failed = result["update"]["catalog_product_groups"]
    assert (done["id"], done["description"]) == (group["id"], "On the floor")
    read = jobs.api.get(f"/catalogs/product_groups/{group['id']}").json()
    assert read == done
    for item in failed:
        assert "name" in item["exceptions"][0]["message"]


@pytest.mark.parametrize("kind", ["AUDIENCE", "\ud800"])
def test_a_schedule_with_an_unknown_entity_type_fails_alone(jobs: Jobs, kind: str) -> None:
    campaign = jobs.advertiser.campaign()["id"]
    good = {
        "entity_id": campaign,
        "entity_type": "CAMPAIGN",
        "delta_value": "20",
        "end_timestamp": 1_990_000_000,
        "name": "Weekend",
        "schedule_action": "INCREASE_BY_PERCENT",
        "schedule_status": "CREATED",
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE",
        "start_timestamp": 1_900_000_000,
    }
    body = {"create": {"schedules": [{**good, "entity_type": kind}, good]}}
    bad, done = (item["data"] for item in jobs.run("upsert", body).json()["create"]["schedules"])
    assert "entity_type" in bad["exceptions"]["message"]
    assert done["schedule_status"] == "SCHEDULED"
