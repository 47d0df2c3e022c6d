"""Pages, their order and their bookmarks, even while other threads write."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.server import run_server
from pinterest.emulator import Emulator
from tests.emulator.api import Api


def iterate_pages(api: Api, path: str, **params: Any) -> Iterator[list[str]]:
    """Yields the IDs of every page."""
    bookmark = None
    while True:
        answer = api.get(path, params={**params, "bookmark": bookmark})
        assert answer.status_code == 200, answer.text
        yield [item["id"] for item in answer.json()["items"]]
        bookmark = answer.json()["bookmark"]
        if bookmark is None:
            return


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    count=st.integers(0, 60),
    size=st.integers(1, 61),
    order=st.sampled_from(["ASCENDING", "DESCENDING", None]),
)
def test_every_item_is_listed_once_and_in_order(
    emulator: Emulator, api: Api, count: int, size: int, order: str | None
) -> None:
    account = emulator.add_ad_account()
    ids = list(emulator.add_audiences(count, ad_account_id=account)) if count else []
    found = list(
        iterate_pages(api, f"/ad_accounts/{account}/audiences", page_size=size, order=order)
    )
    if order == "DESCENDING":
        ids.reverse()
    assert [id for page in found for id in page] == ids
    assert all(len(page) == size for page in found[:-1])
    assert len(found) == max(1, -(-count // size))


def test_a_page_has_25_items_by_default(emulator: Emulator, api: Api, audiences: str) -> None:
    emulator.add_audiences(26)
    assert len(api.get(audiences).json()["items"]) == 25
    assert len(api.get(audiences, params={"page_size": 250}).json()["items"]) == 26


@pytest.mark.parametrize("size", ["0", "251", "-1", "ten", "2.5", "1_0", "٣", "1e2"])
def test_a_page_size_out_of_range_is_refused(api: Api, audiences: str, size: str) -> None:
    answer = api.get(audiences, params={"page_size": size})
    assert answer.status_code == 400
    assert answer.json()["code"] == 1
    assert "page_size" in answer.json()["message"]


def test_an_unknown_order_is_refused(api: Api, audiences: str) -> None:
    answer = api.get(audiences, params={"order": "SIDEWAYS"})
    assert answer.status_code == 400
    assert "order" in answer.json()["message"] and "ASCENDING" in answer.json()["message"]


def test_a_bookmark_is_valid_for_its_own_list_only(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    emulator.add_audiences(3)
    other = emulator.add_ad_account()
    emulator.add_audiences(3, ad_account_id=other)
    bookmark = api.get(audiences, params={"page_size": 1}).json()["bookmark"]
    assert api.get(audiences, params={"bookmark": bookmark}).status_code == 200
    assert (
        api.get(audiences, params={"bookmark": bookmark, "order": "ASCENDING"}).status_code == 200
    )
    changed = ("A" if bookmark[0] != "A" else "B") + bookmark[1:]
    foreign = [
        (audiences, {"bookmark": bookmark, "order": "DESCENDING"}),
        (f"/ad_accounts/{other}/audiences", {"bookmark": bookmark}),
        ("/ad_accounts", {"bookmark": bookmark}),
        (audiences, {"bookmark": changed}),
        (audiences, {"bookmark": bookmark[:-4]}),
        (audiences, {"bookmark": bookmark + "AAAA"}),
        (audiences, {"bookmark": "nonsense"}),
        (audiences, {"bookmark": "é"}),
    ]
    for path, params in foreign:
        answer = api.get(path, params=params)
        assert answer.status_code == 400, (path, params)
        assert "bookmark" in answer.json()["message"]


def test_a_bookmark_stays_valid_when_its_item_is_deleted(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    ids = emulator.add_audiences(4)
    bookmark = api.get(audiences, params={"page_size": 2}).json()["bookmark"]
    api.patch(f"{audiences}/{ids[1]}", json={"operation_type": "REMOVE"})
    rest = api.get(audiences, params={"bookmark": bookmark}).json()["items"]
    assert [item["id"] for item in rest] == list(ids[2:])


@pytest.mark.slow
def test_paging_while_other_threads_create_items_lists_every_item_once(
    emulator: Emulator, audiences: str
) -> None:
    there = set(emulator.add_audiences(150))
    body = {"name": "New", "audience_type": "VISITOR", "rule": {"retention_days": 30}}
    created: list[str] = []
    problems: list[str] = []

    def work() -> None:
        with Api(emulator.url, emulator.access_token) as api:
            mine = {api.post(audiences, json=body).json()["id"] for _ in range(3)}
            found = [id for page in iterate_pages(api, audiences, page_size=40) for id in page]
            created.extend(mine)
            if (
                len(found) != len(set(found))
                or not (there | mine) <= set(found)
                or found != sorted(found, key=int)
            ):
                problems.append(f"{len(found)} found, {len(set(found))} of them different")

    threads = [threading.Thread(target=work) for _ in range(32)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert problems == []
    assert len(created) == len(set(created)) == 96
    with Api(emulator.url, emulator.access_token) as api:
        found = [id for page in iterate_pages(api, audiences, page_size=250) for id in page]
    assert sorted(found) == sorted(there | set(created))


def measure_fastest(api: Api, path: str, **params: str) -> float:
    """Returns the minimum CPU seconds for a page, so that other load on the machine does not count."""
    times = []
    for _ in range(20):
        begun = time.process_time()
        answer = api.get(path, params=params)
        times.append(time.process_time() - begun)
        assert len(answer.json()["items"]) == int(params["page_size"])
    return min(times)


@pytest.mark.slow
def test_the_last_page_takes_no_longer_than_the_first(
    emulator: Emulator, api: Api, audiences: str
) -> None:
    emulator.add_audiences(100_000)
    last: str | None = None
    for size in [250] * 399 + [50] * 4:
        params: dict[str, Any] = {"page_size": size, "bookmark": last}
        answer = api.get(audiences, params=params)
        last = answer.json()["bookmark"]
    assert isinstance(last, str)
    end = api.get(audiences, params={"bookmark": last, "page_size": "50"})
    assert end.json()["bookmark"] is None
    first_page = measure_fastest(api, audiences, page_size="50")
    assert measure_fastest(api, audiences, page_size="50", bookmark=last) < 3 * first_page


@pytest.mark.slow
def test_serving_a_page_takes_little_longer_than_serializing_it() -> None:
    # The emulator runs in a separate process without coverage. The client is a plain HTTP connection.
    with run_server(250) as server:
        address = urlsplit(server.url)
        connection = http.client.HTTPConnection(address.netloc)
        path = f"{address.path}/ad_accounts/{server.ad_account_id}/audiences?page_size=250"

        def read() -> bytes:
            connection.request("GET", path, headers={"Authorization": f"Bearer {server.token}"})
            return connection.getresponse().read()

        page = json.loads(read())
        assert len(page["items"]) == 250
        rounds = [
            (measure_seconds(read), measure_seconds(lambda: json.dumps(page))) for _ in range(40)
        ]
        connection.close()
    served, written = (min(times) for times in zip(*rounds, strict=True))
    assert served < 6 * written


def measure_seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
