"""Measures how close 5,000 calls come to the rate that the API allows, and how many calls the API refuses."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from benchmarks.measures import Measure, create_client
from benchmarks.server import run_server
from pinterest.ads.audiences import Audience

CALLS = 5_000
# The rate limit: 500 requests per window of 2 seconds. At this limit, all calls take 20 seconds.
LIMIT, SECONDS = 500, 2


class StatusSession(requests.Session):
    """A session that counts the responses with status 429."""

    refused = 0

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Sends the request, and counts the response if its status is 429."""
        response = super().send(request, **kwargs)
        self.refused += response.status_code == 429
        return response


def measure_pacing(threads: int) -> tuple[Measure, tuple[str, int, int]]:
    """Measures how long calls take with a rate limit, and counts the requests that the API refuses.

    Returns:
        The measured times, and a row (name, number of refused requests, allowed number of refused requests).
    """
    # The baseline (`floor`) is the shortest time that the limit allows. If this machine is too slow to reach the limit,
    # the baseline is the time that the calls take without a limit.
    fastest, _ = _measure_time(CALLS // 5, threads, "")
    taken, refused = _measure_time(CALLS, threads, f"{LIMIT}/{SECONDS}")
    name = f"{CALLS:,} calls, {LIMIT} allowed per {SECONDS} s, threads: {threads}"
    floor = max(CALLS / LIMIT * SECONDS, 5 * fastest)
    return Measure(name, "s", floor, taken, 1 / 0.9), (f"refused of {name}", refused, 0)


def _measure_time(calls: int, threads: int, limit: str) -> tuple[float, int]:
    """Returns the seconds that the calls take, and the number of refused requests."""
    session = StatusSession()
    session.mount("http://", HTTPAdapter(pool_maxsize=threads))
    with run_server(1, limit=limit) as server, create_client(server, session) as client:
        (audience,) = Audience.iter_all(server.ad_account_id, client=client)
        began = time.perf_counter()
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda _: audience.refresh(), range(calls)))
        return time.perf_counter() - began, session.refused
