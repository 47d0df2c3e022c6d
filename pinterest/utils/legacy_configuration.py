"""Creates clients from a `Configuration` of the generated client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import requests

from pinterest.exceptions import ConfigurationError
from pinterest.utils.suggest import format_value


class LegacyConfiguration(Protocol):
    """The attributes that every `Configuration` must have. Other attributes, such as TLS options, may be missing."""

    host: str
    access_token: str | None


class ConfigurationOptions:
    """Reads client options from a `Configuration`: the access token, the base URL, and the TLS and proxy options.

    If the caller passes the token or the base URL to the client, that argument takes precedence.
    """

    def __init__(
        self,
        configuration: LegacyConfiguration | None,
        access_token: str | None = None,
        base_url: str | None = None,
    ) -> None:
        """Reads the host from the configuration. Does not read the token yet, because scripts may set it later.

        Args:
            configuration: The configuration, if the caller passed one.
            access_token: The access token that the caller passed. Takes precedence over the configuration.
            base_url: The base URL that the caller passed. Takes precedence over the configuration.
        """
        if configuration is not None and not hasattr(configuration, "host"):
            raise ConfigurationError(
                f"configuration: {format_value(configuration)} is not valid. Pass a Configuration, and pass other "
                "options as keyword arguments."
            )
        self._configuration = configuration
        self._access_token = access_token
        host = configuration.host if configuration is not None else None
        self.base_url = base_url or host

    @property
    def access_token(self) -> str | Callable[[], str | None] | None:
        """The access token from the caller, or else a function that returns the token of the configuration.

        None if the caller passed neither a token nor a configuration.
        """
        if self._access_token:
            return self._access_token
        return None if self._configuration is None else self._get_current_token

    def _get_current_token(self) -> str | None:
        """Returns the token that the configuration has at this moment."""
        return self._configuration.access_token if self._configuration is not None else None

    def apply_to(self, session: requests.Session) -> requests.Session:
        """Sets the configuration's TLS and proxy options in a session, and returns the session."""
        verify = self._get_option("verify_ssl")
        authority = self._get_option("ssl_ca_cert")
        if verify is False:
            session.verify = False
        elif authority:
            session.verify = authority
        certificate, key = self._get_option("cert_file"), self._get_option("key_file")
        if certificate:
            session.cert = (certificate, key) if key else certificate
        proxy = self._get_option("proxy")
        if proxy:
            session.proxies = {"http": proxy, "https": proxy}
        return session

    def _get_option(self, name: str) -> Any:
        """Returns an option of the configuration. None if the configuration does not have the option."""
        return getattr(self._configuration, name, None)
