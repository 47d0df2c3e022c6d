"""Measures the same work with plain `requests` and with the SDK, alternately in one process."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import requests

from benchmarks.server import Server
from pinterest.ads.audiences import Audience
from pinterest.ads.campaigns import Campaign
from pinterest.bases.models import MODELS
from pinterest.client import PinterestSDKClient
from pinterest.organic.boards import Board
from pinterest.organic.pins import Pin

PAGE = 250
FLOOR_IMPORT = "import requests, pydantic; pydantic.BaseModel"
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"
SDK_IMPORT = "from pinterest.ads.audiences import Audience"


class Measure(NamedTuple):
    """The results of the same work with and without the SDK, and the highest allowed ratio of the two."""

    name: str
    unit: str
    floor: float
    sdk: float
    limit: float

    @property
    def ratio(self) -> float:
        """The SDK's result divided by the result without the SDK."""
        return self.sdk / self.floor


class MeasuredList(NamedTuple):
    """A list endpoint to measure.

    Attributes:
        name: The name of the list in the output, such as `audiences`.
        path: The URL path, with `{}` in place of the ad account's ID.
        params: The query parameters.
        field: The field to read from each item.
        iterate: A function that returns the SDK's iterator over the list.
    """

    name: str
    path: str
    params: dict[str, Any]
    field: str
    iterate: Callable[[str, PinterestSDKClient], Iterable[Any]]


AUDIENCES = MeasuredList(
    "audiences",
    "/ad_accounts/{}/audiences",
    {"order": "ASCENDING"},
    "name",
    lambda account, client: Audience.iter_all(account, client=client),
)
LISTED = (
    AUDIENCES,
    MeasuredList(
        "campaigns",
        "/ad_accounts/{}/campaigns",
        {"order": "ASCENDING"},
        "name",
        lambda account, client: Campaign.iter_all(account, client=client),
    ),
    MeasuredList("Pins", "/pins", {}, "title", lambda account, client: Pin.iter_all(client=client)),
)


def create_client(server: Server, session: requests.Session | None = None) -> PinterestSDKClient:
    """Creates a client for the server."""
    return PinterestSDKClient(access_token=server.token, base_url=server.url, session=session)


def fetch_pages(server: Server, session: requests.Session, listed: MeasuredList = AUDIENCES) -> Any:
    """Yields the items of each page, without using the SDK."""
    url = f"{server.url}{listed.path.format(server.ad_account_id)}"
    headers = {"Authorization": f"Bearer {server.token}"}
    params: dict[str, Any] = {"page_size": PAGE, **listed.params}
    while True:
        response = session.get(url, params=params, headers=headers, timeout=30)
        response.raise_for_status()
        page = json.loads(response.content)
        yield page["items"]
        if not page["bookmark"]:
            return
        params = {**params, "bookmark": page["bookmark"]}


def measure_reading(server: Server, listed: MeasuredList, rounds: int = 40) -> Measure:
    """Measures the CPU seconds to list objects and read one field of each object."""
    with requests.Session() as session, create_client(server) as client:

        def read_with_requests() -> int:
            return sum(
                len(item[listed.field])
                for items in fetch_pages(server, session, listed)
                for item in items
            )

        def read_with_sdk() -> int:
            return sum(
                len(getattr(item, listed.field))
                for item in listed.iterate(server.ad_account_id, client)
            )

        assert read_with_requests() == read_with_sdk() > 0
        floor, sdk = measure_alternately(read_with_requests, read_with_sdk, rounds)
    name = f"read `{listed.field}` of 5,000 {listed.name}, 250 per page"
    # The limits assume that the extra `fast` is installed.
    return Measure(name, "ms CPU", floor * 1e3, sdk * 1e3, 0.8 if listed is AUDIENCES else 1.0)


def measure_import(rounds: int = 15) -> Measure:
    """Measures the CPU seconds to import the SDK in a new interpreter."""
    floor, sdk = _measure_minimums(
        _make_import_timer(FLOOR_IMPORT), _make_import_timer(SDK_IMPORT), rounds
    )
    return Measure(f"`{SDK_IMPORT}`", "ms CPU", floor * 1e3, sdk * 1e3, 1.15)


def measure_model_imports(rounds: int = 5) -> list[Measure]:
    """Measures the CPU seconds to import each module with rich models, and to import all of these modules."""
    statements = {f"import {module}": module for module in sorted(set(MODELS.values()))}
    every = "; ".join(statements)
    floor = every_cost = float("inf")
    costs = dict.fromkeys(statements, float("inf"))
    for _ in range(rounds):
        floor = min(floor, _make_import_timer(FLOOR_IMPORT)())
        every_cost = min(every_cost, _make_import_timer(every)())
        costs = {one: min(cost, _make_import_timer(one)()) for one, cost in costs.items()}
    slowest = max(costs, key=lambda one: costs[one])
    name = f"slowest of {len(costs)} modules of rich models: `{slowest}`"
    return [
        Measure(name, "ms CPU", floor * 1e3, costs[slowest] * 1e3, 1.15),
        Measure("import all rich models", "ms CPU", floor * 1e3, every_cost * 1e3, 1.6),
    ]


