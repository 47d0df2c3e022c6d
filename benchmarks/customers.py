"""Measures the time and memory to normalize, hash and batch 1,000,000 email addresses. Nothing is sent."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.measures import Measure, measure_alternately
from benchmarks.reports import Memory, get_peak_memory
from pinterest.jobs.customer_records import MAX_RECORDS, RecordCounts, build_batches, get_kind
from pinterest.jobs.record_sources import RecordSource, SourceOptions

ROWS = 1_000_000
MAX_MEMORY = 100.0
_INVALID_EVERY = 100


def generate_emails() -> Iterator[str]:
    """Yields email addresses as people type them: with spaces and capitals, and one in a hundred invalid."""
    for number in range(ROWS):
        if number % _INVALID_EVERY:
            yield f" Buyer{number}.Name@Example{number % 997}.com"
        else:
            yield f"Buyer {number}"


def measure_customers(rounds: int = 5) -> Measure:
    """Measures the CPU seconds to convert email addresses to request bodies, with and without the SDK."""
    emails = list(generate_emails())

    def convert_with_loop() -> int:
        """Converts the addresses without the SDK. Returns the total size of the request bodies."""
        size, batch = 0, []
        for email in emails:
            batch.append(hashlib.sha256(email.strip().lower().encode()).hexdigest())
            if len(batch) == MAX_RECORDS:
                size += len(_build_body(batch))
                batch = []
        return size + len(_build_body(batch))

    def convert_with_sdk() -> int:
        return _sum_body_sizes(emails, RecordCounts())

    # The plain loop also hashes values that are not valid.
    assert convert_with_sdk() / convert_with_loop() > 1 - 2 / _INVALID_EVERY
    floor, sdk = measure_alternately(convert_with_loop, convert_with_sdk, rounds)
    name = "1,000,000 email addresses normalized, hashed and batched"
    return Measure(name, "ms CPU", floor * 1e3, sdk * 1e3, 1.5)


def measure_customer_memory() -> Memory:
    """Measures the peak memory of a process that converts the email addresses of a CSV file to request bodies."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "buyers.csv"
        with path.open("w", encoding="utf-8") as file:
            file.write("id,email\n")
            file.writelines(f"{row},{email}\n" for row, email in enumerate(generate_emails()))
        command = [sys.executable, "-m", "benchmarks.customers", str(path)]
        peak = float(subprocess.check_output(command, text=True))
    return Memory("1,000,000 email addresses of a CSV file, hashed", peak, MAX_MEMORY)


def _sum_body_sizes(source: Any, counts: RecordCounts) -> int:
    """Builds all request bodies and returns their total size."""
    kind = get_kind("EMAIL", None)
    values = RecordSource(source, SourceOptions(None, kind.columns)).read()
    return sum(
        len(_build_body(batch.records)) for batch in build_batches(values, kind, None, counts)
    )


def _build_body(records: list[str]) -> str:
    return json.dumps({"operation_type": "ADD", "records": ",".join(records)})


if __name__ == "__main__":
    found = RecordCounts()
    _sum_body_sizes(sys.argv[1], found)
    assert found.rows == ROWS
    print(get_peak_memory())
