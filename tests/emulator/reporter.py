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


def day(back: int) -> str:
    """Returns the date of a number of days ago, in UTC."""
    today = datetime.datetime.now(datetime.UTC).date()
    return (today - datetime.timedelta(days=back)).isoformat()


def request(**fields: Any) -> dict[str, Any]:
    known = {"start_date": day(3), "end_date": day(1), "granularity": "DAY", "level": "CAMPAIGN"}
    return {**known, "columns": COLUMNS, **fields}


class Reporter:
    """Asks for reports of an account."""

    def __init__(self, emulator: Emulator, advertiser: Advertiser) -> None:
        self.emulator, self.advertiser, self.api = emulator, advertiser, advertiser.api

    def running(self, **fields: Any) -> str:
        """Returns the id of a campaign with an ad that has run for long."""
        campaign: str = self.advertiser.campaign(**fields)["id"]
        self.advertiser.ad(self.advertiser.ad_group(campaign)["id"])
        backdate(self.emulator)
        return campaign

    def keyword(self, ad_group: str) -> str:
        """Returns the ID of a keyword of an ad group."""
        body = {"parent_id": ad_group, "keywords": [{"value": "quilt", "match_type": "BROAD"}]}
        answer = self.api.post(self.advertiser.path("keywords"), json=body)
        id: str = answer.json()["keywords"][0]["id"]
        return id

    def begin(self, noun: str = "reports", **fields: Any) -> str:
        answer = self.api.post(self.advertiser.path(noun), json=request(**fields))
        assert answer.status_code == 200, answer.text
        token: str = answer.json()["token"]
        return token

    def status(self, token: str, noun: str = "reports") -> dict[str, Any]:
        answer = self.api.get(self.advertiser.path(noun), params={"token": token})
        assert_valid(ANALYTICS_GET_REPORT, answer)
        content: dict[str, Any] = answer.json()
        return content

    def fetched(self, **fields: Any) -> Any:
        """Returns the JSON of a report."""
        token = self.begin(**fields)
        self.emulator.advance(10)
        return requests.get(self.status(token)["url"], timeout=10).json()


def rows_of(reporter: Reporter, token: str) -> list[dict[str, str]]:
    """Returns the rows of a finished CSV report."""
    file = requests.get(reporter.status(token)["url"], timeout=10)
    assert file.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(file.text.splitlines()))
