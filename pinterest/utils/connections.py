"""Connections: the session of a client, and its connections in forked children."""

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

# Connections are opened on demand, so this only limits how many stay open. If there are fewer than threads,
# connections would be closed and opened again all the time.
_POOL_SIZE = 1024

# The sessions of all clients, and the connection pools that this process inherited from its parent.
_sessions: weakref.WeakSet[requests.Session] = weakref.WeakSet()
_inherited: list[object] = []


def prepare_session(session: requests.Session) -> requests.Session:
    """Bounds the connections of a session, renews them in each forked child, and returns the session.

    Otherwise, parent and child would share the sockets and read each other's responses.

    Args:
        session: The session. It may belong to the caller.

    Raises:
        ConfigurationError: If it is not a session.
    """
    if not isinstance(session, requests.Session):
        raise ConfigurationError(
            f"session: {format_value(session)} is not valid; allowed: a requests.Session"
        )
    use_bounded_connections(session)
    _sessions.add(session)
    return session


def _renew_connections() -> None:
    """Replaces the connections of all sessions. Runs in each forked child."""
    for session in _sessions:
        # A thread of the parent, which does not exist here, may have held the lock of the cookies.
        if isinstance(session.cookies, CookieJar):
            vars(session.cookies)["_cookies_lock"] = threading.RLock()
        for adapter in session.adapters.values():
            if not isinstance(adapter, HTTPAdapter):
                continue
            # It may also have held the locks of the pools, so the pools are neither closed nor freed.
            _inherited.append((adapter.poolmanager, adapter.proxy_manager))
            # An adapter that is unpickled opens new connections, with the same options.
            unpickled: Any = adapter
            unpickled.__setstate__(unpickled.__getstate__())


if hasattr(os, "register_at_fork"):  # Windows does not fork
    os.register_at_fork(after_in_child=_renew_connections)


def create_session() -> ClientSession:
    """Returns a session that pools connections for many threads and keeps no cookies."""
    session = ClientSession()
    adapter = ClientAdapter(pool_maxsize=_POOL_SIZE)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    return session


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
            f"requests to {host} are not encrypted: anyone on the network can read the token. Use "
            "https:// in base_url.",
            stacklevel=4,  # who created the client
        )
