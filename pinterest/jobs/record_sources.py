"""Reads the values of a customer list from a file, a table or an iterable, without loading a whole file into memory."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, BinaryIO, Final, NamedTuple, TypeAlias

from pinterest.exceptions import ConfigurationError, ValidationError
from pinterest.jobs import csv_records
from pinterest.utils.suggest import find_nearest_name, format_value

__all__ = ["Column", "RecordSource", "Source", "SourceOptions", "find_column"]

Column: TypeAlias = str | int | None
"""The name of a column or its position, counting from 0. If it is None, the column is detected."""

_ALLOWED: Final = "allowed: a path, a file, a DataFrame or an iterable"
_PARQUET: Final = b"PAR1"
_OTHER_FORMATS: Final = {
    b"PK\x03\x04": "an Excel workbook or a zip archive. Save it as CSV",
    b"\xd0\xcf\x11\xe0": "an Excel workbook. Save it as CSV",
    b"\x1f\x8b": "compressed. Decompress it, or pass gzip.open(path)",
}
_SEPARATORS: Final = re.compile(r"[\s_-]+")
_ROWS_PER_BATCH: Final = 8192
# Errors show the names of columns. The first row of a file without a header is data, which errors must not show.
_LOOKS_LIKE_DATA: Final = re.compile(r"@|(?:\d\W{0,2}){7}|[0-9a-f]{32}", re.IGNORECASE)

Source: TypeAlias = "str | os.PathLike[str] | IO[bytes] | IO[str] | Iterable[Any]"
"""The source of a customer list's values: the path of a file, an open file, a table or an iterable."""


class SourceOptions(NamedTuple):
    """Options for reading a source.

    Attributes:
        column: The column to read. If it is None: the only column, or the column whose name is in `usual_names`.
        usual_names: Common names of the column, in lower case and without spaces, hyphens and underscores.
        delimiter: The delimiter of a CSV file. None to detect it.
        encoding: The encoding of a CSV file. None to detect it.
    """

    column: Column
    usual_names: Sequence[str]
    delimiter: str | None = None
    encoding: str | None = None


class RecordSource:
    """The source of the values of a customer list: a file, table or iterable with one value per row.

    Attributes:
        path: The absolute path if the source is a file. None otherwise.
        total: The number of rows. None if unknown.
    """

    def __init__(self, source: Any, options: SourceOptions) -> None:
        """Checks the source. Reads only the header of a file.

        Raises:
            ValidationError: If the source or the column is not valid.
            ConfigurationError: If the source needs an extra that is not installed.
        """
        self._source, self._options = source, options
        self.path: str | None = None
        self._start = 0
        self._is_used = False
        self.total: int | None = None
        if isinstance(source, (str, os.PathLike)):
            self.path = str(Path(source).absolute())
        elif isinstance(source, (bytes, bytearray, memoryview, Mapping)):
            raise ValidationError(f"source: {type(source).__name__} is not valid; {_ALLOWED}")
        elif hasattr(source, "read"):
            self._can_read_again = _can_seek(source)
            if self._can_read_again:
                self._start = source.tell()
        else:
            self._store_values(source)
        if self.path is not None or (self.is_file and self.can_read_again):
            self._read_file().close()  # checks the format and the column

    @property
    def is_file(self) -> bool:
        """Whether the source is the path of a file or an open file."""
        return self.path is not None or hasattr(self._source, "read")

    @property
    def can_read_again(self) -> bool:
        """Whether the values can be read more than once."""
        return self.path is not None or self._can_read_again

    def read(self) -> Iterator[Any]:
        """Returns an iterator over all values, one per row.

        Raises:
            ValidationError: If the source can be read only once and was already read.
        """
        if self._is_used and not self.can_read_again:
            raise ValidationError(
                "source: the iterator or file was already read, at least in part, and cannot be read again. "
                "Create the job again with a new iterator or file"
            )
        self._is_used = True
        if self.is_file:
            return self._read_file()
        return _iterate_values(self._source, self._options)

    def _store_values(self, source: Any) -> None:
        """Stores the values of a table or an iterable, and sets `total` if the number of values is known."""
        names = _get_column_names(source)
        if names is not None:
            position = find_column(names, self._options)
            source = self._source = _get_column(source, names, position)
            self._options = self._options._replace(column=None)
        if hasattr(source, "to_pylist"):  # an Arrow column
            source = self._source = source.to_pylist()
        try:
            self._can_read_again = iter(source) is not source
        except TypeError:
            raise ValidationError(
                f"source: {type(source).__name__} is not valid; {_ALLOWED}"
            ) from None
        self.total = len(source) if hasattr(source, "__len__") else None

    def _read_file(self) -> Generator[Any, None, None]:
        """Checks the header of the file and returns a generator of the values, one per row."""
        values = self._generate_values()
        next(values)
        return values

    def _generate_values(self) -> Generator[Any, None, None]:
        """Checks the header of the file and yields None. Then yields the value of each row."""
        file: Any = self._source
        if self.path is not None:
            try:
                file = Path(self.path).open("rb")  # noqa: SIM115  # it is closed below
            except OSError as error:
                name = "the file" if _LOOKS_LIKE_DATA.search(Path(self.path).name) else self.path
                raise ValidationError(
                    f"source: {name} cannot be read: {error.strerror or error}. To pass values instead of a path, "
                    "pass a list"
                ) from None
        elif self.can_read_again:
            file.seek(self._start)
        try:
            if self._detect_format(file) == "parquet":
                yield from _generate_parquet_values(file, self._options)
            else:
                yield from self._generate_csv_values(file)
        finally:
            if self.path is not None:
                file.close()

    def _detect_format(self, file: Any) -> str:
        if not self.can_read_again:
            return "csv"
        head = file.read(4)
        file.seek(0 if self.path is not None else self._start)
        if head == _PARQUET:
            return "parquet"
        for start, description in _OTHER_FORMATS.items():
            if isinstance(head, bytes) and head.startswith(start):
                raise ValidationError(f"source: the file is {description}")
        return "csv"

    def _generate_csv_values(self, file: Any) -> Iterator[Any]:
        options = self._options
        rows = csv_records.read_rows(file, options.delimiter, options.encoding)
        first = next(rows, None)
        if first is None:
            raise ValidationError("source: the file is empty. Pass a file with at least one row")
        is_header = isinstance(options.column, str) or not any(map(_LOOKS_LIKE_DATA.search, first))
        position = find_column(first if is_header else [""] * len(first), options)
        yield None
        if not is_header:
            yield first[position]
        for row in rows:
            yield row[position] if position < len(row) else None


