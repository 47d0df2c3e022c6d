"""Measures the time that fetching ahead and `client.map` save, compared with sequential work in the same run."""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.measures import Measure
from benchmarks.slow_server import ACCOUNT, run_slow_server
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.audiences import Audience
from pinterest.client import PinterestSDKClient

LATENCY = 0.05
WORK = 0.05
PAGES = 20


def measure_fetching_ahead(prefetch: int = 2, rounds: int = 2) -> Measure:
    """Measures a loop that does some work for each page, with and without fetching pages ahead."""
    with run_slow_server(PAGES, LATENCY) as client:
        plain = min(_measure_time(lambda: _read_pages(client, 0)) for _ in range(rounds))
        ahead = min(_measure_time(lambda: _read_pages(client, prefetch)) for _ in range(rounds))
    name = f"iter_all(prefetch={prefetch}): {PAGES} pages of 50 ms, with 50 ms of work on each"
    return Measure(name, "ms", plain * 1e3, ahead * 1e3, 0.6)


def measure_map(workers: int = 16, accounts: int = 400, rounds: int = 3) -> Measure:
    """Measures requests for many ad accounts, sent one after another and with `client.map`."""
    ids = [str(10**12 + number) for number in range(accounts)]
    # 100 of the IDs are enough to measure the sequential loop.
    sample = ids[:100]
    with run_slow_server(PAGES, LATENCY) as client:

        def get_name(id: str) -> str | None:
            return AdAccount(id, client).name

        assert list(client.map(get_name, sample)) == [f"Name of {id}" for id in sample]
        plain = _measure_time(lambda: [get_name(id) for id in sample]) / len(sample) * accounts
        mapped = min(
            _measure_time(lambda: list(client.map(get_name, ids, workers=workers)))
            for _ in range(rounds)
        )
    name = f"client.map(workers={workers}): {accounts} ad accounts of 50 ms"
    return Measure(name, "ms", plain * 1e3, mapped * 1e3, 1 / 12)


def _read_pages(client: PinterestSDKClient, prefetch: int) -> None:
    """Reads all pages, with a pause after each page."""
    page_size = 3
    audiences = Audience.iter_all(ACCOUNT, client=client, page_size=page_size, prefetch=prefetch)
    count = 0
    for count, _ in enumerate(audiences, 1):
        if count % page_size == 0:
            time.sleep(WORK)  # simulates the user's work
    assert count == PAGES * page_size


def _measure_time(work: Callable[[], object]) -> float:
    """Returns the seconds that a function takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started
