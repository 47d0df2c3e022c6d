"""Reads the rows of a report one by one, or converts them to tables and files."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

from pinterest.jobs.report_files import batched, read_batches, read_rows
from pinterest.utils.columns import convert_row
from pinterest.utils.figure_table import FigureTable

__all__ = ["ReportTable"]


class ReportTable(FigureTable):
    """The rows of a report.

    The first columns of tables and files are the ID of the entity, the date and the targeting. The requested columns
    follow in the order of the request.

    All methods wait for the report, download its file to the disk, and delete the file afterwards. `to_parquet` and
    `to_csv` do not load the whole file into memory. For JSON reports, these two methods need the extra `jobs`.
    """

    @abstractmethod
    def _open_parts(self) -> Iterator[BinaryIO]:
        """Downloads and yields the files of the report. Each file is deleted when the next file is requested."""

    @abstractmethod
    def _get_id_column(self) -> str:
        """Returns the name of the column with entity IDs, such as `CAMPAIGN_ID`, or an empty string if unknown."""

    def rows(self, *, money: bool = False) -> Iterator[dict[str, Any]]:
        """Yields the rows one by one, as dictionaries, without holding the file in memory.

        The file is on disk, so your loop may take as long as it needs. A column without a value is None. JSON
        reports need the extra `jobs`.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            JobError: If the report ends without a result or is not done in time.
        """
        columns = self._get_expected_columns()
        blank = dict.fromkeys(columns)
        for file in self._open_parts():
            for row in read_rows(file, self._get_id_column(), columns):
                yield convert_row({**blank, **row}, money=money)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def _read_batches(self, *, streamed: bool) -> Iterator[Sequence[dict[str, Any]]]:
        for file in self._open_parts():
            columns = self._get_expected_columns()
            if streamed:
                yield from batched(read_rows(file, self._get_id_column(), columns))
            else:
                yield from read_batches(file, self._get_id_column(), columns)
