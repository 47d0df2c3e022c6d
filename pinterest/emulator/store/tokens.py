"""App credentials, access and refresh tokens, and authorization codes."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pinterest.emulator.store.clock import Clock
from pinterest.emulator.store.database import Store

DAY = 86_400
ACCESS_SECONDS = 30 * DAY
REFRESH_SECONDS = 60 * DAY
CODE_SECONDS = 600
CONVERSION_SECONDS = 365 * DAY

TokenKind = Literal["access", "client", "refresh", "code", "conversion"]

# As in real tokens, the prefix indicates the kind.
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
        text: The secret.
        kind: A user's access token, an app's own token, a refresh token, an authorization code, or a token for
            conversion events only.
        scopes: Its scopes.
        expires: When it expires, in Unix time.
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
    """The tokens of an emulator.

    Args:
        store: The store that keeps them.
        clock: The clock for their expiry.
        access_seconds: Lifetime of access tokens in seconds.
    """

    def __init__(self, store: Store, clock: Clock, access_seconds: float = ACCESS_SECONDS) -> None:
        self._store = store
        self._clock = clock
        self._lifetimes: dict[TokenKind, float] = {
            "access": access_seconds,
            "client": access_seconds,
            "refresh": REFRESH_SECONDS,
            "code": CODE_SECONDS,
            "conversion": CONVERSION_SECONDS,
        }

    def mint(
        self,
        kind: TokenKind,
        scopes: Iterable[str],
        *,
        seconds: float | None = None,
        redirect_uri: str | None = None,
    ) -> Token:
        """Creates and stores a token."""
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
        """Returns the token with this text. None if it is not valid or is of another kind."""
        rows = self._store.execute(
            "SELECT kind, scopes, expires, redirect_uri FROM tokens WHERE token = :token AND NOT revoked",
            {"token": text},
        )
        for kind, scopes, expires, redirect_uri in rows:
            if kind in kinds and expires > self._clock.now():
                return Token(text, kind, tuple(scopes.split()), expires, redirect_uri)
        return None

    def revoke(self, text: str) -> None:
        """Revokes a token. Does nothing if the token is unknown."""
        self._store.execute("UPDATE tokens SET revoked = 1 WHERE token = :token", {"token": text})

    def get_or_mint(self, kind: TokenKind, scopes: Iterable[str]) -> str:
        """Returns the emulator's own token. It stays the same after restarts until it expires."""
        name = f"standing_{kind}"
        text = self._store.get_setting(name)
        if text is None or self.find(text, kind) is None:
            text = self.mint(kind, scopes).text
            self._store.set_setting(name, text)
        return text


class App:
    """The app that tokens are issued to.

    Args:
        store: The store that keeps its ID and secret.
        app_id: The ID of a new app.
    """

    def __init__(self, store: Store, app_id: str) -> None:
        stored = store.get_setting("app_id"), store.get_setting("app_secret")
        self.id = stored[0] or app_id
        self.secret = stored[1] or secrets.token_hex(20)
        if None in stored:
            store.set_setting("app_id", self.id)
            store.set_setting("app_secret", self.secret)

    def has_credentials(self, app_id: str | None, app_secret: str | None) -> bool:
        """Returns whether an ID and a secret are those of the app."""
        credentials = f"{app_id}:{app_secret}".encode("utf-8", "replace")
        return hmac.compare_digest(credentials, f"{self.id}:{self.secret}".encode())
