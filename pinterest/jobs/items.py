"""Changes any number of catalog items, in batches that the API processes in the background."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final, Self

from pinterest.catalogs.items import ItemBatch
from pinterest.exceptions import JobFailed, PinterestError, ValidationError
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["ItemChanges", "ItemResult"]

_MAX_ITEMS: Final = 1000
_MAX_RUNNING: Final = 10
_OPERATIONS: Final = ("CREATE", "UPDATE", "UPSERT", "DELETE", "DELETE_DISCONTINUED")
_ID_FIELDS: Final = {
    "RETAIL": "item_id",
    "HOTEL": "hotel_id",
    "CREATIVE_ASSETS": "creative_assets_id",
}


@dataclass(frozen=True, slots=True)
class ItemResult:
    """The result of one change.

    Attributes:
        item_id: The ID of the item.
        status: The API's status, `SUCCESS` or `FAILURE`.
        errors: The messages that say why it failed.
        warnings: The messages of the API's warnings.
    """

    item_id: str
    status: str
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether the item was changed."""
        return self.status == "SUCCESS"


class ItemChanges(Job[list[ItemResult]]):
    """Changes to items of a catalog: a job with one result per item, in the order of the items.

    `wait` sends the items in batches of 1,000, and waits for the batches. The token holds the IDs of the batches that
    were sent and the number of their items. It does not hold the items: after a crash, get the results of these with
    the token, and start another job with the items after the first `sent`.

    Attributes:
        sent: The number of items that were sent.
        batch_ids: The IDs of the batches that were sent.

    Examples:
        >>> changes = ItemChanges.upsert(items, "US", "EN", catalog_id="2680059592705")
        >>> failed = [item for item in changes.wait(progress=True).result() if not item.succeeded]
    """

    kind = "item_changes"
    noun = "change of items"
    unit = "items"
    time_limit = 4 * 3600.0
    advice: ClassVar[Mapping[JobStatus, str]] = {}

    def __init__(
        self,
        operation: str,
        items: Iterable[Mapping[str, Any] | str],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
    ) -> None:
        """Creates the job. Sends no request. `wait` sends the items.

        Args:
            operation: `CREATE`, `UPDATE`, `UPSERT`, `DELETE` or `DELETE_DISCONTINUED`.
            items: The items, each a mapping of its fields. To delete items, IDs are enough.
            country: Country code (ISO 3166-1 alpha-2).
            language: Language code (ISO 639-1) or locale.
            client: The client to use. Defaults to the default client.
            catalog_type: `RETAIL`, `HOTEL` or `CREATIVE_ASSETS` (default `RETAIL`).
            catalog_id: ID of the catalog. Defaults to the oldest catalog of its type.

        Raises:
            ValidationError: If the operation or the type is not valid.
        """
        super().__init__(client)
        for name, value, allowed in (
            ("operation", operation, _OPERATIONS),
            ("catalog_type", catalog_type, tuple(_ID_FIELDS)),
        ):
            if value not in allowed:
                raise ValidationError(
                    f"{name}: {format_value(value)} is not valid; allowed: {', '.join(allowed)}"
                )
        self._given_client = client
        self._operation, self._catalog_type = operation, catalog_type
        self._items: Iterator[Mapping[str, Any] | str] | None = iter(items)
        self._country, self._language, self._catalog_id = country, language, catalog_id
        self.sent = 0
        self.batch_ids: list[str] = []
        self._results: dict[str, list[ItemResult]] = {}
        self._unsent: list[dict[str, Any]] = []

    @classmethod
    def upsert(
        cls,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
    ) -> Self:
        """Creates a job that creates items, or replaces those that exist. The arguments are those of the class."""
        options: dict[str, Any] = {"catalog_type": catalog_type, "catalog_id": catalog_id}
        return cls("UPSERT", items, country, language, client, **options)

    @classmethod
    def update(
        cls,
        items: Iterable[Mapping[str, Any]],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
    ) -> Self:
        """Creates a job that updates items that exist. The arguments are those of the class."""
        options: dict[str, Any] = {"catalog_type": catalog_type, "catalog_id": catalog_id}
        return cls("UPDATE", items, country, language, client, **options)

    @classmethod
    def delete(
        cls,
        item_ids: Iterable[Mapping[str, Any] | str],
        country: str,
        language: str,
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
    ) -> Self:
        """Creates a job that deletes items by their IDs. The arguments are those of the class."""
        options: dict[str, Any] = {"catalog_type": catalog_type, "catalog_id": catalog_id}
        return cls("DELETE", item_ids, country, language, client, **options)

    def _poll(self) -> Poll:
        running = [id for id in self.batch_ids if id not in self._results]
        is_sending = self._items is not None or bool(self._unsent)
        if is_sending and len(running) < _MAX_RUNNING:
            self._send_next()
            return self._build_poll(JobStatus.RUNNING, 0.0)
        for id in running:
            self._get_results(id)
        is_done = not is_sending and len(self._results) == len(self.batch_ids)
        has_progress = any(id in self._results for id in running)
        status = JobStatus.SUCCEEDED if is_done else JobStatus.RUNNING
        return self._build_poll(status, 0.0 if has_progress and is_sending else None)

    def _build_poll(self, status: JobStatus, delay: float | None) -> Poll:
        count = sum(len(results) for results in self._results.values())
        total = None if self._items is not None else self.sent
        return Poll(status, count=count, total=total, delay=delay)

    def _send_next(self) -> None:
        """Sends the next batch. After an error, the batch is kept."""
        if not self._unsent and self._items is not None:
            self._unsent = [
                self._build_item(item) for item in itertools.islice(self._items, _MAX_ITEMS)
            ]
        if not self._unsent:
            self._items = None
            return
        batch = ItemBatch.create(
            self._unsent,
            self._country,  # type: ignore[arg-type]  # the method checks the code
            self._language,  # type: ignore[arg-type]  # the method checks the code
            self._catalog_type,  # type: ignore[arg-type]  # it was checked
            self._catalog_id,
            self._given_client,
        )
        self.sent += len(self._unsent)
        self.batch_ids.append(batch.batch_id)
        self._unsent = []

    def _build_item(self, item: Mapping[str, Any] | str) -> dict[str, Any]:
        fields = item if isinstance(item, Mapping) else {_ID_FIELDS[self._catalog_type]: item}
        return {"operation": self._operation, **fields}

    def _get_results(self, batch_id: str) -> None:
        """Gets a batch, and its results if it has ended."""
        data = ItemBatch(batch_id, self._given_client).refresh().to_dict()
        if data.get("status") == "FAILED" and not data.get("items"):
            raise self._error(
                JobFailed, f"the batch {batch_id} failed as a whole", "Send its items again"
            )
        if data.get("status") in ("COMPLETED", "FAILED"):
            self._results[batch_id] = [_parse_result(item) for item in data.get("items") or ()]

    def _is_temporary(self, error: PinterestError) -> bool:
        # A batch whose response was lost is a write like any other: the caller decides.
        return not self._unsent and super()._is_temporary(error)

    def _get_result(self) -> list[ItemResult]:
        return [result for id in self.batch_ids for result in self._results[id]]

    def _state(self) -> dict[str, Any]:
        return {"batch_ids": self.batch_ids, "sent": self.sent, "catalog_type": self._catalog_type}

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        job = cls("UPSERT", (), "US", "EN", client, catalog_type=state["catalog_type"])
        job._items = None
        job.batch_ids, job.sent = list(state["batch_ids"]), int(state["sent"])
        return job


def _parse_result(item: Mapping[str, Any]) -> ItemResult:
    ids = (item.get(name) for name in _ID_FIELDS.values())
    return ItemResult(
        next((str(id) for id in ids if id), ""),
        str(item.get("status")),
        tuple(_format_problem(event) for event in item.get("errors") or ()),
        tuple(_format_problem(event) for event in item.get("warnings") or ()),
    )


def _format_problem(event: Mapping[str, Any]) -> str:
    """Returns an error or a warning as a string with the attribute and the message."""
    return ": ".join(str(event[name]) for name in ("attribute", "message") if event.get(name))
