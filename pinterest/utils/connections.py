"""Connections: the session that a client makes for itself, and what a failed request means."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL, SSLError, TooManyRedirects

_POOL = 32

FAILURES: Final = (requests.RequestException, urllib3.exceptions.HTTPError, ValueError)
"""What `requests` raises when there is no answer; what it wraps in errors of its own is not all there is."""

# Failures of the request itself, which would come again.
_HOPELESS = (
    InvalidSchema,
    InvalidURL,
    SSLError,
    TooManyRedirects,
    urllib3.exceptions.LocationParseError,
)
_NOT_CONNECTED = (
    ssl.SSLCertVerificationError,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationParseError,
    urllib3.exceptions.NewConnectionError,
)


class _Session(requests.Session):
    """A session that asks no .netrc file for credentials, not even when it is sent on."""

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Takes the token off a request that goes on to another host."""
        goes_elsewhere: Callable[[str | None, str | None], bool] = self.should_strip_auth
        if goes_elsewhere(response.request.url, prepared_request.url):
            prepared_request.headers.pop("Authorization", None)


def new_session() -> requests.Session:
    """Returns a session with enough pooled connections for many threads, and without cookies."""
    session = _Session()
    adapter = HTTPAdapter(pool_maxsize=_POOL)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def proxies_for(session: requests.Session, address: str) -> dict[str, Any]:
    """Returns the proxies of a request: the session's own, and none on the way to this machine itself."""
    if session.proxies:
        return dict(session.proxies)
    host = urlsplit(address).hostname or ""
    # A scheme that is None keeps `requests` from taking the environment's.
    return {"http": None, "https": None, "all": None} if _is_loopback(host) else {}


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")


def root_of(error: BaseException) -> BaseException:
    """Returns what went wrong below the wrappings of `requests` and urllib3."""
    inside = (getattr(error, "reason", None), getattr(error, "original_error", None))
    for inner in (*inside, *error.args[:1]):
        if isinstance(inner, BaseException):
            return root_of(inner)
    return error


def was_not_sent(error: BaseException) -> bool:
    """Returns whether a request failed before a byte of it reached the API.

    What a proxy did is no sign of that: the same error stands for one that was never reached, and for one that broke
    off after it had passed the request on.
    """
    root = root_of(error)
    no_tunnel = isinstance(root, OSError) and str(root).startswith("Tunnel connection failed")
    return no_tunnel or isinstance(root, _NOT_CONNECTED)


def is_hopeless(error: BaseException) -> bool:
    """Returns whether the same request would fail in the same way again."""
    return isinstance(error, _HOPELESS)
