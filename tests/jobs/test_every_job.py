"""Every kind of job handles status, waiting, time limits, progress, interruption, result and token in the same
way."""

from __future__ import annotations

import datetime
import itertools
import json
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pinterest import (
    AdAccount,
    Board,
    Catalog,
    CustomerList,
    Job,
    LocalStore,
    Media,
    Pin,
    PinterestSDKClient,
)
from pinterest.emulator import Emulator
from pinterest.exceptions import JobTimeout, RateLimited
from pinterest.jobs import Bulk, JobStatus, tokens

pytestmark = pytest.mark.slow

VIDEO = b"\x00\x00\x00\x18ftypmp42" + bytes(2_000)
SECONDS = 600
NUMBERS = itertools.count()

Start = Callable[[Emulator, PinterestSDKClient], Job[Any]]


def start_report(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    today = datetime.datetime.now(datetime.UTC).date()
    return AdAccount(shop.ad_account_id, client).report(
        today - datetime.timedelta(days=9), today, "DAY", "CAMPAIGN", ["SPEND_IN_DOLLAR"]
    )


def start_bulk(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    return Bulk.download(shop.ad_account_id, ["CAMPAIGN"], client)


def find_catalog(client: PinterestSDKClient) -> Catalog:
    found = Catalog.find("Jobs", client)
    if found is None:
        found = Catalog.create("Jobs", "RETAIL", client=client)
        found.create_feed("Jobs", "https://www.example.com/jobs.csv", "en-US", "US")
        LocalStore.create(found.id, "Main Street", "S1", "US", client=client)
    return found


def start_feed_ingestion(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    [feed] = find_catalog(client).feeds()
    return feed.start_ingestion()


def start_item_changes(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    return find_catalog(client).delete_items(["quilt-1"], "US", "EN")


def start_local_inventory_changes(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    entry = {"item_id": "quilt-1", "store_code": "S1"}
    return find_catalog(client).change_local_inventory([entry], "DELETE")


def start_catalog_report(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    # A second identical report on the same day would already be done.
    return Catalog.create(f"Report {next(NUMBERS)}", "RETAIL", client=client).report()


def start_media(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    return Media.upload(VIDEO, client)


def start_video_pin(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    board = Board.find("Jobs", client) or Board.create("Jobs", client=client)
    return Pin.create_video(board.id, VIDEO, cover=0, client=client)


def start_customer_list(shop: Emulator, client: PinterestSDKClient) -> Job[Any]:
    path = Path(f"customers-{next(NUMBERS)}.csv")  # in the test's own directory
    path.write_text("email\njane@example.com\n", "utf-8")
    account = shop.ad_account_id
    customers = CustomerList.create(account, path.stem, "joe@example.com", "EMAIL", client=client)
    return customers.add(path, via="file")


KINDS: dict[str, Start] = {
    "bulk": start_bulk,
    "catalog_report": start_catalog_report,
    "customer_list": start_customer_list,
    "feed_ingestion": start_feed_ingestion,
    "item_changes": start_item_changes,
    "local_inventory_changes": start_local_inventory_changes,
    "media": start_media,
    "report": start_report,
    "video_pin": start_video_pin,
}


def poll_until_the_api_works(job: Job[Any]) -> None:
    """Polls until the job polls the API, since the first polls of some jobs send data."""
    for _ in range(5):
        job.poll()


@pytest.fixture(scope="module")
def slow_shop() -> Iterator[Emulator]:
    """An emulator whose background work takes ten minutes by its own clock."""
    with Emulator(demo_data=True, processing_time=SECONDS) as emulator:
        yield emulator


@pytest.fixture
def slow_client(slow_shop: Emulator) -> Iterator[PinterestSDKClient]:
    with slow_shop.client() as client:
        yield client


def test_every_kind_of_job_is_in_the_table() -> None:
    assert set(KINDS) == set(tokens._CLASSES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_waits_reports_progress_and_ends_in_a_result(
    shop: Emulator, client: PinterestSDKClient, kind: str
) -> None:
    job = KINDS[kind](shop, client)
    shop.clear_requests()
    assert job.kind == kind and json.loads(job.token)["job"] == kind
    assert "not polled yet" in repr(job)
    assert not shop.requests
    counts: list[int] = []
    assert job.wait(timeout=60, progress=counts.append) is job
    assert counts and counts == sorted(counts)
    polled = len(shop.requests)
    assert polled
    assert job.status is JobStatus.SUCCEEDED
    assert job.done() is True
    assert job.result() == job.result()
    assert len(shop.requests) == polled
    again = Job.from_token(job.token, client)
    assert type(again) is type(job)
    assert again.wait(timeout=60).status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("kind", KINDS)
def test_a_job_that_is_not_done_in_time_continues(
    slow_shop: Emulator, slow_client: PinterestSDKClient, kind: str
) -> None:
    job = KINDS[kind](slow_shop, slow_client)
    poll_until_the_api_works(job)
    assert job.done() is False
    assert job.status is JobStatus.RUNNING
    with pytest.raises(JobTimeout, match=r"Call wait\(\) again") as caught:
        job.wait(timeout=0)
    again = Job.from_token(caught.value.token, slow_client)
    slow_shop.advance(2 * SECONDS)
    assert again.wait(timeout=60).status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupted_job_continues(
    slow_shop: Emulator, slow_client: PinterestSDKClient, kind: str
) -> None:
    job = KINDS[kind](slow_shop, slow_client)
    poll_until_the_api_works(job)

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    previous = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            job.wait()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
    [note] = caught.value.__notes__
    assert "To continue waiting" in note and "token" in note
    slow_shop.advance(2 * SECONDS)
    assert job.wait(timeout=60).status is JobStatus.SUCCEEDED


@pytest.mark.parametrize("kind", KINDS)
def test_polls_wait_for_quotas_that_are_used_up(slow_shop: Emulator, kind: str) -> None:
    with slow_shop.client(max_wait=0.1) as client:
        job = KINDS[kind](slow_shop, client)
        poll_until_the_api_works(job)
        slow_shop.fail_next(429, reset=60, method="GET")
        with pytest.raises(RateLimited):
            job.poll()
        sent = len(slow_shop.requests)
        with pytest.raises(RateLimited):
            job.poll()
        assert len(slow_shop.requests) == sent
