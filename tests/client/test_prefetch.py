"""`prefetch`: a thread fetches the needed pages ahead, in order, and leaves nothing behind."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from contextvars import ContextVar

import pytest

from benchmarks.concurrency import measure_fetching_ahead
from benchmarks.slow_server import ACCOUNT, SlowServer
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.audiences import Audience
from pinterest.client import PinterestSDKClient
from pinterest.exceptions import RepeatedBookmark, ServerError, ValidationError
from tests.client.test_forks import run_in_child
from tests.client.threads import eventually, following, line_of, threads_end

COUNT = 60  # 20 pages of 3 audiences


@pytest.fixture
def server():
    with SlowServer() as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_is_left():
    yield
    gc.collect()
    assert threads_end()


def iterate_audiences(server, **options):
    client = options.pop("client", None) or server.client()
    return Audience.iter_all(ACCOUNT, client=client, page_size=server.items, **options)


@pytest.mark.slow
def test_prefetch_reduces_the_time_of_a_loop_to_at_most_60_percent():
    # A busy machine may disturb one run.
    assert any(measure_fetching_ahead(rounds=1).ratio <= 0.6 for _ in range(5))


@pytest.mark.slow
def test_measure_finds_a_loop_that_does_not_fetch_ahead():
    assert measure_fetching_ahead(prefetch=0, rounds=1).ratio > 0.6


@pytest.mark.parametrize("prefetch", [1, 2, 7, 20, 10**9])
def test_items_are_the_same_in_the_same_order(server, prefetch):
    found = [item.id for item in iterate_audiences(server, prefetch=prefetch)]
    assert found == [str(number) for number in range(COUNT)]
    assert len(server.requests) == 20


@pytest.mark.parametrize(
    ("limit", "pages"), [(0, 0), (1, 1), (3, 1), (4, 2), (6, 2), (59, 20), (60, 20), (100, 20)]
)
def test_no_page_is_fetched_that_the_limit_does_not_need(server, limit, pages):
    assert len(list(iterate_audiences(server, limit=limit, prefetch=5))) == min(limit, COUNT)
    assert threads_end()
    assert len(server.requests) == pages


@pytest.mark.parametrize("prefetch", [1, 2, 5])
def test_the_requested_number_of_pages_is_fetched_ahead(server, prefetch):
    items = iterate_audiences(server, prefetch=prefetch)
    for used in range(1, 5):
        assert len(list(itertools.islice(items, server.items))) == server.items
        assert threads_end()  # no thread runs until the next page is needed
        assert len(server.requests) == used + prefetch


def count_audiences_in_memory():
    return sum(isinstance(item, Audience) for item in gc.get_objects())


def test_pages_in_memory_are_the_one_in_use_and_those_fetched_ahead(server):
    gc.collect()
    before = count_audiences_in_memory()
    for number, _ in enumerate(iterate_audiences(server, prefetch=2), 1):
        if number % server.items == 0:
            assert threads_end()
            assert count_audiences_in_memory() - before <= 3 * server.items
    assert len(server.requests) == 20


class FailingServer(SlowServer):
    """A server whose fifth page fails."""

    def respond(self, target):
        return (
            (500, {"code": 1, "message": "no"})
            if "bookmark=4" in target
            else super().respond(target)
        )


def test_an_error_is_raised_after_the_items_before_it():
    found: list[str] = []
    with FailingServer() as server, pytest.raises(ServerError) as caught:
        found.extend(item.id for item in iterate_audiences(server, prefetch=3))
    assert found == [str(number) for number in range(12)]
    assert caught.value.status == 500
    assert len(server.requests) == 5  # nothing is fetched after the error


def count_audiences_kept_after_an_error(prefetch):
    before = count_audiences_in_memory()
    with FailingServer() as server, contextlib.suppress(ServerError):
        list(iterate_audiences(server, prefetch=prefetch))
    assert threads_end()
    return count_audiences_in_memory() - before


def test_an_error_keeps_no_more_objects_alive_than_without_prefetch():
    gc.collect()
    gc.disable()
    try:
        assert count_audiences_kept_after_an_error(3) == count_audiences_kept_after_an_error(0)
    finally:
        gc.enable()


class CircularServer(SlowServer):
    """A server whose third page leads back to the second."""

    def respond(self, target):
        status, data = super().respond(target)
        return status, {**data, "bookmark": "1"} if data["bookmark"] == "3" else data


def test_a_repeated_bookmark_is_an_error():
    with CircularServer() as server, pytest.raises(RepeatedBookmark):
        list(iterate_audiences(server, prefetch=2))


def test_the_client_that_was_passed_is_used(server):
    client = server.client(access_token="token-two", header_name="X-Job", header_value="7")
    for item in iterate_audiences(server, prefetch=2, limit=9, client=client):
        assert item.refresh().last_response.status == 200
    assert len(server.requests) == 3 + 9


def test_every_iterator_fetches_ahead(server):
    client = server.client()
    page = Audience.get_all(ACCOUNT, client=client, page_size=3)
    owned = AdAccount(ACCOUNT, client).audiences(prefetch=2, page_size=3)
    everything = [str(number) for number in range(COUNT)]
    for items in (owned, page.iter_all(prefetch=2)):
        server.requests.clear()
        found = [next(items).id]
        assert eventually(lambda: len(server.requests) >= 2)
        assert [*found, *(item.id for item in items)] == everything
    rest = following(page).iter_all(prefetch=2)
    assert [item.id for item in rest] == everything[3:]
    assert [item.id for item in following(page).iter_all(limit=4)] == everything[3:7]
    for pages, first in (
        (page.iter_pages(prefetch=2), 0),
        (following(page).iter_pages(prefetch=2), 3),
    ):
        assert [item.id for one in pages for item in one.items] == everything[first:]


@pytest.mark.parametrize("invalid", [-1, True, 1.0, "2", None])
def test_prefetch_is_checked_at_the_call(server, invalid):
    page = Audience.get_all(ACCOUNT, client=server.client())
    for call in (
        lambda: iterate_audiences(server, prefetch=invalid),
        lambda: page.iter_all(prefetch=invalid),
        lambda: page.iter_pages(prefetch=invalid),
        lambda: following(page).iter_all(prefetch=invalid),
        lambda: following(page).iter_pages(prefetch=invalid),
    ):
        with pytest.raises(ValidationError, match=r"prefetch: .* is not valid; allowed: 0 or more"):
            call()


class HoldingServer(SlowServer):
    """A server that only sends the first page until it is released."""

    def __init__(self):
        super().__init__()
        self.release = threading.Event()

    def respond(self, target):
        if "bookmark" in target:
            self.release.wait(30)
        return super().respond(target)


@pytest.mark.parametrize("how", ["close", "delete", "cycle", "exception"])
def test_an_abandoned_iterator_ends_its_thread(how):
    with HoldingServer() as server:
        items = iterate_audiences(server, prefetch=4)
        next(items)
        assert eventually(lambda: len(server.requests) == 2)
        if how == "close":
            items.close()
        elif how == "cycle":
            cycle = [items]
            cycle.append(cycle)
            del items, cycle
            gc.collect()
        elif how == "exception":
            with pytest.raises(ZeroDivisionError):
                [1 / 0 for _ in items]
            del items
        else:
            del items
        server.release.set()
        assert threads_end()
        assert len(server.requests) == 2


def test_an_iterator_that_is_kept_but_not_used_has_no_thread(server):
    items = iterate_audiences(server, prefetch=2)
    next(items)
    assert threads_end()
    assert len(list(items)) == COUNT - 1


def test_context_variables_are_those_of_the_caller(server):
    seen, job = [], ContextVar("job", default="none")

    class RecordingClient(PinterestSDKClient):
        """A client that records the job of each request."""

        def execute(self, *args, **options):
            seen.append((job.get(), threading.current_thread().name))
            return super().execute(*args, **options)

    client = RecordingClient("token-one", base_url=server.url)
    job.set("nightly")
    assert len(list(iterate_audiences(server, prefetch=2, client=client))) == COUNT
    assert seen == [("nightly", "pinterest-worker")] * 20


def test_without_further_threads_the_pages_are_fetched_by_the_caller(server, monkeypatch):
    start = threading.Thread.start

    def refuse(thread):
        if thread.name == "pinterest-worker":
            raise RuntimeError("can't start new thread")
        start(thread)

    items = iterate_audiences(server, prefetch=2)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        found = [item.id for item in itertools.islice(items, 7)]
    assert [*found, *(item.id for item in items)] == [str(number) for number in range(COUNT)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_both_sides_of_a_fork_continue(server):
    items = iterate_audiences(server, prefetch=3, limit=50)
    expected = [str(number) for number in range(50)]
    found = [next(items).id for _ in range(4)]
    assert run_in_child(lambda: [item.id for item in items]) == expected[4:]
    assert [*found, *(item.id for item in items)] == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_fork_at_the_last_page_and_during_a_request():
    with HoldingServer() as server:
        items = iterate_audiences(server, prefetch=1)
        next(items)
        assert eventually(lambda: len(server.requests) == 2)  # a thread waits for the second page
        server.release.set()
        assert len(run_in_child(lambda: [item.id for item in items])) == COUNT - 1
        assert len(list(itertools.islice(items, COUNT - 2))) == COUNT - 2
        assert run_in_child(lambda: [item.id for item in items]) == [str(COUNT - 1)]
        assert [item.id for item in items] == [str(COUNT - 1)]


def start_interpreter(server, code):
    """Starts an interpreter that runs code with an iterator `items` over the server's audiences."""
    start = f"""
        import os, signal, sys, threading
        from pinterest import Audience, PinterestSDKClient
        client = PinterestSDKClient("token-one", base_url={server.url!r}, max_retries=0)
        items = Audience.iter_all("{ACCOUNT}", client=client, page_size=3, prefetch=2)
        next(items)
    """
    source = textwrap.dedent(start) + textwrap.dedent(code)
    return subprocess.Popen(
        [sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_the_interpreter_exits_while_a_page_is_fetched():
    with HoldingServer() as server, start_interpreter(server, "print('end')") as child:
        out, err = child.communicate(timeout=30)
        assert (out, err, child.returncode) == ("end\n", "", 0)
        server.release.set()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
def test_ctrl_c_ends_a_wait_for_a_page():
    code = """
        try:
            print("waiting", flush=True)
            list(items)
        except KeyboardInterrupt:
            print("interrupted")
        print(sorted({thread.name for thread in threading.enumerate()}))
    """
    with HoldingServer() as server, start_interpreter(server, code) as child:
        assert eventually(lambda: len(server.requests) == 2)
        assert line_of(child) == "waiting\n"
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        out, err = child.communicate(timeout=30)
        assert out.startswith("interrupted\n")
        assert (err, child.returncode) == ("", 0)
        server.release.set()
    assert len(server.requests) == 2
