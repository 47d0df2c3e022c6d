"""Connection pools that keep many idle connections, and are quick to create and to close."""

from __future__ import annotations

import queue
from typing import Any

from urllib3.connectionpool import HTTPConnectionPool
from urllib3.poolmanager import pool_classes_by_scheme

__all__ = ["POOL_CLASSES"]


class _IdleConnections(queue.LifoQueue[Any]):
    """The idle connections of a pool.

    urllib3 fills a new pool with None, once per connection that it may keep, and removes each None when it closes the
    pool. With room for many connections, that takes longer than a request. If the queue is empty, urllib3 opens a
    connection, just as it does when it gets None.
    """

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Adds a connection. Ignores None."""
        if item is not None:
            super().put(item, block, timeout)


def _without_filling(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    return type(pool.__name__, (pool,), {"QueueCls": _IdleConnections})


POOL_CLASSES = {scheme: _without_filling(pool) for scheme, pool in pool_classes_by_scheme.items()}
"""The classes of connection pools by URL scheme. They must not be used with `block=True`, which counts each None."""
