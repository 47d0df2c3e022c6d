"""`PinterestSDKClient`: owns the credentials and the connections, and keeps the default client."""

from __future__ import annotations

import pickle
import threading
from collections.abc import Callable, Mapping
from typing import Any, Self
from urllib.parse import urlsplit

import requests

from pinterest import config
from pinterest.auth import TokenSet
from pinterest.client_options import (
    ad_hoc,
    address_from,
    credentials_from,
    headers_from,
    policy_from,
)
from pinterest.exceptions import ConfigurationError
from pinterest.operation import Operation
from pinterest.response import ApiResponse
from pinterest.transport import Transport
from pinterest.utils import default_client, logs
from pinterest.utils.connections import new_session
from pinterest.utils.legacy_configuration import AppliedConfiguration, LegacyConfiguration
from pinterest.utils.protocol import Timeout

__all__ = ["PinterestSDKClient"]

# What a pickle of a client holds besides its credentials and its patience.
_EXTRAS = ("configuration", "header_name", "header_value", "cookie", "pool_threads")


class PinterestSDKClient:
    """The way to the API: credentials, connections and patience. Threads may share it.

    Credentials that are passed are the only ones used; where none are passed, they come from the settings (see
    `pinterest.config`). An access token with the refresh token that renews it is the normal pair. Nothing is sent
    when a client is made.

    Examples:
        >>> with PinterestSDKClient(access_token="...") as client:
        ...     audiences, bookmark = Audience.get_all("549755885175", client=client)
    """

    def __init__(
        self,
        access_token: str | None = None,
        refresh_token: str | None = None,
        app_id: str | None = None,
        app_secret: str | None = None,
        configuration: LegacyConfiguration | None = None,
        header_name: str | None = None,
        header_value: str | None = None,
        cookie: str | None = None,
        pool_threads: int = 1,
        *,
        base_url: str | None = None,
        environment: str | None = None,
        timeout: Timeout = None,
        max_retries: int = 3,
        max_wait: float = 60.0,
        backoff: float = 0.5,
        conversion_token: str | None = None,
        on_token_renewed: Callable[[TokenSet], object] | None = None,
        session: requests.Session | None = None,
    ) -> None:
        """Makes a client from what is passed and, for the rest, from the settings.

        Args:
            access_token: Signs requests.
            refresh_token: Renews the access token before it ends and when it is refused; needs `app_id` and
                `app_secret`. Alone, it fetches an access token with the first request.
            app_id: Id of the app that the refresh token belongs to.
            app_secret: Secret of that app.
            configuration: A `Configuration` of the generated client; its host, token, proxy and TLS options count.
            header_name: Name of a header to send with every request.
            header_value: Its value.
            cookie: A `Cookie` header to send with every request.
            pool_threads: Threads for calls with `async_req` of the generated client.
            base_url: Address of the API with its version, such as `https://api.pinterest.com/v5`.
            environment: `production` or `sandbox` (Pinterest's hosted one), in place of `base_url`.
            timeout: Seconds to connect and to wait for the next byte: a number, or a pair. 10 and 60 unless given.
            max_retries: How often a request is repeated where that is safe.
            max_wait: The longest wait for a quota, in seconds; a longer one raises `RateLimited` at once.
            backoff: Seconds before the first repeat; each further one takes twice as long, 30 at most.
            conversion_token: Signs conversion events in place of the access token.
            on_token_renewed: Called with the new `TokenSet` after each renewal. Keep its refresh token.
            session: A session to use in place of the client's own; it is not closed by the client.

        Raises:
            ConfigurationError: Something is missing, malformed or contradicts something else.
            ValidationError: The time-out is none.
        """
        legacy, settings = AppliedConfiguration(configuration), config.Settings()
        address = address_from(settings, base_url or legacy.base_url, environment)
        self._credentials = credentials_from(
            settings,
            access_token=access_token or legacy.access_token,
            refresh_token=refresh_token,
            app_id=app_id,
            app_secret=app_secret,
            conversion_token=conversion_token,
            on_token_renewed=on_token_renewed,
        )
        self.pool_threads = pool_threads
        self._extras = (configuration, header_name, header_value, cookie, pool_threads)
        self._owns_session = session is None
        self._transport = Transport(
            base_url=address,
            credentials=self._credentials,
            policy=policy_from(timeout, max_retries, max_wait, backoff),
            session=session if session is not None else legacy.session(new_session()),
            headers=headers_from(header_name, header_value, cookie),
            sandboxed=urlsplit(address).hostname == urlsplit(config.SANDBOX).hostname,
        )
        logs.set_up(settings)

    @classmethod
    def create_client_with_token(cls, access_token: str) -> Self:
        """Returns a client for an access token.

        Args:
            access_token: Signs requests. It is not renewed.
        """
        return cls(access_token=access_token)

    @classmethod
    def create_client_with_refresh_token(
        cls, refresh_token: str, app_id: str, app_secret: str
    ) -> Self:
        """Returns a client for a refresh token; the first request fetches an access token.

        Args:
            refresh_token: Renews the access token.
            app_id: Id of the app that it belongs to.
            app_secret: Secret of that app.
        """
        return cls(refresh_token=refresh_token, app_id=app_id, app_secret=app_secret)

    @classmethod
    def create_default_client(cls) -> PinterestSDKClient:
        """Returns the default client, which is made from the settings if there is none yet.

        Raises:
            ConfigurationError: The settings hold no credentials, or contradict each other.
        """
        with _default.lock:
            if _default.client is None:
                _default.client = cls()
            return _default.client

    @classmethod
    def set_default_client(cls, client: PinterestSDKClient | None) -> None:
        """Makes a client the default one: it is used wherever none is passed.

        Args:
            client: The client; None to forget the present one.
        """
        if client is not None:
            default_client.checked(client)
        with _default.lock:
            _default.client = client

    @classmethod
    def set_default_access_token(cls, access_token: str) -> None:
        """Makes a client for an access token the default one.

        Args:
            access_token: Signs requests. It is not renewed.
        """
        cls.set_default_client(cls.create_client_with_token(access_token))

    @classmethod
    def set_default_refresh_token(cls, refresh_token: str, app_id: str, app_secret: str) -> None:
        """Makes a client for a refresh token the default one.

        Args:
            refresh_token: Renews the access token.
            app_id: Id of the app that it belongs to.
            app_secret: Secret of that app.
        """
        cls.set_default_client(
            cls.create_client_with_refresh_token(refresh_token, app_id, app_secret)
        )

    @property
    def base_url(self) -> str:
        """Where the API is, with its version."""
        return self._transport.base_url

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object],
        *,
        body: object = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Carries an operation of `pinterest.operations` out and returns its answer.

        Args:
            operation: What to do.
            arguments: Its path and query parameters by their Python names; None stands for left out.
            body: Plain data for its body; None for no body.
            timeout: Seconds to connect and to read, for this call only.

        Returns:
            The answer, its JSON parsed.

        Raises:
            ValidationError: An argument is unknown, missing or not allowed; nothing was sent.
            ConnectionFailed: No answer came, and nothing was changed.
            OutcomeUnknown: A write was sent and its answer lost.
            ApiException: The API refused.
        """
        return self._transport.execute(operation, arguments, body=body, timeout=timeout)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        timeout: Timeout = None,
    ) -> ApiResponse:
        """Sends a request that this SDK has no method for, with all of the client's care for tokens and limits.

        Args:
            method: HTTP verb. Only a GET is repeated after a lost connection or a 5xx.
            path: Path below the base address, beginning with `/`.
            params: Query parameters; lists repeat their key, booleans travel as `true` and `false`, None is left out.
            json: A body to send as JSON.
            data: A body to send as a form, in place of `json`.
            timeout: Seconds to connect and to read, for this call only.

        Returns:
            The answer: `status`, `headers`, `request_id`, `rate_limit` and `data`.

        Raises:
            ValidationError: The verb or path is none; nothing was sent.
            ConnectionFailed: No answer came, and nothing was changed.
            OutcomeUnknown: A write was sent and its answer lost.
            ApiException: The API refused.
        """
        operation, prepared, body = ad_hoc(method, path, params, json, data)
        return self._transport.send(operation, prepared, body, timeout)

    def close(self) -> None:
        """Closes the client's connections; a session that the caller brought stays open."""
        if self._owns_session:
            self._transport.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(base_url={self.base_url!r}, credentials hidden)"

    def __copy__(self) -> Self:
        return (
            self  # a client is a way to the API, not a value: copies of what it made go on using it
        )

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        _check_pickles(self._credentials.on_token_renewed)
        credentials, policy = self._credentials, self._transport.policy
        options = {
            **dict(zip(_EXTRAS, self._extras, strict=True)),
            "access_token": credentials.access_token,
            "refresh_token": credentials.refresh_token,
            "app_id": credentials.app_id,
            "app_secret": credentials.app_secret,
            "conversion_token": credentials.conversion_token,
            "on_token_renewed": credentials.on_token_renewed,
            "base_url": self.base_url,
            "timeout": policy.timeout,
            "max_retries": policy.max_retries,
            "max_wait": policy.max_wait,
            "backoff": policy.backoff,
        }
        return _restored, (PinterestSDKClient, options)


def _check_pickles(callback: object) -> None:
    """Refuses a callback that stays behind: its client would renew tokens elsewhere, and nobody would keep them."""
    try:
        pickle.dumps(callback)
    except (pickle.PicklingError, AttributeError, TypeError):
        raise ConfigurationError(
            "on_token_renewed does not pickle, so neither does the client, nor what came out of it; pass a function "
            "that is defined at the top of a module"
        ) from None


class _Default:
    """The default client of the process."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.client: PinterestSDKClient | None = None


_default = _Default()
default_client.provide = PinterestSDKClient.create_default_client


def _restored(cls: type[PinterestSDKClient], options: Mapping[str, Any]) -> PinterestSDKClient:
    return cls(**options)


def __getattr__(name: str) -> Any:
    if name == "default_sdk_client":
        return _default.client
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
