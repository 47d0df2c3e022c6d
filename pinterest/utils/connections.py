"""Connections: the session of a client, and what the failures of `requests` mean."""

from __future__ import annotations

import http.client
import ipaddress
import os
import ssl
import threading
import traceback
import warnings
import weakref
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any, Final
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter
from requests.exceptions import (
    InvalidProxyURL,
    InvalidSchema,
    InvalidURL,
    SSLError,
    TooManyRedirects,
)
from urllib3.connectionpool import HTTPConnectionPool

# Connections are opened when they are needed, so this only limits how many are kept. With fewer than there are threads,
# connections would be closed and opened again all the time.
_POOL_SIZE = 1024

FAILURES: Final = (
    requests.RequestException,
    urllib3.exceptions.HTTPError,
    http.client.HTTPException,
    OSError,
    ValueError,
)
"""What `requests` raises when there is no response. Some errors of urllib3 and Python come through unwrapped."""

# Mistakes in the options of a session or in the environment, such as a proxy that is not a URL. They are found before
# a connection is opened.
_MISCONFIGURED = (InvalidProxyURL, InvalidSchema, urllib3.exceptions.URLSchemeUnknown)
_FINDS_MISTAKES = frozenset(
    {("requests.adapters", "cert_verify"), ("requests.models", "prepare_headers")}
)
# Failures that the same request would meet again.
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
# The other side ended a TLS handshake without saying why.
_TLS_WAS_CUT = (ssl.SSLEOFError, ssl.SSLSyscallError, ssl.SSLZeroReturnError)


class _Session(requests.Session):
    """A session that never takes credentials from a .netrc file, not even after a redirect."""

    def rebuild_auth(
        self, prepared_request: requests.PreparedRequest, response: requests.Response
    ) -> None:
        """Removes the token from a request that is redirected to another host."""
        is_other_host: Callable[[str | None, str | None], bool] = self.should_strip_auth
        if is_other_host(response.request.url, prepared_request.url):
            prepared_request.headers.pop("Authorization", None)


class _FinalResponse(http.client.HTTPResponse):
    """A response that skips those with status 1xx before it, such as 103 Early Hints.

    The standard library skips 100 alone. It takes any other for the final response, and the next request on that
    connection then reads the response to this one.
    """

    def _read_status(self) -> tuple[str, int, str]:
        while True:
            line: tuple[str, int, str] = super()._read_status()  # type: ignore[misc]  # not in the type stubs
            status = line[1]
            if not 100 <= status < 200 or status == http.HTTPStatus.SWITCHING_PROTOCOLS:
                return line
            http.client.parse_headers(self.fp)


def _with_final_responses(pool: type[HTTPConnectionPool]) -> type[HTTPConnectionPool]:
    """Returns a class of connection pools whose connections skip responses with status 1xx."""
    connection = type("Connection", (pool.ConnectionCls,), {"response_class": _FinalResponse})
    return type(pool.__name__, (pool,), {"ConnectionCls": connection})


class _Adapter(HTTPAdapter):
    """An adapter whose connections skip responses with status 1xx."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Creates the connection pools."""
        super().init_poolmanager(*args, **options)
        _use_final_responses(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **options: Any) -> Any:
        """Returns the connection pools for a proxy."""
        manager = super().proxy_manager_for(*args, **options)
        _use_final_responses(manager)
        return manager


def _use_final_responses(manager: urllib3.PoolManager) -> None:
    """Changes the connections of a pool manager, unless that is done already."""
    pools: dict[str, Any] = manager.pool_classes_by_scheme
    if any(pool.ConnectionCls.response_class is not _FinalResponse for pool in pools.values()):
        manager.pool_classes_by_scheme = {
            scheme: _with_final_responses(pool) for scheme, pool in pools.items()
        }


# The sessions of all clients, and the connection pools that this process inherited from its parent.
_sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()
_inherited: list[object] = []


def protect_from_forks(session: requests.Session) -> requests.Session:
    """Gives a session new connections in each forked child, and returns the session.

    Parent and child would share the sockets otherwise, and read each other's responses.

    Args:
        session: The session. It may belong to the caller.
    """
    _sessions.add(session)
    return session


