"""Parses responses with analytics into rows: one flat dictionary per object and time period."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import ServerError
from pinterest.utils.columns import convert_row
from pinterest.utils.figure_table import FigureTable

if TYPE_CHECKING:
    from pinterest.operation import Operation

__all__ = ["AnalyticsRows", "parse_rows"]

_BATCH: Final = 20_000
_DATE: Final = "DATE"
_FIGURES: Final = {"daily_metrics", "summary_metrics", "lifetime_metrics"}


class AnalyticsRows(FigureTable, list[dict[str, Any]]):
    """A list of analytics rows. You can convert the list to a DataFrame, an Arrow table or a file.

    A row is a dictionary from the API's column names, such as `SPEND_IN_DOLLAR`, to values. IDs are strings, figures
    are ints or floats, and `DATE` is a `datetime.date`. A figure that the API did not return is None or missing.

    Attributes:
        summary: Figures for the whole date range, one row per Pin and value of `split_field`. Empty if the API
            returned no such figures.
        lifetime: Figures since a Pin was created, one row per Pin and value of `split_field`. Empty if the API
            returned no such figures.
    """

    summary: list[dict[str, Any]]
    lifetime: list[dict[str, Any]]

    def __init__(self, columns: Sequence[str] = ()) -> None:
        """Creates an empty list of rows.

        Args:
            columns: Names of the columns that tables contain even without rows.
        """
        super().__init__()
        self.summary = []
        self.lifetime = []
        self._columns = list(columns)

    def _read_batches(self, *, streamed: bool) -> Iterator[Sequence[dict[str, Any]]]:
        for start in range(0, len(self), _BATCH):
            yield self[start : start + _BATCH]

    def _get_expected_columns(self) -> list[str]:
        return self._columns

    def _repr_html_(self) -> str:
        from pinterest.utils import display_html  # only needed in notebooks

        return display_html.render_rows(self, type(self).__name__)

    def append_all(self, other: AnalyticsRows) -> None:
        """Appends the rows of another list, including its `summary` and `lifetime` rows."""
        self.extend(other)
        self.summary.extend(other.summary)
        self.lifetime.extend(other.lifetime)


def parse_rows(operation: Operation, data: object) -> AnalyticsRows:
    """Returns the rows in an analytics response.

    Raises:
        ServerError: If the response is not in a documented format.
    """
    rows = AnalyticsRows()
    try:
        _choose_row_parser(data)(rows, data)
    except (TypeError, ValueError, AttributeError, KeyError):
        raise ServerError(
            f"{operation}: the response is not in a documented analytics format"
        ) from None
    return rows


def _choose_row_parser(data: object) -> Callable[[AnalyticsRows, Any], None]:
    """Returns the function that parses the format of `data` and adds the parsed rows to an `AnalyticsRows` list."""
    if isinstance(data, list):
        return _add_flat_rows
    if not isinstance(data, dict):
        raise TypeError
    if isinstance(data.get("data"), list):
        return _add_targeting_rows
    if isinstance(data.get("pins"), list):
        return _add_top_pin_rows
    if any(_FIGURES & value.keys() for value in data.values()):
        return _add_split_rows
    return _add_pin_rows


def _add_flat_rows(rows: AnalyticsRows, data: list[dict[str, Any]]) -> None:
    """Adds the rows of a response that is a list of rows."""
    rows.extend(convert_row(row) for row in data)


def _add_targeting_rows(rows: AnalyticsRows, data: dict[str, Any]) -> None:
    """Adds the rows of a response about targeting values: one row per value."""
    for item in data["data"]:
        key = {
            "TARGETING_TYPE": item.get("targeting_type"),
            "TARGETING_VALUE": item.get("targeting_value"),
        }
        rows.append(key | convert_row(item.get("metrics") or {}))


def _add_top_pin_rows(rows: AnalyticsRows, data: dict[str, Any]) -> None:
    """Adds the rows of a response about top Pins: one row per Pin."""
    for item in data["pins"]:
        rows.append({"PIN_ID": str(item["pin_id"])} | convert_row(item.get("metrics") or {}))


def _add_pin_rows(rows: AnalyticsRows, data: dict[str, Any]) -> None:
    """Adds the rows of several Pins. `data` maps Pin IDs to analytics."""
    for pin_id, splits in data.items():
        _add_split_rows(rows, splits, {"PIN_ID": pin_id})


def _add_split_rows(
    rows: AnalyticsRows, data: dict[str, Any], key: Mapping[str, object] | None = None
) -> None:
    """Adds one row per day and value of `split_field`. Each row starts with the columns in `key`."""
    for split, figures in data.items():
        prefix = {**(key or {}), "SPLIT": split}
        for day in figures.get("daily_metrics") or []:
            at = {_DATE: _to_date(day.get("date")), "DATA_STATUS": day.get("data_status")}
            rows.append(prefix | at | convert_row(day.get("metrics") or {}))
        for name, found in (("summary_metrics", rows.summary), ("lifetime_metrics", rows.lifetime)):
            if figures.get(name):
                found.append(prefix | convert_row(figures[name]))


def _to_date(value: Any) -> Any:
    """Converts a date string to a date. Returns other values unchanged."""
    try:
        return datetime.date.fromisoformat(value[:10]) if isinstance(value, str) else value
    except ValueError:
        return value
