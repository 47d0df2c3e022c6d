"""The queue of conversion events on disk: an SQLite file that keeps events until they are delivered."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from pinterest.exceptions import ConfigurationError, ValidationError

__all__ = ["DELIVERED", "FAILED", "QUEUED", "UNKNOWN", "EventQueue", "QueuedEvent"]

QUEUED: Final = 0
DELIVERED: Final = 1
FAILED: Final = 2
UNKNOWN: Final = 3
# After a crash, events in this state must not be sent again.
_SENDING: Final = 4
"""The state of an event without an ID while it is being sent."""

_LOCK_SECONDS: Final = 1.0
_PAGES_PER_CHECKPOINT: Final = 4000
_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS events (
    number INTEGER PRIMARY KEY,
    event_name TEXT NOT NULL,
    event_id TEXT NOT NULL,
    body TEXT NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    time REAL NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX IF NOT EXISTS events_by_id ON events (event_id, event_name) WHERE event_id <> '';
CREATE INDEX IF NOT EXISTS waiting_events ON events (number) WHERE state = 0;
"""
_ADD: Final = f"""
INSERT INTO events (event_name, event_id, body, time) VALUES (?, ?, ?, ?)
ON CONFLICT (event_id, event_name) WHERE event_id <> ''
DO UPDATE SET body = excluded.body, time = excluded.time, state = {QUEUED}, attempts = 0 WHERE state = {FAILED}
"""


class QueuedEvent(NamedTuple):
    """An event that is waiting to be sent.

    Attributes:
        number: The number of the event in the file.
        event_name: The name of the event.
        event_id: The ID of the event. May be empty.
        body: The fields of the event, as JSON.
        attempts: How many times the API refused the event.
    """

    number: int
    event_name: str
    event_id: str
    body: str
    attempts: int


class EventQueue:
    """A queue of events in an SQLite file. Threads can share the queue, but only one process can open the file.

    Attributes:
        path: The file.
        pending: The number of events that are queued or being sent.
    """

    def __init__(
        self, path: Path, settings: dict[str, str], keep_ids: float, durable: bool
    ) -> None:
        """Opens the file. If the file does not exist, creates a file that only the current user can read.

        Args:
            path: The file.
            settings: The settings that all events in the file share, such as the ad account.
            keep_ids: Seconds for which the IDs of delivered events are kept.
            durable: Whether each commit waits until its data is on the disk.

        Raises:
            ConfigurationError: If the file cannot be opened, or another process has it open.
            ValidationError: If the file was created with other settings.
        """
        self.path = path
        self._lock = threading.RLock()
        try:
            self._connection = _open_database(path, durable)
        except (OSError, sqlite3.Error) as error:
            raise ConfigurationError(
                f"{path}: the event file cannot be opened: {error}. If another process has it open, give each "
                "process its own file"
            ) from error
        try:
            self._check_settings(settings)
        except BaseException:  # close the file after any error
            self._connection.close()
            raise
        with self._lock, self._connection as connection:
            delivered_before = time.time() - keep_ids
            connection.execute(
                f"DELETE FROM events WHERE state = {DELIVERED} AND time < ?", [delivered_before]
            )
            connection.execute(
                f"UPDATE events SET state = {UNKNOWN}, body = '' WHERE state = {_SENDING}"
            )
        self.pending = self.count_events(QUEUED)

    def _check_settings(self, settings: dict[str, str]) -> None:
        """Stores the settings in a new file, or checks that an existing file has the same settings."""
        with self._lock, self._connection as connection:
            for name, value in settings.items():
                connection.execute("INSERT OR IGNORE INTO settings VALUES (?, ?)", [name, value])
            found = dict(connection.execute("SELECT name, value FROM settings"))
        for name, value in settings.items():
            if found[name] != value:
                raise ValidationError(
                    f"{self.path}: the file was created with {name} {found[name]!r}, not {value!r}. Use another file"
                )

    def add(self, events: Iterable[dict[str, Any]]) -> int:
        """Adds events in one commit. Returns the number of events that were added or replaced.

        Skips an event with the same name and ID as an earlier event. If the earlier event failed, the new event
        replaces it instead.
        """
        now = time.time()
        rows = [
            (event["event_name"], event["event_id"], json.dumps(event, separators=(",", ":")), now)
            for event in events
        ]
        with self._lock, self._connection as connection:
            count = connection.executemany(_ADD, rows).rowcount if rows else 0
            self.pending += count
        return count

    def get_oldest_time(self) -> float | None:
        """Returns the time at which the oldest queued event was added. None if no event is queued."""
        with self._lock:
            row = self._connection.execute(
                f"SELECT time FROM events WHERE state = {QUEUED} ORDER BY number LIMIT 1"
            ).fetchone()
        return row[0] if row else None

    def take_oldest(self, limit: int) -> list[QueuedEvent]:
        """Returns up to `limit` queued events, oldest first.

        Marks the returned events that have no ID as being sent, so that they are not sent again after a crash.
        """
        with self._lock, self._connection as connection:
            rows = connection.execute(
                "SELECT number, event_name, event_id, body, attempts FROM events "
                f"WHERE state = {QUEUED} ORDER BY number LIMIT ?",
                [limit],
            )
            found = [QueuedEvent(*row) for row in rows]
            self._set_state(_SENDING, [event for event in found if not event.event_id])
        return found

    def record_outcome(self, state: int, events: Sequence[QueuedEvent]) -> None:
        """Sets the final state of events. Keeps the fields of failed events, because they can be sent again."""
        with self._lock, self._connection:
            self._set_state(state, events)
            self.pending -= len(events)

    def retry_failed(self) -> int:
        """Queues the failed events again. Returns their number."""
        with self._lock, self._connection as connection:
            count = connection.execute(
                f"UPDATE events SET state = {QUEUED}, attempts = 0 WHERE state = {FAILED}"
            ).rowcount
            self.pending += count
        return count

    def requeue(self, events: Sequence[QueuedEvent], *, refused: bool) -> None:
        """Queues events again.

        Args:
            events: The events.
            refused: Whether the API refused the events. Each refusal increases the `attempts` of an event.
        """
        with self._lock, self._connection as connection:
            connection.executemany(
                f"UPDATE events SET state = {QUEUED}, attempts = attempts + ? WHERE number = ?",
                [(int(refused), event.number) for event in events],
            )

    def _set_state(self, state: int, events: Sequence[QueuedEvent]) -> None:
        keeps_body = state in (FAILED, _SENDING)
        change = "state = ?" if keeps_body else "state = ?, body = ''"
        self._connection.executemany(
            f"UPDATE events SET {change} WHERE number = ?",
            [(state, event.number) for event in events],
        )

    def count_events(self, state: int) -> int:
        """Returns the number of events with a state, such as `FAILED`."""
        with self._lock:
            [count] = self._connection.execute(
                "SELECT count(*) FROM events WHERE state = ?", [state]
            ).fetchone()
        return int(count)

    def close(self) -> None:
        """Closes the file, so that another process can open it."""
        with self._lock:
            self._connection.close()


def _open_database(path: Path, durable: bool) -> sqlite3.Connection:
    # SQLite creates its other files with the permissions of this one.
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    path.chmod(0o600)
    connection = sqlite3.connect(path, timeout=_LOCK_SECONDS, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_PER_CHECKPOINT}")
        connection.executescript(_SCHEMA)
    except BaseException:  # close the file after any error
        connection.close()
        raise
    return connection
