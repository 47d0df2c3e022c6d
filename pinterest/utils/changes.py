"""Incremental reads: find the objects that were created or updated since the previous read."""

from __future__ import annotations

import datetime
import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, Self, TypeAlias, TypeVar

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.progress import ProgressOption
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["Changes", "ReadsChanges", "Since"]

Since: TypeAlias = "datetime.datetime | float | Mapping[str, Any] | None"
"""The earliest change to return: a datetime, a Unix timestamp in seconds, an earlier `state`, or None for all."""

M = TypeVar("M")

_SINCE, _SEEN = "since", "seen"
# Seconds by which two reads overlap, because servers' clocks differ and lists may be out of date.
_OVERLAP: Final = 60
_STATUSES: Final = ("ACTIVE", "PAUSED", "ARCHIVED")


class Changes(Iterator[M], Generic[M]):
    """An iterator over the objects that were created or updated since a point in time.

    To continue later, pass the `state` of this iterator to the next call of `iter_changed`.

    Examples:
        >>> changes = Campaign.iter_changed("549755885175", since=state)
        >>> for campaign in changes:
        ...     store(campaign)
        >>> state = changes.state
    """

    def __init__(self, objects: Iterator[M], fields: Sequence[str], since: Since) -> None:
        """Creates the iterator without sending a request.

        Args:
            objects: All objects of the list, changed or not.
            fields: The names of the fields with the creation time and the update time (Unix timestamps in seconds).
            since: The earliest change to return. None for all objects.

        Raises:
            ValidationError: If `since` is not valid.
        """
        self._since, self._seen = _parse_since(since)
        self._objects = objects
        self._fields = fields
        self._started_at: float | None = None
        self._recent: dict[str, tuple[float, str]] = {}
        self._is_finished = False

    @property
    def state(self) -> dict[str, Any]:
        """The state to pass as `since` to the next read. A dict that can be saved as JSON.

        The state only changes when the iterator has returned all objects. If your loop fails earlier, the next read
        returns the same objects again.
        """
        if not self._is_finished or self._started_at is None:
            return {_SINCE: self._since, _SEEN: dict(self._seen)}
        # The next read also covers the last minute before this read, so that no change is missed. The state contains
        # hashes of the objects that changed in that minute or later: the next read skips these objects, unless they
        # changed again.
        since = max(self._since, int(self._started_at) - _OVERLAP)
        seen = {id: mark for id, (updated, mark) in self._recent.items() if updated >= since}
        return {_SINCE: since, _SEEN: seen}

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> M:
        item: Any  # a rich model
        for item in self._objects:
            if self._started_at is None:
                self._started_at = _get_response_date(item)
            data = item.to_dict()
            updated = self._get_change_time(data)
            if updated < self._since:
                continue
            id, mark = str(data.get(item._id_field)), _hash_fields(data)
            self._recent[id] = (updated, mark)
            if self._seen.get(id) != mark:
                found: M = item
                return found
        self._is_finished = True
        raise StopIteration

    def _get_change_time(self, data: Mapping[str, Any]) -> float:
        """Returns the time of an object's last change in Unix seconds, or infinity if unknown."""
        times = [data.get(name) for name in self._fields]
        found = [value for value in times if isinstance(value, (int, float))]
        return max(found, default=float("inf"))


class ReadsChanges:
    """A mixin for rich models that adds `iter_changed`.

    Attributes:
        _change_fields: The names of the fields with the creation time and the update time.
    """

    __slots__ = ()
    _change_fields: ClassVar[tuple[str, str]] = ("created_time", "updated_time")

    @classmethod
    def iter_changed(
        cls,
        ad_account_id: str | int,
        since: Since = None,
        client: PinterestSDKClient | None = None,
        *,
        entity_statuses: Sequence[str] = _STATUSES,
        prefetch: int = 0,
        progress: ProgressOption = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Changes[Self]:
        """Returns an iterator over the objects that were created or updated since a point in time or an earlier read.

        The API cannot filter by time, so the iterator fetches the whole list, 250 objects per request. Archived objects
        are included. Deleted objects are not.

        Args:
            ad_account_id: ID of the ad account.
            since: A datetime, a Unix timestamp in seconds, or the `state` of an earlier iterator. Defaults to None,
                for all objects.
            client: The client to use. Defaults to the default client.
            entity_statuses: Only objects with one of these statuses. Defaults to `ACTIVE`, `PAUSED` and `ARCHIVED`.
            prefetch: Maximum number of pages that a thread fetches ahead (default 0).
            progress: True for a progress bar (extra `progress`), or a function that is called with the number of
                objects fetched so far.
            timeout: Seconds to wait for a connection and for data: one number, or a pair. Defaults to the client's
                timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Returns:
            An iterator. After the loop, store its `state` and pass it as `since` the next time.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
            ApiException: If the API returns an error.
        """
        model: Any = cls
        objects = model.iter_all(
            ad_account_id,
            entity_statuses=list(entity_statuses),
            client=client,
            prefetch=prefetch,
            progress=progress,
            timeout=timeout,
            deadline=deadline,
        )
        return Changes(objects, cls._change_fields, since)


def _parse_since(since: Since) -> tuple[float, dict[str, str]]:
    """Returns the Unix timestamp to start from, and the hashes of the objects that were already returned, by ID."""
    if since is None:
        return 0, {}
    if isinstance(since, datetime.datetime):
        # A datetime without a UTC offset is local time, as everywhere in Python.
        return int(since.timestamp()), {}
    if isinstance(since, Mapping) and isinstance(since.get(_SEEN), Mapping):
        seconds = since.get(_SINCE)
        seen = {str(id): str(mark) for id, mark in since[_SEEN].items()}
    else:
        seconds, seen = since, {}
    if isinstance(seconds, (int, float)) and not isinstance(seconds, bool) and seconds >= 0:
        return seconds, seen
    raise ValidationError(
        f"since: {format_value(since)} is not valid; allowed: a datetime, a Unix timestamp in seconds, or the `state` "
        "of an earlier iterator"
    )


def _get_response_date(item: Any) -> float:
    """Returns the `Date` header of an object's last response in Unix seconds, or the current time if unknown."""
    headers: Mapping[str, str] = item.last_response.headers if item.last_response else {}
    try:
        return parsedate_to_datetime(headers.get("Date", "")).timestamp()
    except ValueError:
        return time.time()


def _hash_fields(data: Mapping[str, Any]) -> str:
    """Returns a short hash of an object's fields."""
    text = json.dumps(data, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
