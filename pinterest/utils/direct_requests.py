"""The session of a client, which sends requests faster than `requests` does.

For each request, `requests` parses the URL, merges headers and cookies, and searches the environment for proxies and
certificates. This preparation takes twice as long as the exchange with the server. A client always sends requests to
the same base URL, so this session prepares once. It prepares again if the environment or the headers change.
"""

from __future__ import annotations

import os
import re
import urllib.request
from functools import lru_cache
from types import FunctionType
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from requests.sessions import merge_setting
from requests.structures import CaseInsensitiveDict
from requests.utils import select_proxy

from pinterest.utils.idle_connections import POOL_CLASSES
from pinterest.utils.proxies import get_proxies

__all__ = ["ClientAdapter", "ClientSession", "OutgoingRequest", "send_request"]

# The environment variables that `requests` and `urllib` read. They ignore case in names such as `HTTP_PROXY`.
_VARIABLES: Final = frozenset({"REQUEST_METHOD", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"})
_END_OF_VARIABLES: Final = "_PROXY"
# The methods of `requests.Session` that this session bypasses.
_BYPASSED: Final = ("request", "prepare_request", "merge_environment_settings", "send")
_ORIGINAL: Final = vars(requests.sessions)
# Paths that `requests` sends unchanged.
_PLAIN_PATH: Final = re.compile(r"(?:/[\w-]+)+", re.ASCII)
# Maximum number of merged sets of headers to keep. A client usually sends a few different sets.
_MAX_HEADERS: Final = 16


class OutgoingRequest(NamedTuple):
    """A request to send.

    Attributes:
        verb: The HTTP method.
        base_url: The client's base URL.
        path: The path after the base URL, percent-encoded.
        query: The query parameters, as pairs of name and value.
        headers: The headers to send in addition to the session's headers.
        data: The body: text, a form as pairs of name and value, or None.
        auth: The object that authenticates the request.
        timeout: Seconds to wait for a connection and for data.
    """

    verb: str
    base_url: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    data: str | list[tuple[str, str]] | None
    auth: AuthBase
    timeout: float | tuple[float, float]


class _Route:
    """The prepared settings and the connection pool for requests to one base URL.

    Attributes:
        settings: The proxies and certificates, as keyword arguments of `HTTPAdapter.send`.
        origin: The scheme, host and port of the URL. None if requests go through a proxy.
        manager: The pool manager that created `pool`.
        pool: The connection pool. None before the first request.
    """

    def __init__(self, base_url: str, settings: dict[str, Any]) -> None:
        """Creates a route without a connection pool."""
        self.settings = settings
        url = _prepare_base_url(base_url)
        is_proxied = select_proxy(url, settings["proxies"]) is not None
        self.origin = None if is_proxied else url.removesuffix(urlsplit(url).path)
        self.manager: object = None
        self.pool: Any = None


class _DirectRequest(requests.PreparedRequest):
    """A prepared request with the `_Route` to its base URL."""

    route: _Route


class ClientAdapter(HTTPAdapter):
    """The HTTP adapter of a `ClientSession`."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Creates a pool manager that uses the connection pool classes in `POOL_CLASSES`."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = POOL_CLASSES

    def get_connection_with_tls_context(
        self, request: requests.PreparedRequest, *args: Any, **options: Any
    ) -> Any:
        """Returns the connection pool for a request."""
        if not isinstance(request, _DirectRequest):
            return super().get_connection_with_tls_context(request, *args, **options)
        # The route stores its pool, so that the pool is looked up only once.
        route = request.route
        pool = route.pool
        # A forked child has a new pool manager. In a closed pool, the queue `pool.pool` is None.
        if pool is None or route.manager is not self.poolmanager or pool.pool is None:
            manager = self.poolmanager
            pool = super().get_connection_with_tls_context(request, *args, **options)
            route.pool, route.manager = pool, manager
        return pool

    def request_url(self, request: requests.PreparedRequest, proxies: Any) -> str:
        """Returns the request target: the path and query, or the whole URL if an HTTP proxy needs it."""
        if isinstance(request, _DirectRequest):
            url, origin = str(request.url), request.route.origin
            if origin is not None and "#" not in url:
                return url.removeprefix(origin)
        return super().request_url(request, proxies)

    def close(self) -> None:
        """Closes all idle connections immediately."""
        # urllib3 would keep idle connections open until they are garbage collected.
        for manager in (self.poolmanager, *self.proxy_manager.values()):
            for key in manager.pools.keys():  # noqa: SIM118  # it cannot be iterated over
                pool = manager.pools.get(key)
                if pool is not None:  # another thread may have removed it
                    pool.close()
        super().close()


class ClientSession(requests.Session):
    """The session that a client creates if the caller passes none."""

    def __init__(self) -> None:
        """Creates a session."""
        super().__init__()
        # The last route and its key. None before the first request.
        self._routes: tuple[object, _Route] | None = None
        self._prepared_headers: dict[object, CaseInsensitiveDict[str]] = {}

    @property
    def can_send_directly(self) -> bool:
        """Whether requests can bypass the methods of `requests.Session`.

        False if the session has cookies, hooks or default parameters, or if another library has replaced the methods.
        """
        is_changed = self.params or len(self.cookies) or any(self.hooks.values())
        if is_changed or type(self) is not ClientSession:
            return False
        for adapter in self.adapters.values():
            if type(adapter) is not ClientAdapter:
                return False
        for name in _BYPASSED:
            method = getattr(requests.Session, name)
            # Libraries for tracing and testing replace the methods to observe or answer every request. A method that
            # was replaced has the globals of another module.
            if type(method) is not FunctionType or method.__globals__ is not _ORIGINAL:
                return False
        return True

    def send_directly(self, outgoing: OutgoingRequest) -> requests.Response:
        """Sends a request and returns the response. Does not follow redirects, read the body or store cookies."""
        route = self._find_route(outgoing.base_url)
        request = _DirectRequest()
        request.route = route
        request.prepare_method(outgoing.verb)
        request.url = build_url(outgoing.base_url, outgoing.path, outgoing.query)
        request.headers = self._merge_headers(outgoing.headers)
        request.hooks = {"response": []}
        request.prepare_body(outgoing.data, None)
        request.prepare_auth(outgoing.auth, request.url)
        adapter = self.get_adapter(request.url)
        return adapter.send(request, timeout=outgoing.timeout, **route.settings)

    def _merge_headers(self, headers: dict[str, str]) -> CaseInsensitiveDict[str]:
        """Returns the session's headers, updated with a request's headers. Raises an error if a header is not valid."""
        key = (tuple(self.headers.items()), tuple(headers.items()))
        merged = self._prepared_headers.get(key)
        if merged is None:
            request = requests.PreparedRequest()
            merge: Any = merge_setting
            request.prepare_headers(merge(headers, self.headers, dict_class=CaseInsensitiveDict))
            merged = request.headers
            if len(self._prepared_headers) >= _MAX_HEADERS:
                self._prepared_headers = {}
            self._prepared_headers[key] = merged
        return merged.copy()

    def _find_route(self, base_url: str) -> _Route:
        """Returns the settings and the connection pool for a base URL."""
        variables = [
            (name, os.environ.get(name))
            for name in tuple(os.environ)  # a copy, since another thread may change it
            if name in _VARIABLES or name[-6:].upper() == _END_OF_VARIABLES
        ]
        proxies = dict(self.proxies)
        # If the environment or the session has changed since the last call, the key differs. The route is then prepared
        # again.
        key = (base_url, self.trust_env, self.verify, self.cert, proxies, variables)
        known = self._routes
        if known is not None and known[0] == key:
            return known[1]
        settings: Any = self.merge_environment_settings(
            base_url, get_proxies(self, base_url), True, self.verify, None
        )
        route = _Route(base_url, settings)
        # On other systems, the proxies also depend on system settings. They may change, so the route is not stored.
        if urllib.request.getproxies is urllib.request.getproxies_environment:
            self._routes = (key, route)
        return route


def send_request(session: requests.Session, outgoing: OutgoingRequest) -> requests.Response:
    """Sends a request and returns the response. Does not follow redirects or read the body."""
    if isinstance(session, ClientSession) and session.can_send_directly:
        return session.send_directly(outgoing)
    return session.request(
        outgoing.verb,
        outgoing.base_url + outgoing.path,
        params=outgoing.query or None,
        data=outgoing.data,
        headers=outgoing.headers,
        auth=outgoing.auth,
        timeout=outgoing.timeout,
        stream=True,
        allow_redirects=False,
        # Proxies that are passed here take precedence over proxies in the environment.
        proxies=get_proxies(session, outgoing.base_url),
        verify=session.verify,
    )


def build_url(base_url: str, path: str, query: list[tuple[str, str]]) -> str:
    """Returns the URL of a request, with the same percent-encoding as in `requests`."""
    if not _PLAIN_PATH.fullmatch(path):
        request = requests.PreparedRequest()
        request.prepare_url(base_url + path, query)
        return str(request.url)
    url = _prepare_base_url(base_url) + path
    return f"{url}?{urlencode(query)}" if query else url


@lru_cache(maxsize=64)
def _prepare_base_url(base_url: str) -> str:
    """Percent-encodes a base URL in the same way as `requests`. The URL must have a path."""
    request = requests.PreparedRequest()
    request.prepare_url(base_url, None)
    return str(request.url)
