"""What the emulator remembers: an SQLite database, in memory or in a file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pinterest.exceptions import ConfigurationError

_APPLICATION_ID = 0x50494E53
_VERSION = 1
_LARGEST_ID = 2**63 - 1

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
    data TEXT NOT NULL, due REAL, later TEXT,
    PRIMARY KEY (kind, parent, id)
) WITHOUT ROWID;
"""
_CURRENT = "CASE WHEN due <= :now THEN later ELSE data END"


@dataclass(frozen=True, slots=True)
class Entity:
    """One object of the API.

    Attributes:
        id: Its id, digits.
        data: How it is shown.
        due: When it changes by itself, None when it does not.
        later: How it is shown from then on.
    """

    id: str
    data: Mapping[str, Any]
    due: float | None = None
    later: Mapping[str, Any] | None = None


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
            raise ConfigurationError(
                f"cannot use {name} as the emulator's database: {error}; give a file in a folder that exists, one "
                "that no other emulator has open"
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
        """Makes what is done inside one step: kept as a whole at its end, or undone by an exception."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN")
            self._depth += 1
            try:
                yield
            except BaseException:
                if self._depth == 1:
                    self._connection.execute("ROLLBACK")
                raise
            else:
                if self._depth == 1:
                    self._connection.execute("COMMIT")
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
            )
            for entity in entities
        )
        with self._lock:
            self._connection.executemany(
                "INSERT OR REPLACE INTO entities VALUES (?, ?, ?, ?, ?, ?)", rows
            )

    def get(self, kind: str, parent: str | None, id: str, now: float) -> Entity | None:
        """Returns an entity as it is by now, None where there is none."""
        key = _key(kind, parent, id)
        rows = key and self.execute(
            f"SELECT {_CURRENT}, due, later FROM entities WHERE kind = :kind AND parent = :parent AND id = :id",
            {**key, "now": now},
        )
        if not rows:
            return None
        data, due, later = rows[0]
        if due is None or due <= now:
            return Entity(id, json.loads(data))
        return Entity(id, json.loads(data), due, json.loads(later))

    def delete(self, kind: str, parent: str | None, id: str) -> None:
        """Removes an entity."""
        key = _key(kind, parent, id)
        if key:
            self.execute(
                "DELETE FROM entities WHERE kind = :kind AND parent = :parent AND id = :id", key
            )

    def texts(
        self,
        kind: str,
        parent: str | None,
        *,
        after: int | None,
        descending: bool,
        limit: int,
        now: float,
    ) -> list[tuple[int, str]]:
        """Returns the ids and JSON texts of entities, by id.

        Args:
            kind: What they are.
            parent: What they are under.
            after: The id that they follow; None to begin with the first.
            descending: Whether the largest id is the first.
            limit: The most to return.
            now: The time that they are shown at.
        """
        if after is None:
            after = _LARGEST_ID if descending else 0
        compare, order = ("<", "DESC") if descending else (">", "ASC")
        return self.execute(
            f"SELECT id, {_CURRENT} FROM entities WHERE kind = :kind AND parent = :parent AND id {compare} :after "
            f"ORDER BY id {order} LIMIT :limit",
            {
                "kind": kind,
                "parent": int(parent or 0),
                "after": after,
                "limit": limit,
                "now": now,
            },
        )


def _text(data: Mapping[str, Any] | None) -> str | None:
    # ASCII only: half a surrogate pair, which JSON can carry and UTF-8 cannot, stays an escape.
    return None if data is None else json.dumps(data, allow_nan=False, separators=(",", ":"))


def _key(kind: str, parent: str | None, id: str) -> dict[str, object] | None:
    """Returns the key of an entity; None when nothing can have it, such as an id with leading zeros."""
    if max(len(parent or ""), len(id)) > len(str(_LARGEST_ID)):
        return None
    numbers = [int(parent or 0), int(id)]
    if [parent or "0", id] != [str(number) for number in numbers] or max(numbers) > _LARGEST_ID:
        return None
    return {"kind": kind, "parent": numbers[0], "id": numbers[1]}
