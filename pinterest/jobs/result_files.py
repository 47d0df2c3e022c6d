"""Downloads the result files of jobs. The URLs of these files expire after a few minutes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from pinterest.exceptions import Forbidden, JobError, NotFound, ServerError
from pinterest.utils.tables import replace_when_complete

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["download_result", "save_file"]

_DOWNLOADS: Final = 3


def download_result(
    client: PinterestSDKClient,
    file: BinaryIO,
    get_url: Callable[[], str | None],
    create_error: Callable[[], JobError],
) -> None:
    """Downloads a file. Tries again with a new URL if the URL has expired.

    Args:
        client: The client to use.
        file: The file to write to.
        get_url: A function that gets a new URL of the file from the API. Returns None if the API has no URL.
        create_error: A function that returns the error to raise if the API has no URL.

    Raises:
        JobError: If the API has no URL for the file.
        ApiException: If the file cannot be downloaded.
    """
    for attempt in range(_DOWNLOADS):
        url = get_url()
        if not url:
            raise create_error()
        try:
            client.download(url, file)
        except (Forbidden, NotFound, ServerError):
            if attempt == _DOWNLOADS - 1:
                raise
            file.seek(0)
            file.truncate()
        else:
            return


def save_file(path: str | Path, write: Callable[[BinaryIO], None]) -> Path:
    """Writes a file and returns its path. The file appears only when it is complete.

    Args:
        path: The path of the file.
        write: A function that writes the content to an open file.
    """
    target = Path(path)
    with replace_when_complete(target) as unfinished, unfinished.open("wb") as file:
        write(file)
    return target