def measure_generated_imports(rounds: int = 7) -> list[Measure]:
    """Measures the CPU seconds to import all modules of `pinterest.api`, alone and together with all schemas."""
    apis = "import importlib, pinterest.operations as o\n"
    apis += "for m in o.MODULES: importlib.import_module('pinterest.api.' + m)"
    schemas = f"{apis}\nimport pinterest.schemas as s\nfor n in dir(s): getattr(s, n)"
    results = []
    for name, statement, limit in (
        ("all modules of `pinterest.api`", apis, 1.5),
        ("these and all schemas", f"import pinterest.schema\n{schemas}", 4.0),
    ):
        floor, sdk = _measure_minimums(
            _make_import_timer(FLOOR_IMPORT), _make_import_timer(statement), rounds
        )
        results.append(Measure(f"import {name}", "ms CPU", floor * 1e3, sdk * 1e3, limit))
    return results


def measure_memory(server: Server) -> Measure:
    """Measures the peak memory of a list of all audiences, as SDK objects and as parsed JSON."""

    def read_with_requests() -> list[Any]:
        with requests.Session() as session:
            return [item for items in fetch_pages(server, session) for item in items]

    def read_with_sdk() -> list[Any]:
        with create_client(server) as client:
            return list(Audience.iter_all(server.ad_account_id, client=client))

    floor, sdk = _measure_peak_memory(read_with_requests), _measure_peak_memory(read_with_sdk)
    return Measure("peak memory of 50,000 listed audiences", "MiB", floor, sdk, 1.5)


class CountingSession(requests.Session):
    """A session that counts the requests that it sends."""

    sent = 0

    def send(self, request: requests.PreparedRequest, **kwargs: Any) -> requests.Response:
        """Counts the request and sends it."""
        self.sent += 1
        return super().send(request, **kwargs)


def count_requests(server: Server) -> list[tuple[str, int, int]]:
    """Returns a row (name, number of requests, allowed number of requests) per task."""
    session = CountingSession()
    client = create_client(server, session)
    account = server.ad_account_id
    counts: list[tuple[str, int, int]] = []

    def run_and_count(name: str, allowed: int, work: Callable[[], Any]) -> Any:
        """Runs a task, records the number of requests sent, and returns the task's result."""
        before = session.sent
        result = work()
        counts.append((name, session.sent - before, allowed))
        return result

    rule = {"visitor_source_id": "549755885176", "retention_days": 30}
    made = run_and_count(
        "create one",
        1,
        lambda: Audience.create(
            account, name="Bench", rule=rule, audience_type="VISITOR", client=client
        ),
    )
    known = run_and_count("construct one", 0, lambda: Audience(account, made.id, client=client))
    run_and_count(
        "read every field of it", 1, lambda: [getattr(known, name) for name in known.to_dict()]
    )
    run_and_count("update one", 1, lambda: known.update_fields(name="Bench 2"))
    listed = Audience.iter_all(account, client=client, limit=20 * PAGE)
    run_and_count("read 20 pages of 250", 20, lambda: [item.name for item in listed])
    campaign = run_and_count(
        "create a campaign",
        1,
        lambda: Campaign.create(
            account, "Bench", "AWARENESS", daily_spend_cap=5_000_000, client=client
        ),
    )
    run_and_count("update it", 1, lambda: campaign.update_fields(name="Bench 2"))
    board = Board.create("Bench", client=client)
    image = {"source_type": "image_url", "url": "https://www.example.com/quilt.jpg"}
    pin = run_and_count("create a Pin", 1, lambda: Pin.create(board.id, image, client=client))
    run_and_count("update it", 1, lambda: pin.update_fields(title="Bench 2"))
    return counts


def _make_import_timer(statement: str) -> Callable[[], float]:
    """Returns a function that runs a statement in a new interpreter and returns the CPU seconds of the statement."""
    script = f"import time; t = time.process_time()\n{statement}\nprint(time.process_time() - t)"
    cached = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
    return lambda: float(subprocess.check_output([sys.executable, "-c", script], env=cached))


def measure_alternately(
    first: Callable[[], object], second: Callable[[], object], rounds: int
) -> tuple[float, float]:
    """Runs two functions alternately and returns the fewest CPU seconds of each."""

    def create_timer(work: Callable[[], object]) -> Callable[[], float]:
        def time_work() -> float:
            gc.collect()
            started = time.process_time()
            work()
            return time.process_time() - started

        return time_work

    return _measure_minimums(create_timer(first), create_timer(second), rounds)


def _measure_minimums(
    first: Callable[[], float], second: Callable[[], float], rounds: int
) -> tuple[float, float]:
    """Calls two functions alternately, and returns the smallest result of each function."""
    # Other load on the machine can only make a result larger.
    results = [(first(), second()) for _ in range(rounds)]
    return min(a for a, _ in results), min(b for _, b in results)


def _measure_peak_memory(work: Callable[[], object]) -> float:
    gc.collect()
    tracemalloc.start()
    try:
        kept = work()
        _, peak = tracemalloc.get_traced_memory()
        del kept
    finally:
        tracemalloc.stop()
    return peak / 2**20
