"""Requests reports of an ad account, for tests."""

from __future__ import annotations

import csv
import datetime
from typing import Any

import requests

from pinterest.emulator import Emulator
from pinterest.operations.ad_accounts import ANALYTICS_GET_REPORT
from tests.emulator.advertising import Advertiser, backdate
from tests.emulator.valid import assert_valid

COLUMNS = ["CAMPAIGN_ID", "IMPRESSION_1", "SPEND_IN_MICRO_DOLLAR"]


def get_date(back: int) -> str:
    """Returns the date a number of days ago, in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    return (today - datetime.timedelta(days=back)).isoformat()


def build_request(**fields: Any) -> dict[str, Any]:
    """Returns the body of a report request."""
    defaults = {
        "start_date": get_date(3),
        "end_date": get_date(1),
        "granularity": "DAY",
        "level": "CAMPAIGN",
    }
    return {**defaults, "columns": COLUMNS, **fields}


class Reporter:
    """Creates and downloads the reports of an ad account.

    Args:
        emulator: The emulator.
        advertiser: The entities of the ad account.
    """

    def __init__(self, emulator: Emulator, advertiser: Advertiser) -> None:
        self.emulator, self.advertiser, self.api = emulator, advertiser, advertiser.api

    def create_running_campaign(self, **fields: Any) -> str:
        """Creates a campaign with an ad that has run for 100 days, and returns its ID."""
        campaign: str = self.advertiser.campaign(**fields)["id"]
        self.advertiser.ad(self.advertiser.ad_group(campaign)["id"])
        backdate(self.emulator)
        return campaign

    def create_keyword(self, ad_group: str) -> str:
        """Creates a keyword and returns its ID."""
        body = {"parent_id": ad_group, "keywords": [{"value": "quilt", "match_type": "BROAD"}]}
        response = self.api.post(self.advertiser.path("keywords"), json=body)
        id: str = response.json()["keywords"][0]["id"]
        return id

    def create(self, noun: str = "reports", **fields: Any) -> str:
        """Creates a report and returns its token."""
        response = self.api.post(self.advertiser.path(noun), json=build_request(**fields))
        assert response.status_code == 200, response.text
        token: str = response.json()["token"]
        return token

    def get_status(self, token: str, noun: str = "reports") -> dict[str, Any]:
        """Returns the status of a report."""
        response = self.api.get(self.advertiser.path(noun), params={"token": token})
        assert_valid(ANALYTICS_GET_REPORT, response)
        content: dict[str, Any] = response.json()
        return content

    def download(self, **fields: Any) -> Any:
        """Creates a report and returns its content."""
        token = self.create(**fields)
        self.emulator.advance(10)
        return requests.get(self.get_status(token)["url"], timeout=10).json()


def download_rows(reporter: Reporter, token: str) -> list[dict[str, str]]:
    """Downloads the rows of a finished CSV report."""
    file = requests.get(reporter.get_status(token)["url"], timeout=10)
    assert file.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(file.text.splitlines()))
