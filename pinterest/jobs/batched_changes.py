"""The base class of jobs that send changes in batches, which the API processes in the background."""

from __future__ import annotations

import itertools
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from pinterest.exceptions import JobFailed, PinterestError, ValidationError
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.schema import Schema

__all__ = ["BatchedChanges", "ItemResult", "check_choice", "get_max_items", "parse_result"]

_MAX_RUNNING: Final = 10


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result of one change to a catalog item.

    Attributes:
        item_id: The ID of the item.
        status: The API's status, `SUCCESS` or `FAILURE`.
        errors: Messages that say why the change failed.
        warnings: The API's warnings about the change.
        store_code: The code of the store, for changes to local inventory. Empty for other changes.
    """

    item_id: str
    status: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    store_code: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether the API applied the change."""
        return self.status == "SUCCESS"


class BatchedChanges(Job[list[ItemResult]]):
    """A job that sends changes in batches. Its result has one `ItemResult` per change, in the order of the changes.

    Attributes:
        sent: The number of changes that were sent.
        batch_ids: The IDs of the batches that were sent.
    """

    unit = "items"
    time_limit = 4 * 3600.0

    def __init__(
        self, changes: Iterable[Mapping[str, Any] | str], client: PinterestSDKClient | None
    ) -> None:
        """Creates the job. Sends no request.

        Raises:
            ValidationError: If `changes` is a single string or mapping, or is not iterable.
        """
        super().__init__(client)
        if isinstance(changes, (str, bytes, Mapping)) or not isinstance(changes, Iterable):
            raise ValidationError(
                f"items: {format_value(changes)} is not valid; allowed: a list or another iterable of items"
            )
        self._given_client = client
        self._changes: Iterator[Mapping[str, Any] | str] | None = iter(changes)
        self.sent = 0
        self.batch_ids: list[str] = []
        self._results: dict[str, list[ItemResult]] = {}
        self._unsent: list[dict[str, Any]] = []

    @abstractmethod
    def _get_max_items(self) -> int:
        """Returns the maximum number of changes per batch."""

    @abstractmethod
    def _build_item(self, change: Any) -> dict[str, Any]:
        """Converts a change to an item of the request body."""

    @abstractmethod
    def _send_batch(self, changes: list[dict[str, Any]]) -> str:
        """Sends a batch and returns its ID."""

    @abstractmethod
    def _get_batch(self, batch_id: str) -> tuple[str | None, list[ItemResult]]:
        """Returns the status of a batch and the results of its items."""

    def _poll(self) -> Poll:
        running = [id for id in self.batch_ids if id not in self._results]
        is_sending = self._changes is not None or bool(self._unsent)
        if is_sending and len(running) < _MAX_RUNNING:
            self._send_next()
            return self._build_poll(JobStatus.RUNNING, 0.0)
        for id in running:
            self._store_results(id)
        is_done = not is_sending and len(self._results) == len(self.batch_ids)
        has_progress = any(id in self._results for id in running)
        status = JobStatus.SUCCEEDED if is_done else JobStatus.RUNNING
        return self._build_poll(status, 0.0 if has_progress and is_sending else None)

    def _build_poll(self, status: JobStatus, delay: float | None) -> Poll:
        """Returns the status of the job and the number of changes that the API has processed."""
        count = sum(len(results) for results in self._results.values())
        total = None if self._changes is not None else self.sent
        return Poll(status, count=count, total=total, delay=delay)

    def _send_next(self) -> None:
        """Sends the next batch of changes."""
        # If the last batch was not sent, `_unsent` still contains it, so it is sent again.
        if not self._unsent and self._changes is not None:
            batch = itertools.islice(self._changes, self._get_max_items())
            self._unsent = [self._build_item(change) for change in batch]
        if not self._unsent:
            self._changes = None
            return
        try:
            batch_id = self._send_batch(self._unsent)
        except ValidationError as error:
            if not self.sent:
                raise
            raise ValidationError(
                f"{error}. The first {self.sent} items were already sent. Add {self.sent} to each position in "
                "this message to get the position in your items"
            ) from None
        self.sent += len(self._unsent)
        self.batch_ids.append(batch_id)
        self._unsent = []

    def _store_results(self, batch_id: str) -> None:
        """Stores the results of a batch if the batch has ended."""
        status, results = self._get_batch(batch_id)
        if status == "FAILED" and not results:
            raise self._build_error(
                JobFailed,
                f"the API could not process batch {batch_id}",
                "Send the items of this batch again",
            )
        if status in ("COMPLETED", "FAILED"):
            self._results[batch_id] = results

    def _is_temporary_error(self, error: PinterestError) -> bool:
        # If the response to a batch was lost, the caller decides whether to send the batch again.
        return not self._unsent and super()._is_temporary_error(error)

    def _get_result(self) -> list[ItemResult]:
        return [result for id in self.batch_ids for result in self._results[id]]

    def _get_state(self) -> dict[str, Any]:
        return {"batch_ids": list(self.batch_ids), "sent": self.sent}

    def _restore_state(self, state: Mapping[str, Any]) -> Self:
        """Restores the sent batches from the state in a job token."""
        self._changes = None  # a job token does not contain unsent changes
        self.batch_ids, self.sent = list(state["batch_ids"]), int(state["sent"])
        return self

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        return f"<{type(self).__name__} with {self.sent} items sent: {status}>"


def check_choice(name: str, value: str, allowed: Iterable[str]) -> str:
    """Returns `value` if it is one of the allowed values.

    Raises:
        ValidationError: If `value` is not one of the allowed values.
    """
    if value not in allowed:
        raise ValidationError(
            f"{name}: {format_value(value)} is not valid; allowed: {', '.join(allowed)}"
        )
    return value


def get_max_items(schema: type[Schema], field: str) -> int:
    """Returns the maximum number of items that a schema allows in a list field."""
    limits = (getattr(limit, "most", None) for limit in schema.model_fields[field].metadata)
    return int(next(limit for limit in limits if limit is not None))


def parse_result(item: Mapping[str, Any], item_id: str, store_code: str = "") -> ItemResult:
    """Converts one item of an API response to the result of a change."""
    return ItemResult(
        item_id,
        str(item.get("status")),
        tuple(_format_problem(event) for event in item.get("errors") or ()),
        tuple(_format_problem(event) for event in item.get("warnings") or ()),
        store_code,
    )


def _format_problem(event: Mapping[str, Any]) -> str:
    """Formats an error or a warning of an item as `attribute: message`."""
    return ": ".join(str(event[name]) for name in ("attribute", "message") if event.get(name))
