"""Downloads files from URLs that the API returns: reports, results of bulk requests and invoices."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, Final
from urllib.parse import urlsplit

from pinterest.exceptions import (
    ApiException,
    ConnectionFailed,
    DeadlineExceeded,
    ValidationError,
    error_class,
)
from pinterest.utils.bounded_connections import use_bounded_connections
from pinterest.utils.bounds import Bounds
from pinterest.utils.failures import FAILURES, find_root_cause
from pinterest.utils.protocol import (
    Deadline,
    Timeout,
    check_deadline,
    check_timeout,
    time_limits,
    with_deadline,
)
from pinterest.utils.proxies import get_proxies

if TYPE_CHECKING:
    import requests

    from pinterest.retry import Policy
    from pinterest.transport import Transport

__all__ = ["Downloads", "Transfer", "build_status_error", "get_host", "leave_unsigned"]

_CHUNK: Final = 1 << 18


class Downloads:
    """A mixin for the client that adds `download`."""

    _transport: Transport

    def download(
        self, url: str, file: BinaryIO, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> int:
        """Downloads a file, such as a report, from a URL that the API returned.

        A large file needs little memory, and may be larger than the client's `max_response_bytes`. The request uses the
        client's proxies and certificates, but sends no token. A failed download is not retried.

        Args:
            url: The URL, as the API returned it.
            file: The file to write to, opened in a binary mode such as `wb`.
            timeout: Seconds to wait for a connection and for data. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole download. By default, the client's deadline applies to each
                chunk of 256 KiB.

        Returns:
            The number of bytes that were downloaded.

        Raises:
            ValidationError: If the URL is not an HTTP URL, or the file cannot be written to.
            DeadlineExceeded: If the deadline passed. The file contains the part that was received.
            ConnectionFailed: If the download was interrupted. The file contains the part that was received.
            ApiException: If the server returned an error, such as `Forbidden` for an expired URL.
        """
        host = get_host(url)
        if not callable(getattr(file, "write", None)):
            raise ValidationError("file is not writable. Pass a file opened in mode 'wb'.")
        # A signed URL is a secret, so error texts only contain its host.
        transfer = Transfer(
            f"download from {host}", self._transport.policy, with_deadline(timeout, deadline)
        )
        session = self._transport.session
        use_bounded_connections(session)
        count = 0
        with transfer.bounds.apply():
            for chunk in _download_chunks(session, transfer, url):
                count += file.write(chunk)
                transfer.restart_deadline()
        return count


class Transfer:
    """The name and the limits of one download or upload.

    Attributes:
        name: A short description for error texts, such as `download from example.com`.
        timeout: Seconds to wait for a connection and for data.
        bounds: The deadline of the transfer.
    """

    def __init__(self, name: str, policy: Policy, limits: Timeout) -> None:
        """Starts the deadline of a transfer. Values in `limits` override the client's `policy`.

        Raises:
            ValidationError: If the timeout or the deadline is not valid.
        """
        timeout, deadline = time_limits(limits).timeout, time_limits(limits).deadline
        self.name = name
        self._is_limited = deadline is not None
        self._seconds = policy.deadline if deadline is None else check_deadline(deadline)
        self.bounds = Bounds(self._seconds, sys.maxsize)
        seconds = policy.timeout if timeout is None else check_timeout(timeout)
        self.timeout = self.bounds.shorten(seconds)

    def restart_deadline(self) -> None:
        """Restarts the deadline for the next chunk, unless the caller set a deadline for the whole file."""
        if not self._is_limited:
            self.bounds.restart(self._seconds)

    def build_error(self, fact: str, cause: BaseException) -> ConnectionFailed:
        """Returns the error for an incomplete transfer.

        Args:
            fact: What happened, such as `the file was not sent completely`.
            cause: The exception that interrupted the transfer.
        """
        if self.bounds.is_over:
            part = "" if self._is_limited else " for each part of the file"
            return DeadlineExceeded(
                f"{self.name}: {fact} within the deadline of {self._seconds:.3g} s{part}. Pass a longer deadline."
            )
        return ConnectionFailed(f"{self.name}: {fact}: {type(find_root_cause(cause)).__name__}")


def _download_chunks(session: requests.Session, transfer: Transfer, url: str) -> Iterator[bytes]:
    """Sends the request for a file, and yields the file's content in chunks."""
    try:
        with session.get(
            url,
            stream=True,
            timeout=transfer.timeout,
            auth=leave_unsigned,  # the URL is signed, so no token is needed
            proxies=get_proxies(session, url),
            verify=session.verify,
        ) as response:
            if not response.ok:
                raise build_status_error(transfer.name, response)
            yield from response.iter_content(_CHUNK)
    except FAILURES as error:
        problem = transfer.build_error("the file was not received completely", error)
    else:
        return
    raise problem


def get_host(url: str) -> str:
    """Returns the host of a URL.

    Raises:
        ValidationError: If the argument is not an HTTP URL.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        # A signed URL is a secret, so the error text does not contain the URL.
        raise ValidationError("url is not an HTTP URL. Pass the URL as the API returned it.")
    return parts.hostname


def build_status_error(name: str, response: requests.Response) -> ApiException:
    """Returns the exception for an error response from a file server.

    Args:
        name: A short description of the request, such as `download from example.com`.
        response: The error response.
    """
    return error_class(response.status_code)(
        f"{name}: {response.status_code} {response.reason}. The URL may have expired. Request a new URL",
        status=response.status_code,
        reason=response.reason,
        headers=response.headers,
    )


def leave_unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Returns a request without adding credentials."""
    # Passed as `auth`, this function keeps `requests` from using the credentials in a .netrc file.
    return request
