"""Reports from templates."""

from __future__ import annotations

import pytest
import requests

from pinterest.emulator import Emulator
from pinterest.operations.ad_accounts import ANALYTICS_CREATE_TEMPLATE_REPORT, TEMPLATES_LIST
from tests.emulator.advertising import Advertiser
from tests.emulator.reporter import Reporter, download_rows, get_date
from tests.emulator.valid import assert_valid


@pytest.fixture
def reporter(emulator: Emulator, advertiser: Advertiser) -> Reporter:
    return Reporter(emulator, advertiser)


def test_a_template_creates_reports(reporter: Reporter) -> None:
    reporter.create_running_campaign()
    listed = reporter.api.get(reporter.advertiser.path("templates"))
    assert_valid(TEMPLATES_LIST, listed)
    [template] = [one for one in listed.json()["items"] if one["report_format"] == "JSON"]
    path = reporter.advertiser.path("templates", template["id"]) + "/reports"
    response = reporter.api.post(path, params={"start_date": get_date(2), "end_date": get_date(1)})
    assert_valid(ANALYTICS_CREATE_TEMPLATE_REPORT, response)
    assert response.json()["template_id"] == template["id"]
    own = reporter.api.post(path).json()["token"]
    reporter.emulator.advance(10)
    [rows] = (
        requests.get(reporter.get_status(response.json()["token"])["url"], timeout=10)
        .json()
        .values()
    )
    assert [row["DATE"] for row in rows] == [get_date(2), get_date(1)]
    assert set(template["columns"]) < set(rows[0])
    [rows] = requests.get(reporter.get_status(own)["url"], timeout=10).json().values()
    assert len(rows) == 7
    missing = reporter.advertiser.path("templates", "1") + "/reports"
    assert reporter.api.post(missing).status_code == 404


def test_reports_of_the_first_template_are_csv(reporter: Reporter) -> None:
    campaign = reporter.advertiser.campaign()["id"]
    [template, _] = reporter.api.get(reporter.advertiser.path("templates")).json()["items"]
    assert (template["report_format"], template["report_level"]) == ("CSV", "CAMPAIGN")
    path = reporter.advertiser.path("templates", template["id"]) + "/reports"
    token = reporter.api.post(path).json()["token"]
    reporter.emulator.advance(10)
    rows = download_rows(reporter, token)
    assert [row["Date"] for row in rows] == [get_date(back) for back in range(7, 0, -1)]
    assert {row["Campaign ID"] for row in rows} == {campaign}
