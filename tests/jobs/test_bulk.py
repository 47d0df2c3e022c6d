"""Bulk requests: downloads as rows, and upserts with a result per entity."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from pinterest import AdAccount, PinterestSDKClient
from pinterest.emulator import Emulator
from pinterest.exceptions import ValidationError
from pinterest.jobs import Bulk


@pytest.mark.parametrize("output_format", ["JSON", "CSV"])
def test_a_download_has_the_rows_of_all_types(
    account: AdAccount, client: PinterestSDKClient, output_format: str
) -> None:
    job = Bulk.download(account.id, ["CAMPAIGN", "AD"], client, output_format=output_format)
    rows = list(job.rows())
    assert {row["entity_type"] for row in rows} == {"CAMPAIGN", "AD"}
    active = [campaign.id for campaign in account.campaigns() if campaign.status == "ACTIVE"]
    assert {row["id"] for row in rows if row["entity_type"] == "CAMPAIGN"} <= set(active)


def test_a_file_is_saved_and_a_download_is_restored_from_its_token(
    account: AdAccount, client: PinterestSDKClient
) -> None:
    token = Bulk.download(account.id, ["CAMPAIGN"], client, output_format="CSV").token
    job = Bulk.from_token(token, client)
    path = job.save("campaigns.csv")
    with path.open() as file:
        assert list(csv.DictReader(file)) == list(job.rows())
    assert list(Path().glob("*.part")) == []


def test_results_are_matched_to_what_was_sent(
    account: AdAccount, client: PinterestSDKClient
) -> None:
    fields = {
        "ad_account_id": account.id,
        "objective_type": "AWARENESS",
        "daily_spend_cap": 10_000_000,
    }
    good, bad = (
        {**fields, "name": "A sale"},
        {**fields, "name": "Two", "lifetime_spend_cap": 10_000_000},
    )
    unknown = {"ad_account_id": account.id, "id": "1", "status": "PAUSED"}
    job = Bulk.upsert(account.id, {"campaigns": [bad, good]}, {"campaigns": [unknown]}, client)
    first, second, third = job.wait().results()
    assert (first.item, first.succeeded) == (bad, False)
    assert first.reasons
    assert (second.item, second.succeeded) == (good, True)
    assert second.data is not None
    assert second.data["name"] == "A sale"
    assert (third.part, third.item, third.succeeded) == ("update", unknown, False)
    again = Bulk.from_token(job.token, client)
    assert [result.item for result in again.results()] == [None] * 3


def test_a_wrong_request_is_refused(shop: Emulator, client: PinterestSDKClient) -> None:
    with pytest.raises(ValidationError, match="at least one entity"):
        Bulk.upsert(shop.ad_account_id, {"campaigns": []}, client=client)
    with pytest.raises(ValidationError, match="output_format"):
        Bulk.download(shop.ad_account_id, client=client, output_format="XML")
    with pytest.raises(ValidationError, match="objective_typ"):
        Bulk.upsert(shop.ad_account_id, {"campaigns": [{"objective_typ": "x"}]}, client=client)
    assert shop.requests == []


@pytest.mark.slow
def test_a_lost_poll_and_a_refused_file_do_not_end_a_download(
    shop: Emulator, client: PinterestSDKClient
) -> None:
    job = Bulk.download(shop.ad_account_id, ["CAMPAIGN"], client)
    shop.fail_next(503, times=4, path="/bulk/")
    assert list(job.wait().rows())
