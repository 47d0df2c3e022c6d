"""Classifies errors of `requests`: whether the request was sent, and whether a retry can help."""

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

# Some errors of urllib3 and of Python itself are not converted by `requests`.
FAILURES: Final = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
"""The exceptions that `requests` may raise instead of returning a response."""

# Errors in the options of a session or in the environment, such as an invalid proxy URL. They are raised before a
# connection is opened.
_MISCONFIGURED = (InvalidProxyURL, InvalidSchema, urllib3.exceptions.URLSchemeUnknown)
_FINDS_MISTAKES = frozenset(
    {("requests.adapters", "cert_verify"), ("requests.models", "prepare_headers")}
)
# Errors that would happen again if the request were retried.
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
# The server closed the connection during the TLS handshake, without a TLS error message.
_TLS_WAS_CUT = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)


def find_root_cause(error: BaseException) -> BaseException:
    """Returns the original error inside the errors of `requests` and urllib3 that wrap it."""
    inner_errors = (getattr(error, "reason", None), getattr(error, "original_error", None))
    for inner in (*inner_errors, *error.args[:1]):
        if isinstance(inner, BaseException):
            return find_root_cause(inner)
    return error


class Failure:
    """Describes why a request got no response.

    Attributes:
        cause: The original error inside the errors of `requests` and urllib3.
        was_sent: Whether the API may have received some of the request.
        is_misconfigured: Whether an option of the session or an environment variable is wrong.
        is_permanent: Whether a retry would fail in the same way.
    """

    def __init__(self, error: BaseException, handled: BaseException | None) -> None:
        """Classifies an error that `requests` raised.

        Args:
            error: The error to classify.
            handled: The exception that was already being handled when the request started, if any.
        """
        self.cause = find_root_cause(error)
        # The class of an error is not enough. For example, a TLS handshake that hangs and a response that does not
        # arrive raise errors of the same class. So this method also checks which functions are in the tracebacks.
        # Python chains the exception `handled` to `error`, but `handled` did not cause the failure.
        functions = set(_iterate_traceback_functions(error, handled))
        # If a redirect was being followed, the first request was sent, even if the next connection could not be opened.
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
        """The message of the original error."""
        parts = self.cause.args
        # The first argument is the repr of the connection, which does not help users.
        is_timeout = isinstance(self.cause, urllib3.exceptions.ConnectTimeoutError)
        return str(parts[-1]) if is_timeout and parts else str(self.cause)


def _iterate_traceback_functions(
    error: BaseException | None, end: BaseException | None
) -> Iterator[tuple[str, str]]:
    """Yields pairs (module, function) from the tracebacks of an error and its causes. Stops before the cause `end`."""
    seen: set[int] = {id(end)}
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame, _ in traceback.walk_tb(error.__traceback__):
            yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        error = error.__cause__ or error.__context__
