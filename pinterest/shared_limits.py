"""Rate limits that several processes or machines share."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, Protocol, Self, TypeVar
from urllib.parse import urlsplit

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.quota_windows import Rate, WindowKey
from pinterest.utils.suggest import format_value
from pinterest.utils.within_deadline import call_within_deadline

__all__ = ["SharedLimits"]

T = TypeVar("T")

# The minimum wait before a process checks a shared limit again, as a fraction of the window's length.
_MIN_WAIT_FRACTION: Final = 0.02
# Requests that are sent in two windows could arrive in one window of the server, because some requests arrive
# later than others. To prevent this, short windows last longer by this factor, and long windows allow fewer
# requests.
_WINDOW_FACTOR: Final = 1.05
_ONE_IN_RESERVE: Final = 50
_SHORT_WINDOW: Final = 10.0


class Buckets(Protocol):
    """The interface of a shared storage that counts requests. All threads of a process use the same object."""

    def seconds_until_counted(self, key: str, rate: Rate) -> float:
        """Counts a request and returns 0. If the bucket is full, counts nothing and returns the seconds to wait."""

    def load(self, name: str) -> str | None:
        """Returns the string that is stored under a name. None if there is no such string."""

    def store(self, name: str, text: str) -> None:
        """Stores a string under a name."""

    def close(self) -> None:
        """Closes the connections."""


class SharedLimits:
    """Shares the rate limits of a token between processes. Pass this object to each client as `rate_limiter`.

    All processes together stay within your budgets and within the limits that any process has learned. A
    `SharedLimits` object can be pickled and used in forked child processes. The pickle only contains the
    location of the storage. Each process opens its own connection when it sends its first request.

    Examples:
        >>> limits = SharedLimits.redis("redis://redis.internal:6379/0")
        >>> client = PinterestSDKClient(access_token="...", rate_limiter=limits)
    """

    def __init__(self, kind: str, location: str, name: str) -> None:
        """Use `SharedLimits.sqlite` or `SharedLimits.redis` to create shared limits."""
        if not isinstance(name, str) or not name:
            raise ValidationError(f"name: {format_value(name)} is not valid; allowed: a string")
        self._kind, self._location, self._name = kind, location, name
        self._buckets = _LazyBuckets(kind, location)

    @classmethod
    def sqlite(cls, path: str | os.PathLike[str], *, name: str = "pinterest") -> Self:
        """Shares rate limits between the processes of one machine. Needs the extra `limits`.

        Args:
            path: The SQLite file, which must be on a local disk. Created if it does not exist.
            name: A name for the rate limits. Clients that use the same name share their limits. Choose one
                name per user and app.

        Raises:
            ConfigurationError: If the extra `limits` is not installed or the folder of the file does not
                exist.
            ValidationError: If the name is not valid.
        """
        location = Path(path).absolute()
        if not location.parent.is_dir():
            raise ConfigurationError(
                f"path: the folder {location.parent} does not exist. Create it."
            )
        return cls._create("sqlite", str(location), name)

    @classmethod
    def redis(cls, url: str, *, name: str = "pinterest") -> Self:
        """Shares rate limits between machines. Needs the extra `redis` and a Redis server.

        Args:
            url: URL of the server, such as `redis://host:6379/0` or `rediss://user:password@host:6380/0`.
            name: A name for the rate limits. Clients that use the same name share their limits. Choose one
                name per user and app.

        Raises:
            ConfigurationError: If the extra `redis` is not installed or the URL is not valid.
            ValidationError: If the name is not valid.
        """
        if not str(url).startswith(("redis://", "rediss://", "unix://")):
            raise ConfigurationError(
                "url is not the URL of a Redis server. Pass one such as redis://localhost:6379/0."
            )
        return cls._create("redis", str(url), name)

    @classmethod
    def _create(cls, kind: str, location: str, name: str) -> Self:
        """Creates shared limits. `kind` is the kind of storage: `sqlite` or `redis`."""
        _get_buckets_class(kind)
        return cls(kind, location, name)

    def seconds_until_counted(self, key: WindowKey) -> float:
        """Counts a request in a window and returns 0. If the window is full, returns the seconds to wait instead.

        Args:
            key: The window.

        Raises:
            ConnectionFailed: If the storage cannot be reached.
        """
        limit, seconds = key.rate
        text = f"{self._name}:{key.category}:{key.ad_account_id}:{limit}:{seconds:g}"
        if seconds < _SHORT_WINDOW:
            usable = Rate(limit, seconds * _WINDOW_FACTOR)
        else:
            usable = Rate(limit - limit // _ONE_IN_RESERVE, seconds)
        wait = self._call(lambda buckets: buckets.seconds_until_counted(text, usable))
        if wait <= 0:
            return 0.0
        part = seconds * _MIN_WAIT_FRACTION
        # A random part makes the processes wake up at different times, so that they do not compete for the
        # same slot.
        return min(max(wait, part) + random.uniform(0.0, part), max(wait, seconds))

    def rates(self, category: str) -> tuple[Rate, ...]:
        """Returns the stored rates of a category. Empty if no process has stored any.

        Raises:
            ConnectionFailed: If the storage cannot be reached.
        """
        text = self._call(lambda buckets: buckets.load(f"{self._name}:rates:{category}")) or ""
        pairs = (part.split("/") for part in text.split() if "/" in part)
        return tuple(Rate(int(limit), float(seconds)) for limit, seconds in pairs)

    def store_rates(self, category: str, rates: tuple[Rate, ...]) -> None:
        """Stores the rates of a category for the other processes.

        Raises:
            ConnectionFailed: If the storage cannot be reached.
        """
        text = " ".join(f"{limit}/{seconds:g}" for limit, seconds in rates)
        self._call(lambda buckets: buckets.store(f"{self._name}:rates:{category}", text))

    def _call(self, use: Callable[[Buckets], T]) -> T:
        """Calls `use` with the buckets of this process and returns the result.

        Raises:
            DeadlineExceeded: If the deadline of the current API call passes before `use` returns.
        """
        return call_within_deadline(
            lambda: use(self._buckets.get()), "the storage of the shared rate limits"
        )

    def for_token(self, token: object) -> Self:
        """Returns separate limits for another token. Uses the same storage and the same connections.

        Args:
            token: The token, or the function that returns it.
        """
        text = token if isinstance(token, str) else getattr(token, "__qualname__", repr(token))
        name = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
        other = type(self)(self._kind, self._location, f"{self._name}:{name}")
        other._buckets = self._buckets
        return other

    def close(self) -> None:
        """Closes the connections of this process. The next request opens them again."""
        self._buckets.close()

    def __repr__(self) -> str:
        location = self._location if self._kind == "sqlite" else urlsplit(self._location).hostname
        return f"SharedLimits.{self._kind}({location!r}, name={self._name!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SharedLimits):
            return NotImplemented
        return self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash((self._kind, self._location, self._name))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._kind, self._location, self._name)


class _LazyBuckets:
    """Opens the storage of the rate limits on first use, separately in each process.

    Args:
        kind: `sqlite` or `redis`.
        location: The path of the SQLite file, or the URL of the Redis server.
    """

    def __init__(self, kind: str, location: str) -> None:
        self._kind, self._location = kind, location
        self._lock = ForkSafeLock()
        self._opened: tuple[int, Buckets] | None = None

    def get(self) -> Buckets:
        """Returns the buckets of this process. The first call in a process opens them."""
        opened = self._opened
        if opened is not None and opened[0] == os.getpid():
            return opened[1]
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                if self._opened is not None:
                    _parents_buckets.append(self._opened[1])
                self._opened = os.getpid(), _get_buckets_class(self._kind)(self._location)
            return self._opened[1]

    def close(self) -> None:
        """Closes the connections that this process opened."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None and opened[0] == os.getpid():
            opened[1].close()
        elif opened is not None:
            _parents_buckets.append(opened[1])


# Keeps the buckets of the parent process alive in a forked child process, which must not close their
# connections.
_parents_buckets: list[Buckets] = []


def _get_buckets_class(kind: str) -> Callable[[str], Buckets]:
    """Returns the class that implements `Buckets` with SQLite or Redis.

    Raises:
        ConfigurationError: If the extra for SQLite or Redis is not installed.
    """
    extra = "limits" if kind == "sqlite" else "redis"
    try:
        if kind == "sqlite":
            from pinterest.utils.shared_sqlite import SQLiteBuckets

            return SQLiteBuckets
        from pinterest.utils.shared_redis import RedisBuckets

        return RedisBuckets
    except ImportError as error:
        raise ConfigurationError(
            f"SharedLimits.{kind} needs the extra '{extra}', and {error.name or 'a package'} is not installed. Install "
            f'it: pip install ".[{extra}]" in a checkout of the SDK.'
        ) from None
