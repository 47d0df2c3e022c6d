"""Creates clients from a `Configuration` of the generated client."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import requests

from pinterest.exceptions import ConfigurationError
from pinterest.utils.suggest import format_value


class LegacyConfiguration(Protocol):
    """The attributes that every `Configuration` must have."""

    host: str
    access_token: str | None


class ConfigurationOptions:
    """Reads client options from a `Configuration`: access token, base URL, TLS options and proxy."""

    def __init__(
        self,
        configuration: LegacyConfiguration | None,
        access_token: str | None = None,
        base_url: str | None = None,
    ) -> None:
        """Stores the configuration and the options that override the configuration.

        Args:
            configuration: The configuration, if the caller passed one.
            access_token: An access token that overrides the token of the configuration.
            base_url: A base URL that overrides the host of the configuration.
        """
        if configuration is not None and not hasattr(configuration, "host"):
            raise ConfigurationError(
                f"configuration: {format_value(configuration)} is not valid. Pass a Configuration, and pass other "
                "options as keyword arguments."
            )
        # Do not read the token of the configuration yet, because scripts may set it later.
        self._configuration = configuration
        self._access_token = access_token
        host = configuration.host if configuration is not None else None
        self.base_url = base_url or host

    @property
    def access_token(self) -> str | Callable[[], str | None] | None:
        """The caller's access token, or else a function that returns the token of the configuration.

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
        """Returns an option of the configuration, or None if the option is missing."""
        return getattr(self._configuration, name, None)
