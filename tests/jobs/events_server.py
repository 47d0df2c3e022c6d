"""A faulty server for conversion events. It loses responses, fails, and refuses single events."""

from __future__ import annotations

import collections
import http.server
import itertools
import json
import random
import threading
from types import TracebackType
from typing import Any, Self

from pinterest import PinterestSDKClient


class EventsServer(http.server.ThreadingHTTPServer):
    """Accepts events and counts how often it received each one.

    Attributes:
        counted: The number of times that each event was processed, by ID.
        faults: The fault of each request, in order: a status, `lose`, `refuse`, or an empty string for none.
        sizes: The number of events of each request.
    """

    daemon_threads = True

    def __init__(self, faults: Any = ()) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.counted: collections.Counter[str] = collections.Counter()
        self.faults = iter(faults)
        self.sizes: list[int] = []
        self.bodies: list[dict[str, Any]] = []
        self.paths: list[str] = []

    def client(self, **options: Any) -> PinterestSDKClient:
        """Returns a client for this server."""
        url = f"http://127.0.0.1:{self.server_port}/v5"
        return PinterestSDKClient("token", base_url=url, backoff=0.001, **options)

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=[0.01], daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()


def five_percent(seed: int) -> Any:
    """Yields faults for 5% of the requests."""
    source = random.Random(seed)
    kinds = itertools.cycle([503, "lose", "refuse", 500])
    while True:
        yield next(kinds) if source.random() < 0.05 else ""


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: EventsServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        events = body["data"]
        self.server.paths.append(self.path)
        self.server.sizes.append(len(events))
        self.server.bodies.extend(events)
        fault = next(self.server.faults, "")
        if isinstance(fault, int):
            self.answer(fault, {"code": fault, "message": "a fault"})
            return
        refused = {0} if fault == "refuse" else set()
        results = []
        for index, event in enumerate(events):
            if index not in refused:
                self.server.counted[event["event_id"]] += 1
            status = "failed" if index in refused else "processed"
            message = "try again" if index in refused else ""
            results.append({"status": status, "error_message": message, "warning_message": ""})
        if fault == "lose":
            self.close_connection = True
            return
        content = {
            "num_events_received": len(events),
            "num_events_processed": len(events) - len(refused),
            "events": results,
        }
        if refused:
            self.answer(422, {"code": 422, "message": "not all", "details": content})
        else:
            self.answer(200, content)

    def answer(self, status: int, content: Any) -> None:
        data = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        """Logs nothing."""
