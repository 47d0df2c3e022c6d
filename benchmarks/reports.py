"""Measures a report of 1,000,000 rows: the time to create a DataFrame, and the memory to write a Parquet file."""

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
MAX_MEMORY = 300.0


class Memory(NamedTuple):
    """The peak memory of a process, and its limit, in MiB."""

    name: str
    peak: float
    limit: float


def measure_dataframe(file: Path, rounds: int = 3) -> Measure:
    """Compares the CPU time of `Report.to_dataframe` with the time that `json` and pandas need for the same file."""
    import pandas

    def convert_with_pandas() -> int:
        with file.open("rb") as stream:
            rows = [row for entity in json.load(stream).values() for row in entity]
        return len(pandas.DataFrame(rows))

    with _run_server(file) as url, PinterestSDKClient("token-one", base_url=url) as client:

        def convert_with_sdk() -> int:
            return len(_create_report(client).to_dataframe())

        assert convert_with_pandas() == convert_with_sdk() == ROWS
        floor = min(measure_seconds(convert_with_pandas) for _ in range(rounds))
        sdk = min(measure_seconds(convert_with_sdk) for _ in range(rounds))
    name = "a report of 1,000,000 rows to a DataFrame with types"
    return Measure(name, "ms CPU", floor * 1e3, sdk * 1e3, 1.3)


def measure_parquet_memory(file: Path) -> Memory:
    """Measures the peak memory of a process that writes the report to Parquet."""
    with _run_server(file) as url:
        command = [sys.executable, "-m", "benchmarks.reports", "parquet", url]
        peak = float(subprocess.check_output(command, text=True))
    return Memory("a report of 1,000,000 rows to Parquet", peak, MAX_MEMORY)


@contextmanager
def open_report_file() -> Iterator[Path]:
    """Writes a report file and yields its path."""
    rng = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        with path.open("w", encoding="utf-8") as file:
            for number in range(ENTITIES):
                rows = [_create_row(rng, number, day) for day in range(ROWS // ENTITIES)]
                file.write(f"{', ' if number else '{'}{json.dumps(str(10**11 + number))}: ")
                file.write(json.dumps(rows))
            file.write("}")
        yield path


def _create_row(rng: random.Random, number: int, day: int) -> dict[str, str]:
    return {
        "DATE": f"202{5 + day // 336}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d}",
        "CAMPAIGN_NAME": f"Campaign {number}",
        "SPEND_IN_MICRO_DOLLAR": str(rng.randrange(10**9)),
        "TOTAL_IMPRESSION": str(rng.randrange(10**6)),
        "CTR": str(round(rng.random(), 6)),
        "SPEND_IN_DOLLAR": str(round(rng.random() * 100, 6)),
    }


def _create_report(client: PinterestSDKClient) -> Report:
    return Report("1", ["token"], client, level="CAMPAIGN", granularity="DAY", columns=COLUMNS)


def measure_seconds(work: Callable[[], object]) -> float:
    """Returns the CPU seconds that a function takes."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


class _ReportHandler(BaseHTTPRequestHandler):
    path_of_file = ""

    def do_GET(self) -> None:
        host = self.headers["Host"]
        if self.path.startswith("/v5/"):
            data = {"report_status": "FINISHED", "url": f"http://{host}/file", "size": 1}
            content = json.dumps(data).encode()
            self._send_headers(len(content))
            self.wfile.write(content)
            return
        with Path(self.path_of_file).open("rb") as file:
            self._send_headers(Path(self.path_of_file).stat().st_size)
            while chunk := file.read(1 << 18):
                self.wfile.write(chunk)

    def _send_headers(self, size: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(size))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Logs nothing."""


@contextmanager
def _run_server(file: Path) -> Iterator[str]:
    """Serves the report from another process, and yields the server's base URL."""
    # In another process, this work is not measured.
    command = [sys.executable, "-m", "benchmarks.reports", "serve", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            yield child.stdout.readline().strip()
        finally:
            child.terminate()
            child.wait(timeout=10)


def main() -> None:
    """Serves a report file, or writes a report to a Parquet file and prints the peak memory in MiB."""
    task, argument = sys.argv[1:]
    if task == "serve":
        _ReportHandler.path_of_file = argument
        with HTTPServer(("127.0.0.1", 0), _ReportHandler) as server:
            print(f"http://127.0.0.1:{server.server_address[1]}/v5", flush=True)
            server.serve_forever()
    with (
        PinterestSDKClient("token-one", base_url=argument) as client,
        _create_temporary_folder() as folder,
    ):
        _create_report(client).to_parquet(folder / "report.parquet")
        print(get_peak_memory())


@contextmanager
def _create_temporary_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def get_peak_memory() -> float:
    """Returns the peak memory of this process in MiB."""
    status = Path("/proc/self/status")
    if status.exists():  # on Linux, `resource` includes the memory of the parent process
        [line] = [line for line in status.read_text("utf-8").splitlines() if "VmHWM" in line]
        return float(line.split()[1]) / 1024
    import resource

    usage: Any = resource.getrusage(resource.RUSAGE_SELF)
    return float(usage.ru_maxrss) / 2**20


if __name__ == "__main__":
    main()
