"""Rows of figures that can become a DataFrame, an Arrow table, a Parquet file or a CSV file."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pinterest.utils import tables

if TYPE_CHECKING:
    from pathlib import Path

    import pandas
    import pyarrow as pa
    from matplotlib.axes import Axes

__all__ = ["FigureTable"]


class FigureTable:
    """Rows of figures.

    The types of the columns depend on their names. IDs are text, dates are dates, counts are integers, and amounts are
    floats. A missing value is NA, NaN or null. The order of the columns is that of the request.
    """

    @abstractmethod
    def _read_batches(self, *, streamed: bool) -> Iterable[Sequence[dict[str, Any]]]:
        """Returns the rows in batches. With `streamed`, they are not all in memory at the same time."""

    def _get_expected_columns(self) -> list[str]:
        """Returns the columns that come first, in their order."""
        return []

    def to_arrow(self, *, money: bool = False) -> pa.Table:
        """Returns the rows as an Arrow table. Needs the extra `dataframe`.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.to_arrow(
            lambda: self._read_batches(streamed=False), self._get_expected_columns(), money=money
        )

    def to_dataframe(self, *, money: bool = False) -> pandas.DataFrame:
        """Returns the rows as a DataFrame. Needs the extra `dataframe`.

        Args:
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            ConfigurationError: If pandas or pyarrow is not installed.
        """
        return tables.arrow_to_dataframe(self.to_arrow(money=money))

    def plot(self, *columns: str, by: str | None = None, ax: Axes | None = None) -> Axes:
        """Draws figures over time, one line per object. Rows without dates become bars. Needs the extra `notebook`.

        Args:
            *columns: The columns to draw, all with the same unit. Defaults to the first one.
            by: The column whose values get a line or bar each, such as `CAMPAIGN_NAME`. Defaults to the one that tells
                the objects apart. Figures with the same value are added up. Rates and costs are averaged.
            ax: The axes to draw on. Defaults to those of a new figure.

        Returns:
            The axes, for further changes such as `ax.set_title(...)`.

        Raises:
            ValidationError: If a column is not one of figures, or the columns have different units.
            ConfigurationError: If matplotlib, pandas or pyarrow is not installed.

        Examples:
            >>> rows = account.analytics(start, end, ["SPEND_IN_DOLLAR", "CTR"])
            >>> rows.plot("SPEND_IN_DOLLAR")
        """
        from pinterest.utils import axes, figure_plots

        axes.import_matplotlib()  # before the rows are read, which may take long
        return figure_plots.draw_figures(self.to_dataframe(money=True), columns, by, ax)

    def to_parquet(self, path: str | Path, *, money: bool = False) -> Path:
        """Writes the rows to a Parquet file. Needs the extra `dataframe`.

        Args:
            path: The file. It appears when it is complete.
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.write_parquet(
            path,
            lambda: self._read_batches(streamed=True),
            self._get_expected_columns(),
            money=money,
        )

    def to_csv(self, path: str | Path, *, money: bool = False) -> Path:
        """Writes the rows to a CSV file with a header. Needs the extra `dataframe`.

        Args:
            path: The file. It appears when it is complete.
            money: Whether to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.write_csv(
            path,
            lambda: self._read_batches(streamed=True),
            self._get_expected_columns(),
            money=money,
        )
