"""A server with a fixed response time. It serves pages of audiences, and single objects."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from benchmarks.child import run_module
from pinterest.client import PinterestSDKClient

ACCOUNT = "549755885175"


class SlowServer(ThreadingHTTPServer):
    """A local HTTP server that delays each response.

    Attributes:
        pages: The number of pages per list.
        items: The number of items per page.
        latency: The seconds to wait before each response.
        requests: The HTTP method and the target of each request.
        connections: The number of opened connections.
    """

    daemon_threads = True
    request_queue_size = 256

    def __init__(self, pages: int = 20, items: int = 3, latency: float = 0.0) -> None:
        super().__init__(("127.0.0.1", 0), _SlowHandler)
        self.pages, self.items, self.latency = pages, items, latency
        self.requests: list[str] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v5"

    def client(self, **options: Any) -> PinterestSDKClient:
        """Returns a client for this server, by default without retries."""
        defaults = {"access_token": "token-one", "base_url": self.url, "max_retries": 0}
        return PinterestSDKClient(**{**defaults, **options})

    def respond(self, target: str) -> tuple[int, dict[str, Any]]:
        """Waits for the latency, then returns the status and the data of a response."""
        time.sleep(self.latency)  # the latency that is simulated
        parts = urlsplit(target)
        name = parts.path.rsplit("/", 1)[-1]
        if name != "audiences":  # the target ends in an ID
            return 200, {"id": name, "name": f"Name of {name}"}
        page = int(parse_qs(parts.query).get("bookmark", ["0"])[0])
        ids = range(page * self.items, (page + 1) * self.items)
        bookmark = str(page + 1) if page + 1 < self.pages else None
        return 200, {"items": [{"id": str(id)} for id in ids], "bookmark": bookmark}

    def process_request(self, request: Any, client_address: Any) -> None:
        self.connections += 1
        super().process_request(request, client_address)

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _SlowHandler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: SlowServer

    def do_GET(self) -> None:
        self._respond()

    def do_PATCH(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._respond()

    def _respond(self) -> None:
        self.server.requests.append(f"{self.command} {self.path}")
        status, data = self.server.respond(self.path)
        content = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Logs nothing."""


@contextmanager
def run_slow_server(pages: int, latency: float) -> Iterator[PinterestSDKClient]:
    """Runs a `SlowServer` in another process, and yields a client for this server."""
    with (
        run_module("benchmarks.slow_server", pages, latency) as line,
        PinterestSDKClient("token-one", base_url=line.strip(), max_retries=0) as client,
    ):
        yield client


def main() -> None:
    """Serves until standard input is closed."""
    with SlowServer(pages=int(sys.argv[1]), latency=float(sys.argv[2])) as server:
        print(server.url, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
