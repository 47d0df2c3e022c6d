"""A report of 1,000,000 rows: the time to a DataFrame, and the memory to write it to Parquet."""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.measures import Measure
from pinterest.client import PinterestSDKClient
from pinterest.jobs.reports import Report

ROWS = 1_000_000
ENTITIES = 2_000
COLUMNS = ["CAMPAIGN_NAME", "SPEND_IN_MICRO_DOLLAR", "TOTAL_IMPRESSION", "CTR", "SPEND_IN_DOLLAR"]
MOST_MEMORY = 300.0


class Memory(NamedTuple):
    """The peak memory of a process, and its limit, in MiB."""

    name: str
    peak: float
    limit: float


def dataframe(file: Path, rounds: int = 3) -> Measure:
    """Measures the CPU seconds from the file of a report to a DataFrame, and from its parsed JSON with pandas alone."""
    import pandas

    def plainly() -> int:
        with file.open("rb") as stream:
            rows = [row for entity in json.load(stream).values() for row in entity]
        return len(pandas.DataFrame(rows))

    with _serving(file) as url, PinterestSDKClient("token-one", base_url=url) as client:

        def with_sdk() -> int:
            return len(_report(client).to_dataframe())

        assert plainly() == with_sdk() == ROWS
        floor = min(_cpu_of(plainly) for _ in range(rounds))
        sdk = min(_cpu_of(with_sdk) for _ in range(rounds))
    name = "a report of 1,000,000 rows to a DataFrame with types"
    return Measure(name, "ms CPU", floor * 1e3, sdk * 1e3, 1.3)


def parquet_memory(file: Path) -> Memory:
    """Measures the peak memory of a process that writes the report to Parquet."""
    with _serving(file) as url:
        command = [sys.executable, "-m", "benchmarks.reports", "parquet", url]
        peak = float(subprocess.check_output(command, text=True))
    return Memory("a report of 1,000,000 rows to Parquet", peak, MOST_MEMORY)


@contextmanager
def report_file() -> Iterator[Path]:
    """Writes the file of a report and yields its path."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        with path.open("w", encoding="utf-8") as file:
            for number in range(ENTITIES):
                rows = [_row(chance, number, day) for day in range(ROWS // ENTITIES)]
                file.write(f"{', ' if number else '{'}{json.dumps(str(10**11 + number))}: ")
                file.write(json.dumps(rows))
            file.write("}")
        yield path


def _row(chance: random.Random, number: int, day: int) -> dict[str, str]:
    return {
        "DATE": f"202{5 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}",
        "CAMPAIGN_NAME": f"Campaign {number}",
        "SPEND_IN_MICRO_DOLLAR": str(chance.randrange(10**9)),
        "TOTAL_IMPRESSION": str(chance.randrange(10**6)),
        "CTR": str(round(chance.random(), 6)),
        "SPEND_IN_DOLLAR": str(round(chance.random() * 100, 6)),
    }


def _report(client: PinterestSDKClient) -> Report:
    return Report("1", ["token"], client, level="CAMPAIGN", granularity="DAY", columns=COLUMNS)


def _cpu_of(work: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


class _Handler(BaseHTTPRequestHandler):
    path_of_file = ""

    def do_GET(self) -> None:
        host = self.headers["Host"]
        if self.path.startswith("/v5/"):
            data = {"report_status": "FINISHED", "url": f"http://{host}/file", "size": 1}
            content = json.dumps(data).encode()
            self._begin(len(content))
            self.wfile.write(content)
            return
        with Path(self.path_of_file).open("rb") as file:
            self._begin(Path(self.path_of_file).stat().st_size)
            while chunk := file.read(1 << 18):
                self.wfile.write(chunk)

    def _begin(self, size: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Logs nothing."""


@contextmanager
def _serving(file: Path) -> Iterator[str]:
    """Serves the report in another process, so that its work is not measured. Yields the base URL."""
    command = [sys.executable, "-m", "benchmarks.reports", "serve", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip()
        finally:
            child.terminate()
            child.wait(timeout=10)


def main() -> None:
    """Serves a report, or writes one to Parquet and prints the peak memory in MiB."""
    task, argument = sys.argv[1:]
    if task == "serve":
        _Handler.path_of_file = argument
        with HTTPServer(("127.0.0.1", 0), _Handler) as server:
            print(f"http://127.0.0.1:{server.server_address[1]}/v5", flush=True)
            server.serve_forever()
    with PinterestSDKClient("token-one", base_url=argument) as client, _folder() as folder:
        _report(client).to_parquet(folder / "report.parquet")
        print(_peak())


@contextmanager
def _folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def _peak() -> float:
    """Returns the peak memory of this process in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # what `resource` says includes the parent on Linux
        [line] = [line for line in status.read_text("utf-8").splitlines() if "VmHWM" in line]
        return float(line.split()[1]) / 1024
    import resource

    usage: Any = resource.getrusage(resource.RUSAGE_SELF)
    return float(usage.ru_maxrss) / 2**20


if __name__ == "__main__":
    main()
