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


def date_range(first: int, last: int) -> dict[str, str]:
    """Returns the date range of an export, in days before today."""
    start, end = (TODAY - datetime.timedelta(days=back) for back in (first, last))
    return {"start_date": start.isoformat(), "end_date": end.isoformat()}


def create_and_download(
    emulator: Emulator, api: Api, path: str, body: dict[str, Any]
) -> list[dict[str, str]]:
    """Creates an export and returns its rows."""
    made = api.post(path, json=body)
    assert_valid(LEADS_EXPORT_CREATE, made)
    export_path = f"{path}/{made.json()['leads_export_id']}"
    emulator.advance(MINUTE)
    done = api.get(export_path)
    assert_valid(LEADS_EXPORT_GET, done)
    file = requests.get(done.json()["download_url"], timeout=10)
    assert file.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(file.text)))


def test_an_export_is_ready_after_one_minute(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    id = api.post(path, json={"ad_id": ad_id, **date_range(9, 0)}).json()["leads_export_id"]
    waiting = api.get(f"{path}/{id}")
    assert_valid(LEADS_EXPORT_GET, waiting)
    assert waiting.json() == {"download_url": None, "export_status": "IN_PROGRESS"}
    emulator.advance(MINUTE)
    assert api.get(f"{path}/{id}").json()["export_status"] == "FINISHED"


def test_each_day_always_has_the_same_leads(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    rows = create_and_download(emulator, api, path, {"ad_id": ad_id, **date_range(9, 3)})
    assert {row["ad_id"] for row in rows} == {ad_id}
    assert all(row["email"].endswith("@example.com") for row in rows)
    requested = date_range(9, 3)
    assert all(
        requested["start_date"] <= row["created_date"] <= requested["end_date"] for row in rows
    )
    longer = create_and_download(emulator, api, path, {"ad_id": ad_id, **date_range(12, 0)})
    assert [row for row in longer if row in rows] == rows
    assert len(longer) > len(rows) > 0


def test_leads_are_available_for_30_days(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    assert create_and_download(emulator, api, path, {"ad_id": ad_id, **date_range(60, 32)}) == []
    oldest = date_range(31, 0)["start_date"]
    rows = create_and_download(emulator, api, path, {"ad_id": ad_id, **date_range(400, -400)})
    found = [row["created_date"] for row in rows]
    assert oldest <= min(found) <= max(found) <= date_range(0, -1)["end_date"]


def test_a_url_is_valid_for_five_minutes_and_is_renewed(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    id = api.post(path, json={"ad_id": ad_id, **date_range(9, 0)}).json()["leads_export_id"]
    emulator.advance(MINUTE)
    url = api.get(f"{path}/{id}").json()["download_url"]
    emulator.advance(5 * MINUTE + 1)
    assert requests.get(url, timeout=10).status_code == 403
    renewed = api.get(f"{path}/{id}").json()["download_url"]
    assert requests.get(renewed, timeout=10).status_code == 200


@pytest.mark.parametrize(
    ("fields", "name_in_error"),
    [
        ({"ad_id": "5"}, "ad_id"),
        ({"ad_id": "quilts"}, "ad_id"),
        ({"start_date": "2026-02-30"}, "start_date"),
        ({"start_date": "today"}, "start_date"),
        ({"end_date": None}, "end_date"),
        (date_range(1, 2), "end_date"),
    ],
)
def test_a_bad_export_is_refused_by_name(
    api: Api, path: str, ad_id: str, fields: dict[str, Any], name_in_error: str
) -> None:
    response = api.post(path, json={"ad_id": ad_id, **date_range(9, 0), **fields})
    assert (response.status_code, response.json()["code"]) == (400, 1)
    assert name_in_error in response.json()["message"]


def test_an_export_belongs_to_its_ad_account(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    id = api.post(path, json={"ad_id": ad_id, **date_range(9, 0)}).json()["leads_export_id"]
    other = f"/ad_accounts/{emulator.add_ad_account()}/leads_export"
    assert api.get(f"{other}/{id}").status_code == 404
    assert api.post(other, json={"ad_id": ad_id, **date_range(9, 0)}).status_code == 400
    assert api.get(f"{path}/5").status_code == 404


def test_a_finished_export_does_not_change(
    emulator: Emulator, api: Api, path: str, ad_id: str
) -> None:
    made = api.post(path, json={"ad_id": ad_id, **date_range(3, -9)}).json()["leads_export_id"]
    emulator.advance(MINUTE)

    def download_export() -> str:
        url = api.get(f"{path}/{made}").json()["download_url"]
        return requests.get(url, timeout=10).text

    first = download_export()
    assert len(first.splitlines()) > 1
    emulator.advance(6 * 86_400)
    assert download_export() == first
