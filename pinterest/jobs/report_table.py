"""What can be done with the rows of a report: tables, files, and rows one by one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from pinterest.jobs.report_files import batched, read_batches, read_rows
from pinterest.utils import tables
from pinterest.utils.columns import typed_row

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import pyarrow as pa

__all__ = ["ReportTable"]


class ReportTable(ABC):
    """The rows of a report.

    Tables and files have the ID of the entity first, then the date, the targeting and the requested columns in the
    order of the request. IDs are text, counts are integers, and amounts are floats. A missing value is None,
    NA or NaN.
    """

    @abstractmethod
    def _open_parts(self) -> Iterator[BinaryIO]:
        """Yields the file of each part. It is deleted when the next one is requested."""

    @abstractmethod
    def _id_column(self) -> str:
        """Returns the column with the entity's ID. Empty if it is not known."""

    @abstractmethod
    def _expected_columns(self) -> list[str]:
        """Returns the columns in their order."""

    def rows(self, *, money: bool = False) -> Iterator[dict[str, Any]]:
        """Yields the rows one by one, as dictionaries. Needs the extra `jobs` for JSON reports.

        The file of the report is downloaded to the disk first, so the loop may take any time. It is never held in
        memory.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            JobError: If the report ends without a result or is not done in time.
        """
        for row in self._raw_rows():
            yield typed_row(row, money=money)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def to_arrow(self, *, money: bool = False) -> pa.Table:
        """Returns the rows as an Arrow table. Needs the extra `dataframe`.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            JobError: If the report ends without a result or is not done in time.
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.to_arrow(self._batches(read_batches), self._expected_columns(), money=money)

    def to_dataframe(self, *, money: bool = False) -> pandas.DataFrame:
        """Returns the rows as a DataFrame. Needs the extra `dataframe`.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            JobError: If the report ends without a result or is not done in time.
            ConfigurationError: If pandas or pyarrow is not installed.
        """
        return tables.arrow_to_dataframe(self.to_arrow(money=money))

    def to_parquet(self, path: str | Path, *, money: bool = False) -> Path:
        """Writes the rows to a Parquet file, without holding them in memory. Needs the extra `jobs`.

        Args:
            path: The file. It appears when it is complete.
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path.

        Raises:
            JobError: If the report ends without a result or is not done in time.
            ConfigurationError: If pyarrow or ijson is not installed.
        """
        batches = self._batches(_read_streamed)
        return tables.write_parquet(path, batches, self._expected_columns(), money=money)

    def to_csv(self, path: str | Path, *, money: bool = False) -> Path:
        """Writes the rows to a CSV file with a header, without holding them in memory. Needs the extra `jobs`.

        Args:
            path: The file. It appears when it is complete.
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path.

        Raises:
            JobError: If the report ends without a result or is not done in time.
            ConfigurationError: If pyarrow or ijson is not installed.
        """
        batches = self._batches(_read_streamed)
        return tables.write_csv(path, batches, self._expected_columns(), money=money)

    def _raw_rows(self) -> Iterator[dict[str, Any]]:
        for file in self._open_parts():
            yield from read_rows(file, self._id_column(), self._expected_columns())

    def _batches(self, read: Callable[..., Iterable[Sequence[dict[str, Any]]]]) -> tables.Batches:
        def batches() -> Iterator[Sequence[dict[str, Any]]]:
            for file in self._open_parts():
                yield from read(file, self._id_column(), self._expected_columns())

        return batches


def _read_streamed(
    file: BinaryIO, id_column: str, columns: Sequence[str]
) -> Iterator[list[dict[str, Any]]]:
    return batched(read_rows(file, id_column, columns))
