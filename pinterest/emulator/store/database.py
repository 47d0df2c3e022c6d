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

# Entities are stored as the JSON text for responses, so that a page is built by joining texts. A later change, such as
# an audience that becomes ready, is stored in advance: from the time `due` on, `later` replaces `data`.
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
"""Maps each field to an allowed value or to a list of allowed values. `a.b` is the field `b` inside `a`."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A stored object of the API, such as a campaign.

    Attributes:
        id: The ID as a string of digits.
        data: The fields of the entity in responses.
        due: The Unix time when `later` replaces `data`. None if no change is scheduled.
        later: The fields that replace `data` at the time `due`.
        notes: Internal fields that are not in responses.
        parent: The ID of the parent entity. `"0"` for entities without a parent.
    """

    id: str
    data: Mapping[str, Any]
    due: float | None = None
    later: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] | None = None
    parent: str = "0"  # set when the entity is read from the store

    def replace_fields(self, fields: Mapping[str, Any]) -> Self:
        """Returns a copy of the entity with these fields changed, both now and after a scheduled change."""
        later = None if self.later is None else {**self.later, **fields}
        return replace(self, data={**self.data, **fields}, later=later)


_UNUSABLE = (*_ADVICE, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)


class _DamagedDatabaseError(sqlite3.DatabaseError):
    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def is_file_error(error: Exception) -> bool:
    """Returns whether an error occurred because the file is damaged, locked or not writable, or the disk is full."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNUSABLE


class Store:
    """The SQLite database of one emulator.

    Args:
        path: The database file. A missing file is created. None keeps the database in memory.

    Raises:
        ConfigurationError: If the file cannot be used.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        # One thread at a time uses the connection. During a transaction, other threads wait.
        self._lock = threading.RLock()
        self._depth = 0
        name = ":memory:" if path is None else str(path)
        connection = None
        try:
            connection = sqlite3.connect(
                name, timeout=1, isolation_level=None, check_same_thread=False
            )
            self._connection = connection
            self._open_database()
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_NOTADB) & 0xFF
            raise ConfigurationError(
                f"cannot use {name} as the emulator's database: {error}; {_ADVICE.get(code, _DEFAULT_ADVICE)}"
            ) from None

    def _open_database(self) -> None:
        run = self._connection.execute
        # Lock the file, so that a second emulator with the same file fails when it starts.
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
                raise sqlite3.DatabaseError(
                    "the file was not created by this version of the emulator"
                )
            # Report a damaged file now, instead of when the first request reads the damaged part.
            damage = run("PRAGMA quick_check(1)").fetchone()[0]
            if damage != "ok":
                raise _DamagedDatabaseError(f"the file is damaged ({' '.join(damage.split())})")
        finally:
            run("COMMIT")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Commits the changes of a `with` block, or rolls the changes back if the block raises an exception."""
        with self._lock:
            run = self._connection.execute
            # Savepoints allow nested transactions. If the outer block catches the exception of an inner block, only the
            # inner block is rolled back.
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
        """Returns the value of a setting, or None if the setting does not exist."""
        rows = self.execute("SELECT value FROM settings WHERE name = :name", {"name": name})
        return rows[0][0] if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Stores a setting."""
        self.execute(
            "INSERT OR REPLACE INTO settings VALUES (:name, :value)", {"name": name, "value": value}
        )

    def delete_setting(self, name: str) -> None:
        """Deletes a setting, if it exists."""
        self.execute("DELETE FROM settings WHERE name = :name", {"name": name})

    def get_last_id(self, kind: str) -> int | None:
        """Returns the highest ID assigned to entities of a kind, such as `campaign`, or None if no ID was assigned."""
        rows = self.execute("SELECT last FROM sequences WHERE kind = :kind", {"kind": kind})
        return rows[0][0] if rows else None

    def set_last_id(self, kind: str, id: int) -> None:
        """Stores the highest ID that was assigned to entities of a kind, such as `campaign`."""
        self.execute(
            "INSERT OR REPLACE INTO sequences VALUES (:kind, :last)", {"kind": kind, "last": id}
        )

    def put(self, kind: str, parent: str | None, entities: Iterable[Entity]) -> None:
        """Inserts or replaces entities of a kind, such as `campaign`, under a parent."""
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
        """Returns an entity in its state at the time `now`, or None if the entity does not exist."""
        key = _build_key(kind, parent, id)
        return (
            self._select_first("parent = :parent AND id = :id", {**key, "now": now})
            if key
            else None
        )

    def find(self, kind: str, id: str, now: float) -> Entity | None:
        """Returns an entity of any parent in its state at the time `now`, or None if the entity does not exist."""
        key = _build_key(kind, None, id)
        return self._select_first("id = :id", {**key, "now": now}) if key else None

    def select(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> list[Entity]:
        """Returns entities in their state at the time `now`, sorted by ID.

        Args:
            kind: The kind of entity, such as `campaign`.
            parents: The ID of the parent, or the IDs of several parents. None for any parent.
            now: The current Unix time.
            where: Maps each field to an allowed value or to a list of allowed values.
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
        """Returns the number of entities that `select` would return for the same arguments."""
        condition, values = _build_condition(parents, where)
        rows = self.execute(
            f"SELECT count(*) FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )
        return int(rows[0][0])

    def delete(self, kind: str, parent: str | None, id: str) -> None:
        """Deletes an entity, if it exists."""
        key = _build_key(kind, parent, id)
        if key:
            self.execute(
                "DELETE FROM entities WHERE kind = :kind AND parent = :parent AND id = :id", key
            )

    def delete_all(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> None:
        """Deletes the entities that `select` would return for the same arguments."""
        condition, values = _build_condition(parents, where)
        self.execute(
            f"DELETE FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )

    def delete_children(self, parent: str) -> None:
        """Deletes all entities under a parent, of every kind."""
        self.execute("DELETE FROM entities WHERE parent = :parent", {"parent": _parse_id(parent)})

    def delete_due_before(self, kind: str, before: float) -> None:
        """Deletes the entities of a kind, under any parent, that are due at or before the time `before`."""
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
        """Returns the IDs and the JSON texts of entities, sorted by ID.

        Args:
            kind: The kind of entity, such as `campaign`.
            parents: The ID of the parent, or the IDs of several parents. None for any parent.
            after: The ID before the first entity to return. None starts at the beginning.
            descending: Whether the largest ID comes first.
            limit: The maximum number of entities to return.
            now: The current Unix time.
            where: Maps each field to an allowed value or to a list of allowed values.
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

    def _select_first(self, condition: str, values: Mapping[str, object]) -> Entity | None:
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
    """Returns SQL to append to a WHERE clause, such as ` AND parent = :parent`, and the values of its placeholders."""
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
        # SQL's IN never matches a null or missing field. `IS NULL` matches both.
        text += (
            f" AND (json_extract({_CURRENT}, :path{place}) IN (SELECT value FROM json_each(:any{place}))"
            + (f" OR json_extract({_CURRENT}, :path{place}) IS NULL)" if None in allowed else ")")
        )
        values |= {f"path{place}": path, f"any{place}": json.dumps(allowed)}
    return text, values


def _to_json(data: Mapping[str, Any] | None) -> str | None:
    # The text is ASCII only. JSON allows lone surrogates, but UTF-8 does not, so they must stay escaped.
    return None if data is None else json.dumps(data, allow_nan=False, separators=(",", ":"))


def _build_key(kind: str, parent: str | None, id: str) -> dict[str, object] | None:
    """Returns the primary key of an entity as SQL parameters, or None if an ID is not valid."""
    numbers = [_parse_id(parent or "0"), _parse_id(id)]
    if None in numbers:
        return None
    return {"kind": kind, "parent": numbers[0], "id": numbers[1]}


def _parse_id(id: str) -> int | None:
    """Returns an ID as an integer, or None if the ID is not valid."""
    if not (id.isascii() and id.isdigit() and len(id) < 20):
        return None
    number = int(id)
    # `007` is not a valid ID.
    return number if id == str(number) and number <= LARGEST_ID else None
