"""Reads report files in JSON or CSV, in batches or row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, BinaryIO, Final

from pinterest.exceptions import ConfigurationError, ServerError
from pinterest.utils.json_parser import parse_json

__all__ = ["ROWS_PER_BATCH", "read_batches", "read_rows"]

ROWS_PER_BATCH: Final = 20_000
"""Maximum number of rows per batch."""

_DATE: Final = "DATE"
_IS_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
# CSV headers that do not follow the general rule.
_COLUMN_OF_HEADER: Final[Mapping[str, str]] = {
    "Advertiser": "ADVERTISER_ID",
    "Organic pin ID": "PIN_ID",
}
_AD, _OLD_AD = "AD_", "PIN_PROMOTION_"
_UNREADABLE: Final = "the report file is not a report in JSON or CSV"

Row = dict[str, Any]


def read_rows(file: BinaryIO, id_column: str, columns: Sequence[str]) -> Iterator[Row]:
    """Yields the rows of a file one by one, without loading the whole file into memory.

    Args:
        file: The file, open at its beginning.
        id_column: The name of the column with entity IDs. If empty, JSON rows get no such column.
        columns: The requested columns. These columns replace the display names in the header of a CSV file.

    Raises:
        ConfigurationError: If the file is JSON and ijson is not installed.
        ServerError: If the file is not a report.
    """
    if _is_json(file):
        return _add_row_keys(_stream_json(file), id_column)
    return _read_csv(file, id_column, columns)


def read_batches(file: BinaryIO, id_column: str, columns: Sequence[str]) -> Iterator[Sequence[Row]]:
    """Yields the rows of a file in batches. For speed, loads a whole JSON file into memory.

    See `read_rows` for the arguments.

    Raises:
        ServerError: If the file is not a report.
    """
    if not _is_json(file):
        yield from batched(_read_csv(file, id_column, columns))
        return
    try:
        found = parse_json(file.read())
        pairs = found.items() if isinstance(found, dict) else [("", found)]
        keyed = ((key, row) for key, entity in pairs for row in entity or ())
        rows = list(_add_row_keys(keyed, id_column))
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise ServerError(_UNREADABLE) from None
    del found, pairs, keyed
    for start in range(0, len(rows), ROWS_PER_BATCH):
        yield rows[start : start + ROWS_PER_BATCH]


def batched(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yields rows in batches of up to `ROWS_PER_BATCH`."""
    iterator = iter(rows)
    while batch := list(islice(iterator, ROWS_PER_BATCH)):
        yield batch


def _is_json(file: BinaryIO) -> bool:
    """Returns whether a file contains JSON."""
    start = file.tell()
    head = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    file.seek(start)
    return head[:1] in (b"{", b"[")


def _add_row_keys(keyed: Iterable[tuple[str, Row]], id_column: str) -> Iterator[Row]:
    """Yields the rows of a JSON report, with the date or entity ID of each row as a column."""
    # A JSON report groups rows in lists by date or by entity ID. Rows with an empty key stay unchanged.
    previous, name = None, ""
    for key, row in keyed:
        if key is not previous:
            previous = key
            name = (_DATE if _IS_DATE.fullmatch(key) else id_column) if key else ""
        if name and name not in row:
            row[name] = key
        yield row


def _stream_json(file: BinaryIO) -> Iterator[tuple[str, Row]]:
    """Yields pairs (key, row): `{"2026-01-31": [row]}` gives `("2026-01-31", row)`, and `[row]` gives `("", row)`."""
    try:
        import ijson
    except ImportError:
        raise ConfigurationError(
            "Reading a report row by row needs ijson. Install the extra 'jobs' of this SDK, or ijson itself"
        ) from None
    try:
        yield from _parse_rows(ijson.basic_parse(file, use_float=True), ijson.ObjectBuilder)
    except (ijson.JSONError, AttributeError):
        raise ServerError(_UNREADABLE) from None


def _parse_rows(events: Iterator[tuple[str, Any]], builder: type[Any]) -> Iterator[tuple[str, Row]]:
    """Converts ijson events to pairs (key, row), where the key is the name of the JSON list that contains the row."""
    key, in_list = "", False
    for event, value in events:
        if event == "map_key":
            key = value
        elif event == "start_array":
            in_list = True
        elif event == "start_map" and in_list:
            yield key, _read_object(events, builder)
        elif event == "end_array":
            in_list = False


def _read_object(events: Iterator[tuple[str, Any]], builder: type[Any]) -> Row:
    """Builds a row from the ijson events after the `start_map` of an object, up to the end of the object."""
    row: Row = {}
    name = ""
    for event, value in events:
        if event == "map_key":
            name = value
        elif event == "end_map":
            return row
        elif event in ("start_map", "start_array"):
            row[name] = _read_nested(event, events, builder)
        else:
            row[name] = value
    raise ServerError(_UNREADABLE)


def _read_nested(event: str, events: Iterator[tuple[str, Any]], builder: type[Any]) -> Any:
    """Builds a nested list or object from its first ijson event, `event`, and from the events after it."""
    build, depth = builder(), 1
    build.event(event, None)
    for inner, value in events:
        build.event(inner, value)
        depth += (inner in ("start_map", "start_array")) - (inner in ("end_map", "end_array"))
        if not depth:
            break
    return build.value


def _read_csv(file: BinaryIO, id_column: str, columns: Sequence[str]) -> Iterator[Row]:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        reader = csv.reader(text)
        header = next(reader, [])
        names = [_get_column_of_header(title, id_column, columns) for title in header]
        for cells in reader:
            if cells:
                yield {name: cell or None for name, cell in zip(names, cells, strict=False)}
    except (csv.Error, UnicodeDecodeError):
        raise ServerError(_UNREADABLE) from None
    finally:
        text.detach()


def _get_column_of_header(title: str, id_column: str, columns: Sequence[str]) -> str:
    """Returns the column name for a CSV header: `ADVERTISER_ID` for the display name `Advertiser`."""
    name = _COLUMN_OF_HEADER.get(title) or re.sub(r"\W+", "_", title.strip()).upper()
    older = _OLD_AD + name.removeprefix(_AD)
    known = {*columns, id_column}
    return older if name.startswith(_AD) and name not in known and older in known else name
