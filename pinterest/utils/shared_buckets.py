"""Counts requests in pyrate-limiter's buckets. Needs the extra `limits`."""

from __future__ import annotations

from typing import cast

from pyrate_limiter import AbstractBucket, RateItem

__all__ = ["count_request"]


def count_request(bucket: AbstractBucket, now: int) -> float:
    """Counts a request and returns 0. If the bucket is full, counts nothing and returns the seconds to wait.

    Args:
        bucket: A synchronous bucket that no other thread uses at the same time.
        now: The current time in milliseconds.
    """
    item = RateItem("request", now)
    return 0.0 if bucket.put(item) else cast(int, bucket.waiting(item)) / 1000
