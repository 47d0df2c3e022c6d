"""A token endpoint that accepts each refresh token once, and an API that only accepts the latest access token."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs


class StrictApi:
    """Counts renewals. Refresh tokens are `refresh-0`, `refresh-1` and so on, access tokens `access-1` and so on.

    Attributes:
        renewals: How many times the tokens were renewed.
        refused: The refresh tokens that were used more than once.
        expires_in: Lifetime of an access token in seconds.
        fail: Called for each renewal. If it returns a status, the renewal fails with it.
    """

    def __init__(self) -> None:
        self.renewals = 0
        self.refused: list[str] = []
        self.expires_in = 3600.0
        self.fail: Callable[[], int | None] = lambda: None
        self.url = ""
        self._lock = threading.Lock()
        self._is_expired = False

    def expire(self) -> None:
        """Refuses the latest access token from now on."""
        self._is_expired = True

    def renew(self, form: dict[str, list[str]]) -> tuple[int, dict[str, object]]:
        status = self.fail()
        if status:
            return status, {"code": 1, "message": "failed"}
        with self._lock:
            [sent] = form["refresh_token"]
            if sent != f"refresh-{self.renewals}":
                self.refused.append(sent)
                return 400, {"code": 283, "message": "invalid grant"}
            self.renewals += 1
            self._is_expired = False
            return 200, {
                "access_token": f"access-{self.renewals}",
                "refresh_token": f"refresh-{self.renewals}",
                "expires_in": self.expires_in,
            }

    def read(self, token: str) -> tuple[int, dict[str, object]]:
        if token == f"Bearer access-{self.renewals}" and not self._is_expired:
            return 200, {"id": "1"}
        return 401, {"code": 2, "message": "Authentication failed."}


@contextmanager
def strict_api() -> Iterator[StrictApi]:
    """Serves a `StrictApi` on the loopback interface."""
    api = StrictApi()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(*api.renew(form))

        def do_GET(self) -> None:
            self.answer(*api.read(self.headers["Authorization"]))

        def answer(self, status: int, data: dict[str, object]) -> None:
            content = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Writes nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    api.url = f"http://127.0.0.1:{server.server_port}/v5"
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
