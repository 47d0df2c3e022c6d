"""Prepares the session of a client, and replaces its connections in forked child processes."""

from __future__ import annotations

import os
import threading
import warnings
import weakref
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from pinterest.exceptions import ConfigurationError
from pinterest.utils.bounded_connections import use_bounded_connections
from pinterest.utils.direct_requests import ClientAdapter, ClientSession
from pinterest.utils.proxies import is_loopback
from pinterest.utils.suggest import format_value

# Maximum number of connections that stay open after a request. If more threads than this send requests, connections
# are closed and opened again all the time.
_POOL_SIZE = 1024

# The sessions of all clients, and the connection pools that a forked child inherited from its parent.
_sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()
_inherited: list[object] = []


def prepare_session(session: requests.Session) -> requests.Session:
    """Prepares a session for use by a client, and returns the session.

    Raises:
        ConfigurationError: If the argument is not a `requests.Session`.
    """
    if not isinstance(session, requests.Session):
        raise ConfigurationError(
            f"session: {format_value(session)} is not valid; allowed: a requests.Session"
        )
    use_bounded_connections(session)
    # A forked child opens new connections: a parent and a child that share a socket could receive each other's
    # responses.
    _sessions.add(session)
    return session


def _renew_connections() -> None:
    """Replaces the connections of all sessions in a forked child process."""
    for session in _sessions:
        # The cookies may still be locked by a thread of the parent, which does not exist in the child.
        if isinstance(session.cookies, CookieJar):
            vars(session.cookies)["_cookies_lock"] = threading.RLock()
        for adapter in session.adapters.values():
            if not isinstance(adapter, HTTPAdapter):
                continue
            # The pools may be locked in the same way. Keep them, because closing or freeing them could block.
            _inherited.append((adapter.poolmanager, adapter.proxy_manager))
            # An unpickled adapter has the same options and no connections.
            unpickled: Any = adapter
            unpickled.__setstate__(unpickled.__getstate__())


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_renew_connections)


def create_session() -> ClientSession:
    """Returns a session that keeps connections open for many threads, and stores no cookies."""
    session = ClientSession()
    adapter = ClientAdapter(pool_maxsize=_POOL_SIZE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


# The hosts that `warn_if_not_encrypted` has already warned about.
_warned: set[str] = set()


def warn_if_not_encrypted(url: str) -> None:
    """Warns, once per host, if requests to a base URL send tokens over the network without encryption."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "http" and not is_loopback(host) and host not in _warned:
        _warned.add(host)
        warnings.warn(
            f"requests to {host} are not encrypted: anyone on the network can read the token. Use "
            "https:// in base_url.",
            stacklevel=4,  # points to the line that creates the client
        )
