"""Classifies the errors that `requests` raises."""

from __future__ import annotations

import http.client
import ssl
import traceback
from collections.abc import Iterator
from typing import Final

import requests
import urllib3
from requests.exceptions import (
    InvalidProxyURL,
    InvalidSchema,
    InvalidURL,
    SSLError,
    TooManyRedirects,
)

from pinterest.utils.receiving import receive_final_response

FAILURES: Final = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
"""What `requests` raises when there is no response. It does not wrap all errors of urllib3 and Python."""

# Mistakes in the options of a session or in the environment, such as a proxy that is not a URL. They are found before
# a connection is opened.
_MISCONFIGURED = (InvalidProxyURL, InvalidSchema, urllib3.exceptions.URLSchemeUnknown)
_FINDS_MISTAKES = frozenset(
    {("requests.adapters", "cert_verify"), ("requests.models", "prepare_headers")}
)
# Failures that would happen again for the same request.
_PERMANENT = (
    InvalidSchema,
    InvalidURL,
    TooManyRedirects,
    urllib3.exceptions.LocationParseError,
)
_NOT_CONNECTED = (
    InvalidURL,
    urllib3.exceptions.ConnectTimeoutError,
    urllib3.exceptions.LocationParseError,
    urllib3.exceptions.NewConnectionError,
)
_FOLLOWS_REDIRECTS = receive_final_response
# The other side ended a TLS handshake without saying why.
_TLS_WAS_CUT = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)


def find_root_cause(error: BaseException) -> BaseException:
    """Returns the error that `requests` and urllib3 wrapped in their own errors."""
    inner_errors = (getattr(error, "reason", None), getattr(error, "original_error", None))
    for inner in (*inner_errors, *error.args[:1]):
        if isinstance(inner, BaseException):
            return find_root_cause(inner)
    return error


class Failure:
    """Why there was no response to a request.

    Attributes:
        cause: The error that `requests` and urllib3 wrapped in their own errors.
        was_sent: Whether a byte of the request may have reached the API.
        is_misconfigured: Whether the options of the session or the environment are wrong.
        is_permanent: Whether the same request would fail in the same way again.
    """

    def __init__(self, error: BaseException, handled: BaseException | None) -> None:
        """Finds out what an error means.

        The type of an error does not say enough. A TLS handshake that hangs raises the same error as a response that
        does not arrive. A proxy that cannot be reached raises the same error as one that lost the response. So this
        looks at the functions that the error passed through.

        Args:
            error: What `requests` raised.
            handled: The error that was being handled when the request began. Python appends it to the chain.
        """
        self.cause = find_root_cause(error)
        functions = set(_list_passed_functions(error, handled))
        # Redirects are followed after a response. This also opens connections and sends requests.
        redirected = (_FOLLOWS_REDIRECTS.__module__, _FOLLOWS_REDIRECTS.__name__) in functions
        is_mistake = isinstance(error, _MISCONFIGURED) or bool(functions & _FINDS_MISTAKES)
        connecting = any(
            name == "connect" and module.startswith("urllib3.") for module, name in functions
        )
        unsent = connecting or is_mistake or isinstance(error, _NOT_CONNECTED)
        self.was_sent = redirected or not (unsent or isinstance(self.cause, _NOT_CONNECTED))
        self.is_misconfigured = is_mistake and not self.was_sent
        refused_tls = isinstance(error, SSLError) and not isinstance(self.cause, _TLS_WAS_CUT)
        self.is_permanent = isinstance(error, _PERMANENT) or (refused_tls and not self.was_sent)

    @property
    def text(self) -> str:
        """The message of the cause."""
        parts = self.cause.args
        # The first part is the repr of the connection, which does not help users.
        is_timeout = isinstance(self.cause, urllib3.exceptions.ConnectTimeoutError)
        return str(parts[-1]) if is_timeout and parts else str(self.cause)


def _list_passed_functions(
    error: BaseException | None, handled: BaseException | None
) -> Iterator[tuple[str, str]]:
    """Yields module and name of each function that an error, and the errors before it, passed through."""
    seen: set[int] = {id(handled)}
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame, _ in traceback.walk_tb(error.__traceback__):
            yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        error = error.__cause__ or error.__context__
