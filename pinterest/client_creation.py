"""Class methods that create clients, and the default client of the process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from pinterest.utils.default_client import check_client
from pinterest.utils.forks import ForkSafeLock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pinterest.auth import Credentials
    from pinterest.client import PinterestSDKClient
    from pinterest.token_store import TokenStoreOption

__all__ = ["ClientCreation", "default"]


class _DefaultClientHolder:
    """Stores the default client of the process."""

    def __init__(self) -> None:
        self.lock = ForkSafeLock()
        self.client: PinterestSDKClient | None = None


default = _DefaultClientHolder()


class ClientCreation:
    """A mixin for the client class, with class methods that create clients or set the default client."""

    if TYPE_CHECKING:

        def __init__(
            self,
            access_token: str | None = None,
            refresh_token: str | None = None,
            app_id: str | None = None,
            app_secret: str | None = None,
            *,
            base_url: str | None = None,
            token_store: TokenStoreOption | None = None,
        ) -> None: ...

        _credentials: Credentials

    @classmethod
    def create_client_with_token(cls, access_token: str) -> Self:
        """Creates a client with an access token.

        Args:
            access_token: The token that authenticates requests. The client cannot renew it.
        """
        return cls(access_token=access_token)

    @classmethod
    def create_client_with_refresh_token(
        cls, refresh_token: str, app_id: str, app_secret: str
    ) -> Self:
        """Creates a client with a refresh token. The first request fetches an access token.

        Args:
            refresh_token: The token that fetches and renews the access token.
            app_id: ID of the app that the refresh token belongs to.
            app_secret: Secret of the app.
        """
        return cls(refresh_token=refresh_token, app_id=app_id, app_secret=app_secret)

    @classmethod
    def login(
        cls,
        app_id: str | None = None,
        app_secret: str | None = None,
        *,
        scopes: Iterable[str] | str | None = None,
        redirect_uri: str | None = None,
        port: int | None = None,
        browser: bool | Callable[[str], object] = True,
        token_store: TokenStoreOption | None = None,
        timeout: float | None = None,
        base_url: str | None = None,
        environment: str | None = None,
        consent_url: str | None = None,
        notify: Callable[[str], object] | None = print,
        ask: Callable[[str], str] | None = None,
    ) -> Self:
        """Signs in to Pinterest in a browser, saves the tokens and returns a client.

        Later programs can use the saved tokens: `PinterestSDKClient()` loads them, and renews them when
        needed.

        :calls: `POST /oauth/token`

        Args:
            app_id: ID of the app. Defaults to `PINTEREST_APP_ID`.
            app_secret: Secret of the app. Defaults to `PINTEREST_APP_SECRET`. The secret is saved with the
                tokens, because the client needs it to renew them.
            scopes: The scopes to request, such as `["ads:read", "ads:write"]`. Defaults to `PINTEREST_SCOPE`,
                else to all scopes of the API (`pinterest.sign_in.api_scopes()`).
            redirect_uri: A redirect URI of the app, exactly as registered at Pinterest. Defaults to
                `PINTEREST_REDIRECT_URI`, else `http://localhost:8085/`.
            port: The port to listen on. Defaults to the port in the redirect URI.
            browser: Whether to open a browser on this machine. If False, or if the machine has no browser, you
                open the printed URL in any browser, and paste the URL of the page that you are redirected
                to. You can also pass a function that opens a URL.
            token_store: Where to store the tokens, such as `"keyring"`. Defaults to `PINTEREST_TOKEN_STORE`, else to
                a file in the configuration folder.
            timeout: Maximum seconds to wait for the consent (default 300).
            base_url: URL of the API with its version. Defaults to `PINTEREST_API_URI`.
            environment: `production` or `sandbox`. Pass it instead of `base_url`.
            consent_url: URL of the consent page. Defaults to `PINTEREST_OAUTH_URL`, else to the consent page for
                the API at `base_url`.
            notify: Called with each message to the user. None for no messages.
            ask: Called with a prompt. Returns what the user pasted. Defaults to `input`.

        Returns:
            A client with the new tokens.

        Raises:
            ConfigurationError: If an argument or a setting is missing or not valid. No page was opened.
            SignInError: If access was refused, the consent took too long, or the port is taken.
            TokenStoreError: If the tokens cannot be stored. This is checked first.
            ApiException: If the API refuses the code or the app.

        Examples:
            >>> client = PinterestSDKClient.login("1234567", "app-secret")
        """
        from pinterest.sign_in import sign_in

        signed_in = sign_in(
            app_id,
            app_secret,
            scopes=scopes,
            redirect_uri=redirect_uri,
            port=port,
            browser=browser,
            token_store=token_store,
            timeout=timeout,
            base_url=base_url,
            environment=environment,
            consent_url=consent_url,
            notify=notify,
            ask=ask,
        )
        tokens = signed_in.tokens
        client = cls(
            tokens.access_token,
            tokens.refresh_token,
            tokens.app_id,
            tokens.app_secret,
            base_url=signed_in.base_url,
            token_store=signed_in.token_store,
        )
        client._credentials.expiry = (tokens.expires_at, tokens.renew_at, tokens.obtained_at)
        return client

    @classmethod
    def create_default_client(cls) -> PinterestSDKClient:
        """Returns the default client. The first call creates it from the settings.

        Raises:
            ConfigurationError: If the settings contain no credentials or contradict each other.
        """
        with default.lock:
            if default.client is None:
                created: Any = cls()
                default.client = created
            return default.client

    @classmethod
    def set_default_client(cls, client: PinterestSDKClient | None) -> None:
        """Sets the default client. A call uses it if you pass no `client` to the call.

        Args:
            client: The client. None removes the current default client.

        Raises:
            ValidationError: If `client` is not a client.
        """
        if client is not None:
            check_client(client)
        with default.lock:
            default.client = client

    @classmethod
    def set_default_access_token(cls, access_token: str) -> None:
        """Creates a client with an access token and sets it as the default client.

        Args:
            access_token: The token that authenticates requests. The client cannot renew it.
        """
        client: Any = cls.create_client_with_token(access_token)
        cls.set_default_client(client)

    @classmethod
    def set_default_refresh_token(cls, refresh_token: str, app_id: str, app_secret: str) -> None:
        """Creates a client with a refresh token and sets it as the default client.

        Args:
            refresh_token: The token that fetches and renews the access token.
            app_id: ID of the app that the refresh token belongs to.
            app_secret: Secret of the app.
        """
        client: Any = cls.create_client_with_refresh_token(refresh_token, app_id, app_secret)
        cls.set_default_client(client)
