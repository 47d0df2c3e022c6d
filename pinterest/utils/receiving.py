"""Receives responses: follows redirects and limits the size of response bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

import requests
from requests.exceptions import ContentDecodingError
from requests.utils import requote_uri

from pinterest.utils.bounds import Bounds
from pinterest.utils.proxies import get_proxies

__all__ = ["ACCEPTED_ENCODINGS", "receive_body", "receive_final_response"]

# Leaves out encodings that can expand a few bytes to gigabytes.
ACCEPTED_ENCODINGS = "gzip, deflate"
"""The value of the header `Accept-Encoding`."""

_ENCODINGS = frozenset({"gzip", "x-gzip", "deflate"})
_REFUSED_ENCODINGS = frozenset({"br", "compress", "zstd"})

_CHUNK = 65_536
# The maximum number of bytes to receive at a time. A smaller body of known size is received at once.
_LONGEST_CHUNK = 1_048_576
# The number of compressed bytes to receive at a time. Decompression can make them a thousand times larger.
_ENCODED_CHUNK = 8_192
# If a body is too large, this many bytes of its beginning are kept for the error.
_BEGINNING_SIZE = 65_536

# The maximum number of digits of a plausible `Content-Length`.
_LONGEST_NUMBER = 18

# Headers that must not be sent to another host.
_CREDENTIALS = ("Authorization", "Cookie", "Proxy-Authorization")


def receive_final_response(
    session: requests.Session, response: requests.Response, bounds: Bounds, timeout: Any
) -> requests.Response:
    """Follows the redirects of a GET request and returns the final response with its body.

    Args:
        session: The session that sent the request.
        response: The first response. Its body must already be received.
        bounds: The deadline and the maximum response size.
        timeout: Seconds to wait for a connection and for data.

    Raises:
        requests.RequestException: If there are too many redirects, or a redirected request fails.
    """
    # The redirect handling of the `requests` library would receive bodies of any size, and replace the token with
    # a password from the .netrc file.
    for _ in range(session.max_redirects):
        request = _build_redirected_request(session, response)
        if request is None:
            return response
        settings = session.merge_environment_settings(
            request.url, get_proxies(session, request.url or ""), True, session.verify, None
        )
        limit = bounds.shorten(timeout)
        response = session.send(request, allow_redirects=False, timeout=limit, **settings)
        receive_body(response, bounds)
    if session.get_redirect_target(response) is None:
        return response
    raise requests.TooManyRedirects(f"the server sent more than {session.max_redirects} redirects")


def _build_redirected_request(
    session: requests.Session, response: requests.Response
) -> requests.PreparedRequest | None:
    """Returns the request for the target of a redirect, or None if the response is not a redirect."""
    target = session.get_redirect_target(response)
    if not target:
        return None
    request = response.request.copy()
    request.url = urljoin(response.url, requote_uri(target))
    is_other_host: Callable[[str | None, str | None], bool] = session.should_strip_auth
    if is_other_host(response.request.url, request.url):
        for name in _CREDENTIALS:
            request.headers.pop(name, None)
    request.headers.pop("Cookie", None)
    request.prepare_cookies(session.cookies)
    return request


def receive_body(response: requests.Response, bounds: Bounds) -> None:
    """Receives the body of a response into `response.content`.

    If the body is too large, stores only the beginning, sets `bounds.is_too_large` and closes the connection.

    Raises:
        requests.RequestException: If the body is incomplete or has an encoding that was not requested.
        requests.ConnectionError: If the response has a 1xx status.
    """
    bounds.is_too_large = False
    if response.status_code < 200:
        # Otherwise the final response would be mistaken for the response to the next request.
        response.close()
        raise requests.ConnectionError(
            f"the server sent {response.status_code} instead of a final response"
        )
    encodings = response.headers.get("Content-Encoding", "")
    declared = response.headers.get("Content-Length", "")
    limit = bounds.max_bytes
    if len(declared) > _LONGEST_NUMBER or (declared.isdecimal() and int(declared) > limit):
        bounds.is_too_large = True
        limit = -1 if response.ok else min(limit, _BEGINNING_SIZE)
    chunks, size = [], 0
    parts = response.iter_content(_choose_chunk_size(response, encodings))
    while size <= limit and (chunk := next(parts, b"")):
        chunks.append(chunk)
        size += len(chunk)
    body = b"".join(chunks)
    if size > limit:
        bounds.is_too_large = True
        response.close()
        body = body[:_BEGINNING_SIZE]
    response._content = body


def _choose_chunk_size(response: requests.Response, encodings: str) -> int:
    """Returns the number of bytes to receive at a time.

    Raises:
        requests.ContentDecodingError: If the body has several encodings, or an encoding that was not requested.
    """
    names = [name.strip().lower() for name in encodings.split(",")]
    known = [name for name in names if name in _ENCODINGS]
    if len(known) > 1 or not _REFUSED_ENCODINGS.isdisjoint(names):
        response.close()
        raise ContentDecodingError(
            f"the response has the encoding {encodings[:60]!r}, which is not supported"
        )
    if known:
        return _ENCODED_CHUNK
    declared = response.headers.get("Content-Length", "")
    if not declared.isdecimal() or len(declared) > _LONGEST_NUMBER:
        return _CHUNK
    return max(1, min(int(declared), _LONGEST_CHUNK))
