"""Connection pools that can hold many idle connections and are still fast to create and close."""

from __future__ import annotations

import queue
from typing import Any

from urllib3.connectionpool import HTTPConnectionPool
from urllib3.poolmanager import pool_classes_by_scheme

__all__ = ["POOL_CLASSES"]


class _IdleConnections(queue.LifoQueue[Any]):
    """The queue of a pool's idle connections. Does not store None, with which urllib3 fills a new pool."""

    def put(self, item: Any, block: bool = True, timeout: float | None = None) -> None:
        """Adds an item to the queue, unless the item is None."""
        # urllib3 fills the queue of a new pool with None, up to the maximum number of connections, and removes each
        # None when the pool is closed. For a large pool, this takes longer than a request. An empty queue works as
        # well: urllib3 then opens a new connection.
        if item is not None:
            super().put(item, block, timeout)


def _create_pool_class(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    """Returns a subclass of `pool` whose queue of idle connections is an `_IdleConnections` object."""
    return type(pool.__name__, (pool,), {"QueueCls": _IdleConnections})


# With `block=True`, urllib3 would wait for a connection in the empty queue, so the first request would never end.
POOL_CLASSES = {scheme: _create_pool_class(pool) for scheme, pool in pool_classes_by_scheme.items()}
"""Maps URL schemes to connection pool classes. The classes do not support `block=True`."""
