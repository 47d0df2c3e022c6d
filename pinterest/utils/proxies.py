"""The proxies of requests."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

import requests

__all__ = ["is_loopback", "proxies_for"]


def proxies_for(session: requests.Session, url: str) -> dict[str, Any]:
    """Returns the proxies of a request: the session's, or none for a host on this machine.

    Args:
        session: The session that sends the request.
        url: The URL of the request.
    """
    if session.proxies:
        return dict(session.proxies)
    host = urlsplit(url).hostname or ""
    # With None, `requests` does not use the proxy of the environment.
    return {"http": None, "https": None, "all": None} if is_loopback(host) else {}


def is_loopback(host: str) -> bool:
    """Returns whether a host is this machine.

    Args:
        host: A name, or an IP address without brackets.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")
