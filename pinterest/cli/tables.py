"""Prints tables that fit the terminal, with the most useful columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pinterest.cli.rows import format_for_table, get_id_field, is_nested, list_fields

__all__ = ["TerminalTable", "print_object"]

_NAMES: Final = (
    "name",
    "title",
    "username",
    "business_name",
    "item_id",
    "key",
    "term",
    "keyword",
    "value",
)
_WIDEST: Final = 40
_NARROWEST: Final = 12
_MOST_COLUMNS: Final = 8
_GAP: Final = 2
# Wider than any table. Output that is not for a terminal is never wrapped or cut.
_UNLIMITED: Final = 1_000_000


def create_console() -> Console:
    """Returns a console for standard output."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = _UNLIMITED  # do not wrap or cut lines
    return console


class TerminalTable:
    """A table for the terminal, printed some rows at a time.

    Args:
        rows: The first rows, which determine the columns.
        kind: The class of the objects. None for plain data.
        fields: The fields to show. If empty, the table shows fields that have values in the first rows.
    """

    def __init__(
        self, rows: Sequence[Mapping[str, Any]], kind: type | None, fields: Sequence[str]
    ) -> None:
        self._kind = kind
        self._console = create_console()
        self._terminal = self._console.is_terminal
        if fields:
            self._console.width = _UNLIMITED  # the terminal wraps lines that are too long
        self._is_first = True
        names = list(fields) or _choose_columns(rows, kind)
        widths = {name: self._measure_width(name, rows) for name in names}
        self._widths = widths if fields else self._fit_columns(widths)

    def print(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Prints rows, with the header on the first call."""
        terminal = self._terminal
        table = Table(
            box=box.SIMPLE_HEAD if terminal else None,
            show_header=self._is_first,
            show_edge=False,
            pad_edge=False,
            padding=(0, _GAP - 1 if terminal else _GAP, 0, 0),
            header_style="bold",
        )
        for name, width in self._widths.items():
            numbers = any(type(row.get(name)) in (int, float) for row in rows)
            table.add_column(
                name.lower() if name.isupper() else name,
                no_wrap=True,
                overflow="ellipsis",
                justify="right" if numbers and not _is_time_field(name) else "left",
                min_width=width,
                max_width=width if terminal else None,
                style="cyan" if name == get_id_field(self._kind or object) else "",
            )
        for row in rows:
            table.add_row(*(Text(self._format_cell(name, row)) for name in self._widths))
        _print_table(self._console, table)
        self._is_first = False

    def _format_cell(self, name: str, row: Mapping[str, Any]) -> str:
        return " ".join(format_for_table(name, row.get(name), self._kind).split())

    def _measure_width(self, name: str, rows: Sequence[Mapping[str, Any]]) -> int:
        return max(cell_len(name), *(cell_len(self._format_cell(name, row)) for row in rows), 1)

    def _fit_columns(self, widths: Mapping[str, int]) -> dict[str, int]:
        """Returns the columns that fit the terminal, and their widths."""
        if not self._terminal:
            return dict(widths)
        fitting: dict[str, int] = {}
        left = self._console.width
        for name, width in widths.items():
            is_id = name == "id" or name.endswith("_id")
            wanted = width if is_id else min(width, _WIDEST)
            least = wanted if is_id or not fitting else min(wanted, _NARROWEST)
            if fitting and least + _GAP > left:
                continue
            fitting[name] = min(wanted, max(left - _GAP, 1))
            left -= fitting[name] + _GAP
        return fitting


def _rank_field(name: str, kind: type | None) -> int:
    """Returns the rank of a field: 0 for the ID, 1 for a name or title, 2 for other fields."""
    return 0 if name in ("id", get_id_field(kind or object)) else 1 if name in _NAMES[:3] else 2


def _print_table(console: Console, table: Table) -> None:
    with console.capture() as capture:
        console.print(table)
    for line in capture.get().splitlines():
        console.file.write(line.rstrip() + "\n")


def _is_time_field(name: str) -> bool:
    return name.lower().endswith(("_time", "_at", "_date"))


def _choose_columns(rows: Sequence[Mapping[str, Any]], kind: type | None) -> list[str]:
    """Returns the names of the columns to show, the most useful columns first."""
    declared = list_fields(kind) if kind is not None else []
    present = dict.fromkeys(name for row in rows for name in row)
    names = [name for name in declared if name in present] or list(present)
    parents = set(getattr(kind, "_identity", ())[:-1])
    useful = []
    # Leave out empty columns, columns with nested values, and the IDs of parents.
    for name in names:
        values = [row.get(name) for row in rows]
        texts = {str(value) for value in values}
        if all(value in (None, "", [], {}) for value in values) or is_nested(values):
            continue
        if name in parents or (name == "type" and len(texts) == 1):
            continue
        useful.append(name)
    if kind is None or not declared:
        return useful or list(present)
    useful.sort(key=lambda name: _rank_column(name, kind))
    return useful[:_MOST_COLUMNS] or names[:1]


def _rank_column(name: str, kind: type) -> int:
    """Returns the sort key of a column: 0 for the ID, 1 for a name, and larger numbers for less useful columns."""
    # The order is: ID, name, status, type, amounts, times, other columns.
    tests = (
        name == get_id_field(kind) or name == "id",
        name in _NAMES,
        name in ("status", "summary_status"),
        name.endswith(("_status", "status")),
        name.endswith("type") or name in ("privacy", "role", "country", "currency"),
        name.endswith(("_count", "size", "_cap"))
        or f"{name}_amount" in getattr(kind, "_field_names", ()),
        name in ("created_time", "created_at", "start_time"),
        _is_time_field(name),
        not name.startswith(("is_", "has_")) and not name.endswith("_id"),
    )
    return tests.index(True) if True in tests else len(tests)


def print_object(row: Mapping[str, Any], kind: type | None, fields: Sequence[str]) -> None:
    """Prints the fields of one object, one per line."""
    console = create_console()
    names = list(fields) or sorted(
        (name for name, value in row.items() if value not in (None, [], {})),
        key=lambda name: _rank_field(name, kind),
    )
    table = Table(
        box=None, show_header=False, show_edge=False, pad_edge=False, padding=(0, _GAP, 0, 0)
    )
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for name in names:
        text = _format_multiline(row.get(name)) if console.is_terminal else ""
        table.add_row(name, Text(text or format_for_table(name, row.get(name), kind)))
    _print_table(console, table)


def _format_multiline(value: object) -> str:
    """Returns a mapping as lines of `name: value`, or an empty string for any other value."""
    if not isinstance(value, Mapping):
        return ""
    return "\n".join(f"{key}: {format_for_table(str(key), item)}" for key, item in value.items())
