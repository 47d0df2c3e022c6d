"""Fetches the values of an iterator ahead of the code that uses them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias, TypeVar

from pinterest.utils.ordered_work import OrderedWork

__all__ = ["fetch_ahead"]

T = TypeVar("T")
_Work: TypeAlias = OrderedWork[None, Any]

# Larger numbers are reduced to this one. More pages would only take memory.
_MAX_AHEAD: Final = 1_000

_END: Final = object()


def fetch_ahead(remaining: Callable[[], Iterator[T]], count: int) -> Iterator[T]:
    """Yields the values of an iterator. A thread fetches them ahead.

    An error is raised instead of the value that could not be fetched. When the generator is closed or garbage
    collected, the thread ends after the current value.

    Args:
        remaining: Returns an iterator over the values that were not yielded yet. It is called at the start, and again
            in a forked child, which has no thread and cannot use its parent's iterator.
        count: Maximum number of values to fetch ahead, not counting the one in use.
    """
    work: _Work | None = None
    process = 0
    try:
        while True:
            if work is None or process != os.getpid():
                process = os.getpid()
                work = _start(remaining(), count)
            task = work.take()
            task.raise_error()
            value: Any = task.result
            if value is _END:
                return
            work.add(None)
            yield value
            del task, value  # free them before waiting for the next value
    except KeyboardInterrupt:
        if work is not None:
            work.interrupt()
        raise
    finally:
        if work is not None:
            work.stop()


def _start(values: Iterator[Any], count: int) -> _Work:
    """Starts to fetch the first values."""
    # One thread is enough, because each page contains the bookmark of the next.
    work: _Work = OrderedWork(lambda _: next(values, _END), workers=1)
    for _ in range(min(count, _MAX_AHEAD)):
        work.add(None)
    return work
