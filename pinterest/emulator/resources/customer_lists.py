"""Customer lists: made from records, added to and removed from; UPLOADING, PROCESSING, then READY or TOO_SMALL.

Who is in a list is kept as fragments of hashes, never as the records themselves.
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
from pinterest.emulator.store.scheduled_changes import apply_due_stages, with_stages
from pinterest.emulator.store.state import State
from pinterest.operations.customer_lists import (
    CUSTOMER_LISTS_CREATE,
    CUSTOMER_LISTS_GET,
    CUSTOMER_LISTS_LIST,
    CUSTOMER_LISTS_UPDATE,
)

KIND = "customer_list"
UPLOADED_AFTER = 60
PROCESSED_AFTER = 3_600
_FEWEST = 100
_MEMBERS = "members"
_FRAGMENT = 16
_MAIL = re.compile(r"[^@\sA-Z]+@[^@\sA-Z]+\.[^@\sA-Z]+")
_HASH = re.compile(r"(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})", re.IGNORECASE)
_DEVICE = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# Types of lists whose records are ids of a partner's own making.
_PARTNER_TYPES = ("LR_ID", "DLX_ID", "HASHED_PINNER_ID")

assumed(
    CUSTOMER_LISTS_CREATE,
    CUSTOMER_LISTS_UPDATE,
    contract="A customer list with fewer than 100 people is TOO_SMALL.",
    choice="A customer list is UPLOADING for one minute after each change, PROCESSING for one hour, then READY. "
    "Every valid record is a person on Pinterest. An email address and its SHA256 hash are the same "
    "person. Records that are not valid count as uploaded or removed, but match no one. There may be no records.",
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
    made = _new(state, account, body["name"], kind)
    return change_members(state, made, "ADD", split_records(body["records"]))


@handles(CUSTOMER_LISTS_UPDATE)
def update_customer_list(call: Call) -> dict[str, Any]:
    """Adds records to a list, or removes some, and returns it."""
    found = require_customer_list(call)
    records = split_records(call.body["records"])
    return change_members(call.state, found, call.body["operation_type"], records)


def require_customer_list(call: Call) -> Entity:
    """Returns the list that the path of a request names.

    Raises:
        Problem: The account has none of that id.
    """
    account = call.arguments["ad_account_id"]
    apply_due_stages(call.state, KIND, account)
    return get_entity(call.state, KIND, account, call.arguments["customer_list_id"])


def people_on(state: State, ad_account_id: str, id: str) -> int | None:
    """Returns how many people are on a list; None where there is no such list."""
    found = state.store.get(KIND, ad_account_id, id, state.clock.now())
    return len((found.notes or {}).get(_MEMBERS, ())) if found else None


def change_members(
    state: State, customer_list: Entity, operation: str, records: Sequence[str]
) -> dict[str, Any]:
    """Adds records to a list (`ADD`) or takes them from it (`REMOVE`), keeps it, and returns it as it is shown."""
    notes, data = dict(customer_list.notes or {}), customer_list.data
    people = set(notes[_MEMBERS])
    named = set(recognized(records, notes["type"]))
    counter = "num_uploaded_user_records" if operation == "ADD" else "num_removed_user_records"
    people = people | named if operation == "ADD" else people - named
    now = state.now()
    changed = {
        **data,
        counter: data[counter] + len(records),
        "num_batches": data["num_batches"] + 1,
        "status": "UPLOADING",
        "updated_time": now,
    }
    notes[_MEMBERS] = sorted(people)
    entity = with_stages(
        replace(customer_list, data=changed, notes=notes),
        [
            (now + state.processing_seconds(UPLOADED_AFTER), {"status": "PROCESSING"}),
            (
                now
                + state.processing_seconds(UPLOADED_AFTER)
                + state.processing_seconds(PROCESSED_AFTER),
                {"status": _final(people)},
            ),
        ],
    )
    state.store.put(KIND, str(data["ad_account_id"]), [entity])
    return changed


def recognized(records: Iterable[str], list_type: str) -> list[str]:
    """Returns who the records that are well formed stand for, one entry a record."""
    return [_person(record) for record in records if _well_formed(record, list_type)]


def split_records(text: str) -> list[str]:
    """Returns the records of a text: between commas, or one a line."""
    return [record.strip() for record in re.split(r"[,\n]", text) if record.strip()]


def add_customer_list(
    state: State, ad_account_id: str, *, name: str, people: int, created: int | None = None
) -> str:
    """Keeps a new list with so many people in it, made at that time and processed already; returns its id."""
    made = _new(state, ad_account_id, name, "EMAIL", created)
    members = [_person(f"{made.id}/{number}") for number in range(people)]
    data = {
        **made.data,
        "num_batches": 1,
        "num_uploaded_user_records": people,
        "status": _final(members),
    }
    notes = {**(made.notes or {}), _MEMBERS: sorted(members)}
    state.store.put(KIND, ad_account_id, [replace(made, data=data, notes=notes)])
    return made.id


def _new(
    state: State, ad_account_id: str, name: str, list_type: str, created: int | None = None
) -> Entity:
    """Returns a list without anybody in it, that is not kept yet."""
    now = state.now() if created is None else created
    [id] = state.random.next_ids(state.store, KIND)
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
    return Entity(id, data, notes={"type": list_type, _MEMBERS: []})


def _well_formed(record: str, list_type: str) -> bool:
    if list_type in _PARTNER_TYPES:
        return True
    return any(pattern.fullmatch(record) for pattern in (_MAIL, _HASH, _DEVICE))


def _person(record: str) -> str:
    if _HASH.fullmatch(record):
        return record.lower()[:_FRAGMENT]
    return hashlib.sha256(record.encode("utf-8", "surrogatepass")).hexdigest()[:_FRAGMENT]


def _final(people: Iterable[str]) -> str:
    return "READY" if len(list(people)) >= _FEWEST else "TOO_SMALL"
