"""What the emulator remembers: an SQLite database, in memory or in a file."""

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

# An entity is kept as the JSON text that answers show, so that a page is made by joining texts. What time alone will
# make of it (an audience becoming ready) is written beforehand as `later`, and holds from `due` on.
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
_WRITABLE = "a file that can be written"
_ADVICE = {
    sqlite3.SQLITE_CANTOPEN: "a file in a folder that exists",
    sqlite3.SQLITE_BUSY: "one that no other program has open",
    sqlite3.SQLITE_NOTADB: "one that is new, or that the emulator made",
}
_CURRENT = "CASE WHEN due <= :now THEN later ELSE data END"
_ENTITY = f"id, parent, {_CURRENT}, CASE WHEN due > :now THEN due END, later, notes"

Where: TypeAlias = Mapping[str, object]
"""What entities are chosen by: the value of a field, or a list of those that will do; `a.b` is a field of a field."""


@dataclass(frozen=True, slots=True)
class Entity:
    """One object of the API.

    Attributes:
        id: Its id, digits.
        data: How it is shown.
        due: When it changes by itself, None when it does not.
        later: How it is shown from then on.
        notes: What is known of it and never shown.
        parent: What it is under, `"0"` where that is nothing; told by those that were read.
    """

    id: str
    data: Mapping[str, Any]
    due: float | None = None
    later: Mapping[str, Any] | None = None
    notes: Mapping[str, Any] | None = None
    parent: str = "0"

    def changed(self, fields: Mapping[str, Any]) -> Self:
        """Returns it with other values in some fields, now and later."""
        later = None if self.later is None else {**self.later, **fields}
        return replace(self, data={**self.data, **fields}, later=later)


