"""What counts in a `Configuration` of the generated client, for clients that are made from one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import requests


class LegacyConfiguration(Protocol):
    """The attributes that are read: the address and the token; TLS and proxy options where there are any."""

    host: str
    access_token: str | None


class AppliedConfiguration:
    """A configuration, ready for a client; one that is None changes nothing."""

    def __init__(self, configuration: LegacyConfiguration | None) -> None:
        """Reads nothing yet but the address: scripts set the token later."""
        self._configuration = configuration
        self.base_url: str | None = configuration.host if configuration is not None else None

    @property
    def access_token(self) -> Callable[[], str | None] | None:
        """A function that returns the token as it is when asked, None without a configuration."""
        return None if self._configuration is None else self._token

    def _token(self) -> str | None:
        return self._configuration.access_token if self._configuration is not None else None

    def session(self, session: requests.Session) -> requests.Session:
        """Puts the TLS and proxy options into a session and returns it."""
        verify = self._option("verify_ssl")
        authority = self._option("ssl_ca_cert")
        if verify is False:
            session.verify = False
        elif authority:
            session.verify = authority
        certificate, key = self._option("cert_file"), self._option("key_file")
        if certificate:
            session.cert = (certificate, key) if key else certificate
        proxy = self._option("proxy")
        if proxy:
            session.proxies = {"http": proxy, "https": proxy}
        return session

    def _option(self, name: str) -> Any:
        return getattr(self._configuration, name, None)
