"""Data sets: all that an emulator remembers as one JSON document, written down and brought back.

Tokens and the app's secret are not part of it, so that a data set can be passed on.
"""

from __future__ import annotations

import base64
import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pinterest.emulator.state import State
from pinterest.emulator.store import Entity
from pinterest.exceptions import ValidationError
from pinterest.operation import shown
from pinterest.utils.suggest import unknown_name

AD_ACCOUNT = "ad_account"

_PARTS = ("ad_account_id", "clock_offset", "entities", "files", "ids", "seed")
_BROKEN = (LookupError, TypeError, ValueError, AttributeError, OverflowError, sqlite3.Error)
_FIELDS = ("id", "parent", "data", "due", "later", "notes")


def dumped(state: State, ad_account_id: str) -> dict[str, Any]:
    """Returns all that an emulator remembers."""
    entities: dict[str, list[dict[str, Any]]] = {}
    rows = state.store.execute(
        "SELECT kind, id, parent, data, due, later, notes FROM entities ORDER BY kind, parent, id"
    )
    for kind, id, parent, data, due, later, notes in rows:
        entity = {
            "id": str(id),
            "parent": str(parent),
            "data": json.loads(data),
            "due": due,
            "later": later and json.loads(later),
            "notes": notes and json.loads(notes),
        }
        kept = {name: value for name, value in entity.items() if value is not None}
        entities.setdefault(kind, []).append(kept)
    return {
        "seed": state.chance.seed,
        "clock_offset": state.clock.offset,
        "ad_account_id": ad_account_id,
        "ids": dict(state.store.execute("SELECT kind, last FROM sequences ORDER BY kind")),
        "entities": entities,
        "files": [
            {
                "name": name,
                "media_type": media_type,
                "content": None if content is None else base64.b64encode(content).decode(),
                "kept": kept_at,
                "expires": expires,
            }
            for name, media_type, content, kept_at, expires in state.store.execute(
                "SELECT name, media_type, content, kept, expires FROM files ORDER BY name"
            )
        ],
    }


def read(source: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    """Returns a data set, checked in its outline.

    Args:
        source: A data set, or the path of a file that holds one.

    Raises:
        ValidationError: It cannot be read, or is not one.
    """
    if isinstance(source, Mapping):
        data: Any = source
    else:
        try:
            data = json.loads(Path(source).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ValidationError(f"cannot load {source}: {error}; give a file of dump()") from None
    if not isinstance(data, Mapping) or not isinstance(data.get("entities"), Mapping):
        raise ValidationError(f"load: {shown(data)} is no data set; give what dump() wrote")
    for name in data:
        if name not in _PARTS:
            raise ValidationError(f"load: unknown part {name!r}; {unknown_name(name, _PARTS)}")
    return dict(data)


def restore(state: State, data: Mapping[str, Any]) -> str | None:
    """Puts a data set in place of what is remembered; returns the ad account that is to stand for the first.

    That is None where the data set has no ad account: those that are there stay then.

    Raises:
        ValidationError: A part is not what it should be; nothing has changed then.
    """
    store = state.store
    accounts = data["entities"].get(AD_ACCOUNT, [])
    with _told_as_broken():
        first = _first_account(accounts, data.get("ad_account_id"))
    with store.transaction():
        spare = "" if accounts else " WHERE kind <> :account"
        store.execute("DELETE FROM entities" + spare, {"account": AD_ACCOUNT})
        store.execute("DELETE FROM files")
        store.execute("DELETE FROM sequences")
        with _told_as_broken():
            for kind, entities in data["entities"].items():
                _restore_kind(state, kind, entities, (data.get("ids") or {}).get(kind))
            for file in data.get("files") or ():
                content = file["content"]
                decoded = None if content is None else base64.b64decode(content)
                store.execute(
                    "INSERT INTO files VALUES (:name, :media_type, :content, :kept, :expires)",
                    {**file, "content": decoded},
                )
            state.restart(int(data.get("seed") or 0), float(data.get("clock_offset") or 0))
    return first


@contextlib.contextmanager
def _told_as_broken() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        if isinstance(error, ValidationError):
            raise
        raise ValidationError(
            f"load: the data set is broken: {type(error).__name__} {error}; give what dump() wrote"
        ) from None


def _first_account(accounts: list[Mapping[str, Any]], wanted: str | None) -> str | None:
    ids = [account["id"] for account in accounts]
    if wanted is not None and ids and wanted not in ids:
        raise ValidationError(
            f"load: ad_account_id: the data set has no ad account {shown(wanted)}"
        )
    return wanted if wanted in ids else ids[0] if ids else None


def _restore_kind(state: State, kind: str, entities: Any, last: int | None) -> None:
    largest = last or 0
    for fields in entities:
        for name in fields:
            if name not in _FIELDS:
                hint = unknown_name(name, _FIELDS)
                raise ValidationError(f"load: {kind}: unknown field {name!r}; {hint}")
        entity = Entity(**fields)
        if not isinstance(entity.data, dict):
            raise TypeError(f"{kind} {entity.id}: data is no object")
        if (entity.due is None) != (entity.later is None):
            raise TypeError(f"{kind} {entity.id}: due and later go together")
        state.store.put(kind, entity.parent, [entity])
        largest = max(largest, int(entity.id))
    state.store.set_last_id(kind, largest)
