"""Buckets in an SQLite file, which the processes of one machine share. Needs the extra `limits`."""

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
    """Counts requests in an SQLite file: one table per window, one row per request.

    Args:
        path: The file. It is created if it does not exist.
    """

    def __init__(self, path: str) -> None:
        """Creates the object without opening a connection."""
        self._path = path
        # The connections that no thread uses at the moment. Each is used by one thread at a time.
        self._idle: list[sqlite3.Connection] = []
        self._cleaned_at: dict[str, float] = {}
        weakref.finalize(self, _close_of_process, self._idle, os.getpid())

    def seconds_until_counted(self, key: str, rate: Rate) -> float:
        """Counts a request and returns 0. If the bucket is full, returns the seconds until there is room.

        Args:
            key: The name of the bucket.
            rate: How many requests it holds for how many seconds.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        table = f"window_{hashlib.sha256(key.encode()).hexdigest()[:20]}"
        with self._connection() as connection:
            if table not in self._cleaned_at:
                connection.execute(SQLiteQueries.CREATE_BUCKET_TABLE.format(table=table))
                index = {"index_name": f"times_of_{table}", "table_name": table}
                connection.execute(SQLiteQueries.CREATE_INDEX_ON_TIMESTAMP.format(**index))
                self._cleaned_at[table] = 0.0
            rates = [BucketRate(rate.limit, round(rate.seconds * 1000))]
            bucket = SQLiteBucket(rates, connection, table)
            with _transaction(connection):
                wait = count_request(bucket, _get_milliseconds())
            if time.monotonic() - self._cleaned_at[table] > rate.seconds:
                self._cleaned_at[table] = time.monotonic()
                with _transaction(connection):
                    bucket.leak(_get_milliseconds())
            return wait

    def load(self, name: str) -> str | None:
        """Returns a stored string. None if it does not exist.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        with self._connection() as connection:
            row = connection.execute("SELECT text FROM texts WHERE name = ?", (name,)).fetchone()
        return None if row is None else str(row[0])

    def store(self, name: str, text: str) -> None:
        """Stores a string.

        Raises:
            ConnectionFailed: If the file cannot be used.
        """
        with self._connection() as connection:
            connection.execute("INSERT OR REPLACE INTO texts VALUES (?, ?)", (name, text))

    def close(self) -> None:
        """Closes the connections that no thread uses at the moment."""
        _close_all(self._idle)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Yields a connection that no other thread uses."""
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
                "its folder and the space on the disk."
            ) from None
        except BaseException:  # after any error, a transaction may still be open
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
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Keeps other processes from writing, so that a bucket counts and adds in one transaction."""
    connection.execute("BEGIN IMMEDIATE")
    yield
    if connection.in_transaction:  # a bucket commits when it adds a request
        connection.rollback()


def _get_milliseconds() -> int:
    return time.time_ns() // 1_000_000


def _close_of_process(connections: list[sqlite3.Connection], process: int) -> None:
    """Closes connections, unless they belong to the parent process of a fork."""
    if os.getpid() == process:
        _close_all(connections)


def _close_all(connections: list[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()
