"""Locks a token store, so that only one thread or process of a machine can change it."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pinterest.exceptions import ConfigurationError, TokenStoreError
from pinterest.utils.bounds import get_seconds_left
from pinterest.utils.file_lock import LockTimeout, file_lock
from pinterest.utils.suggest import format_value

__all__ = ["DEFAULT_LOCK_TIMEOUT", "StoreLock"]

DEFAULT_LOCK_TIMEOUT = 100.0
_LONGEST_WAIT = 86_400


class StoreLock:
    """A reentrant lock for a token store that uses a lock file.

    Args:
        name: The name of the token store, for errors.
        timeout: Maximum seconds to wait for the lock.

    Raises:
        ConfigurationError: If the timeout is not valid.
    """

    def __init__(self, name: str, timeout: float) -> None:
        """Checks the timeout, but opens no file."""
        if type(timeout) not in (int, float) or not 0 <= timeout <= _LONGEST_WAIT:
            raise ConfigurationError(
                f"lock_timeout: {format_value(timeout)} is not valid; allowed: 0 to {_LONGEST_WAIT} seconds"
            )
        self._name = name
        self.timeout = timeout
        self._thread = threading.local()

    @contextmanager
    def hold(self, path: Path) -> Iterator[bool]:
        """Holds the lock inside a `with` block. Yields False if this thread already held the lock.

        Args:
            path: The lock file. A missing folder is created.

        Raises:
            TokenStoreError: If the file cannot be created, or another thread or process holds the lock too long.
        """
        if getattr(self._thread, "holder", None) == os.getpid():
            yield False
            return
        left = get_seconds_left()  # the time until the deadline of the current call
        seconds = self.timeout if left is None else min(left, self.timeout)
        lock = file_lock(path, seconds)
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock.__enter__()
        except LockTimeout:
            raise TokenStoreError(
                f"{self._name}: another process has held the lock for {seconds:.3g} s. Try again later."
            ) from None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise TokenStoreError(
                f"the token store {self._name} cannot be written: {reason}"
            ) from None
        try:
            self._thread.holder = os.getpid()
            try:
                yield True
            finally:
                self._thread.holder = None
        finally:
            lock.__exit__(None, None, None)

    def __reduce__(self) -> tuple[type[StoreLock], tuple[str, float]]:
        return type(self), (self._name, self.timeout)
