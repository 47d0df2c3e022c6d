"""Uploads files to URLs that the API returned: videos and customer lists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.exceptions import ConnectionFailed, ValidationError
from pinterest.utils.downloads import host_of, refused, send_unsigned
from pinterest.utils.failures import FAILURES, root_cause
from pinterest.utils.protocol import Timeout, check_timeout
from pinterest.utils.proxies import proxies_for
from pinterest.utils.suggest import format_value

if TYPE_CHECKING:
    import requests

__all__ = ["Uploads"]

_VERBS = ("PUT", "POST")


class Uploads:
    """A client that uploads files."""

    _transport: Any

    def upload(
        self,
        url: str,
        body: Any,
        *,
        verb: str = "PUT",
        content_type: str = "application/octet-stream",
        timeout: Timeout = None,
    ) -> None:
        """Uploads a file to a URL that the API returned, such as the URL for a part of a customer list.

        No token is sent, since such URLs are signed. The proxies and certificates of the client are used. The upload is
        not retried, and redirects are not followed.

        Args:
            url: The URL.
            body: Bytes, or an object with `read` and a length, which is sent without loading it into memory.
            verb: `PUT`, or `POST` for a form.
            content_type: The media type of the body.
            timeout: Seconds to connect and to wait for the response. Defaults to the client's timeout.

        Raises:
            ValidationError: If the URL is not an HTTP URL, or the verb is not PUT or POST.
            ConnectionFailed: If no response arrived.
            ApiException: If the server returned an error, such as `Forbidden` for a URL that expired.
        """
        host = host_of(url)
        if verb not in _VERBS:
            raise ValidationError(f"verb: {format_value(verb)} is not valid; allowed: PUT, POST")
        transport = self._transport
        seconds = transport.policy.timeout if timeout is None else check_timeout(timeout)
        # A signed URL is a secret, so errors name the host only.
        name = f"upload to {host}"
        session: requests.Session = transport.session
        try:
            response = session.request(
                verb,
                url,
                data=body,
                headers={"Content-Type": content_type},
                timeout=seconds,
                auth=send_unsigned,
                allow_redirects=False,
                proxies=proxies_for(session, url),
                verify=session.verify,
            )
        except FAILURES as error:
            cause = type(root_cause(error)).__name__
        else:
            if response.status_code >= 300:
                raise refused(name, response)
            return
        raise ConnectionFailed(f"{name}: the file was not sent completely: {cause}")
