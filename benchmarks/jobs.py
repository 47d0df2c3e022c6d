"""Measures the CPU time to queue conversion events, and the memory to upload a video to a local server."""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.child import run_module
from benchmarks.measures import Measure
from benchmarks.reports import Memory, get_peak_memory, measure_seconds
from pinterest import Media, PinterestSDKClient
from pinterest.exceptions import PinterestError
from pinterest.jobs import EventSender

EVENTS = 1_000_000
PER_COMMIT = 1_000
VIDEO_BYTES = 1_000_000_000
MAX_MEMORY = 100.0
_TABLE = (
    "CREATE TABLE events (number INTEGER PRIMARY KEY, event_name TEXT, event_id TEXT, body TEXT, time REAL, "
    "UNIQUE (event_name, event_id))"
)
_INSERT = "INSERT OR IGNORE INTO events (event_name, event_id, body, time) VALUES (?, ?, ?, ?)"


def measure_queueing(events: int = EVENTS) -> Measure:
    """Measures the CPU time to queue events with the SDK, and to insert the same events with plain SQL."""
    # Both ways commit every 1,000 events, so a crash loses at most the events since the last commit.
    with tempfile.TemporaryDirectory() as folder:
        floor = measure_seconds(lambda: _insert_events(Path(folder, "plain.sqlite3"), events))
        sdk = measure_seconds(lambda: _queue_events(Path(folder, "sdk.sqlite3"), events))
    name = f"queue {events:,} conversion events, in a commit per 1,000"
    return Measure(name, "ms CPU", floor * 1e3, sdk * 1e3, 3.0)


def measure_upload_memory() -> list[Memory]:
    """Measures the peak memory of a process that uploads a video of 1 GB, and the memory that the upload adds."""
    with tempfile.TemporaryDirectory() as folder, run_module("benchmarks.jobs", "serve") as url:
        video = Path(folder, "video.mp4")
        with video.open("wb") as file:
            file.write(b"\x00\x00\x00\x18ftypmp42")
            file.truncate(VIDEO_BYTES)
        command = [sys.executable, "-m", "benchmarks.jobs", "upload", url.strip(), str(video)]
        before, peak = map(float, subprocess.check_output(command, text=True).split())
    name = "a video of 1 GB uploaded"
    return [
        Memory(name, peak, MAX_MEMORY),
        Memory(f"{name}, beyond {before:.0f} MiB before", peak - before, MAX_MEMORY),
    ]


def _create_events(count: int) -> Iterator[dict[str, Any]]:
    now = int(time.time())
    for number in range(count):
        yield {
            "event_name": "checkout",
            "action_source": "web",
            "event_time": now,
            "event_id": f"order-{number}",
            "user_data": {"em": f"buyer{number}@example.com", "country": "us"},
            "custom_data": {"value": "72.39", "currency": "USD"},
        }


def _insert_events(path: Path, count: int) -> None:
    """Queues events without the SDK: inserts their JSON into a SQLite database."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(_TABLE)
    events = _create_events(count)
    while batch := list(islice(events, PER_COMMIT)):
        for event in batch:
            row = event["event_name"], event["event_id"], json.dumps(event), time.time()
            connection.execute(_INSERT, row)
        connection.commit()
    connection.close()


def _queue_events(path: Path, count: int) -> None:
    """Queues events with the SDK, without sending them."""
    logging.getLogger("pinterest").setLevel(logging.ERROR)
    # Nothing listens at this URL, so no event is sent.
    with PinterestSDKClient("token-one", base_url="http://127.0.0.1:9/v5", max_retries=0) as client:
        sender = EventSender("549755885175", path, client)
        assert sender.add_many(_create_events(count)) == count
        with contextlib.suppress(PinterestError):
            sender.close(timeout=0)


class _VideoHandler(BaseHTTPRequestHandler):
    """Answers API requests and video uploads, and discards the videos."""

    is_sent = False

    def do_GET(self) -> None:
        status = "succeeded" if type(self).is_sent else "registered"
        self._respond({"media_id": "1", "media_type": "video", "status": status})

    def do_POST(self) -> None:
        left = int(self.headers.get("Content-Length") or 0)
        if self.path.startswith("/v5/"):
            self.rfile.read(left)
            url = f"http://{self.headers['Host']}/store"
            form = {"upload_url": url, "upload_parameters": {"key": "uploads/1"}}
            self._respond({"media_id": "1", "media_type": "video", **form})
            return
        while left:
            left -= len(self.rfile.read(min(left, 1 << 20)))
        type(self).is_sent = True
        self.send_response(204)
        self.end_headers()

    def _respond(self, data: dict[str, Any]) -> None:
        content = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Logs nothing."""


def main() -> None:
    """Runs the server, or uploads a video and prints the peak memory in MiB before and after the upload."""
    task, *arguments = sys.argv[1:]
    if task == "serve":
        with HTTPServer(("127.0.0.1", 0), _VideoHandler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            print(f"http://127.0.0.1:{server.server_address[1]}/v5", flush=True)
            sys.stdin.read()
        return
    url, video = arguments
    with PinterestSDKClient("token-one", base_url=url) as client:
        before = get_peak_memory()
        Media.upload(video, client).wait(timeout=600)
        print(before, get_peak_memory())


if __name__ == "__main__":
    main()
