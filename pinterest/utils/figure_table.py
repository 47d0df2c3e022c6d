"""Converts rows of figures to DataFrames, Arrow tables, Parquet files, CSV files and plots."""

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
    """The base class of rows of figures, with methods that convert the rows to tables, files and plots.

    The type of a column depends on its name. IDs are strings, days are dates, counts are integers, and amounts
    are floats. Missing values are NA, NaN or null. The columns have the same order as in the request.
    """

    @abstractmethod
    def _read_batches(self, *, streamed: bool) -> Iterable[Sequence[dict[str, Any]]]:
        """Returns the rows in batches. If `streamed` is True, keeps only one batch in memory where possible."""

    def _get_expected_columns(self) -> list[str]:
        """Returns the columns that each table starts with, even if no row has values for them."""
        return []

    def to_arrow(self, *, money: bool = False) -> pa.Table:
        """Returns the rows as an Arrow table. Needs the extra `dataframe`.

        Args:
            money: True to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.to_arrow(
            lambda: self._read_batches(streamed=False), self._get_expected_columns(), money=money
        )

    def to_dataframe(self, *, money: bool = False) -> pandas.DataFrame:
        """Returns the rows as a DataFrame. Needs the extra `dataframe`.

        Args:
            money: True to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Raises:
            ConfigurationError: If pandas or pyarrow is not installed.
        """
        return tables.arrow_to_dataframe(self.to_arrow(money=money))

    def plot(self, *columns: str, by: str | None = None, ax: Axes | None = None) -> Axes:
        """Draws one line per object over time, or one bar per object if the rows have no dates.

        Needs the extra `notebook`.

        Args:
            *columns: The names of the columns to draw. They must have the same unit. Defaults to the first column with
                figures.
            by: The column to group by, such as `CAMPAIGN_NAME`. Each of its values gets one line or bar. Figures in a
                group are added up, but rates and costs are averaged. Defaults to a column that identifies the objects.
            ax: The axes to draw on. Defaults to the axes of a new figure.

        Returns:
            The axes, for further changes such as `ax.set_title(...)`.

        Raises:
            ValidationError: If a column has no figures, or if the columns have different units.
            ConfigurationError: If matplotlib, pandas or pyarrow is not installed.

        Examples:
            >>> rows = account.analytics(start, end, ["SPEND_IN_DOLLAR", "CTR"])
            >>> rows.plot("SPEND_IN_DOLLAR")
        """
        from pinterest.utils import axes, figure_plots

        axes.import_matplotlib()  # fail now if matplotlib is missing, since reading the rows may take long
        return figure_plots.draw_figures(self.to_dataframe(money=True), columns, by, ax)

    def to_parquet(self, path: str | Path, *, money: bool = False) -> Path:
        """Writes the rows to a Parquet file. Needs the extra `dataframe`.

        Args:
            path: Path of the file. The file is only created once its content is complete.
            money: True to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path of the file.

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
            path: Path of the file. The file is only created once its content is complete.
            money: True to convert micro currency to whole units: `SPEND_IN_MICRO_DOLLAR` becomes `SPEND_IN_DOLLAR`.

        Returns:
            The path of the file.

        Raises:
            ConfigurationError: If pyarrow is not installed.
        """
        return tables.write_csv(
            path,
            lambda: self._read_batches(streamed=True),
            self._get_expected_columns(),
            money=money,
        )
