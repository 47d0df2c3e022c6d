"""Stores the results of reports and bulk jobs as JSON or CSV files. The URLs of the files expire after five minutes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pinterest.emulator.handlers.call import Call
from pinterest.emulator.storage import files
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import DAY

URL_SECONDS = 300
JSON = "application/json"
CSV = "text/csv"


def store_result(call: Call, content: bytes, media_type: str) -> dict[str, Any]:
    """Stores a result file for five minutes, and returns the `url` and `size` of the file."""
    name = files.make_file_name(call.state)
    files.store_file(call.state, name, content, media_type, seconds=URL_SECONDS)
    return {"url": files.build_download_url(call, name), "size": len(content)}


def delete_old_jobs(state: State, kind: str, kept_seconds: float) -> None:
    """Deletes jobs whose files expired more than a day ago.

    A file expires `kept_seconds` after the job is done.
    """
    state.store.delete_due_before(kind, state.clock.now() - kept_seconds - DAY)


def encode_json(content: Any) -> bytes:
    """Encodes plain data as JSON."""
    return json.dumps(content, allow_nan=False).encode()


def encode_csv(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Returns rows as CSV, with a header line and empty cells for missing values."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _format_cell(value) for name, value in row.items()})
    # JSON allows lone surrogates, but UTF-8 does not. They become question marks.
    return text.getvalue().encode("utf-8", "replace")


def _format_cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else value
