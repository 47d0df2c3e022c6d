"""Signs in: gets the user's consent, exchanges the authorization code for tokens and saves the tokens."""

from __future__ import annotations

import webbrowser
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from pinterest.client_options import ACCESS_TOKEN, REFRESH_TOKEN, TOKEN_STORE, resolve_base_url
from pinterest.config import Settings, check_number
from pinterest.exceptions import OutcomeUnknown, PinterestError, SignInError
from pinterest.keyring_store import KeyringTokenStore
from pinterest.operations.oauth import OAUTH_TOKEN
from pinterest.sign_in import pages
from pinterest.sign_in.app import App, find_app
from pinterest.sign_in.browser import has_browser
from pinterest.sign_in.consent import ConsentRequest, check_scopes, default_consent_url
from pinterest.sign_in.redirect_server import RedirectServer
from pinterest.store_choice import KEYRING, choose_store
from pinterest.token_store import CheckedStore, TokenStoreOption
from pinterest.tokens import TokenSet, parse_tokens
from pinterest.utils.redact import redact

__all__ = ["SignIn", "sign_in"]

_DEFAULT_TIMEOUT = 300.0
_DEFAULT_PORT = "8085"
_PASTE_PROMPT = (
    "Open this URL in a browser, on any machine, and give access:\n\n{url}\n\n"
    "The browser then goes to {redirect_uri}, and that page may not load. Paste the whole URL from the address bar: "
)


@dataclass(frozen=True, slots=True)
class SignIn:
    """The result of `sign_in`.

    Attributes:
        tokens: The tokens, with the app's ID and secret.
        token_store: The token store that contains the tokens.
        base_url: URL of the API that the tokens are for.
        scopes: The scopes that the user granted.
    """

    tokens: TokenSet = field(repr=False)
    token_store: TokenStoreOption
    base_url: str
    scopes: tuple[str, ...]


def sign_in(
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
    notify: Callable[[str], object] | None = None,
    ask: Callable[[str], str] | None = None,
) -> SignIn:
    """Signs in to Pinterest and saves the tokens for later programs.

    Opens the consent page in a browser and receives the redirect on this machine. Without a browser, asks the
    user to paste the URL of the redirect.

    :calls: `POST /oauth/token`

    Args:
        app_id: ID of the app. Defaults to `PINTEREST_APP_ID`.
        app_secret: Secret of the app, which is saved with the tokens. Defaults to `PINTEREST_APP_SECRET`.
        scopes: The scopes to request. Defaults to `PINTEREST_SCOPE`, else to all scopes of the API
            (`api_scopes()`).
        redirect_uri: A redirect URI of the app, exactly as registered at Pinterest. Defaults to
            `PINTEREST_REDIRECT_URI`, else `http://localhost:8085/`.
        port: The port to listen on. Defaults to the port in the redirect URI. Without a redirect URI,
            defaults to `PINTEREST_PORT`.
        browser: True to open a browser if this machine has one. False to ask the user to open a URL and paste
            the URL of the redirect. You can also pass a function that opens a URL. The function is called in
            a thread.
        token_store: Where to store the tokens, as for `PinterestSDKClient`. Defaults to `PINTEREST_TOKEN_STORE`, else
            to a file in the configuration folder, where clients without a token find the tokens.
        timeout: Maximum seconds to wait for the consent (default 300).
        base_url: URL of the API with its version. Defaults to `PINTEREST_API_URI`.
        environment: `production` or `sandbox`. Pass it instead of `base_url`.
        consent_url: URL of the consent page. Defaults to `PINTEREST_OAUTH_URL`, else to the consent
            page for the API at `base_url`.
        notify: A function that is called with each message to the user. None for no messages.
        ask: A function that shows a prompt and returns what the user pasted. Defaults to `input`.

    Returns:
        The tokens, and where they are stored.

    Raises:
        ConfigurationError: If an argument or a setting is missing or not valid. No page was opened.
        SignInError: If access was refused, the consent took too long, or the port is taken.
        TokenStoreError: If the tokens cannot be stored.
        ApiException: If the API refuses the code or the app.
    """
    settings = Settings(log_errors=bool(app_id and app_secret))
    app = find_app(settings, app_id, app_secret)
    api = resolve_base_url(settings, base_url, environment)
    option = choose_store(token_store or settings.get(TOKEN_STORE), api)
    uri = _choose_redirect_uri(settings, redirect_uri, port)
    request = ConsentRequest(
        consent_url or settings.get("PINTEREST_OAUTH_URL") or default_consent_url(api),
        app_id=app.id,
        redirect_uri=uri,
        scopes=check_scopes(scopes if scopes is not None else settings.get("PINTEREST_SCOPE")),
    )
    seconds = check_number("timeout", _DEFAULT_TIMEOUT if timeout is None else timeout, float)
    exchange = _CodeExchange(api, app, uri, CheckedStore(option))
    notify = notify or _ignore_message
    if not browser or (browser is True and not has_browser()):
        try:
            text = (ask or input)(_PASTE_PROMPT.format(url=request.url, redirect_uri=uri))
        except EOFError:
            raise SignInError("nothing was pasted. Sign in again in a terminal.") from None
        tokens = exchange(request.parse_pasted_text(text))
    else:
        with RedirectServer(uri, port, request.has_state) as server:
            notify(f"Opening a browser. If no page appears, open this URL:\n\n{request.url}\n")
            server.open_page(webbrowser.open if browser is True else browser, request.url)
            tokens = exchange(request.parse_redirect(server.wait(seconds)))
            server.show(pages.SIGNED_IN)
    _report_overriding_settings(settings, option, notify)
    granted = tuple((tokens.scope or "").replace(",", " ").split())
    if missing := [scope for scope in request.scopes if granted and scope not in granted]:
        notify(f"These scopes were not granted: {', '.join(missing)}")
    return SignIn(tokens, option, api, granted)


