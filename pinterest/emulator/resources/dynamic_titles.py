"""Dynamic titles of an ad group's ads: generate them, download them as CSV, and upload the reviewed CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pinterest.emulator.advertising.entities import AD, AD_GROUP
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity, get_referenced
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.samples import field_values
from pinterest.emulator.storage import files
from pinterest.emulator.storage.result_files import CSV, encode_csv, store_result
from pinterest.emulator.store.database import Entity
from pinterest.operations.ad_groups import (
    AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
    AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
    AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
    AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
)

# The parent of an upload is its ad group. The parent of a review is the ad account. A review has the ad group's ID.
_UPLOAD = "dynamic_titles_upload"
_REVIEW = "dynamic_titles_review"
_UPLOAD_SECONDS = 3_600
_COLUMNS = ("ad_id", "title")
# The row number in errors that concern the whole file.
_NO_ROW = -1
_MAX_LENGTH = 100

assumed(
    AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV,
    AD_GROUPS_DYNAMIC_TITLES_GET_STATUS,
    AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL,
    AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV,
    choice="An ad group has one title per ad, available as soon as the ad exists. Without ads, no titles are "
    "ready. The CSV has the columns `ad_id` and `title`. Each row of an uploaded "
    f"CSV must have an ad of the ad group and a title of at most {_MAX_LENGTH} characters. If "
    "any row has an error, no title changes. The CSV can be uploaded by PUT for one hour. It "
    "replaces the previous one.",
)


@handles(AD_GROUPS_DYNAMIC_TITLES_GET_STATUS)
def get_status(call: Call) -> dict[str, Any]:
    """Returns how many titles were generated and reviewed, and whether any titles are ready."""
    generated = _generate_titles(call)
    reviewed = generated.keys() & _get_reviewed_titles(call).keys()
    return {
        "generated_count": len(generated),
        "is_ready": bool(generated),
        "reviewed_count": len(reviewed),
    }


@handles(AD_GROUPS_DYNAMIC_TITLES_DOWNLOAD_CSV)
def get_download_url(call: Call) -> dict[str, Any]:
    """Returns the URL of a CSV file with one title per ad: the reviewed title, or else the generated title."""
    generated = _generate_titles(call)
    if not generated:
        return {"download_url": None}
    reviewed = {ad: title for ad, title in _get_reviewed_titles(call).items() if ad in generated}
    rows = [dict(zip(_COLUMNS, item, strict=True)) for item in {**generated, **reviewed}.items()]
    return {"download_url": store_result(call, encode_csv(_COLUMNS, rows), CSV)["url"]}


@handles(AD_GROUPS_DYNAMIC_TITLES_GET_UPLOAD_URL)
def begin_upload(call: Call) -> dict[str, Any]:
    """Starts an upload and returns the URL to send the CSV file to."""
    state, group = call.state, _get_ad_group(call)
    [id] = state.random.generate_ids(state.store, _UPLOAD)
    name = files.make_file_name(state)
    files.open_upload(state, name, seconds=_UPLOAD_SECONDS)
    state.store.put(_UPLOAD, group.id, [Entity(id, {"file": name})])
    response = {
        "request_id": id,
        "upload_url": files.build_upload_url(call, name, seconds=_UPLOAD_SECONDS),
    }
    review = _find_review(call)
    if review:
        response["existing_filename"] = review.data["filename"]
    return response


@handles(AD_GROUPS_DYNAMIC_TITLES_PROCESS_CSV)
def process_upload(call: Call) -> dict[str, Any]:
    """Stores the titles in an uploaded CSV file, or returns the errors in the file."""
    state, group = call.state, _get_ad_group(call)
    field = "request_id"
    upload = get_referenced(state, _UPLOAD, group.id, call.body[field], field=field)
    file = files.find_file(state, upload.data["file"])
    # If no file was uploaded, the content is empty.
    rows = _parse_rows((file and file.content) or b"")
    errors = list(_find_row_errors(rows, _generate_titles(call)))
    if errors:
        return {"errors": errors}
    files.delete_file(state, upload.data["file"])
    titles = {row["ad_id"]: row["title"] for row in rows}
    review = {"filename": f"dynamic_titles_{upload.id}.csv", "titles": titles}
    state.store.put(_REVIEW, call.arguments["ad_account_id"], [Entity(group.id, review)])
    return {"errors": [], "status": "SUCCESS"}


def _get_ad_group(call: Call) -> Entity:
    arguments = call.arguments
    return get_entity(call.state, AD_GROUP, arguments["ad_account_id"], arguments["ad_group_id"])


def _generate_titles(call: Call) -> dict[str, str]:
    """Maps the ID of each ad in the ad group to the ad's generated title."""
    state, group = call.state, _get_ad_group(call)
    account, where = call.arguments["ad_account_id"], {"ad_group_id": group.id}
    ads = state.store.select(AD, account, state.clock.now(), where)
    # The title depends only on the ad's ID, so it never changes.
    return {
        ad.id: field_values.make_title(state.random.generator("dynamic title", ad.id)) for ad in ads
    }


def _find_review(call: Call) -> Entity | None:
    """Returns the entity with the ad group's reviewed titles, or None before the first upload."""
    account, group = call.arguments["ad_account_id"], call.arguments["ad_group_id"]
    return call.state.store.get(_REVIEW, account, group, call.state.clock.now())


def _get_reviewed_titles(call: Call) -> Mapping[str, str]:
    """Maps ad IDs to reviewed titles. The result is empty before the first upload."""
    review = _find_review(call)
    return review.data["titles"] if review else {}


def _parse_rows(content: bytes) -> list[dict[str, str]]:
    """Returns the rows of a CSV file, or an empty list if the file cannot be parsed."""
    try:
        return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    except (UnicodeDecodeError, csv.Error):
        return []


def _find_row_errors(
    rows: list[dict[str, str]], ad_ids: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Yields the errors in the rows of a CSV file."""
    if not rows or not set(_COLUMNS) <= rows[0].keys():
        yield {"error_type": "INVALID_FILE", "row_number": _NO_ROW}
        return
    # Row 1 is the row after the header.
    for number, row in enumerate(rows, 1):
        title = (row["title"] or "").strip()
        if row["ad_id"] not in ad_ids or not 0 < len(title) <= _MAX_LENGTH:
            yield {"error_type": "ROW_VALIDATION_FAILED", "row_number": number}
