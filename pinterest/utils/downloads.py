"""Downloads files from URLs that the API returned: reports, results of bulk requests, invoices."""

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
from pinterest.utils.proxies import proxies_for

if TYPE_CHECKING:
    import requests

    from pinterest.retry import Policy
    from pinterest.transport import Transport

__all__ = ["Downloads", "Transfer", "build_status_error", "get_host", "leave_unsigned"]

_CHUNK: Final = 1 << 18


class Downloads:
    """A client that downloads files."""

    _transport: Transport

    def download(
        self, url: str, file: BinaryIO, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> int:
        """Downloads a file from a URL that the API returned, such as a report's, without loading it into memory.

        No token is sent, since such URLs are signed. The proxies and certificates of the client are used. The download
        is not retried. The file may be larger than the client's `max_response_bytes`.

        Args:
            url: The URL.
            file: The file to write to, opened for writing bytes.
            timeout: Seconds to connect and to wait for each further byte. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole download. By default, the client's deadline applies to each
                256 KiB instead, so a large file may take long but a server that sends almost nothing is cut off.

        Returns:
            The number of bytes.

        Raises:
            ValidationError: If the URL is not an HTTP URL, or the file cannot be written to.
            DeadlineExceeded: If the deadline passed. The part that was received is in the file.
            ConnectionFailed: If the file was not received completely. The part that was received is in the file.
            ApiException: If the server returned an error, such as `Forbidden` for a URL that expired.
        """
        host = get_host(url)
        if not callable(getattr(file, "write", None)):
            raise ValidationError(
                "file cannot be written to. Pass a file opened for writing bytes."
            )
        # A signed URL is a secret, so errors name the host only.
        transfer = Transfer(
            f"download from {host}", self._transport.policy, with_deadline(timeout, deadline)
        )
        session = self._transport.session
        use_bounded_connections(session)
        count = 0
        with transfer.bounds.apply():
            for chunk in _receive(session, transfer, url):
                count += file.write(chunk)
                transfer.restart_deadline()
        return count


class Transfer:
    """The limits of one download or upload.

    Attributes:
        name: A description of it, with the host.
        timeout: Seconds to connect and to wait for each byte.
        bounds: Its deadline.
    """

    def __init__(self, name: str, policy: Policy, limits: Timeout) -> None:
        """Starts the deadline.

        Args:
            name: A description, with the host.
            policy: The limits of the client.
            limits: The timeout and the deadline of the call.

        Raises:
            ValidationError: If one of these is not valid.
        """
        timeout, deadline = time_limits(limits).timeout, time_limits(limits).deadline
        self.name = name
        self._is_limited = deadline is not None
        self._seconds = policy.deadline if deadline is None else check_deadline(deadline)
        self.bounds = Bounds(self._seconds, sys.maxsize)
        seconds = policy.timeout if timeout is None else check_timeout(timeout)
        self.timeout = self.bounds.shorten(seconds)

    def restart_deadline(self) -> None:
        """Starts the deadline again after a part of the file, unless the caller set one for the whole file."""
        if not self._is_limited:
            self.bounds.restart(self._seconds)

    def build_error(self, fact: str, cause: BaseException) -> ConnectionFailed:
        """Returns the error for a file that was not transferred completely.

        Args:
            fact: What happened.
            cause: The error of the connection.
        """
        if self.bounds.is_over:
            part = "" if self._is_limited else " for each part of the file"
            return DeadlineExceeded(
                f"{self.name}: {fact} within the deadline of {self._seconds:.3g} s{part}. Pass a longer deadline."
            )
        return ConnectionFailed(f"{self.name}: {fact}: {type(find_root_cause(cause)).__name__}")


def _receive(session: requests.Session, transfer: Transfer, url: str) -> Iterator[bytes]:
    """Yields the content of a file in chunks."""
    try:
        with session.get(
            url,
            stream=True,
            timeout=transfer.timeout,
            auth=leave_unsigned,
            proxies=proxies_for(session, url),
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
        ValidationError: If it is not an HTTP URL. The text does not show it, since a signed URL is a secret.
    """
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
    except ValueError:
        parts = None
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValidationError("url is not an HTTP URL. Pass the URL as the API returned it.")
    return parts.hostname


def build_status_error(name: str, response: requests.Response) -> ApiException:
    """Returns the error for an error response of a file server.

    Args:
        name: A description of the request, with the host.
        response: The response.
    """
    return error_class(response.status_code)(
        f"{name}: {response.status_code} {response.reason}. The URL may have expired. Request a new one",
        status=response.status_code,
        reason=response.reason,
        headers=response.headers,
    )


def leave_unsigned(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """Returns a request unchanged. As the `auth` of a request, it keeps `requests` from using a .netrc file."""
    return request
