"""Helpers for tests of threads: waits without fixed sleeps."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from typing import Any

from pinterest.utils.bookmark import Bookmark, Page


def eventually(condition: Callable[[], bool]) -> bool:
    """Waits up to ten seconds for a condition. Returns whether it is true."""
    for _ in range(1000):
        if condition():
            return True
        threading.Event().wait(0.01)
    return condition()


def threads_end() -> bool:
    """Waits until all threads of the SDK have ended. Returns False after a timeout."""
    return eventually(
        lambda: not any(thread.name == "pinterest-worker" for thread in threading.enumerate())
    )


def following(page: Page[Any]) -> Bookmark[Any]:
    """Returns the bookmark of a page that is not the last one."""
    assert page.bookmark is not None
    return page.bookmark


def line_of(child: subprocess.Popen[str]) -> str:
    """Returns the next line that a child prints."""
    assert child.stdout is not None
    return child.stdout.readline()
