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

# The minimum wait before a process checks a shared limit again, as a fraction of the window. With shorter waits,
# processes would check the limit too often.
_MIN_WAIT_FRACTION: Final = 0.02
# Some requests take longer to arrive than others, so requests of two windows could arrive at the server in the same
# window. To prevent this, short windows are longer by this factor, and long windows hold back one request in N.
_WINDOW_FACTOR: Final = 1.05
_ONE_IN_RESERVE: Final = 50
_SHORT_WINDOW: Final = 10.0


class Buckets(Protocol):
    """The storage that processes share. Each process has one object per storage, which its threads share."""

    def seconds_until_counted(self, key: str, rate: Rate) -> float:
        """Counts a request and returns 0. If the bucket is full, returns the seconds until there is room."""

    def load(self, name: str) -> str | None:
        """Returns a stored string. None if it does not exist."""

    def store(self, name: str, text: str) -> None:
        """Stores a string."""

    def close(self) -> None:
        """Closes the connections."""


class SharedLimits:
    """Shares the rate limits of a token between processes. Pass it to each client as `rate_limiter`.

    All processes together respect the limits that any of them learns, and the budgets that you set. A `SharedLimits`
    can be pickled and used in forked children. It only contains the location of the shared state, and each process
    opens its own connection when it sends its first request.

    Examples:
        >>> limits = SharedLimits.redis("redis://redis.internal:6379/0")
        >>> client = PinterestSDKClient(access_token="...", rate_limiter=limits)
    """

    def __init__(self, kind: str, location: str, name: str) -> None:
        """Creates shared limits. Use `sqlite` or `redis` instead."""
        if not isinstance(name, str) or not name:
            raise ValidationError(f"name: {format_value(name)} is not valid; allowed: a string")
        self._kind, self._location, self._name = kind, location, name
        self._connections = _Connections(kind, location)

    @classmethod
    def sqlite(cls, path: str | os.PathLike[str], *, name: str = "pinterest") -> Self:
        """Shares rate limits between the processes of one machine. Needs the extra `limits`.

        Args:
            path: The SQLite file. It is created if it does not exist. It must be on a local disk.
            name: Clients with the same name share their rate limits. Choose one per user and app.

        Raises:
            ConfigurationError: If the extra is not installed or the folder of the file does not exist.
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
            name: Clients with the same name share their rate limits. Choose one per user and app.

        Raises:
            ConfigurationError: If the extra is not installed or the URL is not valid.
            ValidationError: If the name is not valid.
        """
        if not str(url).startswith(("redis://", "rediss://", "unix://")):
            raise ConfigurationError(
                "url is not the URL of a Redis server. Pass one such as redis://localhost:6379/0."
            )
        return cls._create("redis", str(url), name)

    @classmethod
    def _create(cls, kind: str, location: str, name: str) -> Self:
        _buckets_class(kind)
        return cls(kind, location, name)

    def seconds_until_counted(self, key: WindowKey) -> float:
        """Counts a request in a window and returns 0. If the window is used up, returns the seconds to wait.

        Args:
            key: The window.

        Raises:
            ConnectionFailed: If the shared state cannot be reached.
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
        # Processes that wake at different times do not compete for the same slot.
        return min(max(wait, part) + random.uniform(0.0, part), max(wait, seconds))

    def rates(self, category: str) -> tuple[Rate, ...]:
        """Returns the rates of a category that any process has learned. Empty if none has.

        Raises:
            ConnectionFailed: If the shared state cannot be reached.
        """
        text = self._call(lambda buckets: buckets.load(f"{self._name}:rates:{category}")) or ""
        pairs = (part.split("/") for part in text.split() if "/" in part)
        return tuple(Rate(int(limit), float(seconds)) for limit, seconds in pairs)

    def store_rates(self, category: str, rates: tuple[Rate, ...]) -> None:
        """Stores the rates of a category for the other processes.

        Raises:
            ConnectionFailed: If the shared state cannot be reached.
        """
        text = " ".join(f"{limit}/{seconds:g}" for limit, seconds in rates)
        self._call(lambda buckets: buckets.store(f"{self._name}:rates:{category}", text))

    def _call(self, use: Callable[[Buckets], T]) -> T:
        """Calls a function with the buckets of this process, within the deadline of the current call."""
        return call_within_deadline(
            lambda: use(self._connections.buckets()), "the storage of the shared rate limits"
        )

    def for_token(self, token: object) -> Self:
        """Returns shared limits for another token, in the same storage and with the same connections.

        Args:
            token: The token, or the function that returns it.
        """
        text = token if isinstance(token, str) else getattr(token, "__qualname__", repr(token))
        name = hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]
        other = type(self)(self._kind, self._location, f"{self._name}:{name}")
        other._connections = self._connections
        return other

    def close(self) -> None:
        """Closes the connections of this process. The next request opens them again."""
        self._connections.close()

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


class _Connections:
    """Opens the buckets of a process when they are first used. A forked child opens its own."""

    def __init__(self, kind: str, location: str) -> None:
        self._kind, self._location = kind, location
        self._lock = ForkSafeLock()
        self._opened: tuple[int, Buckets] | None = None

    def buckets(self) -> Buckets:
        """Returns the buckets of this process."""
        opened = self._opened
        if opened is not None and opened[0] == os.getpid():
            return opened[1]
        with self._lock:
            if self._opened is None or self._opened[0] != os.getpid():
                if self._opened is not None:
                    _parents_buckets.append(self._opened[1])
                self._opened = os.getpid(), _buckets_class(self._kind)(self._location)
            return self._opened[1]

    def close(self) -> None:
        """Closes the connections, unless they were inherited from a parent process."""
        with self._lock:
            opened, self._opened = self._opened, None
        if opened is not None and opened[0] == os.getpid():
            opened[1].close()
        elif opened is not None:
            _parents_buckets.append(opened[1])


# A forked child must not close the connections of its parent, so it keeps them.
_parents_buckets: list[Buckets] = []


def _buckets_class(kind: str) -> Callable[[str], Buckets]:
    """Returns the class of the buckets.

    Raises:
        ConfigurationError: If its extra is not installed.
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
