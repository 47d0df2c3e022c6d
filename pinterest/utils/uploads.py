"""Uploads videos and customer lists to URLs that the API returned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from requests.utils import super_len

from pinterest.exceptions import ValidationError
from pinterest.utils.bounded_connections import use_bounded_connections
from pinterest.utils.bounds import Bounds
from pinterest.utils.downloads import Transfer, build_status_error, get_host, leave_unsigned
from pinterest.utils.failures import FAILURES
from pinterest.utils.protocol import Deadline, Timeout, with_deadline
from pinterest.utils.proxies import get_proxies
from pinterest.utils.receiving import receive_body
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    import requests

__all__ = ["Uploads"]

_PART = 65_536
_VERBS = ("PUT", "POST")


class Uploads:
    """A mixin for clients that can upload files."""

    _transport: Any

    def upload(
        self,
        url: str,
        body: Any,
        *,
        verb: str = "PUT",
        content_type: str = "application/octet-stream",
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> None:
        """Uploads a file to a URL that the API returned, such as the URL for a part of a customer list.

        Uses the client's proxies and certificates, but sends no token. Does not retry or follow redirects.

        Args:
            url: The URL.
            body: Bytes, or a file object whose length is known. A file object is not loaded into memory.
            verb: `PUT`, or `POST` for a form.
            content_type: The media type of the body.
            timeout: Seconds to wait for a connection and for the response. Defaults to the client's timeout.
            deadline: Maximum seconds for the whole upload. Defaults to the client's deadline, which limits each part
                of a file object separately.

        Raises:
            ValidationError: If the URL is not an HTTP URL, or the verb is not PUT or POST.
            DeadlineExceeded: If the deadline passed.
            ConnectionFailed: If no response arrived.
            ApiException: If the server returned an error, such as `Forbidden` for a URL that expired.
        """
        host = get_host(url)
        if verb not in _VERBS:
            raise ValidationError(f"verb: {format_value(verb)} is not valid; allowed: PUT, POST")
        # A signed URL is secret, so errors only contain the host.
        transfer = Transfer(
            f"upload to {host}", self._transport.policy, with_deadline(timeout, deadline)
        )
        session: requests.Session = self._transport.session
        use_bounded_connections(session)
        try:
            with transfer.bounds.apply():
                response = session.request(
                    verb,
                    url,
                    data=_Body(body, transfer) if hasattr(body, "read") else body,
                    headers={"Content-Type": content_type},
                    timeout=transfer.timeout,
                    auth=leave_unsigned,  # the URL is already signed, so no token is sent
                    stream=True,
                    allow_redirects=False,
                    proxies=get_proxies(session, url),
                    verify=session.verify,
                )
                limits = Bounds(
                    transfer.bounds.remaining, self._transport.policy.max_response_bytes
                )
                receive_body(response, limits)
        except FAILURES as error:
            problem = transfer.build_error("the file was not sent completely", error)
        else:
            if response.status_code >= 300:
                raise build_status_error(transfer.name, response)
            return
        raise problem


class _Body:
    """A file that is uploaded in parts.

    Attributes:
        len: The number of bytes to send.
    """

    def __init__(self, body: Any, transfer: Transfer) -> None:
        self._body = body
        self._transfer = transfer
        measure: Any = super_len
        self.len: int = measure(body)

    def read(self, size: int = -1) -> Any:
        """Reads and returns the next part of the file."""
        # The client's deadline applies to each part, but a deadline of the caller to the whole upload.
        self._transfer.restart_deadline()
        return self._body.read(size)

    def __iter__(self) -> Iterator[Any]:
        return iter(lambda: self.read(_PART), b"")
