"""Waits for the threads of the SDK and for servers, without fixed sleeps."""

from __future__ import annotations

import threading
from collections.abc import Callable


def eventually(condition: Callable[[], bool]) -> bool:
    """Waits until a condition is true, for ten seconds at most. Returns whether it is."""
    for _ in range(1000):
        if condition():
            return True
        threading.Event().wait(0.01)
    return condition()


def threads_end() -> bool:
    """Waits until no thread of the SDK is left. Returns whether that is so."""
    return eventually(
        lambda: not any(thread.name == "pinterest-worker" for thread in threading.enumerate())
    )