class Store:
    """A database of one emulator. One thread at a time is inside; what it did is kept before it leaves.

    Args:
        path: The file, made where there is none; None keeps everything in memory.

    Raises:
        ConfigurationError: The file cannot be used.
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
                f"cannot use {name} as the emulator's database: {error}; give {_ADVICE.get(code, _WRITABLE)}"
            ) from None

    def _open(self) -> None:
        run = self._connection.execute
        # Alone with the file, so that a second emulator is refused at once rather than mixed in.
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
                raise sqlite3.DatabaseError("it is not a database of this version of the emulator")
        finally:
            run("COMMIT")

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Makes what is done inside one step: kept as a whole at its end, or undone by an exception.

        One inside another is a step of its own: what it did is undone by an exception, also where that goes no further.
        """
        with self._lock:
            run = self._connection.execute
            name = f"step_{self._depth}"
            run(f"SAVEPOINT {name}" if self._depth else "BEGIN")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth > 1:
                    run(f"ROLLBACK TO {name}")
                    run(f"RELEASE {name}")
                else:
                    run("ROLLBACK")
                raise
            else:
                run(f"RELEASE {name}" if self._depth > 1 else "COMMIT")
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

    def setting(self, name: str) -> str | None:
        """Returns a setting, None where it was never set."""
        rows = self.execute("SELECT value FROM settings WHERE name = :name", {"name": name})
        return rows[0][0] if rows else None

    def set_setting(self, name: str, value: str) -> None:
        """Keeps a setting."""
        self.execute(
            "INSERT OR REPLACE INTO settings VALUES (:name, :value)", {"name": name, "value": value}
        )

    def last_id(self, kind: str) -> int | None:
        """Returns the newest id of a kind, None where there is none yet."""
        rows = self.execute("SELECT last FROM sequences WHERE kind = :kind", {"kind": kind})
        return rows[0][0] if rows else None

    def set_last_id(self, kind: str, last: int) -> None:
        """Keeps the newest id of a kind."""
        self.execute(
            "INSERT OR REPLACE INTO sequences VALUES (:kind, :last)", {"kind": kind, "last": last}
        )

    def put(self, kind: str, parent: str | None, entities: Iterable[Entity]) -> None:
        """Keeps entities under their parent, in place of those with the same id."""
        rows = (
            (
                kind,
                int(parent or 0),
                int(entity.id),
                _text(entity.data),
                entity.due,
                _text(entity.later),
                _text(entity.notes),
            )
            for entity in entities
        )
        with self._lock:
            self._connection.executemany(
                "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?, ?)", rows
            )

    def get(self, kind: str, parent: str | None, id: str, now: float) -> Entity | None:
        """Returns an entity as it is by now, None where there is none."""
        key = _key(kind, parent, id)
        return self._one("parent = :parent AND id = :id", {**key, "now": now}) if key else None

    def locate(self, kind: str, id: str, now: float) -> Entity | None:
        """Returns an entity as it is by now, whatever it is under; None where there is none."""
        key = _key(kind, None, id)
        return self._one("id = :id", {**key, "now": now}) if key else None

    def select(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> list[Entity]:
        """Returns entities as they are by now, by id.

        Args:
            kind: What they are.
            parents: What they are under, one id or several; None for whatever they are under.
            now: The time that they are shown at.
            where: The fields that they are chosen by.
        """
        condition, values = _condition(parents, where)
        rows = self.execute(
            f"SELECT {_ENTITY} FROM entities WHERE kind = :kind{condition} ORDER BY id",
            {**values, "kind": kind, "now": now},
        )
        return [_entity(row) for row in rows]

    def count(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> int:
        """Returns how many entities `select` would."""
        condition, values = _condition(parents, where)
        rows = self.execute(
            f"SELECT count(*) FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )
        return int(rows[0][0])

    def delete(self, kind: str, parent: str | None, id: str) -> None:
        """Removes an entity."""
        key = _key(kind, parent, id)
        if key:
            self.execute(
                "DELETE FROM entities WHERE kind = :kind AND parent = :parent AND id = :id", key
            )

    def delete_all(
        self, kind: str, parents: Iterable[str] | str | None, now: float, where: Where | None = None
    ) -> None:
        """Removes the entities that `select` would return."""
        condition, values = _condition(parents, where)
        self.execute(
            f"DELETE FROM entities WHERE kind = :kind{condition}",
            {**values, "kind": kind, "now": now},
        )

    def delete_under(self, parent: str) -> None:
        """Removes everything that is right under a parent."""
        self.execute("DELETE FROM entities WHERE parent = :parent", {"parent": _number(parent)})

    def delete_done(self, kind: str, before: float) -> None:
        """Removes entities, whatever they are under, that changed by themselves before then."""
        self.execute(
            "DELETE FROM entities WHERE kind = :kind AND due <= :before",
            {"kind": kind, "before": before},
        )

    def texts(
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
        """Returns the ids and JSON texts of entities, by id.

        Args:
            kind: What they are.
            parents: What they are under, one id or several; None for whatever they are under.
            after: The id that they follow; None to begin with the first.
            descending: Whether the largest id is the first.
            limit: The most to return.
            now: The time that they are shown at.
            where: The fields that they are chosen by.
        """
        if after is None:
            after = LARGEST_ID if descending else 0
        compare, order = ("<", "DESC") if descending else (">", "ASC")
        condition, values = _condition(parents, where)
        # Where ids are named, they are looked up rather than every id that follows; the plus tells SQLite so.
        id = "+id" if "id" in (where or {}) else "id"
        return self.execute(
            f"SELECT id, {_CURRENT} FROM entities WHERE kind = :kind{condition} AND {id} {compare} :after "
            f"ORDER BY id {order} LIMIT :limit",
            {**values, "kind": kind, "after": after, "limit": limit, "now": now},
        )

    def _one(self, condition: str, values: Mapping[str, object]) -> Entity | None:
        rows = self.execute(
            f"SELECT {_ENTITY} FROM entities WHERE kind = :kind AND {condition}", values
        )
        return _entity(rows[0]) if rows else None


def _entity(row: tuple[Any, ...]) -> Entity:
    id, parent, data, due, later, notes = row
    return Entity(
        str(id),
        json.loads(data),
        due,
        None if due is None else json.loads(later),
        None if notes is None else json.loads(notes),
        str(parent),
    )


def _condition(
    parents: Iterable[str] | str | None, where: Where | None
) -> tuple[str, dict[str, object]]:
    """Returns the SQL that narrows entities down, to be added to another condition, and its values."""
    text, values = "", dict[str, object]()
    if isinstance(parents, str):
        text, values = " AND parent = :parent", {"parent": _number(parents)}
    elif parents is not None:
        text = " AND parent IN (SELECT value FROM json_each(:parents))"
        values = {"parents": json.dumps([_number(parent) for parent in parents])}
    for place, (field, wanted) in enumerate((where or {}).items()):
        allowed = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
        if field == "id":
            # Its own column has an index; whoever asks for few of very many gets them at once.
            text += f" AND id IN (SELECT value FROM json_each(:any{place}))"
            values[f"any{place}"] = json.dumps([_number(str(id)) for id in allowed])
            continue
        path = "$" + "".join(f'."{step}"' for step in field.split("."))
        # A field that is null is not IN any list, nor is one that is not there; `IS NULL` is both.
        text += (
            f" AND (json_extract({_CURRENT}, :path{place}) IN (SELECT value FROM json_each(:any{place}))"
            + (f" OR json_extract({_CURRENT}, :path{place}) IS NULL)" if None in allowed else ")")
        )
        values |= {f"path{place}": path, f"any{place}": json.dumps(allowed)}
    return text, values


def _text(data: Mapping[str, Any] | None) -> str | None:
    # ASCII only: half a surrogate pair, which JSON can carry and UTF-8 cannot, stays an escape.
    return None if data is None else json.dumps(data, allow_nan=False, separators=(",", ":"))


def _key(kind: str, parent: str | None, id: str) -> dict[str, object] | None:
    """Returns the key of an entity; None when nothing can have it, such as an id with leading zeros."""
    numbers = [_number(parent or "0"), _number(id)]
    if None in numbers:
        return None
    return {"kind": kind, "parent": numbers[0], "id": numbers[1]}


def _number(id: str) -> int | None:
    """Returns an id as it is kept; None when nothing can have it."""
    if not (id.isascii() and id.isdigit() and len(id) < 20):
        return None
    number = int(id)
    return number if id == str(number) and number <= LARGEST_ID else None
