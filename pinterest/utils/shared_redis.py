"""Stores rate limits in Redis, so that several machines can share them. Needs the extra `redis`."""

from __future__ import annotations

import time
from urllib.parse import urlsplit

import redis
from pyrate_limiter import Rate as BucketRate
from pyrate_limiter import RedisBucket

from pinterest.exceptions import ConfigurationError, ConnectionFailed
from pinterest.utils.quota_windows import Rate
from pinterest.utils.shared_buckets import count_request

__all__ = ["RedisBuckets"]

_TIMEOUT = 10.0
_SECONDS_TO_KEEP_TEXTS = 86_400


class RedisBuckets:
    """Counts requests in Redis, in one bucket per rate limit.

    Raises:
        ConfigurationError: If the URL is not valid.
    """

    def __init__(self, url: str) -> None:
        """Checks the URL, but opens no connection."""
        self._host = urlsplit(url).hostname or "the socket"
        try:
            self._redis = redis.Redis.from_url(
                url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT
            )
        except ValueError:  # the message is not shown: it may contain the password
            raise ConfigurationError(
                "the URL of the Redis server is not valid. Pass one such as redis://localhost:6379/0."
            ) from None
        self._script: str | None = None
        self._clock_offset = 0
        self._cleaned_at: dict[str, float] = {}

    def seconds_until_counted(self, key: str, rate: Rate) -> float:
        """Returns the seconds that a request has to wait. If bucket `key` has room, counts the request and returns 0.

        Raises:
            ConnectionFailed: If the server cannot be reached.
        """
        try:
            try:
                return self._count_in_redis(key, rate)
            except redis.exceptions.NoScriptError:  # a restarted server has lost the script
                self._script = None
                self._cleaned_at.clear()
                return self._count_in_redis(key, rate)
        except redis.RedisError as error:
            raise self._build_connection_error(error) from None

    def _count_in_redis(self, key: str, rate: Rate) -> float:
        """Counts a request and returns 0 if bucket `key` has room. Otherwise, returns the seconds to wait."""
        rates = [BucketRate(rate.limit, round(rate.seconds * 1000))]
        if self._script is None:
            seconds, microseconds = self._redis.time()
            # The clocks of the machines differ, so all machines use the clock of the Redis server.
            server = seconds * 1000 + microseconds // 1000
            self._clock_offset = server - time.time_ns() // 1_000_000
            self._script = RedisBucket.init(rates, self._redis, key).script_hash
        # The bucket is stored as a sorted set with one member per request.
        bucket = RedisBucket(rates, self._redis, key, self._script)
        now = time.time_ns() // 1_000_000 + self._clock_offset
        wait = count_request(bucket, now)
        if time.monotonic() - self._cleaned_at.get(key, float("-inf")) > rate.seconds:
            self._cleaned_at[key] = time.monotonic()
            bucket.leak(now)
            # Redis deletes buckets that are no longer used. This time is longer than a window, so no bucket
            # in use is deleted.
            self._redis.pexpire(key, 3 * rates[0].interval)
        return wait

    def load(self, name: str) -> str | None:
        """Returns the string that is stored under a name, or None if no string is stored.

        Raises:
            ConnectionFailed: If the server cannot be reached.
        """
        try:
            text = self._redis.get(name)
        except redis.RedisError as error:
            raise self._build_connection_error(error) from None
        return text.decode() if isinstance(text, bytes) else None

    def store(self, name: str, text: str) -> None:
        """Stores a string under a name for one day.

        Raises:
            ConnectionFailed: If the server cannot be reached.
        """
        try:
            self._redis.set(name, text, ex=_SECONDS_TO_KEEP_TEXTS)
        except redis.RedisError as error:
            raise self._build_connection_error(error) from None

    def close(self) -> None:
        """Closes the connections."""
        self._redis.close()

    def _build_connection_error(self, error: redis.RedisError) -> ConnectionFailed:
        """Returns a `ConnectionFailed` without the message of the Redis error, which may contain the password."""
        return ConnectionFailed(
            f"the shared rate limits in Redis at {self._host} cannot be used ({type(error).__name__}). No request was "
            "sent. Check that the server runs and that this machine reaches it."
        )
