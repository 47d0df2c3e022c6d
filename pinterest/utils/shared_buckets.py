"""Counts a request in a bucket of pyrate-limiter. Needs the extra `limits`."""

from __future__ import annotations

from typing import cast

from pyrate_limiter import AbstractBucket, RateItem

__all__ = ["count_request"]


def count_request(bucket: AbstractBucket, now: int) -> float:
    """Counts a request and returns 0. If the bucket is full, returns the seconds until there is room.

    Args:
        bucket: A bucket that is not asynchronous. No other thread may use it.
        now: The time in milliseconds.
    """
    item = RateItem("request", now)
    return 0.0 if bucket.put(item) else cast(int, bucket.waiting(item)) / 1000
