"""Counts requests in pyrate-limiter's buckets. Needs the extra `limits`."""

from __future__ import annotations

from typing import cast

from pyrate_limiter import AbstractBucket, RateItem

__all__ = ["count_request"]


def count_request(bucket: AbstractBucket, now: int) -> float:
    """Returns the seconds that a request has to wait. If the bucket is not full, counts the request and returns 0.

    Args:
        bucket: A synchronous bucket that no other thread uses at the same time.
        now: The current time in milliseconds.
    """
    item = RateItem("request", now)
    return 0.0 if bucket.put(item) else cast(int, bucket.waiting(item)) / 1000
