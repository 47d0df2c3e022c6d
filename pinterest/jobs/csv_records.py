"""Reads the rows of CSV files. Detects the encoding and the delimiter."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

__all__ = ["read_rows"]

_HEAD: Final = 1 << 16
_DELIMITERS: Final = ",;\t|"
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_rows(file: Any, delimiter: str | None, encoding: str | None) -> Iterator[list[str]]:
    """Yields the rows of a CSV file. Skips empty lines at the beginning of the file.

    Args:
        file: The file, opened in binary or text mode.
        delimiter: The delimiter. None to detect it in the first line.
        encoding: The encoding. None to detect it from the beginning of the file: a byte order mark shows UTF-8 or
            UTF-16. Without a mark, it is UTF-8 if the text is valid UTF-8, and Windows-1252 if not.

    Raises:
        ValidationError: If the file is not a CSV file, or the encoding is unknown.
    """
    lines = _read_lines(file, encoding)
    first = next((line for line in lines if line.strip()), None)
    if first is None:
        return
    if delimiter is None:
        delimiter = _detect_delimiter(first)
    elif not isinstance(delimiter, str) or len(delimiter) != 1:
        raise ValidationError(
            f"delimiter: {format_value(delimiter)} is not valid; allowed: one character"
        )
    rows = csv.reader(_prepend_line(first, lines), delimiter=delimiter)
    try:
        yield from rows
    except csv.Error as error:
        raise ValidationError(
            f"source: the file is not valid CSV after line {rows.line_num}: {error}"
        ) from None


def _read_lines(file: Any, encoding: str | None) -> Iterator[str]:
    start = file.read(_HEAD)
    if isinstance(start, str):
        text: Any = _LineReader(start.removeprefix("\ufeff"), file)
        yield from text.lines()
        return
    name = encoding or _detect_encoding(start)
    try:
        decoder = codecs.getincrementaldecoder(name)(errors="replace")
    except LookupError:
        raise ValidationError(
            f"encoding: {format_value(encoding)} is not known. Pass a known encoding, such as 'utf-8'"
        ) from None
    yield from _LineReader(decoder.decode(start), file, decoder).lines()


class _LineReader:
    """Reads the lines of a file from which the text `start` was already read."""

    def __init__(
        self, start: str, file: Any, decoder: codecs.IncrementalDecoder | None = None
    ) -> None:
        self._start, self._file, self._decoder = start, file, decoder

    def lines(self) -> Iterator[str]:
        """Yields the lines."""
        rest = ""
        chunk: str | None = self._start
        while chunk is not None:
            # Only \r and \n end a line of CSV. str.splitlines also splits at other characters. The csv module needs the
            # line endings.
            lines = io.StringIO(rest + chunk, newline="").readlines()
            rest = lines.pop() if lines else ""
            yield from lines
            chunk = self._read_chunk()
        if rest:
            yield rest

    def _read_chunk(self) -> str | None:
        """Returns the next chunk of text, or None at the end of the file."""
        data = self._file.read(_HEAD)
        if self._decoder is None:
            return str(data) if data else None
        if data:
            return self._decoder.decode(data)
        last = self._decoder.decode(b"", final=True)
        return last or None


def _detect_encoding(start: bytes) -> str:
    for mark, name in _MARKS:
        if start.startswith(mark):
            return name
    try:
        # `start` may end in the middle of a character.
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _detect_delimiter(line: str) -> str:
    """Returns the delimiter that splits a line into the most fields."""
    return max(_DELIMITERS, key=lambda one: len(next(csv.reader([line], delimiter=one))))


def _prepend_line(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines
