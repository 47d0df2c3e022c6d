"""Prints what a command returns: rows as they arrive, one object, or a message."""

from __future__ import annotations

import csv
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from pinterest.cli.errors import UsageError
from pinterest.cli.rows import format_for_csv, list_fields, to_json, to_row
from pinterest.cli.shared_options import SharedOptions
from pinterest.utils.bookmark import Page

__all__ = ["print_message", "print_result", "print_rows"]

_ROWS_IN_TABLE: Final = 100


def print_result(result: Any, options: SharedOptions, message: str = "") -> None:
    """Prints the result of a command in the chosen format. If the result is True or None, prints `message`."""
    if isinstance(result, Page):
        result = result.iter_all() if options.all or options.limit is not None else result.items
    if result is None or result is True:
        _print_outcome(result, options, message)
    elif isinstance(result, (list, tuple, Iterator)):
        print_rows(result, options)
    elif hasattr(result, "to_dict") or isinstance(result, Mapping):
        _print_object(result, options)
    else:
        print(to_json(result) if options.format in ("json", "jsonl") else result)


def print_message(text: str) -> None:
    """Prints a message on standard error, so that it is never mixed with the data."""
    print(text, file=sys.stderr, flush=True)


def _print_outcome(result: object, options: SharedOptions, message: str) -> None:
    """Prints the message of a command. In JSON formats, also prints the result, which is True or None."""
    if options.format in ("json", "jsonl"):
        print(to_json(result))
    if message:
        print_message(message)


def _print_object(item: Any, options: SharedOptions) -> None:
    row, kind = to_row(item), type(item)
    if options.format == "csv":
        print_rows([item], options)
    elif options.format == "table":
        from pinterest.cli.tables import print_object

        print_object(row, kind, _check_fields(options.field_names, row, kind))
    else:
        print(to_json(_select_fields(row, kind, options), indent=2 if options.json else None))


def print_rows(items: Iterable[Any], options: SharedOptions) -> None:
    """Prints items as rows, in the chosen format, as the items arrive."""
    if options.limit is not None and not options.all:
        items = itertools.islice(items, options.limit)
    printers = {"json": _print_json, "jsonl": _print_json_lines, "csv": _print_csv}
    printers.get(options.format, _print_table)(iter(items), options)


def _print_json(items: Iterator[Any], options: SharedOptions) -> None:
    opening = "["
    for item in items:
        print(opening, to_json(_select_fields(to_row(item), type(item), options)), sep="\n", end="")
        opening = ","
    print("[]" if opening == "[" else "\n]")


def _print_json_lines(items: Iterator[Any], options: SharedOptions) -> None:
    for item in items:
        print(to_json(_select_fields(to_row(item), type(item), options)), flush=True)


def _print_csv(items: Iterator[Any], options: SharedOptions) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    names: list[str] = []
    for item in items:
        row = to_row(item)
        row = row if isinstance(row, Mapping) else {"value": row}
        if not names:
            chosen = _check_fields(options.field_names, row, type(item))
            names = chosen or list(dict.fromkeys([*list_fields(type(item)), *row]))
            writer.writerow(names)
        writer.writerow([format_for_csv(row.get(name)) for name in names])
        sys.stdout.flush()


def _print_table(items: Iterator[Any], options: SharedOptions) -> None:
    from pinterest.cli.tables import TerminalTable

    table: TerminalTable | None = None
    while chunk := list(itertools.islice(items, _ROWS_IN_TABLE)):
        rows = [row if isinstance(row, Mapping) else {"value": row} for row in map(to_row, chunk)]
        if table is None:
            kind = type(chunk[0])
            fields = _check_fields(options.field_names, rows[0], kind)
            table = TerminalTable(rows, kind, fields)
        table.print(rows)
        sys.stdout.flush()
        if not options.all and options.limit is None:
            if next(items, None) is not None:
                print_message(
                    f"Only the first {_ROWS_IN_TABLE} rows. Pass --all, --limit N, or --jsonl or --csv for all rows."
                )
            return
    if table is None:
        print_message("No rows.")


def _select_fields(row: Any, kind: type, options: SharedOptions) -> Any:
    if not options.field_names or not isinstance(row, Mapping):
        return row
    return {name: row.get(name) for name in _check_fields(options.field_names, row, kind)}


def _check_fields(names: list[str], row: Mapping[str, Any], kind: type) -> list[str]:
    """Checks that all `names` are keys of `row` or fields of `kind`, and returns them.

    Raises:
        UsageError: If a name is unknown.
    """
    known = {*row, *list_fields(kind)}
    for name in names:
        if name not in known:
            from pinterest.utils.suggest import unknown_name

            raise UsageError(f"--fields: unknown field {name!r}; {unknown_name(name, known)}")
    return names
