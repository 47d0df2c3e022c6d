"""Customer list uploads: create, get and run them. Clients send the file in parts, each to its own URL."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.resources.customer_lists import (
    UPLOAD_SECONDS,
    change_records,
    hash_valid_records,
    require_customer_list,
    split_records,
)
from pinterest.emulator.storage import files
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.state import State
from pinterest.operations.customer_list_uploads import (
    CUSTOMER_LIST_UPLOADS_CREATE,
    CUSTOMER_LIST_UPLOADS_GET,
    CUSTOMER_LIST_UPLOADS_RUN,
)

_KIND = "customer_list_upload"
_PARTS_NOTE = "parts"
_URL_SECONDS = 3_600
# The minimum size of every part except the last. The storage service behind the API has this limit.
_MIN_PART_BYTES = 5 * 1024 * 1024
_INVALID_RECORD = 42

assumed(
    CUSTOMER_LIST_UPLOADS_CREATE,
    CUSTOMER_LIST_UPLOADS_RUN,
    contract="Each part must be at least 5 MB, except the last one.",
    choice="Each part is uploaded by PUT within one hour. The joined parts are a list of records, "
    "separated by commas or line breaks. An upload runs for one minute. It is FAILED, and its "
    "list does not "
    "change, if no record is valid, a part is missing, or a part is too small. Running it again has no effect.",
)


@handles(CUSTOMER_LIST_UPLOADS_CREATE)
def create_upload(call: Call) -> dict[str, Any]:
    """Creates an upload and returns it with a URL for each part of the file."""
    state, customer_list, body = call.state, require_customer_list(call), call.body
    now = state.now()
    [id] = state.random.generate_ids(state.store, _KIND)
    names = [files.make_file_name(state) for _ in range(body["total_parts"])]
    for name in names:
        files.open_upload(state, name, seconds=_URL_SECONDS)
    upload = {
        "ad_account_id": call.arguments["ad_account_id"],
        "creation_time": now,
        "customer_list_id": customer_list.id,
        "error_counts": None,
        "id": id,
        "operation": body["operation"],
        "record_counts": None,
        "state": "NOT_STARTED",
        "updated_time": now,
    }
    state.store.put(_KIND, customer_list.id, [Entity(id, upload, notes={_PARTS_NOTE: names})])
    parts = [
        {
            "part_number": number,
            "presigned_url": files.build_upload_url(call, name, seconds=_URL_SECONDS),
        }
        for number, name in enumerate(names, 1)
    ]
    return {"customer_list_upload": upload, "s3_multipart_upload_data": {"file_parts": parts}}


@handles(CUSTOMER_LIST_UPLOADS_GET)
def get_upload(call: Call) -> dict[str, Any]:
    """Returns one upload."""
    return dict(_require_upload(call, require_customer_list(call)).data)


@handles(CUSTOMER_LIST_UPLOADS_RUN)
def run_upload(call: Call) -> dict[str, Any]:
    """Adds the uploaded records to a customer list, or removes them from it, and returns the upload."""
    state, customer_list = call.state, require_customer_list(call)
    upload = _require_upload(call, customer_list)
    if upload.data["state"] != "NOT_STARTED":
        return dict(upload.data)
    names = (upload.notes or {})[_PARTS_NOTE]
    records = split_records(_join_parts(state, names))
    valid = hash_valid_records(records, (customer_list.notes or {})["type"])
    if valid:
        change_records(state, customer_list, upload.data["operation"], records)
    for name in names:
        files.delete_file(state, name)
    now = state.now()
    running = {**upload.data, "state": "RUNNING", "updated_time": now}
    done = {
        **running,
        **_build_completed_fields(len(records), len(valid)),
        "updated_time": now + state.get_processing_seconds(UPLOAD_SECONDS),
    }
    entity = Entity(
        upload.id, running, now + state.get_processing_seconds(UPLOAD_SECONDS), done, upload.notes
    )
    state.store.put(_KIND, customer_list.id, [entity])
    return running


def _require_upload(call: Call, customer_list: Entity) -> Entity:
    id = call.arguments["customer_list_upload_id"]
    return get_entity(call.state, _KIND, customer_list.id, id)


def _join_parts(state: State, names: list[str]) -> str:
    """Returns the joined parts of an upload, or an empty string if a part is missing or too small."""
    uploaded = [files.find_file(state, name) for name in names]
    parts = [(file and file.content) or b"" for file in uploaded]
    if not parts[-1] or any(len(part) < _MIN_PART_BYTES for part in parts[:-1]):
        return ""
    return b"".join(parts).decode("utf-8", "replace")


def _build_completed_fields(processed_count: int, valid_count: int) -> dict[str, Any]:
    """Returns the fields that change in an upload when all records are processed, with their new values."""
    invalid = processed_count - valid_count
    error = {"error_code": _INVALID_RECORD, "message": "Record is not valid", "count": invalid}
    return {
        "state": "SUCCEEDED" if valid_count else "FAILED",
        "record_counts": {"processed": processed_count, "valid": valid_count, "invalid": invalid},
        "error_counts": [error] if invalid else [],
    }
