"""Downloads files from URLs that the API returned: reports, results of bulk requests, invoices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import urlsplit

from pinterest.exceptions import ApiException, ConnectionFailed, ValidationError, error_class
from pinterest.utils.failures import FAILURES, root_cause
from pinterest.utils.protocol import Timeout, check_timeout
from pinterest.utils.proxies import proxies_for

if TYPE_CHECKING:
    import requests

    from pinterest.transport import Transport

__all__ = ["Downloads", "host_of", "refused", "send_unsigned"]

_CHUNK: Final = 1 << 18


class Downloads:
    """A client that downloads files."""

    _transport: Transport

    def download(self, url: str, file: BinaryIO, *, timeout: Timeout = None) -> int:
        """Downloads a file from a URL that the API returned, such as a report's, without loading it into memory.

        No token is sent, since such URLs are signed. The proxies and certificates of the client are used. The download
        is not retried.

        Args:
            url: The URL.
            file: The file to write to, opened for writing bytes.
            timeout: Seconds to connect and to wait for each further byte. Defaults to the client's timeout.

        Returns:
            The number of bytes.

        Raises:
            ValidationError: If the URL is not an HTTP URL, or the file is not a file.
            ConnectionFailed: If the file was not received completely. The part that was received is in the file.
            ApiException: If the server returned an error, such as `Forbidden` for a URL that expired.
        """
        host = host_of(url)
        if not callable(getattr(file, "write", None)):
            raise ValidationError("file: it is not valid; allowed: a file opened for writing bytes")
        transport = self._transport
        seconds = transport.policy.timeout if timeout is None else check_timeout(timeout)
        # A signed URL is a secret, so errors name the host only.
        name = f"download from {host}"
        count = 0
        for chunk in _receive(transport.session, name, url, seconds):
            count += file.write(chunk)
        return count


def _receive(
    session: requests.Session, name: str, url: str, timeout: float | tuple[float, float]
) -> Iterator[bytes]:
    """Yields the content of a file in chunks."""
    try:
        with session.get(
            url,
            stream=True,
            timeout=timeout,
            auth=send_unsigned,
            proxies=proxies_for(session, url),
            verify=session.verify,
        ) as response:
            if not response.ok:
                raise refused(name, response)
            yield from response.iter_content(_CHUNK)
    except FAILURES as error:
        cause = type(root_cause(error)).__name__
    else:
        return
    raise ConnectionFailed(f"{name}: the file was not received completely: {cause}")


def host_of(url: str) -> str:
    """Returns the host of a URL.

    Raises:
        ValidationError: If it is not an HTTP URL. The text does not show it, since a signed URL is a secret.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValidationError("url: it is not valid; allowed: an HTTP URL")
    return parts.hostname


def refused(name: str, response: requests.Response) -> ApiException:
    """Returns the error for an error response of a file server.

    Args:
        name: A description of the request, with the host.
        response: The response.
    """
    return error_class(response.status_code)(
        f"{name}: {response.status_code} {response.reason}. The URL may have expired: ask for a new one",
        status=response.status_code,
        reason=response.reason,
        headers=response.headers,
    )


def send_unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Adds no credentials to a request. Without it, `requests` would look for some in a .netrc file."""
    return request