def find_column(names: Sequence[Any], options: SourceOptions) -> int:
    """Returns the position of the column to read.

    Args:
        names: The names of the columns. The names are empty strings if the source has no header.
        options: The options. `column` and `usual_names` determine the column.

    Raises:
        ValidationError: If the column does not exist, or if several columns match.
    """
    column = options.column
    if isinstance(column, int) and not isinstance(column, bool):
        if column in range(len(names)):
            return column
        raise ValidationError(f"column: {column} is not valid; allowed: 0 to {len(names) - 1}")
    texts = [str(name) for name in names]
    plain = [_simplify_column_name(name) for name in texts]
    if isinstance(column, str):
        for wanted, known in ((column, texts), (_simplify_column_name(column), plain)):
            found = [index for index, name in enumerate(known) if name == wanted]
            if len(found) == 1:
                return found[0]
        closest = find_nearest_name(column, texts) if not found else None
        hint = (
            f"did you mean {closest!r}? "
            if closest and closest in _format_column_names(texts)
            else ""
        )
        reason = "more than one column has this name" if found else "there is no such column"
        raise ValidationError(
            f"column: {format_value(column)}: {reason}; {hint}columns: {_format_column_names(texts)}"
        )
    if column is not None:
        raise ValidationError(
            f"column: {format_value(column)} is not valid; allowed: a name or a position"
        )
    if len(texts) == 1:
        return 0
    found = [index for index, name in enumerate(plain) if name in options.usual_names]
    if len(found) == 1:
        return found[0]
    if not any(texts):
        raise ValidationError(
            f"column: the file has {len(texts)} columns and no header. Pass the position of the column, 0 to "
            f"{len(texts) - 1}"
        )
    raise ValidationError(
        f"column: missing. Pass the name of the column with the values; columns: {_format_column_names(texts)}"
    )


def _simplify_column_name(name: str) -> str:
    return _SEPARATORS.sub("", name).lower()


def _format_column_names(names: Sequence[str]) -> str:
    """Lists column names for an error message. Replaces names that may be personal data with their positions."""
    # Show the position instead of a name that may be personal data.
    shown = (
        f"number {index}" if _LOOKS_LIKE_DATA.search(name) else repr(name[:40])
        for index, name in enumerate(names[:30])
    )
    return ", ".join(shown) + (f" and {len(names) - 30} more" if len(names) > 30 else "")


def _can_seek(file: BinaryIO) -> bool:
    try:
        return file.seekable()
    except AttributeError:
        return False


def _get_column_names(source: Any) -> list[Any] | None:
    """Returns the column names of a table, or None if the source is not a table."""
    # Arrow tables have `column_names`. Tables from pandas and Polars have `columns`.
    for attribute in ("column_names", "columns"):
        names = getattr(source, attribute, None)
        if names is not None and not callable(names):
            return list(names)
    return None


def _get_column(table: Any, names: Sequence[Any], position: int) -> Any:
    """Returns the column at `position` in a table. `names` are the names of all columns of the table."""
    if hasattr(table, "iloc"):
        return table.iloc[:, position]
    return table[names[position]]


def _iterate_values(source: Iterable[Any], options: SourceOptions) -> Iterator[Any]:
    """Returns an iterator over the items of `source`, or over the values of one column if the items are mappings."""
    items = iter(source)
    start = list(itertools.islice(items, 1))
    rest = itertools.chain(start, items)
    return _read_column(rest, options) if start and isinstance(start[0], Mapping) else rest


def _read_column(rows: Iterable[Any], options: SourceOptions) -> Iterator[Any]:
    """Yields the value of one column in each row, or None for a row without the column."""
    name: Any = None
    for row in rows:
        if name is None:
            names = list(row)
            name = names[find_column(names, options)]
        yield row.get(name) if isinstance(row, Mapping) else row


def _generate_parquet_values(file: Any, options: SourceOptions) -> Iterator[Any]:
    try:
        from pyarrow import parquet
    except ImportError:
        raise ConfigurationError(
            "Parquet files need pyarrow. Install the extra 'jobs' of this SDK, or pyarrow itself"
        ) from None
    table = parquet.ParquetFile(file)
    names = table.schema_arrow.names
    name = names[find_column(names, options)]
    yield None
    for batch in table.iter_batches(batch_size=_ROWS_PER_BATCH, columns=[name]):
        yield from batch.column(0).to_pylist()
