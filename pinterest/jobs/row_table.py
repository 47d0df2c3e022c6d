"""A table of rows, with methods that convert the rows to a DataFrame, an Arrow table or a Parquet file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, ClassVar

from pinterest.utils import tables
from pinterest.utils.columns import ColumnType

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import pyarrow as pa

__all__ = ["RowTable"]


class RowTable(ABC):
    """A table of rows about the items of a catalog.

    The columns in `counts` are integers. All other columns are strings, so that IDs stay unchanged.
    """

    counts: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def _open_table(self) -> AbstractContextManager[tuple[Sequence[str], tables.Batches]]:
        """Returns a context manager that yields the column names and a function that returns the rows in batches."""

    @abstractmethod
    def rows(self) -> Iterator[dict[str, Any]]:
        """Yields the rows one by one, as dictionaries."""

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return self.rows()

    def to_arrow(self) -> pa.Table:
        """Returns the rows as an Arrow table. Needs the extra `dataframe`.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        with self._open_table() as (columns, batches):
            return tables.to_arrow(batches, columns, get_kind=self._get_kind)

    def to_dataframe(self) -> pandas.DataFrame:
        """Returns the rows as a DataFrame. Needs the extra `dataframe`.

        Raises:
            ConfigurationError: If pandas or pyarrow is not installed.
        """
        return tables.arrow_to_dataframe(self.to_arrow())

    def to_parquet(self, path: str | Path) -> Path:
        """Writes the rows to a Parquet file. Needs the extra `dataframe`.

        Args:
            path: Path of the file to write. The file appears only when it is complete.

        Returns:
            The path.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        with self._open_table() as (columns, batches):
            return tables.write_parquet(path, batches, columns, get_kind=self._get_kind)

    @classmethod
    def _get_kind(cls, column: str) -> ColumnType:
        """Returns `ColumnType.COUNT` for a column in `counts`, and `ColumnType.TEXT` for any other column."""
        return ColumnType.COUNT if column in cls.counts else ColumnType.TEXT
