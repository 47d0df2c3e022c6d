"""Downloads the files that jobs have as their results. Their URLs expire after minutes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

from pinterest.exceptions import Forbidden, NotFound, ServerError

if TYPE_CHECKING:
    from pinterest.client import PinterestSDKClient

__all__ = ["download_result"]

_DOWNLOADS: Final = 3


def download_result(client: PinterestSDKClient, file: BinaryIO, get_url: Callable[[], str]) -> None:
    """Downloads a file. Tries again with a new URL if the URL has expired.

    Args:
        client: The client.
        file: The file to write to.
        get_url: Gets a URL of the file from the API.

    Raises:
        ApiException: If the file cannot be downloaded.
    """
    for attempt in range(_DOWNLOADS):
        url = get_url()
        try:
            client.download(url, file)
        except (Forbidden, NotFound, ServerError):
            if attempt == _DOWNLOADS - 1:
                raise
            file.seek(0)
            file.truncate()
        else:
            return
