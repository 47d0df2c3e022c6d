"""Customer lists: create, get and list them, and add or remove records.

A list is UPLOADING after each change, then PROCESSING, then READY or TOO_SMALL. The emulator stores a part of each
record's hash, never the record itself.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, JsonText
from pinterest.emulator.handlers.entity_lookup import get_entity
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.listing.entity_lists import list_entities
from pinterest.emulator.store.database import Entity
from pinterest.emulator.store.scheduled_changes import apply_due_stages, schedule_stages
from pinterest.emulator.store.state import State
from pinterest.operations.customer_lists import (
    CUSTOMER_LISTS_CREATE,
    CUSTOMER_LISTS_GET,
    CUSTOMER_LISTS_LIST,
    CUSTOMER_LISTS_UPDATE,
)

KIND = "customer_list"
UPLOAD_SECONDS = 60
PROCESSING_SECONDS = 3_600
_MIN_PEOPLE = 100
_MEMBERS_NOTE = "members"
_HASH_LENGTH = 16
_EMAIL = re.compile(r"[^@\sA-Z]+@[^@\sA-Z]+\.[^@\sA-Z]+")
_HASH = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})", re.IGNORECASE)
_DEVICE_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Types of lists whose records are IDs from a partner. Any string is a valid record.
_PARTNER_TYPES = ("LR_ID", "DLX_ID", "HASHED_PINNER_ID")

assumed(
    CUSTOMER_LISTS_CREATE,
    CUSTOMER_LISTS_UPDATE,
    contract="A customer list with fewer than 100 people is TOO_SMALL.",
    choice="A customer list is UPLOADING for one minute after each change, PROCESSING for one hour, then READY. "
    "Every valid record is a person on Pinterest. An email address and its SHA256 hash are the same "
    "person. Records that are not valid count as uploaded or removed, but match no one. A "
    "list may be created without records.",
)


@handles(CUSTOMER_LISTS_LIST)
def list_customer_lists(call: Call) -> JsonText:
    """Returns a page of the account's lists."""
    account = call.arguments["ad_account_id"]
    apply_due_stages(call.state, KIND, account)
    return list_entities(call, KIND, account)


@handles(CUSTOMER_LISTS_GET)
def get_customer_list(call: Call) -> dict[str, Any]:
    """Returns one list."""
    return dict(require_customer_list(call).data)


@handles(CUSTOMER_LISTS_CREATE)
def create_customer_list(call: Call) -> dict[str, Any]:
    """Creates a list and returns it."""
    state, account, body = call.state, call.arguments["ad_account_id"], call.body
    kind = body.get("list_type") or "EMAIL"
    new_list = _build_customer_list(state, account, body["name"], kind)
    return change_records(state, new_list, "ADD", split_records(body["records"]))


@handles(CUSTOMER_LISTS_UPDATE)
def update_customer_list(call: Call) -> dict[str, Any]:
    """Adds records to a list or removes them, and returns the list."""
    found = require_customer_list(call)
    records = split_records(call.body["records"])
    return change_records(call.state, found, call.body["operation_type"], records)


def require_customer_list(call: Call) -> Entity:
    """Returns the customer list whose ID is in the path of a request.

    Raises:
        Problem: If the account has no list with that ID.
    """
    account = call.arguments["ad_account_id"]
    apply_due_stages(call.state, KIND, account)
    return get_entity(call.state, KIND, account, call.arguments["customer_list_id"])


def count_people(state: State, ad_account_id: str, id: str) -> int | None:
    """Returns the number of people on a list, or None if the list does not exist."""
    found = state.store.get(KIND, ad_account_id, id, state.clock.now())
    return len((found.notes or {}).get(_MEMBERS_NOTE, ())) if found else None


def change_records(
    state: State, customer_list: Entity, operation: str, records: Sequence[str]
) -> dict[str, Any]:
    """Adds (`ADD`) or removes (`REMOVE`) records of a customer list and returns the list."""
    notes, data = dict(customer_list.notes or {}), customer_list.data
    people = set(notes[_MEMBERS_NOTE])
    # Each hash stands for one person.
    affected = set(hash_valid_records(records, notes["type"]))
    counter = "num_uploaded_user_records" if operation == "ADD" else "num_removed_user_records"
    people = people | affected if operation == "ADD" else people - affected
    now = state.now()
    changed = {
        **data,
        counter: data[counter] + len(records),
        "num_batches": data["num_batches"] + 1,
        "status": "UPLOADING",
        "updated_time": now,
    }
    notes[_MEMBERS_NOTE] = sorted(people)
    entity = schedule_stages(
        replace(customer_list, data=changed, notes=notes),
        [
            (now + state.get_processing_seconds(UPLOAD_SECONDS), {"status": "PROCESSING"}),
            (
                now
                + state.get_processing_seconds(UPLOAD_SECONDS)
                + state.get_processing_seconds(PROCESSING_SECONDS),
                {"status": _compute_final_status(people)},
            ),
        ],
    )
    state.store.put(KIND, str(data["ad_account_id"]), [entity])
    return changed


def hash_valid_records(records: Iterable[str], list_type: str) -> list[str]:
    """Returns the hash of each valid record."""
    return [_hash_record(record) for record in records if _is_valid_record(record, list_type)]


def split_records(text: str) -> list[str]:
    """Splits a string into records, which are separated by commas or line breaks."""
    return [record.strip() for record in re.split(r"[,\n]", text) if record.strip()]


def add_customer_list(
    state: State, ad_account_id: str, *, name: str, people: int, created: int | None = None
) -> str:
    """Creates a list of made-up people and returns the list's ID. `created` is in Unix seconds."""
    new_list = _build_customer_list(state, ad_account_id, name, "EMAIL", created)
    members = [_hash_record(f"{new_list.id}/{number}") for number in range(people)]
    data = {
        **new_list.data,
        "num_batches": 1,
        "num_uploaded_user_records": people,
        "status": _compute_final_status(members),
    }
    notes = {**(new_list.notes or {}), _MEMBERS_NOTE: sorted(members)}
    state.store.put(KIND, ad_account_id, [replace(new_list, data=data, notes=notes)])
    return new_list.id


def _build_customer_list(
    state: State, ad_account_id: str, name: str, list_type: str, created: int | None = None
) -> Entity:
    """Returns a new, empty customer list without storing it."""
    now = state.now() if created is None else created
    [id] = state.random.generate_ids(state.store, KIND)
    data = {
        "ad_account_id": ad_account_id,
        "created_time": now,
        "id": id,
        "name": name,
        "num_batches": 0,
        "num_removed_user_records": 0,
        "num_uploaded_user_records": 0,
        "status": "UPLOADING",
        "type": "customerlist",
        "updated_time": now,
        "is_nca": False,
    }
    return Entity(id, data, notes={"type": list_type, _MEMBERS_NOTE: []})


def _is_valid_record(record: str, list_type: str) -> bool:
    if list_type in _PARTNER_TYPES:
        return True
    return any(pattern.fullmatch(record) for pattern in (_EMAIL, _HASH, _DEVICE_ID))


def _hash_record(record: str) -> str:
    if _HASH.fullmatch(record):
        return record.lower()[:_HASH_LENGTH]
    return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()[:_HASH_LENGTH]


def _compute_final_status(people: Iterable[str]) -> str:
    """Returns the status of a processed list: TOO_SMALL if it has too few people, otherwise READY."""
    return "READY" if len(list(people)) >= _MIN_PEOPLE else "TOO_SMALL"
