"""Runs all benchmarks and prints their results. Exits with 1 if a result exceeds its limit."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from benchmarks import measures
from benchmarks.concurrency import measure_fetching_ahead, measure_map
from benchmarks.customers import measure_customer_memory, measure_customers
from benchmarks.first_calls import FIRST_CALL, measure_first_calls
from benchmarks.jobs import measure_queueing, measure_upload_memory
from benchmarks.pacing import measure_pacing
from benchmarks.reports import measure_dataframe, measure_parquet_memory, open_report_file
from benchmarks.server import run_server


def main() -> int:
    """Runs the benchmarks, prints their results and returns the exit status."""
    with run_server(5_000, other_objects=5_000) as server:
        results = [measures.measure_reading(server, listed) for listed in measures.LISTED]
        results += [measures.measure_import(), *measures.measure_model_imports()]
        results += measures.measure_generated_imports()
        counts = measures.count_requests(server)
    with run_server(50_000) as server:
        results.append(measures.measure_memory(server))
    table = _build_table(results, ("requests + json", "this SDK"))
    concurrent = [measure_fetching_ahead(), measure_map()]
    threads = _build_table(concurrent, ("one after another", "with threads"))
    with open_report_file() as file:
        tables, streamed = [measure_dataframe(file)], [measure_parquet_memory(file)]
    tables += [measure_queueing(), measure_customers()]
    streamed += [*measure_upload_memory(), measure_customer_memory()]
    jobs = _build_table(tables, ("plain Python", "this SDK"))
    memory = Table("peak memory of a process", "MiB", "limit", "")
    for peak in streamed:
        memory.add_row(
            peak.name,
            f"{peak.peak:.0f}",
            f"{peak.limit:.0f}",
            _format_limit_check(peak.peak <= peak.limit),
        )
    pacings = [measure_pacing(threads=1), measure_pacing(threads=16)]
    paced = [measure for measure, _ in pacings]
    counts += [refused for _, refused in pacings]
    limited = _build_table(paced, ("as allowed", "this SDK"))
    sent = Table("what", "requests sent", "limit", "")
    for name, number, allowed in counts:
        sent.add_row(name, str(number), str(allowed), _format_limit_check(number <= allowed))
    console = Console(width=120)
    calls = Table("slowest first calls, compared with the second call", "ms CPU", "limit", "")
    slowest = measure_first_calls()[:10]
    for call in slowest:
        milliseconds = call.seconds * 1e3
        calls.add_row(
            call.operation,
            f"{milliseconds:.1f}",
            f"{FIRST_CALL:.0f}",
            _format_limit_check(milliseconds <= FIRST_CALL),
        )
    console.print(table, threads, jobs, memory, limited, sent, calls)
    kept = (
        all(item.ratio <= item.limit for item in (*results, *concurrent, *tables, *paced))
        and all(peak.peak <= peak.limit for peak in streamed)
        and all(number <= allowed for _, number, allowed in counts)
        and slowest[0].seconds * 1e3 <= FIRST_CALL
    )
    return 0 if kept else 1


def _build_table(results: Sequence[measures.Measure], columns: tuple[str, str]) -> Table:
    """Returns a table with one row per result. `columns` are the headings of the two measured values."""
    table = Table("what", "unit", *columns, "ratio", "limit", "")
    for item in results:
        table.add_row(
            item.name,
            item.unit,
            f"{item.floor:.1f}",
            f"{item.sdk:.1f}",
            f"{item.ratio:.2f}",
            f"{item.limit:.2f}",
            _format_limit_check(item.ratio <= item.limit),
        )
    return table


def _format_limit_check(is_within_limit: bool) -> str:
    """Returns a green `kept` if a result is within its limit, otherwise a red `over`."""
    return "[green]kept[/]" if is_within_limit else "[red]over[/]"


if __name__ == "__main__":
    sys.exit(main())
