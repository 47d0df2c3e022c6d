"""Files to upload: a path, bytes or an open file. Only the first bytes are read before the upload."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TypeAlias

from pinterest.exceptions import ValidationError
from pinterest.utils.suggest import format_value

__all__ = ["FileSource", "RemainingFile", "UploadContent"]

FileSource: TypeAlias = "str | os.PathLike[str] | bytes | BinaryIO"
"""A file, passed as its path, as bytes, or as a file opened in binary mode."""

# This many bytes are enough to detect the type of a file.
_HEAD: Final = 512


class UploadContent:
    """A file to upload. The bytes of the file are read while the file is sent.

    Attributes:
        path: The absolute path of the file. None for bytes and open files.
        size: The size of the file in bytes.
        head: The first bytes of the file.
    """

    def __init__(self, argument: str, source: Any) -> None:
        """Reads the size and the first bytes of a file.

        Args:
            argument: The name of the argument, for error messages.
            source: The file, as a path, as bytes, or opened in binary mode.

        Raises:
            ValidationError: If the source is not a file, is empty or cannot be read, or if an open file cannot seek.
        """
        self._argument = argument
        self._source = source
        self._start = 0
        self.path: str | None = None
        if isinstance(source, (str, os.PathLike)):
            self.path = str(Path(source).absolute())
        elif not isinstance(source, (bytes, bytearray, memoryview)):
            self._start = self._get_position(source)
        with self.open() as file:
            self.head = file.read(_HEAD)
            if not isinstance(self.head, bytes):
                raise ValidationError(
                    f"{argument}: the file is open in text mode. Open it with mode 'rb'"
                )
            self.size = file.seek(0, os.SEEK_END) - self._start
        if not self.head:
            raise ValidationError(f"{argument}: {self} is empty")

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """Yields the open file, positioned at its beginning. Does not close a file that the caller opened.

        Raises:
            ValidationError: If the file cannot be read.
        """
        if self.path is not None:
            try:
                file = Path(self.path).open("rb")  # noqa: SIM115  # it is closed below
            except OSError as error:
                raise ValidationError(
                    f"{self._argument}: {self} cannot be read: {error.strerror or error}"
                ) from None
            with file:
                yield file
        elif isinstance(self._source, (bytes, bytearray, memoryview)):
            yield io.BytesIO(self._source)
        else:
            self._source.seek(self._start)
            yield self._source

    def read(self) -> bytes:
        """Returns all bytes of the file."""
        with self.open() as file:
            return file.read()

    def _get_position(self, file: Any) -> int:
        """Returns the current position in a file. Raises a ValidationError if the file is not seekable."""
        try:
            if file.seekable():
                return int(file.tell())
        except (AttributeError, TypeError, ValueError, OSError):
            pass
        raise ValidationError(
            f"{self._argument}: {format_value(type(file).__name__)} is not valid; allowed: a path, bytes, or a "
            "seekable file that is open in binary mode"
        )

    def __str__(self) -> str:
        return repr(Path(self.path).name) if self.path is not None else "the file"


class RemainingFile:
    """The unread rest of a file, in the form that requests-toolbelt needs to upload it.

    `len` shrinks with each read, as requests-toolbelt requires. requests-toolbelt would copy a plain BytesIO and send
    all of its bytes, including those that were already read.
    """

    def __init__(self, file: BinaryIO, size: int, argument: str) -> None:
        """Wraps the rest of an open file.

        Args:
            file: The file, positioned at the first unread byte.
            size: The number of unread bytes.
            argument: The name of the argument, for error messages.
        """
        self._file = file
        self._argument = argument
        self.len = size

    def read(self, size: int = -1) -> bytes:
        """Returns the next bytes."""
        chunk = self._file.read(self.len if size < 0 else min(size, self.len))
        self.len -= len(chunk)
        if not chunk and size and self.len:
            raise ValidationError(
                f"{self._argument}: the file became shorter while it was sent. Upload it again"
            )
        return chunk
