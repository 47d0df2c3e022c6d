"""The files that reports and bulk jobs end in: JSON or CSV, at an address that lives five minutes."""

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

ADDRESS_SECONDS = 300
JSON = "application/json"
CSV = "text/csv"


def address(call: Call, content: bytes, media_type: str) -> dict[str, Any]:
    """Keeps a file for five minutes and returns the `url` that it is fetched from, and its `size`."""
    name = files.new_name(call.state)
    files.keep(call.state, name, content, media_type, seconds=ADDRESS_SECONDS)
    return {"url": files.download_address(call, name), "size": len(content)}


def forget_old(state: State, kind: str, kept: float) -> None:
    """Removes jobs that nothing is left of: those a day past the time that their files are kept for once they are done.

    Args:
        state: Where they are.
        kind: Their kind in the store.
        kept: How long their files are kept, in seconds.
    """
    state.store.delete_done(kind, state.clock.now() - kept - DAY)


def json_file(content: Any) -> bytes:
    """Returns plain data as JSON."""
    return json.dumps(content, allow_nan=False).encode()


def csv_file(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Returns rows as CSV: a header, and a line for each; what a row does not have is empty."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _cell(value) for name, value in row.items()})
    # Half a surrogate pair, which JSON can carry and UTF-8 cannot, becomes a question mark.
    return text.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else value
