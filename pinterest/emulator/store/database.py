"""The emulator's SQLite database, in memory or in a file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeAlias

from pinterest.exceptions import ConfigurationError

_APPLICATION_ID = 0x50494E53
_VERSION = 3
LARGEST_ID = 2**63 - 1

# An entity is stored as the JSON text of its responses, so a page is built by joining texts. A change at a later time,
# such as an audience that becomes ready, is stored in advance: from `due` on, `later` replaces `data`.
_SCHEMA = f"""
PRAGMA application_id = {_APPLICATION_ID};
PRAGMA user_version = {_VERSION};
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sequences (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE tokens (
    token TEXT PRIMARY KEY, kind TEXT NOT NULL, scopes TEXT NOT NULL, expires REAL NOT NULL,
    revoked INTEGER NOT NULL DEFAULT 0, redirect_uri TEXT
) WITHOUT ROWID;
CREATE TABLE entities (
    kind TEXT NOT NULL, parent INTEGER NOT NULL, id INTEGER NOT NULL,
    data TEXT NOT NULL, due REAL, later TEXT, notes TEXT,
    PRIMARY KEY (kind, parent, id)
) WITHOUT ROWID;
CREATE INDEX entities_by_id ON entities (kind, id);
CREATE TABLE files (
    name TEXT PRIMARY KEY, media_type TEXT NOT NULL, content BLOB, kept REAL NOT NULL, expires REAL
);
CREATE INDEX files_by_end ON files (expires);
"""
_DEFAULT_ADVICE = "use a file that can be written"
_ADVICE = {
    sqlite3.SQLITE_CANTOPEN: "use a folder that exists",
    sqlite3.SQLITE_BUSY: "close the program that has it open, or use another file",
    sqlite3.SQLITE_CORRUPT: "restore a copy of it, or use a new file",
    sqlite3.SQLITE_NOTADB: "use a new file, or one that the emulator created",
}
_CURRENT = "CASE WHEN due <= :now THEN later ELSE data END"
_COLUMNS = f"id, parent, {_CURRENT}, CASE WHEN due > :now THEN due END, later, notes"

Where: TypeAlias = Mapping[str, object]
"""Conditions on fields: a value, or a list of allowed values. `a.b` is the field `b` of the field `a`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One object of the API.

    Attributes:
        id: Its ID, in digits.
        data: Its fields in responses.
        due: When `later` replaces `data`, in Unix time. None if no change is scheduled.
        later: The fields that replace `data` at `due`.
        notes: Internal fields that are not in responses.
        parent: The ID of its parent, or `"0"`. Set on entities that are read from the store.
    """

    id: str
    data: Mapping[str, Any]
    due: float | None = None
    later: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] | None = None
    parent: str = "0"

    def replace_fields(self, fields: Mapping[str, Any]) -> Self:
        """Returns a copy with other values in some fields of `data` and `later`."""
        later = None if self.later is None else {**self.later, **fields}
        return replace(self, data={**self.data, **fields}, later=later)


_UNUSABLE = (*_ADVICE, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


class _Damaged(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def is_file_error(error: Exception) -> bool:
    """Returns whether the cause of an error is a damaged file or a full disk."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNUSABLE


class Store:
    """The database of one emulator. Only one thread uses it at a time, and commits before the next one begins.

    Args:
        path: The file, created if it does not exist. None keeps everything in memory.

    Raises:
        ConfigurationError: If the file cannot be used.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        name = ":memory:" if path is None else str(path)
        connection = None
        try:
            connection = sqlite3.connect(
                name, timeout=1, isolation_level=None, check_same_thread=False
            )
            self._connection = connection
            self._open()
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_NOTADB) & 0xFF
            raise ConfigurationError(
                f"cannot use {name} as the emulator's database: {error}; {_ADVICE.get(code, _DEFAULT_ADVICE)}"
            ) from None

    def _open(self) -> None:
        run = self._connection.execute
        # Lock the file, so that a second emulator fails at once instead of writing to the same file.
        run("PRAGMA locking_mode = EXCLUSIVE")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")
        run("BEGIN EXCLUSIVE")
        try:
            if run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                for statement in _SCHEMA.split(";\n"):
                    run(statement)
            application = run("PRAGMA application_id").fetchone()[0]
            version = run("PRAGMA user_version").fetchone()[0]
            if (application, version) != (_APPLICATION_ID, _VERSION):
                raise sqlite3.DatabaseError("it was not created by this version of the emulator")
            # Report damage now instead of in the first request that reads the page.
            damage = run("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise _Damaged(f"it is damaged ({' '.join(damage.split())})")
        finally:
            run("COMMIT")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Runs a `with` block as a transaction: commits at its end, or rolls back on an exception.

        An inner transaction rolls back separately, even if the exception is caught outside it.
        """
        with self._lock:
            run = self._connection.execute
            name = f"step_{self._depth}"
            run(f"SAVEPOINT {name}" if self._depth else "BEGIN")
            self._depth += 1
            try:
                yield
                run(f"RELEASE {name}" if self._depth > 1 else "COMMIT")
            except BaseException:
                # After some file errors, SQLite has already rolled back.
                if self._connection.in_transaction:
                    run(f"ROLLBACK TO {name}" if self._depth > 1 else "ROLLBACK")
                    if self._depth > 1:
                        run(f"RELEASE {name}")
                raise
            finally:
                self._depth -= 1

    def execute(self, statement: str, values: Mapping[str, object] | None = None) -> list[Any]:
        """Runs one SQL statement and returns its rows."""
        with self._lock:
            return self._connection.execute(statement, values or {}).fetchall()

    def close(self) -> None:
        """Closes the database."""
        with self._lock:
            self._connection.close()

    def get_setting(self, name: str) -> str | None:
        """Returns a setting. None if it was never set."""
        rows = self.execute("SELECT value FROM settings WHERE name = :name", {"name": name})
        return rows[0][0] if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Stores a setting."""
        self.execute(
            "INSERT OR REPLACE INTO settings VALUES (:name, :value)", {"name": name, "value": value}
        )

    def delete_setting(self, name: str) -> None:
        """Deletes a setting. Does nothing if it was never set."""
        self.execute("DELETE FROM settings WHERE name = :name", {"name": name})

    def get_last_id(self, kind: str) -> int | None:
        """Returns the newest ID of a kind. None if it has none yet."""
        rows = self.execute("SELECT last FROM sequences WHERE kind = :kind", {"kind": kind})
        return rows[0][0] if rows else None

    def set_last_id(self, kind: str, id: int) -> None:
        """Stores the newest ID of a kind."""
        self.execute(
            "INSERT OR REPLACE INTO sequences VALUES (:kind, :last)", {"kind": kind, "last": id}
        )

    def put(self, kind: str, parent: str | None, entities: Iterable[Entity]) -> None:
        """Stores entities under a parent. Replaces those with the same ID."""
        rows = (
            (
                kind,
                int(parent or 0),
                int(entity.id),
                _to_json(entity.data),
                entity.due,
                _to_json(entity.later),
                _to_json(entity.notes),
            )
            for entity in entities
        )
        with self._lock:
            self._connection.executemany(
                "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?, ?)", rows
            )

    def get(self, kind: str, parent: str | None, id: str, now: float) -> Entity | None:
        """Returns the current state of an entity. None if it does not exist."""
        key = _build_key(kind, parent, id)
        return (
            self._select_one("parent = :parent AND id = :id", {**key, "now": now}) if key else None
        )

    def find(self, kind: str, id: str, now: float) -> Entity | None:
        """Returns the current state of an entity, whatever its parent. None if it does not exist."""
        key = _build_key(kind, None, id)
        return self._select_one("id = :id", {**key, "now": now}) if key else None

    def select(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> list[Entity]:
        """Returns the current state of entities, in order of their IDs.

        Args:
            kind: The kind of entity.
            parents: The ID of their parent, or several. None for any parent.
            now: The current time.
            where: Field values to filter by.
        """
        condition, values = _build_condition(parents, where)
        rows = self.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = :kind{condition} ORDER BY id",
            {**values, "kind": kind, "now": now},
        )
        return [_parse_row(row) for row in rows]

    def count(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> int:
        """Returns how many entities `select` would return."""
        condition, values = _build_condition(parents, where)
        rows = self.execute(
            f"SELECT count(*) FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )
        return int(rows[0][0])

    def delete(self, kind: str, parent: str | None, id: str) -> None:
        """Deletes an entity."""
        key = _build_key(kind, parent, id)
        if key:
            self.execute(
                "DELETE FROM entities WHERE kind = :kind AND parent = :parent AND id = :id", key
            )

    def delete_all(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> None:
        """Deletes the entities that `select` would return."""
        condition, values = _build_condition(parents, where)
        self.execute(
            f"DELETE FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )

    def delete_under(self, parent: str) -> None:
        """Deletes the children of a parent, of every kind."""
        self.execute("DELETE FROM entities WHERE parent = :parent", {"parent": _parse_id(parent)})

    def delete_due(self, kind: str, before: float) -> None:
        """Deletes the entities of a kind, under any parent, that were due before a time."""
        self.execute(
            "DELETE FROM entities WHERE kind = :kind AND due <= :before",
            {"kind": kind, "before": before},
        )

    def select_json(
        self,
        kind: str,
        parents: Iterable[str] | str | None,
        *,
        after: int | None,
        descending: bool,
        limit: int,
        now: float,
        where: Where | None = None,
    ) -> list[tuple[int, str]]:
        """Returns the IDs and the JSON of entities, in order of their IDs.

        Args:
            kind: The kind of entity.
            parents: The ID of their parent, or several. None for any parent.
            after: Return only entities after this ID. None starts at the beginning.
            descending: Whether the largest ID comes first.
            limit: Maximum number to return.
            now: The current time.
            where: Field values to filter by.
        """
        if after is None:
            after = LARGEST_ID if descending else 0
        compare, order = ("<", "DESC") if descending else (">", "ASC")
        condition, values = _build_condition(parents, where)
        # The plus makes SQLite look up the IDs instead of scanning all later entities.
        id = "+id" if "id" in (where or {}) else "id"
        return self.execute(
            f"SELECT id, {_CURRENT} FROM entities WHERE kind = :kind{condition} AND {id} {compare} :after "
            f"ORDER BY id {order} LIMIT :limit",
            {**values, "kind": kind, "after": after, "limit": limit, "now": now},
        )

    def _select_one(self, condition: str, values: Mapping[str, object]) -> Entity | None:
        rows = self.execute(
            f"SELECT {_COLUMNS} FROM entities WHERE kind = :kind AND {condition}",
            values,
        )
        return _parse_row(rows[0]) if rows else None


def _parse_row(row: tuple[Any, ...]) -> Entity:
    id, parent, data, due, later, notes = row
    return Entity(
        str(id),
        json.loads(data),
        due,
        None if due is None else json.loads(later),
        None if notes is None else json.loads(notes),
        str(parent),
    )


def _build_condition(
    parents: Iterable[str] | str | None, where: Where | None
) -> tuple[str, dict[str, object]]:
    """Returns an SQL condition that begins with AND (or is empty), and its values."""
    text, values = "", dict[str, object]()
    if isinstance(parents, str):
        text, values = " AND parent = :parent", {"parent": _parse_id(parents)}
    elif parents is not None:
        text = " AND parent IN (SELECT value FROM json_each(:parents))"
        values = {"parents": json.dumps([_parse_id(parent) for parent in parents])}
    for place, (field, wanted) in enumerate((where or {}).items()):
        allowed = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        if field == "id":
            # The ID is in a separate, indexed column.
            text += f" AND id IN (SELECT value FROM json_each(:any{place}))"
            values[f"any{place}"] = json.dumps([_parse_id(str(id)) for id in allowed])
            continue
        path = "$" + "".join(f'."{step}"' for step in field.split("."))
        # A field that is null or missing is not IN any list, and `IS NULL` matches both.
        text += (
            f" AND (json_extract({_CURRENT}, :path{place}) IN (SELECT value FROM json_each(:any{place}))"
            + (f" OR json_extract({_CURRENT}, :path{place}) IS NULL)" if None in allowed else ")")
        )
        values |= {f"path{place}": path, f"any{place}": json.dumps(allowed)}
    return text, values


def _to_json(data: Mapping[str, Any] | None) -> str | None:
    # ASCII only, so that a lone surrogate, which JSON allows and UTF-8 does not, stays an escape.
    return None if data is None else json.dumps(data, allow_nan=False, separators=(",", ":"))


def _build_key(kind: str, parent: str | None, id: str) -> dict[str, object] | None:
    """Returns the key of an entity. None if the ID is not valid, for example with leading zeros."""
    numbers = [_parse_id(parent or "0"), _parse_id(id)]
    if None in numbers:
        return None
    return {"kind": kind, "parent": numbers[0], "id": numbers[1]}


def _parse_id(id: str) -> int | None:
    """Returns an ID as it is stored. None if it is not valid."""
    if not (id.isascii() and id.isdigit() and len(id) < 20):
        return None
    number = int(id)
    return number if id == str(number) and number <= LARGEST_ID else None