def _ignore_message(message: str) -> None:
    """Ignores a message to the user."""


def _choose_redirect_uri(settings: Settings, redirect_uri: str | None, port: int | None) -> str:
    found = redirect_uri or (settings.get("PINTEREST_REDIRECT_URI") if port is None else None)
    return found or f"http://localhost:{port or settings.get('PINTEREST_PORT') or _DEFAULT_PORT}/"


class _CodeExchange:
    """Exchanges an authorization code for tokens and saves the tokens.

    Raises:
        TokenStoreError: If the token store cannot be used.
    """

    def __init__(self, base_url: str, app: App, redirect_uri: str, store: CheckedStore) -> None:
        self._base_url, self._app = base_url, app
        self._redirect_uri, self._store = redirect_uri, store
        with store.lock():  # check the token store before the user gives consent
            store.load()

    def __call__(self, code: str) -> TokenSet:
        """Exchanges a code for tokens, saves the tokens and returns them."""
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect_uri,
            "continuous_refresh": "true",
        }
        with self._app.create_client(self._base_url) as client:
            try:
                data = client.execute(OAUTH_TOKEN, {}, body=body).data
            except OutcomeUnknown as error:
                raise SignInError(
                    f"{OAUTH_TOKEN}: the response with the tokens was lost. Sign in again."
                ) from _hide_code(error, code)
            except PinterestError as error:
                raise _hide_code(error, code) from None
        app = TokenSet("", None, app_id=self._app.id, app_secret=self._app.secret)
        tokens = parse_tokens(data if isinstance(data, Mapping) else {}, app)
        self._store.save(tokens)
        return tokens


def _hide_code(error: PinterestError, code: str) -> PinterestError:
    """Hides the authorization code in an error, because a response may repeat the code."""
    error.args = tuple(redact(str(text), [code]) for text in error.args)
    for name in ("body", "message"):
        if isinstance(text := getattr(error, name, None), str):
            setattr(error, name, redact(text, [code]))
    return error


def _report_overriding_settings(
    settings: Settings, option: TokenStoreOption, notify: Callable[[str], object]
) -> None:
    """Tells the user which settings to change, so that later programs use the new tokens."""
    for name in (ACCESS_TOKEN, REFRESH_TOKEN):
        if settings.get(name):
            notify(
                f"{name} in {settings.source(name)} takes precedence over the new tokens. Remove it to use them."
            )
    if isinstance(option, KeyringTokenStore) and settings.get(TOKEN_STORE) != KEYRING:
        notify(
            f"Set {TOKEN_STORE}={KEYRING}, so that later programs find the tokens in the keyring."
        )
