"""Exports of an ad's leads as CSV files. An export takes one minute."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterator
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.storage import files
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.leads_export import LEADS_EXPORT_CREATE, LEADS_EXPORT_GET

_KIND = "leads_export"
_READY_AFTER = 60
_URL_SECONDS = 300
_MAX_AGE_DAYS = 30
_MAX_LEADS_PER_DAY = 3
_COLUMNS = ("lead_id", "ad_id", "created_date", "full_name", "email")
_NAMES = ("Ada", "Ben", "Chloe", "Dan", "Ema", "Finn", "Grace", "Hugo")

assumed(
    LEADS_EXPORT_CREATE,
    LEADS_EXPORT_GET,
    contract="Leads are available for 30 days.",
    choice="An export takes one minute. Each response after that has a URL that is valid for five minutes. The file "
    "is a CSV of made-up leads: up to 3 per day, none after today.",
)


@handles(LEADS_EXPORT_CREATE)
def create_export(call: Call) -> dict[str, Any]:
    """Starts an export and returns its ID."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    get_referenced(state, "ad", account, body["ad_id"], field="ad_id")
    first, last = (_parse_date(body, field) for field in ("start_date", "end_date"))
    if last < first:
        raise bad_request("end_date: must not be before start_date")
    [id] = state.random.generate_ids(state.store, _KIND)
    today = state.format_time()[:10]
    notes = {"request": body, "file": files.make_file_name(state), "today": today}
    waiting = {"download_url": None, "export_status": "IN_PROGRESS"}
    ready = {**waiting, "export_status": "FINISHED"}
    due = state.clock.now() + state.get_processing_seconds(_READY_AFTER)
    state.store.put(_KIND, account, [Entity(id, waiting, due, ready, notes)])
    return {"leads_export_id": id}


@handles(LEADS_EXPORT_GET)
def get_export(call: Call) -> dict[str, Any]:
    """Returns the status of an export, and its download URL if the export is finished."""
    state, arguments = call.state, call.arguments
    found = get_entity(state, _KIND, arguments["ad_account_id"], arguments["leads_export_id"])
    if found.data["export_status"] != "FINISHED":
        return dict(found.data)
    notes = found.notes or {}
    text = _build_leads_csv(state, notes["request"], datetime.date.fromisoformat(notes["today"]))
    files.store_file(state, notes["file"], text.encode(), "text/csv", seconds=_URL_SECONDS)
    return {**found.data, "download_url": files.build_download_url(call, notes["file"])}


def _build_leads_csv(state: State, request: dict[str, Any], today: datetime.date) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(_COLUMNS)
    writer.writerows(_generate_leads(state, request, today))
    return buffer.getvalue()


def _generate_leads(
    state: State, request: dict[str, Any], today: datetime.date
) -> Iterator[tuple[str, ...]]:
    """Yields the leads of an ad, up to today, as CSV rows."""
    ad_id = request["ad_id"]
    day = max(_parse_date(request, "start_date"), today - datetime.timedelta(days=_MAX_AGE_DAYS))
    last = min(_parse_date(request, "end_date"), today)
    while day <= last:
        # The seed contains the day, so the leads of a day never change.
        rng = state.random.generator("leads", ad_id, day)
        for _ in range(rng.randrange(_MAX_LEADS_PER_DAY + 1)):
            id, name = rng.randrange(10**11, 10**12), rng.choice(_NAMES)
            yield str(id), ad_id, day.isoformat(), name, f"{name.lower()}.{id}@example.com"
        day += datetime.timedelta(days=1)


def _parse_date(request: dict[str, Any], field: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(request[field])
    except ValueError:
        raise bad_request(f"{field}: is not a valid date; use the format YYYY-MM-DD") from None
