"""Signs out: revokes the stored tokens and removes them from the token store."""

from __future__ import annotations

from dataclasses import dataclass

from pinterest.client_options import TOKEN_STORE, resolve_base_url
from pinterest.config import Settings
from pinterest.exceptions import ApiException, ConfigurationError, RateLimited, ServerError
from pinterest.sign_in.app import App, find_app
from pinterest.store_choice import choose_store
from pinterest.token_store import CheckedStore, TokenStoreOption
from pinterest.tokens import TokenSet

__all__ = ["SignOut", "sign_out"]


@dataclass(frozen=True, slots=True)
class SignOut:
    """The result of `sign_out`.

    Attributes:
        was_signed_in: Whether the token store contained tokens.
        revoked: Whether the API revoked the tokens. Copies of revoked tokens no longer work.
        reason: Why the tokens were not revoked. None if the tokens were revoked or the token store was empty.
    """

    was_signed_in: bool
    revoked: bool
    reason: str | None = None


def sign_out(
    app_id: str | None = None,
    app_secret: str | None = None,
    *,
    token_store: TokenStoreOption | None = None,
    base_url: str | None = None,
    environment: str | None = None,
) -> SignOut:
    """Revokes the stored tokens and removes them from the token store.

    Pinterest can only revoke the tokens of system users. Other tokens are only removed from the token store, so
    copies of these tokens work until they expire.

    :calls: `POST /oauth/token/revoke`

    Args:
        app_id: ID of the app. Defaults to the ID that is stored with the tokens, else to `PINTEREST_APP_ID`.
        app_secret: Secret of the app. Defaults to the secret that is stored with the tokens, else to
            `PINTEREST_APP_SECRET`.
        token_store: The token store that contains the tokens. Defaults to the token store that `sign_in`
            uses.
        base_url: URL of the API with its version. Defaults to `PINTEREST_API_URI`.
        environment: `production` or `sandbox`. Pass it instead of `base_url`.

    Returns:
        Whether the token store contained tokens, and whether the API revoked them.

    Raises:
        ConfigurationError: If an argument or a setting is not valid.
        TokenStoreError: If the token store cannot be read or written.
        ConnectionFailed: If the API cannot be reached. The tokens stay in the token store.
        ServerError: If the API fails. The tokens stay in the token store.
    """
    settings = Settings(log_errors=True)
    api = resolve_base_url(settings, base_url, environment)
    store = CheckedStore(choose_store(token_store or settings.get(TOKEN_STORE), api))
    with store.lock():  # keeps other processes from renewing the tokens at the same time
        tokens = store.load()
        if tokens is None:
            return SignOut(was_signed_in=False, revoked=False)
        app_id, app_secret = app_id or tokens.app_id, app_secret or tokens.app_secret
        try:
            app = find_app(settings, app_id, app_secret)
        except ConfigurationError as error:
            reason: str | None = str(error)
        else:
            reason = _revoke_tokens(app, tokens, api)
        store.delete()
    return SignOut(was_signed_in=True, revoked=reason is None, reason=reason)


def _revoke_tokens(app: App, tokens: TokenSet, base_url: str) -> str | None:
    """Revokes tokens. Returns the API's error message if the API refuses, or else None."""
    with app.create_client(base_url) as client:
        try:
            # The refresh token is revoked first, so that the access token can no longer be renewed.
            for token in (tokens.refresh_token, tokens.access_token):
                if token:
                    client.revoke_token(token)
        except (RateLimited, ServerError):
            raise
        except ApiException as error:
            return str(error)
    return None
