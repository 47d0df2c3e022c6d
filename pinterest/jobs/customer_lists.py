"""Reads, normalizes and hashes any number of customer records, and sends them to customer lists."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, Self

from pinterest.ads.customer_lists import CustomerList
from pinterest.exceptions import (
    JobFailed,
    OutcomeUnknown,
    PinterestError,
    ValidationError,
)
from pinterest.jobs.checkpoints import Checkpoint, get_checkpoint_path
from pinterest.jobs.customer_files import CustomerFile
from pinterest.jobs.customer_records import Batch, RecordCounts, build_batches, get_kind
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.record_sources import Column, RecordSource, SourceOptions
from pinterest.operations.customer_lists import CUSTOMER_LISTS_GET, CUSTOMER_LISTS_LIST
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    from pinterest.ads.customer_list_uploads import CustomerListUpload
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Timeout

__all__ = ["CustomerListChanges", "CustomerListSummary"]

_VIA: Final = ("records", "file")


@dataclass(frozen=True, slots=True)
class CustomerListSummary:
    """What was sent to a customer list, and what was not.

    Attributes:
        customer_list: The customer list, which is not loaded. Reading one of its fields sends a request.
        rows: The number of rows that were read.
        sent: The number of records that were sent. All records are hashes.
        hashed_already: The number of values that were already hashed.
        repeated: The number of rows that were not sent because a recent row had the same value. The job remembers up
            to 2,000 recent values.
        skipped: The number of skipped rows, by reason.
        skipped_rows: The row numbers of the first 20 skipped rows, by reason. The first row after the header is row 1.
        upload: The upload of the file, with Pinterest's counts of valid and invalid records. None if the records
            were sent without a file.
    """

    customer_list: CustomerList
    rows: int
    sent: int
    hashed_already: int
    repeated: int
    skipped: dict[str, int]
    skipped_rows: dict[str, list[int]]
    upload: CustomerListUpload | None = None


class CustomerListSettings(NamedTuple):
    """The settings of a job that changes a customer list. The job's token contains all of them.

    Attributes:
        ad_account_id: ID of the ad account.
        customer_list_id: ID of the customer list. None to create a list.
        name: Name of the new customer list.
        operation: `ADD` or `REMOVE`.
        kind: The kind of record, such as `EMAIL`.
        region: The country of phone numbers without a country code.
        column: The name or position of the column with the records.
        delimiter: The delimiter of a CSV file.
        encoding: The encoding of a CSV file.
        via: `records` to send the records in requests, or `file` to upload the records as one file.
    """

    ad_account_id: str
    customer_list_id: str | None
    name: str | None
    operation: str
    kind: str
    region: str | None
    column: Column
    delimiter: str | None
    encoding: str | None
    via: str


class CustomerListChanges(Job[CustomerListSummary]):
    """A job that adds customers to a customer list, or removes customers. Its result is a `CustomerListSummary`.

    Create the job with `CustomerList.upload`, `add` or `remove`. `wait` reads, hashes and sends the values in batches.
    Unhashed values are never stored, logged or shown.

    If the response to a batch is lost, the job sends the batch again. This is safe, because a list contains each
    person only once. After a crash, the job continues from its checkpoint.

    Attributes:
        settings: The settings of the job.

    Examples:
        >>> job = CustomerList.upload("549755885175", "buyers.csv", "Buyers", column="email")
        >>> summary = job.wait(progress=True).result()
        >>> print(summary.sent, summary.skipped)
    """

    kind = "customer_list"
    noun = "change of a customer list"
    unit = "rows"
    time_limit = 24 * 3600.0
    advice: ClassVar[Mapping[JobStatus, str]] = {}

    def __init__(
        self,
        source: Any,
        settings: CustomerListSettings,
        client: PinterestSDKClient | None = None,
        *,
        checkpoint: str | Path | bool | None = None,
        timeout: Timeout = None,
    ) -> None:
        """Creates the job. Sends no request. See `CustomerList.upload` for the arguments."""
        super().__init__(client)
        if settings.via not in _VIA:
            raise ValidationError(
                f"via: {format_value(settings.via)} is not valid; allowed: {', '.join(_VIA)}"
            )
        self.settings = settings
        self._timeout = timeout
        _check_ids_and_name(settings)
        self._kind = get_kind(settings.kind, settings.region)
        options = SourceOptions(
            settings.column, self._kind.columns, settings.delimiter, settings.encoding
        )
        self._source = RecordSource(source, options) if source is not None else None
        self._path = self._source.path if self._source is not None else None
        self._checkpoint = self._open_checkpoint(checkpoint)
        self._counts = RecordCounts()
        self._digest = hashlib.sha256()
        self._batches: Iterator[Batch] | None = None
        self._batch: Batch | None = None
        self._is_read = False
        self._file: CustomerFile | None = None
        self._sent = self._number = 0
        self._list_id: str | None = None

    def _open_checkpoint(self, checkpoint: str | Path | bool | None) -> Checkpoint:
        identity = {
            "url": self._client.base_url,
            "path": self._path,
            "settings": list(self.settings),
        }
        if checkpoint is None or checkpoint is True:
            # Only a file can be expected to have the same rows after a crash.
            path = get_checkpoint_path(identity) if self._path is not None else None
        elif checkpoint is False:
            path = None
        else:
            path = Path(checkpoint).absolute()
        return Checkpoint(path, identity)

    def _poll(self) -> Poll:
        try:
            self._start_reading()
        except BaseException:  # after any error, the next poll starts reading again
            self._batches = None
            raise
        if self._batch is None and not self._is_read:
            self._read_batch()
        if self._batch is not None:
            self._send_batch(self._batch)
            self._batch = None
            return self._build_poll(JobStatus.RUNNING)
        if self._file is not None:
            if not self._file.run_next_step():
                return self._build_poll(JobStatus.RUNNING, self._file.delay)
            self._file.close()
            if self._file.failure:
                return Poll(JobStatus.FAILED, self._file.failure)
        return self._build_final_poll()

    def _build_final_poll(self) -> Poll:
        """Returns the final progress of the job. The status is FAILED if no customer list was created."""
        if self.settings.name is not None and self._list_id is None:
            skipped = self._counts.skipped.items()
            reasons = ", ".join(f"{name}: {count}" for name, count in skipped) or "it is empty"
            return Poll(
                JobStatus.FAILED,
                f"no list was created, since the source has no row to send ({reasons})",
            )
        self._checkpoint.clear()
        return self._build_poll(JobStatus.SUCCEEDED)

    def _build_poll(self, status: JobStatus, delay: float | None = 0.0) -> Poll:
        total = self._source.total if self._source is not None else None
        return Poll(status, count=self._counts.rows, total=total, delay=delay)

    def _start_reading(self) -> None:
        """Starts to read the source, and skips the rows that were sent before a crash."""
        if self._batches is not None or self._is_read:
            return
        if self._source is None:
            raise self._build_error(
                JobFailed,
                "the job token does not contain the customers",
                "Create the job again with the same source and the same checkpoint",
            )
        self._restart_reading()
        state = self._checkpoint.state
        self._list_id = self.settings.customer_list_id or state.get("customer_list_id")
        if not state.get("sent"):
            return
        for _ in range(state["batches"]):
            self._read_batch()
            if self._batch is None:
                break
            self._count_batch(self._batch)
        if (self._sent, self._digest.hexdigest()) == (state["sent"], state["digest"]):
            self._batch = None
            return
        if not self._source.can_read_again:
            raise ValidationError(
                f"source: its first rows differ from the rows that were already sent. Pass the same rows in the same "
                f"order, or delete {self._checkpoint.path} to start from the beginning"
            )
        # The source has changed, so send it from the beginning. If the job created a list, it creates another one.
        self._checkpoint.clear()
        self._list_id = self.settings.customer_list_id
        self._restart_reading()

    def _restart_reading(self) -> None:
        """Starts to read the source from its first row, and resets all counts."""
        assert self._source is not None
        if self._file is not None:
            self._file.close()
        self._file, self._batch, self._is_read = None, None, False
        self._sent = self._number = 0
        self._counts, self._digest = RecordCounts(), hashlib.sha256()
        values = self._source.read()
        self._batches = build_batches(values, self._kind, self.settings.region, self._counts)

    def _read_batch(self) -> None:
        """Reads the next batch from the source. Sets `_is_read` if no batch is left."""
        assert self._batches is not None
        try:
            self._batch = next(self._batches, None)
        except BaseException:  # a generator cannot continue after an error
            self._batches = None
            raise
        self._is_read = self._batch is None

    def _send_batch(self, batch: Batch) -> None:
        """Sends a batch to the customer list, or adds it to the file to upload."""
        if self._list_id is None and self._create_list(batch):
            pass  # the list was created with these records
        elif self.settings.via == "file":
            self._write_to_file(batch)
            return
        else:
            self._get_customer_list().update_fields(
                operation_type=self.settings.operation,  # type: ignore[arg-type]  # ADD or REMOVE
                records=",".join(batch.records),
                timeout=self._timeout,
            )
        self._count_batch(batch)
        self._checkpoint.save(
            customer_list_id=self._list_id,
            batches=self._number,
            sent=self._sent,
            digest=self._digest.hexdigest(),
        )

    def _write_to_file(self, batch: Batch) -> None:
        """Adds the records of a batch to the file to upload."""
        if self._file is None:
            self._file = CustomerFile(
                self._get_customer_list(),
                self._client,
                self.settings.operation,
                self._checkpoint,
                self._timeout,
            )
        self._file.add(batch.records)
        self._count_batch(batch)

    def _count_batch(self, batch: Batch) -> None:
        """Counts a batch as sent, and adds its records to the digest of all sent records."""
        self._digest.update("\n".join(batch.records).encode())
        self._sent += len(batch.records)
        self._number += 1

    def _create_list(self, batch: Batch) -> bool:
        """Creates the customer list with the records of a batch.

        Returns False if an earlier attempt has already created the list.
        """
        newest = self._checkpoint.state.get("newest")
        if newest is None:
            page = CustomerList.get_all(page_size=1, **self._build_listing_arguments())
            newest = int(page.items[0].id) if page.items else 0
            self._checkpoint.save(newest=newest)
        else:
            found = self._find_created_list(newest)
            if found is not None:
                self._list_id = found.id
                self._checkpoint.save(customer_list_id=found.id)
                return False
        created = CustomerList.create(
            self.settings.ad_account_id,
            self.settings.name or "",
            ",".join(batch.records),
            self._kind.list_type,  # type: ignore[arg-type]  # one of the API's types
            self._client,
            timeout=self._timeout,
        )
        self._list_id = created.id
        return True

    def _find_created_list(self, newest_id: int) -> CustomerList | None:
        """Returns the customer list with the job's name and an ID above `newest_id`, or None if not found."""
        found = []
        for one in CustomerList.iter_all(**self._build_listing_arguments()):
            if int(one.id) <= newest_id:
                break
            if one.name == self.settings.name:
                found.append(one)
        if len(found) > 1:
            raise self._build_error(
                JobFailed,
                f"the response that created the list was lost, and {len(found)} new lists have the name "
                f"{format_value(self.settings.name)}",
                "Choose one of these lists and call its method `add`",
            )
        return found[0] if found else None

    def _build_listing_arguments(self) -> dict[str, Any]:
        """Returns the arguments to list the ad account's customer lists, newest first."""
        return {
            "ad_account_id": self.settings.ad_account_id,
            "order": "DESCENDING",
            "client": self._client,
            "timeout": self._timeout,
        }

    def _get_customer_list(self) -> CustomerList:
        assert self._list_id is not None
        return CustomerList(self.settings.ad_account_id, self._list_id, self._client)

    def _is_temporary_error(self, error: PinterestError) -> bool:
        # It is safe to send records again. If it is unknown whether the list was created, the next poll searches for
        # it.
        return isinstance(error, OutcomeUnknown) or super()._is_temporary_error(error)

    def _get_result(self) -> CustomerListSummary:
        counts = self._counts
        return CustomerListSummary(
            self._get_customer_list(),
            counts.rows,
            self._sent,
            counts.hashed_already,
            counts.repeated,
            dict(counts.skipped),
            {reason: list(rows) for reason, rows in counts.skipped_rows.items()},
            self._file.upload if self._file is not None else None,
        )

    def _get_state(self) -> dict[str, Any]:
        path, settings = self._checkpoint.path, self.settings
        if path is None and self._list_id is not None:
            settings = settings._replace(customer_list_id=self._list_id)
        return {
            "settings": list(settings),
            "path": self._path,
            "checkpoint": str(path) if path is not None else None,
        }

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        settings = CustomerListSettings(*state["settings"])
        return cls(state["path"], settings, client, checkpoint=state["checkpoint"] or False)

    def __repr__(self) -> str:
        status = "not polled yet" if self._last is None else str(self._last.status)
        return f"<CustomerListChanges {self.settings.operation} {self.settings.kind}: {status}>"


def _check_ids_and_name(settings: CustomerListSettings) -> None:
    """Checks the ID of the ad account, and the ID of the list or the name of a new list."""
    arguments = {"ad_account_id": settings.ad_account_id}
    if settings.customer_list_id is None:
        CUSTOMER_LISTS_LIST.prepare(arguments)
        if not isinstance(settings.name, str) or not settings.name.strip():
            raise ValidationError("name: missing. Pass the name of the new customer list")
    else:
        CUSTOMER_LISTS_GET.prepare({**arguments, "customer_list_id": settings.customer_list_id})
