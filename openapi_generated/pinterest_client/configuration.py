"""`Configuration`: the generated client's settings."""

from __future__ import annotations

import base64
import copy
import logging
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from pinterest.config import PRODUCTION

__all__ = ["Configuration"]

_WITHOUT_EFFECT: dict[str, Any] = {
    "assert_hostname": None,
    "client_side_validation": True,
    "connection_pool_maxsize": None,
    "disabled_client_side_validations": "",
    "discard_unknown_keys": False,
    "no_proxy": None,
    "proxy_headers": None,
    "refresh_api_key_hook": None,
    "safe_chars_for_path_param": "",
    "server_index": 0,
    "server_operation_index": {},
    "server_operation_variables": {},
    "server_variables": {},
    "socket_options": None,
    "temp_folder_path": None,
}
"""Settings of the generated client that have no effect in this SDK, and their defaults."""


class _LogFile(logging.FileHandler):
    """The logging handler that writes to `logger_file`."""


class Configuration:
    """The generated client's settings.

    Only the settings for host, credentials, TLS, proxy, retries and logging have an effect.

    Args:
        host: URL of the API, including the version. Defaults to Pinterest's URL.
        api_key: Has no effect, because the API has no API keys.
        api_key_prefix: Has no effect.
        access_token: The access token. Can also be set later.
        username: ID of the app, for requests to `/oauth/token`.
        password: Secret of the app.
        **options: Other settings of the generated client, kept as attributes.
    """

    _default: ClassVar[Configuration | None] = None

    def __init__(
        self,
        host: str | None = None,
        api_key: Mapping[str, str] | None = None,
        api_key_prefix: Mapping[str, str] | None = None,
        access_token: str | None = None,
        username: str | None = None,
        password: str | None = None,
        **options: Any,
    ) -> None:
        """Stores the settings, without reading environment variables or settings files."""
        self.host: str = host or PRODUCTION
        self.api_key = dict(api_key or {})
        self.api_key_prefix = dict(api_key_prefix or {})
        self.access_token = access_token
        self.username = username
        self.password = password
        self.verify_ssl = True
        self.ssl_ca_cert: str | None = None
        self.cert_file: str | None = None
        self.key_file: str | None = None
        self.proxy: str | None = None
        self.retries: int | None = None
        self._logger_file: str | None = None
        self._logger_format = "%(asctime)s %(levelname)s %(message)s"
        for name, value in {**copy.deepcopy(_WITHOUT_EFFECT), **options}.items():
            setattr(self, name, value)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Returns a setting that has no effect in this SDK."""

    @property
    def debug(self) -> bool:
        """Whether every request is logged."""
        return logging.getLogger("pinterest").level == logging.DEBUG

    @debug.setter
    def debug(self, value: bool) -> None:
        logging.getLogger("pinterest").setLevel(logging.DEBUG if value else logging.WARNING)

    @property
    def logger_file(self) -> str | None:
        """The path of the log file, or None."""
        return self._logger_file

    @logger_file.setter
    def logger_file(self, value: str | None) -> None:
        self._logger_file = value
        self._replace_log_file()

    @property
    def logger_format(self) -> str:
        """The format of the lines in the log file, in the syntax of `logging`."""
        return self._logger_format

    @logger_format.setter
    def logger_format(self, value: str | None) -> None:
        self._logger_format = value or "%(message)s"
        self._replace_log_file()

    def _replace_log_file(self) -> None:
        """Replaces the log handler after the file or the format has changed."""
        # All configurations share one logger, so it has at most one of these handlers.
        logger = logging.getLogger("pinterest")
        for handler in [each for each in logger.handlers if isinstance(each, _LogFile)]:
            logger.removeHandler(handler)
            handler.close()
        if self._logger_file:
            handler = _LogFile(self._logger_file, delay=True)
            handler.setFormatter(logging.Formatter(self._logger_format))
            logger.addHandler(handler)

    def get_basic_auth_token(self) -> str:
        """Returns the `Authorization` header for the username and password."""
        pair = f"{self.username or ''}:{self.password or ''}".encode()
        return "Basic " + base64.b64encode(pair).decode()

    def get_host_settings(self) -> list[dict[str, str]]:
        """Returns the URLs of the API, with a description of each."""
        return [{"url": PRODUCTION, "description": "Pinterest's API"}]

    def to_debug_report(self) -> str:
        """Returns the versions and the host, for bug reports."""
        from pinterest.version import __version__

        return f"pinterest-v5 {__version__}, Python {sys.version}, {sys.platform}, {self.host}"

    @classmethod
    def set_default(cls, default: Configuration | None) -> None:
        """Stores a copy of `default` as the default configuration, which clients without a configuration use."""
        cls._default = copy.deepcopy(default)

    @classmethod
    def get_default_copy(cls) -> Configuration:
        """Returns a copy of the default configuration, or a new configuration if no default was set."""
        return copy.deepcopy(cls._default) if cls._default is not None else cls()

    def __repr__(self) -> str:
        return f"Configuration(host={self.host!r}, credentials hidden)"
