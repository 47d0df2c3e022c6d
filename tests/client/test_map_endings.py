"""How `client.map` ends: abandoned results, forks, Ctrl-C."""

from __future__ import annotations

import gc
import itertools
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

from benchmarks.slow_server import SlowServer
from pinterest.utils.pauses import pause
from tests.client.test_forks import run_in_child
from tests.client.threads import eventually, line_of, threads_end


@pytest.fixture
def server():
    with SlowServer() as running:
        yield running


@pytest.fixture(autouse=True)
def no_thread_is_left():
    yield
    gc.collect()
    assert threads_end()


@pytest.mark.parametrize("how", ["close", "break", "delete"])
def test_abandoned_results_start_no_further_item(server, how):
    started, release = [], threading.Event()

    def work(number):
        started.append(number)
        if number == 0:
            return eventually(lambda: len(started) == 3)
        return release.wait(30)

    results = server.client().map(work, range(100), workers=3)
    assert next(results) is True
    assert eventually(lambda: len(started) == 4)
    if how == "close":
        results.close()
    elif how == "break":
        for _ in itertools.islice(results, 0):
            break
    del results
    release.set()
    assert threads_end()
    assert len(started) == 4


def test_results_that_are_never_requested_warn(server):
    client = server.client()
    with pytest.warns(RuntimeWarning, match="nothing was done"):
        client.map(str, [1])
    client.map(str, [1]).close()
    assert list(client.map(str, [1])) == ["1"]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_does_not_repeat_the_items_of_its_parent(server):
    results = server.client().map(str, range(40))
    assert next(results) == "0"
    assert "belong to another process" in run_in_child(lambda: list(results))
    assert len(list(results)) == 39
    fresh = server.client().map(str, range(40))
    assert run_in_child(lambda: len(list(fresh))) == 40
    fresh.close()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
def test_ctrl_c_stops_immediately_and_lists_started_items():
    class Holding(SlowServer):
        """A server that does not respond until it is released, except for the first item."""

        release = threading.Event()

        def respond(self, target):
            if not target.endswith("/0"):
                self.release.wait(60)
            return super().respond(target)

    code = """
        import threading
        from pinterest import AdAccount, PinterestSDKClient
        with PinterestSDKClient("token-one", base_url={url!r}, max_retries=0) as client:
            try:
                for name in client.map(lambda id: AdAccount(id, client).name, range(100), workers=4):
                    print(name, flush=True)
            except KeyboardInterrupt as error:
                print(error.__notes__[0])
    """
    with Holding() as server:
        source = textwrap.dedent(code).format(url=server.url)
        with subprocess.Popen(
            [sys.executable, "-c", source],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            assert line_of(child) == "Name of 0\n"
            assert eventually(lambda: len(server.requests) == 5)
            time.sleep(0.3)
            child.send_signal(signal.SIGINT)
            out, err = child.communicate(timeout=30)  # while the server still holds the requests
            assert (
                out == "client.map: later items that were started, by index: running: 1, 2, 3, 4\n"
            )
            assert (err, child.returncode) == ("", 0)
        assert len(server.requests) == 5
        Holding.release.set()


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
@pytest.mark.slow
def test_ctrl_c_ends_the_waits_for_a_quota():
    code = """
        import threading
        from pinterest import AdAccount, PinterestSDKClient
        first = threading.Event()
        def name_of(id):
            if id:
                first.wait()
            name = AdAccount(id, client).name
            first.set()
            return name
        options = {{"base_url": {url!r}, "limits": {{"all": (1, 50)}}}}
        with PinterestSDKClient("token-one", **options) as client:
            try:
                for name in client.map(name_of, range(9), workers=4):
                    print(name, flush=True)
            except KeyboardInterrupt as error:
                print(error.__notes__[0])
            for thread in threading.enumerate():
                if thread.name == "pinterest-worker":
                    thread.join(20)
                    print(thread.is_alive())
    """
    with SlowServer() as server:
        source = textwrap.dedent(code).format(url=server.url)
        with subprocess.Popen(
            [sys.executable, "-c", source],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as child:
            assert line_of(child) == "Name of 0\n"
            assert child.stderr is not None
            assert "the quota of 1 requests in 50 s is used up" in child.stderr.readline()
            time.sleep(0.5)  # until the loop has printed the name and waits for the next one
            child.send_signal(signal.SIGINT)
            out, _ = child.communicate(timeout=30)
        note, *alive = out.splitlines()
        assert note.startswith("client.map: later items that were started, by index: ")
        assert "True" not in alive  # no thread waits for the quota
        assert child.returncode == 0
        assert len(server.requests) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_ctrl_c_in_the_loop_stops_the_work(server, kept):
    release, entered = threading.Event(), []

    def work(number):
        entered.append(number)
        if number:
            release.wait(30)
        else:
            assert eventually(lambda: len(entered) == 3)
        pause(0)  # a wait for a quota
        finished.append(number)
        return number

    def interrupt_in_the_loop(results, kept):
        for _ in results[0] if kept else results.pop():
            assert eventually(lambda: len(entered) == 4)
            signal.raise_signal(signal.SIGINT)

    finished: list[int] = []
    handler = signal.getsignal(signal.SIGINT)
    results = [server.client().map(work, range(100), workers=3)]
    with pytest.raises(KeyboardInterrupt):
        interrupt_in_the_loop(results, kept)
    release.set()
    assert threads_end()
    assert (len(entered), finished) == (4, [0])
    if kept:
        with pytest.raises(KeyboardInterrupt):
            next(results[0])
    assert signal.getsignal(signal.SIGINT) is handler


def test_another_handler_of_ctrl_c_is_kept(server):
    calls = []

    def count(number, frame):
        calls.append(number)

    handler = signal.signal(signal.SIGINT, count)
    try:
        for number in server.client().map(str, range(9)):
            if number == "3":
                signal.raise_signal(signal.SIGINT)
        assert calls == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, handler)
