"""Converts rows to Arrow tables, DataFrames, Parquet and CSV. Needs the extra `dataframe`.

The types come from `pinterest.utils.columns`. If a value does not fit the type of its column, the column gets
a wider type: whole numbers become decimal numbers, and other types become text. Unexpected columns are added
at the end. In both cases, all rows are read again, so callers pass a function that returns the rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pinterest.exceptions import ConfigurationError
from pinterest.utils.columns import (
    ColumnType,
    get_column_type,
    get_converted_name,
    is_in_micro_currency,
)

if TYPE_CHECKING:
    import pandas
    import pyarrow as pa

__all__ = ["Batches", "arrow_to_dataframe", "to_arrow", "write_csv", "write_parquet"]

Batches = Callable[[], Iterable[Sequence[Mapping[str, Any]]]]
"""A function that returns the rows in batches and can be called several times."""

_WIDER: Final[Mapping[ColumnType, ColumnType]] = {
    ColumnType.COUNT: ColumnType.AMOUNT,
    ColumnType.AMOUNT: ColumnType.TEXT,
    ColumnType.DATE: ColumnType.TEXT,
    ColumnType.FLAG: ColumnType.TEXT,
}
_MILLION: Final = 1e6


class _PlanChanged(Exception):
    """Raised when the planned columns or types have changed, so that all rows must be converted again."""


def to_arrow(
    batches: Batches,
    columns: Iterable[str] = (),
    *,
    money: bool = False,
    get_kind: Callable[[str], ColumnType] = get_column_type,
) -> pa.Table:
    """Converts rows to an Arrow table.

    Args:
        batches: A function that returns the rows in batches.
        columns: The expected columns, which come first in this order.
        money: Whether to convert micro currency to whole units. The converted columns get other names.
        get_kind: A function that returns the type for a column name. Defaults to the types in analytics and
            reports.

    Raises:
        ConfigurationError: If pyarrow is not installed.
    """
    arrow = _import_pyarrow()
    plan = _Plan(arrow, columns, money=money, get_kind=get_kind)
    while True:
        try:
            found = list(plan.convert(batches()))
        except _PlanChanged:
            continue
        return arrow.Table.from_batches(found, plan.schema)


def arrow_to_dataframe(table: pa.Table) -> pandas.DataFrame:
    """Converts an Arrow table to a DataFrame, with nullable types for integers and bools.

    Raises:
        ConfigurationError: If pandas is not installed.
    """
    arrow = _import_pyarrow()
    try:
        import pandas
    except ImportError:
        raise ConfigurationError(
            "DataFrames need pandas. Install the extra 'dataframe' of this SDK, or pandas itself"
        ) from None
    types = {arrow.int64(): pandas.Int64Dtype(), arrow.bool_(): pandas.BooleanDtype()}
    frame: pandas.DataFrame = table.to_pandas(types_mapper=types.get, date_as_object=False)
    return frame


def write_parquet(
    path: str | Path,
    batches: Batches,
    columns: Iterable[str] = (),
    *,
    money: bool = False,
    get_kind: Callable[[str], ColumnType] = get_column_type,
) -> Path:
    """Writes rows to a Parquet file and returns the path. See `to_arrow` for the arguments."""
    plan = _Plan(_import_pyarrow(), columns, money=money, get_kind=get_kind)
    from pyarrow import parquet

    return _write_batches(path, parquet.ParquetWriter, batches, plan)


def write_csv(
    path: str | Path, batches: Batches, columns: Iterable[str] = (), *, money: bool = False
) -> Path:
    """Writes rows to a CSV file with a header and returns the path. See `to_arrow` for the arguments."""
    plan = _Plan(_import_pyarrow(), columns, money=money, get_kind=get_column_type)
    from pyarrow import csv

    return _write_batches(path, csv.CSVWriter, batches, plan)


def _write_batches(
    path: str | Path,
    writer_class: Callable[[str, pa.Schema], Any],
    batches: Batches,
    plan: _Plan,
) -> Path:
    target = Path(path)
    with replace_when_complete(target) as unfinished:
        while True:
            try:
                with writer_class(str(unfinished), plan.schema) as writer:
                    for batch in plan.convert(batches()):
                        writer.write(batch)
            except _PlanChanged:
                continue
            return target


@contextmanager
def replace_when_complete(path: Path) -> Iterator[Path]:
    """Yields the path of a temporary file, and renames the file to `path` if the `with` block succeeds."""
    unfinished = path.with_name(f"{path.name}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


class _Plan:
    """Converts rows to Arrow record batches with planned columns and types."""

    def __init__(
        self,
        arrow: Any,
        columns: Iterable[str],
        *,
        money: bool,
        get_kind: Callable[[str], ColumnType],
    ) -> None:
        self._arrow = arrow
        self._get_kind = get_kind
        self._kinds: dict[str, ColumnType] = {name: get_kind(name) for name in columns}
        self._money = money
        self._types = {
            ColumnType.TEXT: arrow.string(),
            ColumnType.DATE: arrow.date32(),
            ColumnType.FLAG: arrow.bool_(),
            ColumnType.COUNT: arrow.int64(),
            ColumnType.AMOUNT: arrow.float64(),
        }

    @property
    def schema(self) -> pa.Schema:
        """The names and types of the columns in the final table."""
        fields = {
            self._get_final_name(name): self._get_final_type(name)
            for name in self._included_columns
        }
        schema: pa.Schema = self._arrow.schema(list(fields.items()))
        return schema

    def convert(self, batches: Iterable[Sequence[Mapping[str, Any]]]) -> Iterator[pa.RecordBatch]:
        """Converts the rows to Arrow record batches.

        Raises:
            _PlanChanged: If a row does not fit the planned columns and types. Then convert all rows again.
        """
        for rows in batches:
            unexpected = set().union(*rows) - self._kinds.keys()
            if unexpected:
                found = dict.fromkeys(name for row in rows for name in row if name in unexpected)
                self._kinds |= {name: self._get_kind(name) for name in found}
                raise _PlanChanged
            schema, names = self.schema, self._included_columns
            arrays = [self._convert_column(name, [row.get(name) for row in rows]) for name in names]
            yield self._arrow.RecordBatch.from_arrays(arrays, schema=schema)

    @property
    def _included_columns(self) -> list[str]:
        """The API names of the columns in the final table."""
        # Leave out a converted column if another column already has the converted name.
        return [
            name
            for name in self._kinds
            if not (self._is_converted_from_micro(name) and get_converted_name(name) in self._kinds)
        ]

    def _is_converted_from_micro(self, name: str) -> bool:
        """Returns whether a column is converted from micro currency to whole units."""
        return (
            self._money and is_in_micro_currency(name) and self._kinds[name] is not ColumnType.TEXT
        )

    def _get_final_name(self, name: str) -> str:
        """Returns the name that a column has in the final table."""
        return get_converted_name(name) if self._is_converted_from_micro(name) else name

    def _get_final_type(self, name: str) -> pa.DataType:
        """Returns the type that a column has in the final table."""
        return self._types[
            ColumnType.AMOUNT if self._is_converted_from_micro(name) else self._kinds[name]
        ]

    def _convert_column(self, name: str, values: list[Any]) -> pa.Array:
        """Converts the values of a column to an Arrow array of the planned type."""
        kind = self._kinds[name]
        try:
            array = self._cast_array(_infer_array(self._arrow, values), kind)
        except (self._arrow.ArrowInvalid, self._arrow.ArrowNotImplementedError):
            self._kinds[name] = _WIDER[kind]
            raise _PlanChanged from None
        if self._is_converted_from_micro(name):
            from pyarrow import compute

            return compute.divide(array.cast(self._types[ColumnType.AMOUNT]), _MILLION)
        return array

    def _cast_array(self, array: pa.Array, kind: ColumnType) -> pa.Array:
        is_text = array.type == self._arrow.string()
        if kind is ColumnType.DATE and is_text:
            from pyarrow import compute

            array = compute.utf8_slice_codeunits(array, 0, len("2026-01-31"))
        if kind is ColumnType.COUNT and is_text:
            try:
                return array.cast(self._types[kind])
            except self._arrow.ArrowInvalid:
                array = array.cast(self._types[ColumnType.AMOUNT])  # such as "12.0"
        return array.cast(self._types[kind])


def _infer_array(arrow: Any, values: list[Any]) -> pa.Array:
    """Converts values to an Arrow array. Nested values and values of several types become text."""
    try:
        array = arrow.array(values)
    except (arrow.ArrowInvalid, arrow.ArrowTypeError, OverflowError):
        return arrow.array([_to_text(value) for value in values], arrow.string())
    if arrow.types.is_nested(array.type):
        return arrow.array([_to_text(value) for value in values], arrow.string())
    return array


def _to_text(value: Any) -> str | None:
    """Converts a value to text. Lists, dictionaries and booleans become JSON. None stays None."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value) if isinstance(value, (dict, list, bool)) else str(value)


def _import_pyarrow() -> Any:
    try:
        import pyarrow
    except ImportError:
        raise ConfigurationError(
            "Arrow tables and files need pyarrow. Install the extra 'dataframe' of this SDK, or pyarrow itself"
        ) from None
    return pyarrow
