"""Exports of leads."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.leads_export import LEADS_EXPORT_CREATE, LEADS_EXPORT_GET
from tests.emulator.advertising import Advertiser
from tests.emulator.api import Api
from tests.emulator.valid import assert_valid

TODAY = datetime.datetime.now(datetime.UTC).date()
MINUTE = 60


@pytest.fixture
def path(emulator: Emulator) -> str:
    return f"/ad_accounts/{emulator.ad_account_id}/leads_export"


@pytest.fixture
def ad_id(emulator: Emulator, api: Api) -> str:
    advertiser = Advertiser(api, emulator.ad_account_id)
    id: str = advertiser.ad(advertiser.ad_group()["id"])["id"]
    return id


def days(first: int, last: int) -> dict[str, str]:
    """Returns the days of an export, so many days ago."""
    begin, end = (TODAY - datetime.timedelta(days=ago) for ago in (first, last))
    return {"start_date": begin.isoformat(), "end_date": end.isoformat()}


def export(emulator: Emulator, api: Api, path: str, body: dict[str, Any]) -> list[dict[str, str]]:
    """Returns the rows of an export."""
    made = api.post(path, json=body)
    assert_valid(LEADS_EXPORT_CREATE, made)
    one = f"{path}/{made.json()['leads_export_id']}"
    emulator.advance(MINUTE)
    done = api.get(one)
    assert_valid(LEADS_EXPORT_GET, done)
    file = requests.get(done.json()["download_url"], timeout=10)
    assert file.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(file.text)))


def test_an_export_takes_a_minute(emulator: Emulator, api: Api, path: str, ad_id: str) -> None:
    id = api.post(path, json={"ad_id": ad_id, **days(9, 0)}).json()["leads_export_id"]
    waiting = api.get(f"{path}/{id}")
    assert_valid(LEADS_EXPORT_GET, waiting)
    assert waiting.json() == {"download_url": None, "export_status": "IN_PROGRESS"}
    emulator.advance(MINUTE)
    assert api.get(f"{path}/{id}").json()["export_status"] == "FINISHED"


def test_an_export_holds_the_same_leads_of_its_days(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    rows = export(emulator, api, path, {"ad_id": ad_id, **days(9, 3)})
    assert {row["ad_id"] for row in rows} == {ad_id}
    assert all(row["email"].endswith("@example.com") for row in rows)
    wanted = days(9, 3)
    assert all(wanted["start_date"] <= row["created_date"] <= wanted["end_date"] for row in rows)
    longer = export(emulator, api, path, {"ad_id": ad_id, **days(12, 0)})
    assert [row for row in longer if row in rows] == rows
    assert len(longer) > len(rows) > 0


def test_leads_are_kept_for_thirty_days(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    assert export(emulator, api, path, {"ad_id": ad_id, **days(60, 32)}) == []
    oldest = days(31, 0)["start_date"]
    rows = export(emulator, api, path, {"ad_id": ad_id, **days(400, -400)})
    found = [row["created_date"] for row in rows]
    assert oldest <= min(found) <= max(found) <= days(0, -1)["end_date"]


def test_an_address_lives_five_minutes_and_is_renewed(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    id = api.post(path, json={"ad_id": ad_id, **days(9, 0)}).json()["leads_export_id"]
    emulator.advance(MINUTE)
    address = api.get(f"{path}/{id}").json()["download_url"]
    emulator.advance(5 * MINUTE + 1)
    assert requests.get(address, timeout=10).status_code == 403
    renewed = api.get(f"{path}/{id}").json()["download_url"]
    assert requests.get(renewed, timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"ad_id": "5"}, "ad_id"),
        ({"ad_id": "quilts"}, "ad_id"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"start_date": "today"}, "start_date"),
        ({"end_date": None}, "end_date"),
        (days(1, 2), "end_date"),
    ],
)
def test_a_bad_export_is_refused_by_name(
    api: Api, path: str, ad_id: str, fields: dict[str, Any], named: str
) -> None:
    answer = api.post(path, json={"ad_id": ad_id, **days(9, 0), **fields})
    assert (answer.status_code, answer.json()["code"]) == (400, 1)
    assert named in answer.json()["message"]


def test_an_export_belongs_to_its_account(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    id = api.post(path, json={"ad_id": ad_id, **days(9, 0)}).json()["leads_export_id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/leads_export"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.post(other, json={"ad_id": ad_id, **days(9, 0)}).status_code == 400
    assert api.get(f"{path}/5").status_code == 404


def test_a_finished_export_reads_the_same_on_another_day(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    made = api.post(path, json={"ad_id": ad_id, **days(3, -9)}).json()["leads_export_id"]
    emulator.advance(MINUTE)

    def read() -> str:
        address = api.get(f"{path}/{made}").json()["download_url"]
        return requests.get(address, timeout=10).text

    first = read()
    assert len(first.splitlines()) > 1
    emulator.advance(6 * 86_400)
    assert read() == first
