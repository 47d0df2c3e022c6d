"""Fetches the values of an iterator in a thread, before the caller asks for them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias, TypeVar

from pinterest.utils.ordered_work import OrderedWork

__all__ = ["fetch_ahead"]

T = TypeVar("T")
_Work: TypeAlias = OrderedWork[None, Any]

# The maximum `count`. Fetching more pages ahead would only use memory.
_MAX_AHEAD: Final = 1_000

_END: Final = object()


def fetch_ahead(remaining: Callable[[], Iterator[T]], count: int) -> Iterator[T]:
    """Yields the values of an iterator, and fetches up to `count` values ahead in a thread.

    If fetching a value fails, the error is raised when the caller reaches the value.

    Args:
        remaining: Returns an iterator over the values that were not yielded yet.
        count: Maximum number of values to fetch ahead, in addition to the value that was yielded last.
    """
    work: _Work | None = None
    process = 0
    try:
        while True:
            # A forked child process needs its own thread and iterator.
            if work is None or process != os.getpid():
                process = os.getpid()
                work = _start_fetching(remaining(), count)
            task = work.take_first_task()
            task.raise_error()
            value: Any = task.result
            if value is _END:
                return
            work.add(None)
            yield value
            del task, value  # free their memory before waiting for the next value
    except KeyboardInterrupt:
        if work is not None:
            work.interrupt()
        raise
    finally:
        # When the generator is closed or garbage collected, the thread ends after the current value.
        if work is not None:
            work.stop()


def _start_fetching(values: Iterator[Any], count: int) -> _Work:
    """Starts a thread that fetches the first values."""
    # One thread is enough, because each page contains the bookmark of the next.
    work: _Work = OrderedWork(lambda _: next(values, _END), workers=1)
    for _ in range(min(count, _MAX_AHEAD)):
        work.add(None)
    return work
