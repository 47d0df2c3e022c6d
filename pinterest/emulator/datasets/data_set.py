"""Dumps the state of an emulator to a data set, which is a JSON document, and loads data sets.

A data set contains no tokens and no app secret, so you can share it.
"""

from __future__ import annotations

import base64
import contextlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pinterest.emulator.datasets.entity_kinds import has_id_field, list_kinds
from pinterest.emulator.store.database import LARGEST_ID, Entity
from pinterest.emulator.store.kinds import strip_access_suffix
from pinterest.emulator.store.state import State
from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value, unknown_name

AD_ACCOUNT = "ad_account"

_PARTS = ("ad_account_id", "clock_offset", "entities", "files", "ids", "seed")
_BROKEN = (
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    OverflowError,
    RecursionError,
    sqlite3.Error,
)
_FIELDS = ("id", "parent", "data", "due", "later", "notes")


def dump_state(state: State, ad_account_id: str) -> dict[str, Any]:
    """Returns the state as a data set."""
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
        "seed": state.random.seed,
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


def read_data_set(source: str | Path | Mapping[str, Any]) -> dict[str, Any]:
    """Reads a data set and checks its top-level keys.

    Args:
        source: The data set, or the path of its JSON file.

    Raises:
        ValidationError: If the file cannot be read, or its content is not a data set.
    """
    data: Any = source
    if isinstance(source, (str, Path)):
        try:
            data = json.loads(Path(source).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise ValidationError(
                f"cannot load {source}: {error}; pass a file that dump() wrote"
            ) from None
        except RecursionError:
            raise ValidationError(
                f"cannot load {source}: its JSON is nested too deeply; pass a file that dump() wrote"
            ) from None
    if not isinstance(data, Mapping) or not isinstance(data.get("entities"), Mapping):
        raise ValidationError(
            f"load: {format_value(data)} is not a data set; pass the result of dump()"
        )
    for name in data:
        if name not in _PARTS:
            raise ValidationError(f"load: unknown key {name!r}; {unknown_name(name, _PARTS)}")
    return dict(data)


def write_data_set(data: Mapping[str, Any], path: str | Path) -> None:
    """Writes a data set to a file.

    Raises:
        ValidationError: If the file cannot be written.
    """
    try:
        Path(path).write_text(json.dumps(data, indent=1), "utf-8")
    except OSError as error:
        raise ValidationError(
            f"dump: cannot write {path}: {error.strerror}; use a folder that exists"
        ) from None


def restore_state(state: State, data: Mapping[str, Any]) -> str | None:
    """Replaces the state with a data set. Returns the ID of the first ad account in the data set.

    If the data set has no ad accounts, keeps the existing ad accounts and returns None.

    Raises:
        ValidationError: If the data set is not valid. In this case, the state does not change.
    """
    store = state.store
    accounts = data["entities"].get(AD_ACCOUNT, [])
    with _convert_to_validation_error():
        first = _get_first_account_id(accounts, data.get("ad_account_id"))
    with store.transaction():
        kept = "" if accounts else " WHERE kind <> :account"
        store.execute("DELETE FROM entities" + kept, {"account": AD_ACCOUNT})
        store.execute("DELETE FROM files")
        store.execute("DELETE FROM sequences")
        with _convert_to_validation_error():
            for kind, entities in data["entities"].items():
                _restore_entities(state, kind, entities)
            _restore_last_ids(state, data["entities"], data.get("ids"))
            for file in data.get("files") or ():
                content = file["content"]
                decoded = None if content is None else base64.b64decode(content)
                store.execute(
                    "INSERT INTO files VALUES (:name, :media_type, :content, :kept, :expires)",
                    {**file, "content": decoded},
                )
            state.set_seed_and_offset(int(data.get("seed") or 0), data.get("clock_offset") or 0)
    return first


def clear_state(state: State, seed: int) -> None:
    """Deletes all entities and files, sets the seed and resets the clock to real time. Tokens stay valid."""
    for table in ("entities", "files", "sequences"):
        state.store.execute(f"DELETE FROM {table}")
    state.set_seed_and_offset(seed, 0)


@contextlib.contextmanager
def _convert_to_validation_error() -> Iterator[None]:
    """Converts any error that a broken data set causes in the `with` block to a `ValidationError`."""
    try:
        yield
    except _BROKEN as error:
        if isinstance(error, ValidationError):
            raise
        raise ValidationError(
            f"load: the data set is broken: {type(error).__name__} {error}; pass the result of dump()"
        ) from None


def _get_first_account_id(
    accounts: list[Mapping[str, Any]], ad_account_id: str | None
) -> str | None:
    """Returns `ad_account_id`, or the ID of the first account if `ad_account_id` is None.

    Returns None if `accounts` is empty.

    Raises:
        ValidationError: If no account has the ID `ad_account_id`.
    """
    ids = [account["id"] for account in accounts]
    if ad_account_id is not None and ids and ad_account_id not in ids:
        raise ValidationError(
            f"load: ad_account_id: the data set has no ad account {format_value(ad_account_id)}; "
            "use the ID of one of its ad accounts"
        )
    return ad_account_id if ad_account_id in ids else ids[0] if ids else None


def _restore_entities(state: State, kind: str, entities: Any) -> None:
    _check_kind_exists(kind)
    for fields in entities:
        for name in fields:
            if name not in _FIELDS:
                hint = unknown_name(name, _FIELDS)
                raise ValidationError(f"load: {kind}: unknown field {name!r}; {hint}")
        entity = Entity(**fields)
        if not isinstance(entity.data, dict):
            raise TypeError(f"{kind} {entity.id}: data is not an object")
        if (entity.due is None) != (entity.later is None):
            raise TypeError(f"{kind} {entity.id}: set both `due` and `later`, or neither")
        state.store.put(kind, entity.parent, [_check_and_copy_id(kind, entity)])


def _check_and_copy_id(kind: str, entity: Entity) -> Entity:
    """Checks the ID of an entity and returns the entity.

    If entities of this kind have an `id` field, copies the ID to this field.

    Raises:
        TypeError: If the ID is not valid, or differs from the ID in the entity's data.
    """
    if not entity.id.isdecimal() or entity.id != str(int(entity.id)):
        raise TypeError(f"{kind}: the ID {format_value(entity.id)} is not a string of digits")
    for data in (entity.data, entity.later or {}):
        if data.get("id", entity.id) != entity.id:
            raise TypeError(
                f"{kind} {entity.id}: the ID in the data is {format_value(data['id'])}, but must be {entity.id!r}"
            )
    return entity.replace_fields({"id": entity.id}) if has_id_field(kind) else entity


def _restore_last_ids(
    state: State, entities: Mapping[str, Any], ids: Mapping[str, int] | None
) -> None:
    """Sets the last used ID of each kind, so that new entities do not get the IDs of deleted entities."""
    newest = dict.fromkeys(entities, 0) if ids is None else ids
    for kind, last in newest.items():
        _check_kind_exists(kind)
        if type(last) is not int or not 0 <= last <= LARGEST_ID:
            raise TypeError(
                f"ids: {kind}: {format_value(last)} is not an integer from 0 to {LARGEST_ID}"
            )
        largest = max((int(entity["id"]) for entity in entities.get(kind, ())), default=0)
        if last or largest:
            state.store.set_last_id(kind, max(last, largest))


def _check_kind_exists(kind: str) -> None:
    """Raises a `ValidationError` if a kind of entity does not exist."""
    if strip_access_suffix(kind) not in list_kinds():
        raise ValidationError(
            f"load: unknown kind of entity {kind!r}; {unknown_name(kind, list_kinds())}"
        )
