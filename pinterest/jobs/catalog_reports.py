"""Reports on the items of a catalog, or on the issues of its items and feeds."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Final, Self

from pinterest.catalogs.reports import CatalogReport
from pinterest.exceptions import BadRequest, JobFailed, ServerError, ValidationError
from pinterest.jobs.batched_changes import check_choice
from pinterest.jobs.job import Job, JobStatus, Poll
from pinterest.jobs.report_files import batched
from pinterest.jobs.result_files import download_result, save_file
from pinterest.jobs.row_table import RowTable
from pinterest.utils import tables

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient
    from pinterest.utils.protocol import Deadline, Timeout

__all__ = ["CatalogReportJob"]

_FEED_ISSUES: Final = "FEED_INGESTION_ISSUES"
_TYPES: Final = ("ALL_ITEMS", "DISTRIBUTION_ISSUES", _FEED_ISSUES)
_CATALOG_TYPES: Final = ("RETAIL", "HOTEL")
_TOKEN_EXPIRED: Final = 1104


class CatalogReportJob(RowTable, Job["CatalogReportJob"]):
    """A report on a catalog, which Pinterest prepares in the background.

    Create the report with `catalog.report(...)` or `feed.report()`. Methods that need the rows wait until the report
    is ready.

    Attributes:
        report_token: The API's token of the report.

    Examples:
        >>> report = catalog.report("DISTRIBUTION_ISSUES")
        >>> report.wait(progress=True).to_dataframe()
    """

    kind = "catalog_report"
    noun = "report on a catalog"
    unit = "reports"
    counts = frozenset({"code", "item_number"})
    advice: ClassVar[Mapping[JobStatus, str]] = {
        JobStatus.NOT_FOUND: "The token is too old or belongs to another user. Create the report again",
    }

    def __init__(
        self,
        report_token: str,
        client: PinterestSDKClient | None = None,
        *,
        ad_account_id: str | int | None = None,
    ) -> None:
        """Creates the job object for an existing report. Sends no request.

        Args:
            report_token: The token that the API returned.
            client: The client to use. Defaults to the default client.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.
        """
        super().__init__(client)
        self.report_token = report_token
        self._report = CatalogReport(report_token, client, ad_account_id=ad_account_id)

    @classmethod
    def create(
        cls,
        report_type: str = "ALL_ITEMS",
        client: PinterestSDKClient | None = None,
        *,
        catalog_type: str = "RETAIL",
        catalog_id: str | int | None = None,
        feed_id: str | int | None = None,
        processing_result_id: str | int | None = None,
        ad_account_id: str | int | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> Self:
        """Creates a report. If the same report was already created today, the API returns that report.

        :calls: `POST /catalogs/reports`

        Args:
            report_type: `ALL_ITEMS`, `DISTRIBUTION_ISSUES` or `FEED_INGESTION_ISSUES` (default `ALL_ITEMS`).
            client: The client to use. Defaults to the default client.
            catalog_type: `RETAIL` or `HOTEL` (default `RETAIL`).
            catalog_id: ID of the catalog. Defaults to the oldest catalog. Not allowed for `FEED_INGESTION_ISSUES`.
            feed_id: ID of the feed, for `FEED_INGESTION_ISSUES` only.
            processing_result_id: ID of a processing result of the feed. Defaults to the latest completed result.
            ad_account_id: ID of an ad account. If given, the job acts as the owner of that ad account.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum time in seconds for each request, including its retries and the waits between them.
                Defaults to the client's deadline.

        Raises:
            ValidationError: If an argument is not valid. Nothing is sent.
        """
        check_choice("report_type", report_type, _TYPES)
        check_choice("catalog_type", catalog_type, _CATALOG_TYPES)
        if report_type == _FEED_ISSUES and feed_id is None:
            raise ValidationError(
                f"feed_id: missing. A {_FEED_ISSUES} report needs the ID of a feed"
            )
        fields = {
            "report_type": report_type,
            "catalog_id": catalog_id,
            "feed_id": feed_id,
            "processing_result_id": processing_result_id,
        }
        report = CatalogReport.create(
            catalog_type,  # type: ignore[arg-type]  # it was checked
            {name: value for name, value in fields.items() if value is not None},
            client,
            ad_account_id=ad_account_id,
            timeout=timeout,
            deadline=deadline,
        )
        return cls(report.token, client, ad_account_id=ad_account_id)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Waits for the report and yields its rows one by one, without holding the file in memory.

        The values of `item_number` and `code` are integers. All other values are strings, or None if they are empty.

        Raises:
            JobError: If the report ends without a result or is not done in time.
        """
        with self._open_report_file() as file:
            yield from _read_rows(file, self.counts)

    def download(self, path: str | Path) -> Path:
        """Waits for the report and downloads its CSV file unchanged.

        Args:
            path: Path of the file to write. The file appears only when it is complete.

        Returns:
            The path.

        Raises:
            JobError: If the report ends without a result or is not done in time.
        """
        return save_file(path, self._download_report)

    @contextmanager
    def _open_table(self) -> Iterator[tuple[Sequence[str], tables.Batches]]:
        with self._open_report_file() as file:
            columns = _read_header(file)
            yield columns, lambda: batched(_read_rows(file, self.counts))

    @contextmanager
    def _open_report_file(self) -> Iterator[BinaryIO]:
        """Downloads the report to a temporary file and yields the open file."""
        with tempfile.TemporaryFile(prefix="pinterest-catalog-report-") as file:
            self._download_report(file)
            yield file

    def _download_report(self, file: BinaryIO) -> None:
        self.wait()

        download_result(
            self._client,
            file,
            lambda: self._report.refresh().url,
            lambda: self._build_error(
                JobFailed, "the API returned no URL for the file", "Create it again"
            ),
        )

    def _poll(self) -> Poll:
        try:
            found = self._report.refresh().report_status
        except BadRequest as error:
            if error.code != _TOKEN_EXPIRED:
                raise
            return Poll(JobStatus.NOT_FOUND, "the API has no report with this token")
        is_done = found == "FINISHED"
        status = JobStatus.SUCCEEDED if is_done else JobStatus.RUNNING
        return Poll(status, count=int(is_done), total=1)

    def _get_result(self) -> CatalogReportJob:
        return self

    def _get_state(self) -> dict[str, Any]:
        return {"token": self.report_token, "ad_account_id": self._report.ad_account_id}

    @classmethod
    def _from_state(cls, state: Mapping[str, Any], client: PinterestSDKClient | None) -> Self:
        return cls(state["token"], client, ad_account_id=state["ad_account_id"])


def _read_header(file: BinaryIO) -> list[str]:
    with _open_as_text(file) as text:
        return next(csv.reader(text), [])


def _read_rows(file: BinaryIO, integer_columns: frozenset[str]) -> Iterator[dict[str, Any]]:
    with _open_as_text(file) as text:
        try:
            for row in csv.DictReader(text):
                yield {
                    name: int(value)
                    if name in integer_columns and value.isdigit()
                    else value or None
                    for name, value in row.items()
                    if name is not None and value is not None
                }
        except csv.Error:
            raise ServerError("the report file is not valid CSV. Read the report again") from None


@contextmanager
def _open_as_text(file: BinaryIO) -> Iterator[io.TextIOWrapper]:
    """Opens a binary file as text, from its beginning. The binary file stays open after the `with` block."""
    file.seek(0)
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    try:
        yield text
    finally:
        text.detach()