def _renew_connections() -> None:
    """Replaces the connections of all sessions. Runs in each forked child."""
    for session in _sessions:
        # The lock of the cookies may be held by a thread that does not exist here.
        if isinstance(session.cookies, CookieJar):
            vars(session.cookies)["_cookies_lock"] = threading.RLock()
        for adapter in session.adapters.values():
            if not isinstance(adapter, HTTPAdapter):
                continue
            # The same is true of the locks of the pools, so the pools are neither closed nor freed.
            _inherited.append((adapter.poolmanager, adapter.proxy_manager))
            # An adapter that is unpickled opens new connections, with the same options.
            unpickled: Any = adapter
            unpickled.__setstate__(unpickled.__getstate__())


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_renew_connections)


def create_session() -> requests.Session:
    """Returns a session that pools connections for many threads and keeps no cookies."""
    session = _Session()
    adapter = _Adapter(pool_maxsize=_POOL_SIZE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


def proxies_for(session: requests.Session, url: str) -> dict[str, Any]:
    """Returns the proxies of a request: those of the session, and none for a host on this machine.

    Args:
        session: The session that sends the request.
        url: The URL of the request.
    """
    if session.proxies:
        return dict(session.proxies)
    host = urlsplit(url).hostname or ""
    # With None, `requests` does not use the proxy of the environment.
    return {"http": None, "https": None, "all": None} if is_loopback(host) else {}


def receive_body(response: requests.Response) -> None:
    """Receives the body of a response, which `requests` keeps as `content`.

    Raises:
        requests.ConnectionError: If the response is not the final one. The connection is closed, since the next request
            would read the final response.
    """
    if response.status_code < 200:
        response.close()
        raise requests.ConnectionError(
            f"the server sent {response.status_code} instead of a final response"
        )
    _ = response.content


def is_loopback(host: str) -> bool:
    """Returns whether a host is this machine.

    Args:
        host: A name, or an IP address without brackets.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")


# The hosts that `warn_if_not_encrypted` warned about.
_warned: set[str] = set()


def warn_if_not_encrypted(url: str) -> None:
    """Warns if tokens travel to another machine without encryption. Warns once per host.

    Args:
        url: The base URL of a client.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http" and not is_loopback(host) and host not in _warned:
        _warned.add(host)
        warnings.warn(
            f"requests to {host} are not encrypted: anyone on the way can read the token. Use https:// in base_url.",
            stacklevel=4,  # who created the client
        )


def root_cause(error: BaseException) -> BaseException:
    """Returns the error that `requests` and urllib3 wrapped in errors of their own."""
    inner_errors = (getattr(error, "reason", None), getattr(error, "original_error", None))
    for inner in (*inner_errors, *error.args[:1]):
        if isinstance(inner, BaseException):
            return root_cause(inner)
    return error


class Failure:
    """Why there was no response to a request.

    Attributes:
        cause: The error that `requests` and urllib3 wrapped in errors of their own.
        was_sent: Whether a byte of the request may have reached the API.
        is_misconfigured: Whether the options of the session or the environment are wrong.
        is_permanent: Whether the same request would fail in the same way again.
    """

    def __init__(self, error: BaseException, handled: BaseException | None) -> None:
        """Finds out what an error means.

        The type of an error does not say enough. A TLS handshake that hangs raises the same error as a response that
        does not come, and a proxy that cannot be reached the same one as a proxy that lost the response. So this looks
        at the functions that the error passed through.

        Args:
            error: What `requests` raised.
            handled: The error that was being handled when the request began. Python appends it to the chain.
        """
        self.cause = root_cause(error)
        functions = set(_functions(error, handled))
        # `requests` follows redirects after a response. It connects, and prepares requests, for this as well.
        redirected = ("requests.sessions", "resolve_redirects") in functions
        is_mistake = isinstance(error, _MISCONFIGURED) or bool(functions & _FINDS_MISTAKES)
        connecting = any(
            name == "connect" and module.startswith("urllib3.") for module, name in functions
        )
        unsent = connecting or is_mistake or isinstance(error, _NOT_CONNECTED)
        self.was_sent = redirected or not (unsent or isinstance(self.cause, _NOT_CONNECTED))
        self.is_misconfigured = is_mistake and not self.was_sent
        refused_tls = isinstance(error, SSLError) and not isinstance(self.cause, _TLS_WAS_CUT)
        self.is_permanent = isinstance(error, _PERMANENT) or (refused_tls and not self.was_sent)


def _functions(
    error: BaseException | None, handled: BaseException | None
) -> Iterator[tuple[str, str]]:
    """Yields module and name of each function that an error, and the errors before it, passed through."""
    seen: set[int] = {id(handled)}
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        for frame, _ in traceback.walk_tb(error.__traceback__):
            yield frame.f_globals.get("__name__", ""), frame.f_code.co_name
        error = error.__cause__ or error.__context__
