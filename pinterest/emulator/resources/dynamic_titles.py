"""Dynamic titles: made up for the ads of an ad group, fetched as a table, and sent back once somebody has read them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD, AD_GROUP
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.samples import field_values
from pinterest.emulator.storage import files
from pinterest.emulator.storage.result_files import CSV, csv_file, store_result
from pinterest.emulator.store.database import Entity
from pinterest.operations.ad_groups import (
    AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
    AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
    AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
    AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
)

# An upload is under its ad group, what was read is under the account and has the ad group's id.
_UPLOAD = "dynamic_titles_upload"
_REVIEW = "dynamic_titles_review"
_UPLOAD_SECONDS = 3_600
_COLUMNS = ("ad_id", "title")
_WHOLE_FILE = -1
_LONGEST = 100

assumed(
    AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
    AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
    AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
    AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
    choice="An ad group has one title per ad, available as soon as the ad exists. Without ads, no titles are "
    "ready. The CSV has the columns `ad_id` and `title`. An uploaded CSV is applied as a whole or not at "
    f"all: each row must have an ad of the ad group and a title of at most {_LONGEST} characters. It can "
    "be uploaded by PUT for one hour, and replaces the previous one.",
)


@handles(AD_GROUPS_DYNAMIC_TITLES_GET_STATUS)
def get_status(call: Call) -> dict[str, Any]:
    """Returns how many titles there are, and how many of them somebody has read."""
    made = _titles(call)
    reviewed = made.keys() & _reviewed(call).keys()
    return {
        "generated_count": len(made),
        "is_ready": bool(made),
        "reviewed_count": len(reviewed),
    }


@handles(AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV)
def get_table(call: Call) -> dict[str, Any]:
    """Returns where the titles are fetched from, those that were sent back in place of those made up."""
    made = _titles(call)
    if not made:
        return {"download_url": None}
    shown = {**made, **{ad: title for ad, title in _reviewed(call).items() if ad in made}}
    rows = [dict(zip(_COLUMNS, item, strict=True)) for item in shown.items()]
    return {"download_url": store_result(call, csv_file(_COLUMNS, rows), CSV)["url"]}


@handles(AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL)
def begin_upload(call: Call) -> dict[str, Any]:
    """Returns an address that a table is sent to."""
    state, group = call.state, _group(call)
    [id] = state.random.next_ids(state.store, _UPLOAD)
    name = files.new_name(state)
    files.expect(state, name, seconds=_UPLOAD_SECONDS)
    state.store.put(_UPLOAD, group.id, [Entity(id, {"file": name})])
    begun = {
        "request_id": id,
        "upload_url": files.upload_address(call, name, seconds=_UPLOAD_SECONDS),
    }
    before = _review(call)
    return {**begun, "existing_filename": before.data["filename"]} if before else begun


@handles(AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV)
def process_table(call: Call) -> dict[str, Any]:
    """Gets a table that was sent, and returns what is wrong with it."""
    state, group = call.state, _group(call)
    field = "request_id"
    upload = get_referenced(state, _UPLOAD, group.id, call.body[field], field=field)
    file = files.find(state, upload.data["file"])
    # A table that was never sent is one without rows.
    rows = _rows((file and file.content) or b"")
    errors = list(_errors(rows, _titles(call)))
    if errors:
        return {"errors": errors}
    files.discard(state, upload.data["file"])
    titles = {row["ad_id"]: row["title"] for row in rows}
    review = {"filename": f"dynamic_titles_{upload.id}.csv", "titles": titles}
    state.store.put(_REVIEW, call.arguments["ad_account_id"], [Entity(group.id, review)])
    return {"errors": [], "status": "SUCCESS"}


def _group(call: Call) -> Entity:
    arguments = call.arguments
    return get_entity(call.state, AD_GROUP, arguments["ad_account_id"], arguments["ad_group_id"])


def _titles(call: Call) -> dict[str, str]:
    """Returns the titles that were made up, by ad."""
    state, group = call.state, _group(call)
    account, where = call.arguments["ad_account_id"], {"ad_group_id": group.id}
    ads = state.store.select(AD, account, state.clock.now(), where)
    return {ad.id: field_values.title(state.random.generator("dynamic title", ad.id)) for ad in ads}


def _review(call: Call) -> Entity | None:
    account, group = call.arguments["ad_account_id"], call.arguments["ad_group_id"]
    return call.state.store.get(_REVIEW, account, group, call.state.clock.now())


def _reviewed(call: Call) -> Mapping[str, str]:
    """Returns the titles that were sent back, by ad."""
    review = _review(call)
    return review.data["titles"] if review else {}


def _rows(content: bytes) -> list[dict[str, str]]:
    """Returns the rows of a table; none where it cannot be read."""
    try:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    except (UnicodeDecodeError, csv.Error):
        return []


def _errors(rows: list[dict[str, str]], made: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yields what is wrong with a table; rows are counted from 1, the header left out."""
    if not rows or not set(_COLUMNS) <= rows[0].keys():
        yield {"error_type": "INVALID_FILE", "row_number": _WHOLE_FILE}
        return
    for number, row in enumerate(rows, 1):
        title = (row["title"] or "").strip()
        if row["ad_id"] not in made or not 0 < len(title) <= _LONGEST:
            yield {"error_type": "ROW_VALIDATION_FAILED", "row_number": number}
