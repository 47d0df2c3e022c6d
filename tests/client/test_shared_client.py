"""One client for 64 concurrent threads: each gets its own responses, over reused connections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from benchmarks.slow_server import ACCOUNT, SlowServer
from pinterest.ads.ad_accounts import AdAccount
from pinterest.ads.audiences import Audience

pytestmark = pytest.mark.slow

THREADS = 64
EACH = 20


class SimultaneousServer(SlowServer):
    """A server that waits for a request from each thread before it responds."""

    def __init__(self):
        super().__init__(pages=3)
        self.barrier = threading.Barrier(THREADS)

    def respond(self, target):
        self.barrier.wait(60)
        return super().respond(target)


def in_threads(call):
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(call, range(THREADS)))


def test_each_thread_gets_its_own_responses_and_connections_are_reused():
    with SlowServer() as server, server.client() as client:

        def read(thread):
            ids = [str(10**12 + thread * EACH + number) for number in range(EACH)]
            return [(AdAccount(id, client).name, f"Name of {id}") for id in ids]

        for found in in_threads(read):
            assert len(found) == EACH
            for name, expected in found:
                assert name == expected
        assert len(server.requests) == THREADS * EACH
        assert server.connections <= THREADS


def test_no_lock_is_held_during_a_request():
    # With a lock, a thread would wait for another thread's response, which is only sent when all requests have arrived.
    with SimultaneousServer() as server, server.client(timeout=30) as client:
        names = in_threads(lambda thread: AdAccount(str(10**12 + thread), client).name)
        assert names == [f"Name of {10**12 + thread}" for thread in range(THREADS)]

        def list_ids(thread):
            items = Audience.iter_all(ACCOUNT, client=client, page_size=3, prefetch=1)
            return [item.id for item in items]

        assert in_threads(list_ids) == [[str(number) for number in range(9)]] * THREADS
        assert server.connections == THREADS
