"""A lock that several processes share, based on locking a file.

This module only needs the standard library, so processes can share tokens without any extra.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["LockTimeout", "file_lock"]

_SECONDS_BETWEEN_TRIES = 0.05

# File descriptors of lock files that are open in this process. A forked child closes its copies, or it would keep the
# files locked.
_open_files: set[int] = set()


class LockTimeout(Exception):
    """Raised if another process still holds the lock when the timeout ends."""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        """Locks a file. Returns False if another process holds the lock."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: int) -> None:
        """Unlocks a file."""
        os.lseek(file, 0, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(file: int) -> bool:
        """Locks a file. Returns False if another process holds the lock."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _unlock(file: int) -> None:
        """Unlocks a file."""
        fcntl.flock(file, fcntl.LOCK_UN)

    def _close_copies() -> None:
        """Closes the lock files that a forked child inherited."""
        # The parent keeps its locks.
        for file in _open_files:
            os.close(file)
        _open_files.clear()

    os.register_at_fork(after_in_child=_close_copies)


@contextmanager
def file_lock(path: Path, timeout: float) -> Iterator[None]:
    """Locks a file inside a `with` block.

    Args:
        path: Path of the lock file. The file is created if necessary, and never removed.
        timeout: Maximum seconds to wait for the lock.

    Raises:
        LockTimeout: If another process still holds the lock when the timeout ends.
        OSError: If the file cannot be opened.
    """
    # The operating system releases the lock if the process dies.
    file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    _open_files.add(file)
    try:
        end = time.monotonic() + timeout
        while not _try_lock(file):
            if time.monotonic() >= end:
                raise LockTimeout
            # Poll, because no platform can wait for a file lock with a timeout.
            time.sleep(_SECONDS_BETWEEN_TRIES)
        try:
            yield
        finally:
            if file in _open_files:  # False in a child that was forked inside the `with` block
                _unlock(file)
    finally:
        if file in _open_files:
            _open_files.discard(file)
            os.close(file)
