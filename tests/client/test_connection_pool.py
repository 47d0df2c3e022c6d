"""Many threads that share a client reuse its connections."""

from __future__ import annotations

import http.server
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from requests.adapters import HTTPAdapter

from pinterest import PinterestSDKClient
from pinterest.utils.connections import create_session

THREADS = 48


class CountingServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    connections = 0
    barrier = threading.Barrier(THREADS)

    def process_request(self, request, client_address):
        self.connections += 1
        super().process_request(request, client_address)


class Handler(http.server.BaseHTTPRequestHandler):
    server: CountingServer
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.barrier.wait(30)  # makes all threads need a connection at the same time
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *args):
        """Logs nothing."""


@pytest.fixture
def server() -> Iterator[CountingServer]:
    with CountingServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_bursts_of_many_threads_reuse_their_connections(server, caplog):
    url = f"http://127.0.0.1:{server.server_address[1]}/v5"
    with (
        caplog.at_level(logging.WARNING, "urllib3"),
        PinterestSDKClient("pina_x", base_url=url) as client,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        for _ in range(4):
            list(pool.map(lambda _: client.request("GET", "/user_account"), range(THREADS)))
    assert server.connections == THREADS
    assert [
        record.getMessage() for record in caplog.records if record.name.startswith("urllib3")
    ] == []


def test_a_pool_contains_nothing_but_the_connections_that_were_used(emulator):
    url = emulator.url
    with create_session() as session, emulator.client(session=session) as client:
        for _ in range(3):
            client.request("GET", "/user_account")
        adapter = session.get_adapter(url)
        assert isinstance(adapter, HTTPAdapter)
        pools = adapter.poolmanager.pools
        (pool,) = [pools[key] for key in pools.keys()]  # noqa: SIM118  # it cannot be iterated over
        assert pool.pool.qsize() == pool.num_connections == 1


def test_an_own_session_may_limit_its_connections(server):
    url = f"http://127.0.0.1:{server.server_address[1]}/v5"
    session = requests.Session()
    session.mount("http://", HTTPAdapter(pool_maxsize=THREADS // 2, pool_block=True))
    with (
        session,
        PinterestSDKClient("pina_x", base_url=url, session=session) as client,
        ThreadPoolExecutor(THREADS // 2) as pool,
    ):
        server.barrier = threading.Barrier(THREADS // 2)
        for _ in range(2):
            list(pool.map(lambda _: client.request("GET", "/user_account"), range(THREADS // 2)))
    assert server.connections == THREADS // 2
