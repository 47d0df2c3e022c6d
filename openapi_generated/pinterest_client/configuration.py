"""`Configuration`: where the API is and how to sign in, as the generated client keeps it."""

from __future__ import annotations

import copy
import logging
from collections.abc import Mapping
from typing import Any, ClassVar

from pinterest.config import PRODUCTION

__all__ = ["Configuration"]


class Configuration:
    """The generated client's settings. Host, credentials, TLS, proxy and retries count; the rest is just kept.

    Args:
        host: Address of the API with its version.
        api_key: Kept, not used: the API has no keys.
        api_key_prefix: Kept, not used.
        access_token: Signs requests; may be set later.
        username: Id of the app, to fetch tokens with.
        password: Secret of the app.
        **options: Further options of the generated client, kept as attributes.
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
        """Keeps what is passed; nothing is looked up."""
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
        for name, value in options.items():
            setattr(self, name, value)

    @property
    def debug(self) -> bool:
        """Whether log lines of every request are wanted."""
        return logging.getLogger("pinterest").level == logging.DEBUG

    @debug.setter
    def debug(self, value: bool) -> None:
        logging.getLogger("pinterest").setLevel(logging.DEBUG if value else logging.WARNING)

    @classmethod
    def set_default(cls, default: Configuration | None) -> None:
        """Keeps a copy as the configuration of clients that are made without one."""
        cls._default = copy.deepcopy(default)

    @classmethod
    def get_default_copy(cls) -> Configuration:
        """Returns a copy of the default configuration, a plain one where none was set."""
        return copy.deepcopy(cls._default) if cls._default is not None else cls()

    def __repr__(self) -> str:
        return f"Configuration(host={self.host!r}, credentials hidden)"
