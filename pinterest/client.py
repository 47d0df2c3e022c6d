"""The client `PinterestSDKClient`, and functions that create and set the default client."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

import requests

from pinterest.auth import TokenSet, check_credential
from pinterest.client_creation import ClientCreation, default
from pinterest.client_options import (
    PolicyArguments,
    build_credentials,
    build_headers,
    build_policy,
    build_rate_limiters,
    build_session,
    change_credentials,
    change_policy,
    collect_options,
    read_settings,
    resolve_base_url,
)
from pinterest.free_request import build_request
from pinterest.hooks import OnRequest, OnResponse, check_hooks
from pinterest.operation import Operation, Prepared
from pinterest.operations.oauth import TOKEN_REVOKE
from pinterest.response import ApiResponse
from pinterest.shared_limits import SharedLimits
from pinterest.token_store import TokenStoreOption
from pinterest.transport import Transport
from pinterest.utils.budgets import BudgetOption
from pinterest.utils.downloads import Downloads
from pinterest.utils.fan_out import FanOut
from pinterest.utils.generated_names import generated_names
from pinterest.utils.legacy_configuration import ConfigurationOptions, LegacyConfiguration
from pinterest.utils.logs import set_up_logging
from pinterest.utils.own_attributes import get_own_attributes, set_attributes
from pinterest.utils.pickling import check_picklable, check_session
from pinterest.utils.protocol import Deadline, Timeout, with_deadline
from pinterest.utils.uploads import Uploads

__all__ = ["PinterestSDKClient"]

# The arguments that a pickle contains in addition to the credentials and the policy.
_EXTRAS = ("configuration", "header_name", "header_value", "cookie", "pool_threads", "session")
# The attributes that this class sets. All other attributes come from a subclass.
_OWN_ATTRIBUTES = frozenset("pool_threads _credentials _extras _owns_session _transport".split())


class PinterestSDKClient(ClientCreation, Downloads, Uploads, FanOut):
    """A client for the API. Stores the credentials and manages the connections. Threads can share a client.

    If you pass tokens, the client uses only the tokens that you pass. Otherwise, the client uses the tokens
    in the settings (see `pinterest.config`). Usually, a client has an access token and a refresh token that
    renews it. With only an app's ID and secret, the first request fetches an access token. Creating a client
    sends no request.

    Examples:
        >>> with PinterestSDKClient(access_token="...") as client:
        ...     audiences, bookmark = Audience.get_all("549755885175", client=client)
    """

    _transport: Transport

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
        deadline: Deadline = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        backoff: float | None = None,
        max_response_bytes: int | None = None,
        conversion_token: str | None = None,
        on_token_renewed: Callable[[TokenSet], object] | None = None,
        token_store: TokenStoreOption | None = None,
        session: requests.Session | None = None,
        limits: BudgetOption | None = None,
        rate_limiter: SharedLimits | None = None,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
    ) -> None:
        """Creates a client from the arguments and the settings.

        Args:
            access_token: The token that authenticates requests.
            refresh_token: The token that renews the access token when it is about to expire or the API
                refuses it. Needs `app_id` and `app_secret`. Without an access token, the first request
                fetches one.
            app_id: ID of the app that the refresh token belongs to.
            app_secret: Secret of the app.
            configuration: A `Configuration` of the generated client. The client uses its host, token, proxy
                and TLS options.
            header_name: Name of a header to send with every request.
            header_value: Value of the header `header_name`.
            cookie: A `Cookie` header to send with every request.
            pool_threads: Number of threads for calls with `async_req` of the generated client.
            base_url: URL of the API with its version, such as `https://api.pinterest.com/v5`.
            environment: `production`, or `sandbox` for Pinterest's hosted sandbox. Pass it instead of `base_url`.
            timeout: Seconds to connect and to wait for each further byte of the response: one number for both, or a
                pair. Defaults to `PINTEREST_TIMEOUT`, else (10, 60).
            deadline: Maximum time in seconds for each call, including retries, waits and token renewals. Overrides
                the other limits. Defaults to `PINTEREST_DEADLINE`, else 300.
            max_retries: Maximum number of retries per call. Requests are retried only where that is safe. Defaults to
                `PINTEREST_MAX_RETRIES`, else 3.
            max_wait: Maximum total seconds that one call waits for quotas. If a longer wait is needed,
                `RateLimited` is raised at once. Defaults to `PINTEREST_MAX_WAIT`, else 60.
            backoff: Seconds before the first retry (default 0.5). Each later retry waits twice as long as the one
                before, but at most 30 seconds.
            max_response_bytes: Maximum size of a decompressed response. Defaults to `PINTEREST_MAX_RESPONSE_BYTES`,
                else 50,000,000.
            conversion_token: The token that authenticates conversion events, in place of the access token.
            on_token_renewed: Called with the new `TokenSet` after each renewal, so that you can store the new refresh
                token. The client uses this refresh token only after the function has returned.
            token_store: Keeps renewed tokens and shares them between processes: the path of a file, a `FileTokenStore`,
                `"keyring"`, an object with `load` and `save`, or a function that stores a `TokenSet`. The client uses
                newer tokens that it finds there. Without a token, defaults to `PINTEREST_TOKEN_STORE`, else to the
                file of an earlier sign-in.
            session: The `requests` session to use. The client does not close it. Defaults to a new session.
            limits: Your own budgets, in addition to the limits of the API. Maps a category, or `all` for all requests
                together, to a number of requests and a number of seconds, such as `{"ads_read": (500, 60)}`.
            rate_limiter: Shares the rate limits with other processes. Defaults to rate limits for this client only.
            on_request: Called with a `RequestInfo` before each request is sent. Its errors are only logged.
            on_response: Called with a `ResponseInfo` after each request, with or without a response.

        Raises:
            ConfigurationError: If an argument or setting is missing, malformed or contradicts another.
            ValidationError: If the timeout, the deadline or a budget is not valid.
        """
        changes = PolicyArguments(
            timeout, deadline, max_retries, max_wait, backoff, max_response_bytes
        )
        legacy = ConfigurationOptions(configuration, access_token, base_url)
        settings = read_settings(legacy.access_token, refresh_token, conversion_token)
        url = resolve_base_url(settings, legacy.base_url, environment)
        self._credentials = build_credentials(
            settings,
            access_token=legacy.access_token,
            refresh_token=refresh_token,
            app=(app_id, app_secret),
            conversion_token=conversion_token,
            on_token_renewed=on_token_renewed,
            token_store=token_store,
            base_url=url,
        )
        self._extras = (configuration, header_name, header_value, cookie, pool_threads, session)
        self.pool_threads, self._owns_session = pool_threads, session is None
        self._transport = Transport(
            base_url=url,
            credentials=self._credentials,
            policy=build_policy(settings, changes),
            session=build_session(session, legacy),
            headers=build_headers(header_name, header_value, cookie),
            hooks=check_hooks(on_request, on_response),
            limiters=build_rate_limiters(limits, rate_limiter),
        )
        set_up_logging(settings)

    @property
    def base_url(self) -> str:
        """URL of the API with its version."""
        return self._transport.base_url

    def execute(
        self,
        operation: Operation,
        arguments: Mapping[str, object] | Prepared,
        *,
        body: object = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> ApiResponse:
        """Sends the request of an operation and returns the response.

        Args:
            operation: The operation to call, from `pinterest.operations`.
            arguments: Path and query parameters by their Python names, or the return value of
                `Operation.prepare`. A parameter that is None is left out.
            body: The body as plain data. None for no body.
            timeout: Seconds to wait for a connection and for data, for this call only.
            deadline: Maximum time in seconds for this call, including retries, waits and token renewals.

        Returns:
            The response with its parsed JSON.

        Raises:
            ValidationError: If an argument is unknown, missing or not valid. No request was sent.
            ConnectionFailed: If no response arrived and the API changed nothing.
            OutcomeUnknown: If a write was sent but its response was lost.
            ApiException: If the API returned an error.
        """
        limits = with_deadline(timeout, deadline)
        return self._transport.execute(operation, arguments, body=body, timeout=limits)

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, object] | None = None,
        json: object = None,
        data: Mapping[str, str] | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
    ) -> ApiResponse:
        """Sends a request for which this SDK has no method. Tokens, rate limits and retries work as usual.

        Args:
            method: HTTP verb. After a lost connection or a 5xx response, only GET requests are retried.
            path: Path below the base URL, starting with `/`.
            params: Query parameters. A list is sent as one `name=value` pair per item, and booleans as `true`
                and `false`. A parameter that is None is left out.
            json: The body to send as JSON.
            data: The body to send as a form. Pass either `json` or `data`.
            timeout: Seconds to wait for a connection and for data, for this call only.
            deadline: Maximum time in seconds for this call, including retries, waits and token renewals.

        Returns:
            The response: `status`, `headers`, `request_id`, `rate_limit` and `data`.

        Raises:
            ValidationError: If the verb or the path is not valid. No request was sent.
            ConnectionFailed: If no response arrived and the API changed nothing.
            OutcomeUnknown: If a write was sent but its response was lost.
            ApiException: If the API returned an error.
        """
        operation, prepared, body = build_request(method, path, params, json, data)
        return self._transport.send(operation, prepared, body, with_deadline(timeout, deadline))

    def with_options(
        self,
        *,
        access_token: str | None = None,
        refresh_token: str | None = None,
        conversion_token: str | None = None,
        on_token_renewed: Callable[[TokenSet], object] | None = None,
        timeout: Timeout = None,
        deadline: Deadline = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        backoff: float | None = None,
        max_response_bytes: int | None = None,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
    ) -> Self:
        """Returns a copy of the client with other credentials, limits or hooks. Both clients share their connections.

        If you pass a token, the copy has its own credentials: the tokens that you pass and this client's app.
        The copy then does not use this client's other tokens, quotas and `on_token_renewed`. If you pass no
        token, both clients share tokens, renewals and quotas.

        Closing the copy closes no connections. Closing this client closes the connections of both clients.

        Args:
            access_token: The token that authenticates requests.
            refresh_token: The token that renews `access_token`.
            conversion_token: The token that authenticates conversion events, in place of the access token.
            on_token_renewed: Called with the new `TokenSet` after each renewal of the tokens that you pass.
            timeout: Seconds to wait for a connection and for data.
            deadline: Maximum time in seconds for each call, including retries, waits and token renewals.
            max_retries: Maximum number of retries per call.
            max_wait: Maximum total seconds that one call waits for quotas.
            backoff: Seconds before the first retry.
            max_response_bytes: Maximum size of a decompressed response.
            on_request: A function to call before each request, in place of this client's `on_request`.
            on_response: A function to call after each request, in place of this client's `on_response`.

        Raises:
            ConfigurationError: If a token, a number or a hook is not valid.
            ValidationError: If the timeout or the deadline is not valid.

        Examples:
            >>> agency = PinterestSDKClient(access_token="...")
            >>> for account, token in tokens.items():
            ...     audiences = Audience.iter_all(account, client=agency.with_options(access_token=token))
        """
        changes = PolicyArguments(
            timeout, deadline, max_retries, max_wait, backoff, max_response_bytes
        )
        client = object.__new__(type(self))
        set_attributes(client, get_own_attributes(self, PinterestSDKClient))
        client._owns_session = False
        client._credentials = change_credentials(
            self._credentials,
            access_token=access_token,
            refresh_token=refresh_token,
            conversion_token=conversion_token,
            on_token_renewed=on_token_renewed,
        )
        policy = change_policy(self._transport.policy, changes)
        hooks = self._transport.hooks.with_changes(on_request, on_response)
        client._transport = self._transport.with_changes(client._credentials, policy, hooks)
        return client

    def revoke_token(
        self, token: str, *, timeout: Timeout = None, deadline: Deadline = None
    ) -> bool:
        """Revokes a token: the token stops working. Needs the app's ID and secret.

        Pinterest can only revoke the tokens of system users.

        :calls: `POST /oauth/token/revoke`

        Args:
            token: An access token or refresh token of the app.
            timeout: Seconds to wait for a connection and for data, for this call only.
            deadline: Maximum time in seconds for this call, including retries, waits and token renewals.

        Returns:
            True.

        Raises:
            ConfigurationError: If the token is malformed, or the client has no app ID and secret. Nothing is sent.
            Forbidden: If the app may not revoke the token.
            OutcomeUnknown: If the request was sent but its response was lost.
        """
        body = {"token": check_credential("token", token)}
        self.execute(TOKEN_REVOKE, {}, body=body, timeout=timeout, deadline=deadline)
        return True

    def close(self) -> None:
        """Closes the client's connections. Does not close a session that you passed to the client."""
        if self._owns_session:
            self._transport.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        # The attribute can be missing: a debugger may show a client whose constructor has not finished.
        transport: Transport | None = getattr(self, "_transport", None)
        url = "unknown" if transport is None else repr(transport.base_url)
        return f"{type(self).__name__}(base_url={url}, credentials hidden)"

    def __copy__(self) -> Self:
        return self  # a copied rich model uses the same client as the original

    def __deepcopy__(self, memo: object) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        credentials, policy = self._credentials, self._transport.policy
        options = collect_options(
            credentials, policy, dict(zip(_EXTRAS, self._extras, strict=True))
        )
        options["base_url"] = self.base_url
        limiter = self._transport.limiter
        options |= {"limits": limiter.budgets, "rate_limiter": limiter.shared}
        hooks = self._transport.hooks
        options |= {"on_request": hooks.on_request, "on_response": hooks.on_response}
        if options["session"] is not None:
            check_session(options["session"])
        own = self.__getstate__()
        check_picklable({**options, **(own if isinstance(own, Mapping) else {"state": own})})
        return _restore_client, (type(self), options, credentials.expiry), own

    def __getstate__(self) -> Any:
        """Returns the attributes that a subclass added to the client."""
        own = get_own_attributes(self, PinterestSDKClient)
        return {name: value for name, value in own.items() if name not in _OWN_ATTRIBUTES}

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        set_attributes(self, state)


def _restore_client(
    cls: type[PinterestSDKClient], options: Mapping[str, Any], expiry: tuple[float | None, ...]
) -> PinterestSDKClient:
    """Creates a client from the values in a pickle."""
    client = cls.__new__(cls)
    # The constructor of a subclass may have other arguments, so only the constructor of this class is called.
    PinterestSDKClient.__init__(client, **options)
    client._credentials.expiry = expiry
    client._owns_session = True  # no other code can close the restored session
    return client


_generated_name = generated_names(__name__)


def __getattr__(name: str) -> Any:
    return default.client if name == "default_sdk_client" else _generated_name(name)
