"""The status page at `/`, which shows the stored entities and the newest requests."""

from __future__ import annotations

import datetime
import html
from collections.abc import Iterable
from typing import Protocol

from werkzeug.wrappers import Request, Response

from pinterest.emulator.serving.failures import PlannedFailures
from pinterest.emulator.serving.request_log import RequestLog
from pinterest.emulator.store.kinds import ACCESS, strip_access_suffix
from pinterest.emulator.store.state import State

_NEWEST = 20
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Pinterest emulator</title>
<style>
:root {{ color-scheme: light dark }}
body {{ font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
h1 {{ font-size: 1.4rem }} h2 {{ font-size: 1.1rem; margin-top: 2rem }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere }}
td.number {{ text-align: right; font-variant-numeric: tabular-nums }}
code {{ font-family: ui-monospace, monospace }}
</style>
<h1>Pinterest emulator</h1>
<table>
{summary}
</table>
<h2>Entities</h2>
{entities}
<h2>Newest requests</h2>
{requests}
<p>Reload the page to update it.</p>
</html>
"""


class DisplayedEmulator(Protocol):
    """The part of an emulator that the status page shows."""

    state: State
    url: str
    ad_account_id: str
    failures: PlannedFailures
    request_log: RequestLog


class StatusPage:
    """Responds to `/` with the status page."""

    def __init__(self, emulator: DisplayedEmulator) -> None:
        self._emulator = emulator

    def respond(self, request: Request) -> Response | None:
        """Returns the status page, or None if the request has another path or method."""
        if request.path != "/" or request.method not in ("GET", "HEAD"):
            return None
        # The page must contain no tokens.
        page = _PAGE.format(
            summary="\n".join(
                _build_summary_row(name, value) for name, value in self._list_summary()
            ),
            entities=self._build_entity_table(),
            requests=self._build_request_table(),
        )
        return Response(page, mimetype="text/html")

    def _list_summary(self) -> Iterable[tuple[str, str]]:
        """Yields the name and the value of each row in the table at the top of the page."""
        clock = self._emulator.state.clock
        now = datetime.datetime.fromtimestamp(int(clock.now()), datetime.UTC)
        yield "Base URL", self._emulator.url
        yield "First ad account", self._emulator.ad_account_id
        yield "Clock", f"{now:%Y-%m-%d %H:%M:%S} UTC" + _describe_speed(clock.speed)
        yield "Requests that will fail", str(self._emulator.failures.count)

    def _build_entity_table(self) -> str:
        counts: dict[str, int] = {}
        rows = self._emulator.state.store.execute(
            "SELECT kind, count(*) FROM entities GROUP BY kind ORDER BY kind"
        )
        for kind, count in rows:
            name = strip_access_suffix(kind).replace("_", " ") + (
                " access" if ACCESS in kind else ""
            )
            counts[name] = counts.get(name, 0) + count
        return _build_table(
            ("Kind", "Count"), [(name, f"{count:,}") for name, count in counts.items()]
        )

    def _build_request_table(self) -> str:
        newest = reversed(self._emulator.request_log.get_requests(_NEWEST))
        rows = [
            (
                f"{request.method} {request.path}",
                "&".join(f"{name}={value}" for name, value in request.query.items()),
                str(request.status or "connection closed"),
            )
            for request in newest
        ]
        return _build_table(("Request", "Query", "Status"), rows) if rows else "<p>None yet.</p>"


def _describe_speed(speed: float) -> str:
    return "" if speed == 1 else f", {speed:g} times as fast as real time"


def _build_summary_row(name: str, value: str) -> str:
    return f"<tr><th>{html.escape(name)}</th><td><code>{html.escape(value)}</code></td></tr>"


def _build_table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Returns an HTML table with escaped texts."""
    head = "".join(f"<th>{html.escape(heading)}</th>" for heading in headings)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in rows
    )
    return f"<table>\n<tr>{head}</tr>\n{body}\n</table>"
