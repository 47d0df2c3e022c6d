"""Signs in: asks for consent, exchanges the code and keeps the tokens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pinterest.token_store import TokenStore, TokenStoreOption
from pinterest.tokens import TokenSet

__all__ = ["SignIn", "sign_in"]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A completed sign-in.

    Attributes:
        tokens: The tokens, with the app's ID and secret that renew them.
        token_store: Where they are kept.
        base_url: URL of the API that they are for.
        scopes: The scopes that were granted.
    """

    tokens: TokenSet = field(repr=False)
    token_store: TokenStore
    base_url: str
    scopes: tuple[str, ...]


def sign_in(
    app_id: str | None = None,
    app_secret: str | None = None,
    *,
    scopes: Iterable[str] | str | None = None,
    redirect_uri: str | None = None,
    port: int | None = None,
    browser: bool = True,
    token_store: TokenStoreOption | None = None,
    timeout: float = 300.0,
    base_url: str | None = None,
    environment: str | None = None,
    consent_url: str | None = None,
    notify: Callable[[str], object] | None = None,
    ask: Callable[[str], str] = input,
) -> SignIn:
    """Signs in to Pinterest and keeps the tokens for later programs."""
    raise NotImplementedError
