"""Many threads that share a client reuse its connections."""

from __future__ import annotations

import http.server
import logging
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from pinterest import PinterestSDKClient

THREADS = 48


class CountingServer(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    connections = 0

    def process_request(self, request, client_address):
        self.connections += 1
        super().process_request(request, client_address)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    barrier = threading.Barrier(THREADS)

    def do_GET(self):
        self.barrier.wait(30)  # makes all threads need a connection at the same time
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
