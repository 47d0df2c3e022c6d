"""Stores the app's credentials, tokens of all kinds, and authorization codes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pinterest.emulator.store.clock import Clock
from pinterest.emulator.store.database import Store

DAY = 86_400
ACCESS_TOKEN_LIFETIME = 30 * DAY
REFRESH_TOKEN_LIFETIME = 60 * DAY
CODE_LIFETIME = 600
CONVERSION_TOKEN_LIFETIME = 365 * DAY

TokenKind = Literal["access", "client", "refresh", "code", "conversion"]

# As in Pinterest's tokens, the prefix shows the kind.
_PREFIXES: dict[TokenKind, str] = {
    "access": "pina_",
    "client": "pinac_",
    "refresh": "pinr_",
    "code": "",
    "conversion": "pinc_",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A token or an authorization code.

    Attributes:
        text: The secret string that clients send.
        kind: `access` (a user's access token), `client` (an app's own token), `refresh`, `code` (an authorization
            code), or `conversion` (only for conversion events).
        scopes: The granted scopes.
        expires: The Unix time when the token expires.
        redirect_uri: The redirect URI of an authorization code. None if any URI is accepted.
    """

    text: str
    kind: TokenKind
    scopes: tuple[str, ...]
    expires: float
    redirect_uri: str | None = None

    def __repr__(self) -> str:
        return f"Token(kind={self.kind!r}, scopes={self.scopes!r})"


class Tokens:
    """Creates, finds and revokes the tokens of an emulator.

    Args:
        store: The database for the tokens.
        clock: The emulator's clock.
        access_token_lifetime: Lifetime of access tokens in seconds.
    """

    def __init__(
        self, store: Store, clock: Clock, access_token_lifetime: float = ACCESS_TOKEN_LIFETIME
    ) -> None:
        self._store = store
        self._clock = clock
        self._lifetimes: dict[TokenKind, float] = {
            "access": access_token_lifetime,
            "client": access_token_lifetime,
            "refresh": REFRESH_TOKEN_LIFETIME,
            "code": CODE_LIFETIME,
            "conversion": CONVERSION_TOKEN_LIFETIME,
        }

    def mint(
        self,
        kind: TokenKind,
        scopes: Iterable[str],
        *,
        seconds: float | None = None,
        redirect_uri: str | None = None,
    ) -> Token:
        """Creates and stores a token with a lifetime of `seconds`. The default lifetime depends on the kind."""
        lifetime = self._lifetimes[kind] if seconds is None else seconds
        token = Token(
            text=_PREFIXES[kind] + secrets.token_hex(32).upper(),
            kind=kind,
            scopes=tuple(sorted(set(scopes))),
            expires=self._clock.now() + lifetime,
            redirect_uri=redirect_uri,
        )
        self._store.execute(
            "INSERT INTO tokens (token, kind, scopes, expires, redirect_uri) "
            "VALUES (:token, :kind, :scopes, :expires, :redirect_uri)",
            {
                "token": token.text,
                "kind": kind,
                "scopes": " ".join(token.scopes),
                "expires": token.expires,
                "redirect_uri": redirect_uri,
            },
        )
        return token

    def find(self, text: str, *kinds: TokenKind) -> Token | None:
        """Returns the token with this text if it is valid and its kind is in `kinds`, otherwise None."""
        rows = self._store.execute(
            "SELECT kind, scopes, expires, redirect_uri FROM tokens WHERE token = :token AND NOT revoked",
            {"token": text},
        )
        for kind, scopes, expires, redirect_uri in rows:
            if kind in kinds and expires > self._clock.now():
                return Token(text, kind, tuple(scopes.split()), expires, redirect_uri)
        return None

    def revoke(self, text: str) -> None:
        """Revokes a token, if it exists."""
        self._store.execute("UPDATE tokens SET revoked = 1 WHERE token = :token", {"token": text})

    def get_or_create(self, kind: TokenKind, scopes: Iterable[str]) -> str:
        """Returns the text of the emulator's own token, such as `emulator.access_token`.

        Creates the token if no valid token is stored.
        """
        name = f"standing_{kind}"
        text = self._store.get_setting(name)
        if text is None or self.find(text, kind) is None:
            text = self.mint(kind, scopes).text
            self._store.set_setting(name, text)
        return text


class App:
    """The app that uses the API: its ID and secret.

    Args:
        store: The database for the ID and the secret.
        app_id: The app's ID. Ignored if the database already contains an ID.
    """

    def __init__(self, store: Store, app_id: str) -> None:
        stored = store.get_setting("app_id"), store.get_setting("app_secret")
        self.id = stored[0] or app_id
        self.secret = stored[1] or secrets.token_hex(20)
        if None in stored:
            store.set_setting("app_id", self.id)
            store.set_setting("app_secret", self.secret)

    def has_credentials(self, app_id: str | None, app_secret: str | None) -> bool:
        """Returns whether `app_id` and `app_secret` are the credentials of this app."""
        credentials = f"{app_id}:{app_secret}".encode("utf-8", "replace")
        return hmac.compare_digest(credentials, f"{self.id}:{self.secret}".encode())
