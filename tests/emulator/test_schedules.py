"""Schedules of campaigns."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pinterest.emulator import Emulator
from pinterest.operations.schedules import SCHEDULES_CREATE, SCHEDULES_LIST, SCHEDULES_UPDATE
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

HOUR = 3_600


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/schedules"


@pytest.fixture
def campaign(emulator: Emulator, api: Api) -> str:
    id: str = Advertiser(api, emulator.ad_account_id).campaign()["id"]
    return id


ABSENT = object()


def build_schedule(
    campaign: str, begin: int = HOUR, end: int = 3 * HOUR, **fields: Any
) -> dict[str, Any]:
    now = int(time.time())
    body = {
        "entity_id": campaign,
        "name": "Weekend",
        "schedule_type": "CAMPAIGN_BUDGET_CHANGE",
        "schedule_action": "INCREASE_BY_PERCENT",
        "delta_value": "20",
        "start_timestamp": now + begin,
        "end_timestamp": now + end,
        **fields,
    }
    return {name: value for name, value in body.items() if value is not ABSENT}


def create_schedule(api: Api, path: str, body: dict[str, Any]) -> dict[str, Any]:
    response = api.post(path, json=[body])
    assert_valid(SCHEDULES_CREATE, response)
    [item] = response.json()
    made: dict[str, Any] = item["data"]
    assert "exceptions" not in made, made
    return made


def get_statuses(api: Api, path: str, campaign: str, **query: Any) -> list[str]:
    response = api.get(path, params={"entity_ids": campaign, **query})
    assert_valid(SCHEDULES_LIST, response)
    return [item["schedule_status"] for item in response.json()["items"]]


def test_the_status_of_a_schedule_follows_the_clock(
    emulator: Emulator, api: Api, path: str, campaign: str
) -> None:
    made = create_schedule(api, path, build_schedule(campaign))
    assert made["entity_type"] == "CAMPAIGN"
    assert (made["name"], made["delta_value"]) == ("Weekend", "20")
    found = get_statuses(api, path, campaign)
    for _ in range(3):
        emulator.advance(HOUR + 60)
        found += get_statuses(api, path, campaign)
    assert found == ["SCHEDULED", "ACTIVE", "ACTIVE", "COMPLETED"]
    [listed] = api.get(path, params={"entity_ids": campaign}).json()["items"]
    assert listed == {**made, "schedule_status": "COMPLETED"}


def test_a_schedule_that_is_never_requested_completes(
    emulator: Emulator, api: Api, path: str, campaign: str
) -> None:
    create_schedule(api, path, build_schedule(campaign))
    emulator.advance(4 * HOUR)
    assert get_statuses(api, path, campaign) == ["COMPLETED"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"start_timestamp": None, "end_timestamp": None}, "CREATED"),
        ({"begin": -HOUR}, "ACTIVE"),
        ({"schedule_status": "DRAFT", "begin": -HOUR}, "DRAFT"),
        ({"schedule_status": "COMPLETED"}, "SCHEDULED"),
    ],
)
def test_the_status_depends_on_the_start_and_end(
    api: Api, path: str, campaign: str, fields: dict[str, Any], status: str
) -> None:
    assert (
        create_schedule(api, path, build_schedule(campaign, **fields))["schedule_status"] == status
    )


def test_a_schedule_is_updated_and_canceled(
    emulator: Emulator, api: Api, path: str, campaign: str
) -> None:
    made = create_schedule(api, path, build_schedule(campaign))
    ids = {"id": made["schedule_id"], "schedule_id": made["schedule_id"]}
    later = made["start_timestamp"] + HOUR
    response = api.patch(path, json=[{**ids, "start_timestamp": later}])
    assert_valid(SCHEDULES_UPDATE, response)
    assert response.json() == [{"data": {**made, "start_timestamp": later}}]
    emulator.advance(HOUR + 60)
    assert get_statuses(api, path, campaign) == ["SCHEDULED"]
    canceled = api.patch(path, json=[{**ids, "schedule_status": "CANCELED"}]).json()
    assert canceled[0]["data"]["schedule_status"] == "CANCELED"
    emulator.advance(2 * HOUR)
    assert get_statuses(api, path, campaign) == ["CANCELED"]
    over = api.patch(path, json=[{**ids, "name": "Late"}])
    assert_valid(SCHEDULES_UPDATE, over)
    assert over.json()[0]["data"]["name"] == "Late"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"entity_id": "5"}, "entity_id"),
        ({"entity_id": "5", "entity_type": "ADVERTISER"}, "entity_id"),
        ({"entity_type": "AD_GROUP"}, "entity_id"),
        ({"begin": 2 * HOUR, "end": HOUR}, "end_timestamp"),
    ],
)
@pytest.mark.parametrize("index", [0, 1])
def test_a_bad_schedule_fails_alone(
    api: Api, path: str, campaign: str, index: int, fields: dict[str, Any], expected: str
) -> None:
    bodies = [build_schedule(campaign), build_schedule(campaign)]
    bodies[index] = build_schedule(**{"campaign": campaign, **fields})
    response = api.post(path, json=bodies)
    assert_valid(SCHEDULES_CREATE, response)
    results = [item["data"] for item in response.json()]
    assert results[index]["exceptions"]["code"] == 1
    assert expected in results[index]["exceptions"]["message"]
    assert results[1 - index]["schedule_status"] == "SCHEDULED"
    assert len(get_statuses(api, path, campaign)) == 1


def test_an_unknown_schedule_fails_alone(api: Api, path: str, campaign: str) -> None:
    made = create_schedule(api, path, build_schedule(campaign))
    good = {"id": made["schedule_id"], "schedule_id": made["schedule_id"], "name": "New"}
    response = api.patch(path, json=[{"id": "5", "schedule_id": "5"}, good])
    assert_valid(SCHEDULES_UPDATE, response)
    unknown, changed = (item["data"] for item in response.json())
    assert (unknown["schedule_id"], unknown["exceptions"]["code"]) == ("5", 1)
    assert changed["name"] == "New"


def test_bids_and_other_entities_have_schedules(
    emulator: Emulator, api: Api, path: str, campaign: str
) -> None:
    bids: dict[str, Any] = {"schedule_type": "CAMPAIGN_BID_MULTIPLIERS", "schedule_action": ABSENT}
    bids["delta_value"] = {"gender_multipliers": {"female": 1.5}}
    account = {"entity_id": emulator.ad_account_id, "entity_type": "ADVERTISER"}
    made = create_schedule(api, path, build_schedule(campaign, **bids))
    assert made["delta_value"] == {"gender_multipliers": {"female": 1.5}}
    assert "schedule_action" not in made
    create_schedule(api, path, {**build_schedule(campaign), **account})
    query = {"schedule_type": "CAMPAIGN_BID_MULTIPLIERS"}
    assert len(get_statuses(api, path, campaign, **query)) == 1
    both = f"{campaign},{emulator.ad_account_id}"
    assert len(get_statuses(api, path, both)) == 2


def test_schedules_are_filtered_sorted_and_paged(api: Api, path: str, campaign: str) -> None:
    made = [
        create_schedule(api, path, build_schedule(campaign, begin=begin))["schedule_id"]
        for begin in (HOUR, -HOUR, HOUR)
    ]
    listed = api.items(path, entity_ids=campaign, order="DESCENDING", page_size=2)
    assert [item["schedule_id"] for item in listed] == made[::-1]
    assert get_statuses(api, path, campaign, schedule_statuses="ACTIVE") == ["ACTIVE"]
    assert get_statuses(api, path, "5") == []
    assert api.get(path).status_code == 400


def test_a_schedule_belongs_to_its_ad_account(
    emulator: Emulator, api: Api, path: str, campaign: str
) -> None:
    made = create_schedule(api, path, build_schedule(campaign))
    other = f"/ad_accounts/{emulator.add_ad_account()}/schedules"
    assert get_statuses(api, other, campaign) == []
    [refused] = api.post(other, json=[build_schedule(campaign)]).json()
    assert "entity_id" in refused["data"]["exceptions"]["message"]
    ids = {"id": made["schedule_id"], "schedule_id": made["schedule_id"]}
    assert "exceptions" in api.patch(other, json=[ids]).json()[0]["data"]
