"""Signs out: revokes the stored tokens and removes them."""

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
    """What `sign_out` did.

    Attributes:
        was_signed_in: Whether the token store had tokens. They have been removed.
        revoked: Whether the API has revoked them, so that their copies stopped working too.
        reason: Why the tokens were not revoked. None if they were revoked, or if the store was empty.
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

    Pinterest only revokes the tokens of system users. If the API refuses to revoke the tokens, they are still
    removed, but work until they expire. If it cannot be reached, they are kept, so that you can try again.

    :calls: `POST /oauth/token/revoke`

    Args:
        app_id: ID of the app. Defaults to the one that is stored with the tokens, else to `PINTEREST_APP_ID`.
        app_secret: Secret of the app. Defaults to the one stored with the tokens, else to `PINTEREST_APP_SECRET`.
        token_store: Where the tokens are stored. Defaults to the store that `sign_in` uses.
        base_url: URL of the API with its version. Defaults to `PINTEREST_API_URI`.
        environment: `production` or `sandbox`. Replaces `base_url`.

    Returns:
        Whether there were tokens, and whether they were revoked.

    Raises:
        ConfigurationError: If an argument or a setting is not valid.
        TokenStoreError: If the token store cannot be read or written.
        ConnectionFailed: If the API cannot be reached. The tokens are kept.
        ServerError: If the API fails. The tokens are kept.
    """
    settings = Settings(tolerant=True)
    api = resolve_base_url(settings, base_url, environment)
    store = CheckedStore(choose_store(token_store or settings.get(TOKEN_STORE), api))
    with store.lock():  # so that no other process renews the tokens at the same time
        tokens = store.load()
        if tokens is None:
            return SignOut(was_signed_in=False, revoked=False)
        app_id, app_secret = app_id or tokens.app_id, app_secret or tokens.app_secret
        try:
            app = find_app(settings, app_id, app_secret)
        except ConfigurationError as error:
            reason: str | None = str(error)
        else:
            reason = _revoke(app, tokens, api)
        store.delete()
    return SignOut(was_signed_in=True, revoked=reason is None, reason=reason)


def _revoke(app: App, tokens: TokenSet, base_url: str) -> str | None:
    """Revokes tokens. Returns why the API refuses to, or None."""
    with app.connect(base_url) as client:
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
