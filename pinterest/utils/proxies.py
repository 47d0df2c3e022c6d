"""Chooses the proxies for a request."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

import requests

__all__ = ["get_proxies", "is_loopback"]


def get_proxies(session: requests.Session, url: str) -> dict[str, Any]:
    """Returns the session's proxies. If it has none, the result turns off proxies for URLs on this machine."""
    if session.proxies:
        return dict(session.proxies)
    host = urlsplit(url).hostname or ""
    # With None as the proxy of a scheme, `requests` also ignores the proxy in the environment.
    return {"http": None, "https": None, "all": None} if is_loopback(host) else {}


def is_loopback(host: str) -> bool:
    """Returns whether a host name, or an IP address without brackets, refers to this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower().rstrip(".") == "localhost" or host.lower().endswith(".localhost")
