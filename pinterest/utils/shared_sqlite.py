"""Stores rate limits in an SQLite file, which the processes of one machine share. Needs the extra `limits`."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

from pyrate_limiter import Rate as BucketRate
from pyrate_limiter import SQLiteBucket, SQLiteQueries

from pinterest.exceptions import ConnectionFailed
from pinterest.utils.quota_windows import Rate
from pinterest.utils.shared_buckets import count_request

__all__ = ["SQLiteBuckets"]

_SECONDS_FOR_OTHERS = 30.0
_TEXTS = "CREATE TABLE IF NOT EXISTS texts (name TEXT PRIMARY KEY, text TEXT NOT NULL)"


class SQLiteBuckets:
    """Counts requests in an SQLite file, in one bucket per rate limit.

    Args:
        path: The SQLite file. A missing file is created on first use.
    """

    def __init__(self, path: str) -> None:
        """Stores the path, but opens no connection."""
        self._path = path
        # The idle connections. A connection in use belongs to one thread and is not in this list.
        self._idle: list[sqlite3.Connection] = []
        self._cleaned_at: dict[str, float] = {}
        weakref.finalize(self, _close_own_connections, self._idle, os.getpid())

    def seconds_until_counted(self, key: str, rate: Rate) -> float:
        """Returns the seconds that a request has to wait. If bucket `key` has room, counts the request and returns 0.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        # The bucket is stored as a table with one row per request.
        table = f"window_{hashlib.sha256(key.encode()).hexdigest()[:20]}"
        with self._borrow_connection() as connection:
            if table not in self._cleaned_at:
                connection.execute(SQLiteQueries.CREATE_BUCKET_TABLE.format(table=table))
                index = {"index_name": f"times_of_{table}", "table_name": table}
                connection.execute(SQLiteQueries.CREATE_INDEX_ON_TIMESTAMP.format(**index))
                self._cleaned_at[table] = 0.0
            rates = [BucketRate(rate.limit, round(rate.seconds * 1000))]
            bucket = SQLiteBucket(rates, connection, table)
            with _lock_for_writing(connection):
                wait = count_request(bucket, _get_current_milliseconds())
            if time.monotonic() - self._cleaned_at[table] > rate.seconds:
                self._cleaned_at[table] = time.monotonic()
                with _lock_for_writing(connection):
                    bucket.leak(_get_current_milliseconds())
            return wait

    def load(self, name: str) -> str | None:
        """Returns the string that is stored under a name, or None if no string is stored.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        with self._borrow_connection() as connection:
            row = connection.execute("SELECT text FROM texts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def store(self, name: str, text: str) -> None:
        """Stores a string under a name.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        with self._borrow_connection() as connection:
            connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (name, text))

    def close(self) -> None:
        """Closes the connections that are not in use."""
        _close_all(self._idle)

    @contextmanager
    def _borrow_connection(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection that no other thread uses inside the `with` block."""
        connection: sqlite3.Connection | None = None
        try:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._connect()
            yield connection
        except sqlite3.Error as error:
            if connection is not None:
                connection.close()
            raise ConnectionFailed(
                f"the shared rate limits in {self._path} cannot be used: {error}. No request was sent. Check the file, "
                "its folder and the free disk space."
            ) from None
        except BaseException:  # a transaction may still be open
            if connection is not None:
                connection.close()
            raise
        self._idle.append(connection)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path,
            timeout=_SECONDS_FOR_OTHERS,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute(_TEXTS)
        return connection


@contextmanager
def _lock_for_writing(connection: sqlite3.Connection) -> Iterator[None]:
    """Starts a transaction that keeps other processes from writing until the `with` block ends."""
    connection.execute("BEGIN IMMEDIATE")
    yield
    # A bucket has already committed the transaction if it has added a request.
    if connection.in_transaction:
        connection.rollback()


def _get_current_milliseconds() -> int:
    return time.time_ns() // 1_000_000


def _close_own_connections(connections: list[sqlite3.Connection], process: int) -> None:
    """Closes the connections if `process` is the ID of the current process."""
    # A forked child process leaves the connections of its parent open.
    if os.getpid() == process:
        _close_all(connections)


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()
