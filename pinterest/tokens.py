"""Checks credentials, stores the tokens of a renewal, and parses the responses of the token endpoint."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, NamedTuple, Self

from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    ServerError,
    ValidationError,
)

__all__ = [
    "AccessToken",
    "TokenSet",
    "check_credential",
    "describe_missing_token",
    "fingerprint",
    "is_final_refusal",
    "parse_access_token",
    "parse_refresh_token",
    "parse_tokens",
]

# Tokens are renewed this many seconds before they expire, so that no token expires on the way to the API.
_RENEWAL_MARGIN = 60.0
# The longest plausible lifetime of a token in seconds, about 300 years.
_LONGEST_LIFE = 1e10
# 4xx errors after which the refresh token is still valid: timed out, too early, too many requests.
_TEMPORARY_STATUSES = frozenset({408, 425, 429})
# The maximum number of ancestors of a refresh token to store.
_MAX_ANCESTORS = 50

_ACCESS_TOKENS = ("access_token", "conversion_token")
_TOKENS = (*_ACCESS_TOKENS, "refresh_token")


class _Problem(NamedTuple):
    """What is wrong with a credential, and how to fix it."""

    fact: str
    advice: str


def check_credential(kind: str, value: object, name: str | None = None) -> str:
    """Checks a credential and returns it without surrounding whitespace.

    Args:
        kind: `access_token`, `refresh_token`, `conversion_token`, `app_id` or `app_secret`.
        value: The credential to check.
        name: The name of the credential in errors. Defaults to `kind`.

    Raises:
        ConfigurationError: If the value cannot be a credential of that kind. The message does not show the
            value.
    """
    text = value.strip() if isinstance(value, str) else ""
    problem = _find_credential_problem(kind, text)
    if problem:
        raise ConfigurationError(f"{name or kind} {problem.fact}. {problem.advice}")
    return text


def _find_credential_problem(kind: str, text: str) -> _Problem | None:
    """Returns the problem with a credential, or None if it is valid. `kind` is the type, such as `access_token`."""
    if kind in _TOKENS and text.lower().startswith("bearer "):
        return _Problem("begins with 'Bearer '", "Pass the token alone.")
    if kind in _TOKENS and {text[:1], text[-1:]} & {'"', "'"}:
        return _Problem("is in quotes", "Pass the token without them.")
    if kind in _ACCESS_TOKENS and text.startswith("pinr_"):
        return _Problem(
            "is a refresh token: it begins with 'pinr_'",
            "Pass it as refresh_token, together with app_id and app_secret.",
        )
    if not text or not (text.isascii() and text.isprintable()) or " " in text:
        return _Problem(
            "is not valid", "It must be a string of printable ASCII characters without spaces."
        )
    return None


def describe_missing_token(store: object, has_app: bool) -> str:
    """Returns the error text for a request without an access token. The text says what to do.

    Args:
        store: The token store of the client. None if the client has no token store.
        has_app: Whether the client has the ID and the secret of an app.
    """
    if store is not None:
        return (
            "no access token: the token store is empty, or its tokens cannot be renewed without app_id and app_secret. "
            "Sign in with `pinterest login` or PinterestSDKClient.login(...), or pass tokens."
        )
    if has_app:
        return (
            "this needs an access token, and the client has only the app's ID and secret. Sign in with `pinterest "
            "login` or PinterestSDKClient.login(...), or get a token through oauth_token. Then pass access_token, or "
            "refresh_token together with app_id and app_secret."
        )
    return (
        "no access token. Pass access_token, or refresh_token together with app_id and app_secret."
    )


@dataclass(frozen=True, slots=True)
class TokenSet:
    """The tokens after a renewal. Store both tokens, because the refresh token may be new too.

    Attributes:
        access_token: The new access token.
        refresh_token: The refresh token for the next renewal. Earlier refresh tokens no longer work.
        expires_at: When the access token expires, in Unix seconds. None if the API did not say.
        refresh_token_expires_at: When the refresh token expires, in Unix seconds. None if the API did not say.
        scope: The granted scopes, as in the API's response.
        app_id: ID of the app that the tokens belong to. None if unknown.
        obtained_at: When the API issued the tokens, in Unix seconds. None if unknown.
        ancestors: Fingerprints of the earlier refresh tokens that led to this refresh token, oldest first.
            The SDK uses the fingerprints to find out which of two refresh tokens is newer. Fingerprints are not secret.
        app_secret: Secret of the app. None if the secret is not stored with the tokens. `sign_in()` stores it.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: float | None = None
    refresh_token_expires_at: float | None = None
    scope: str | None = None
    app_id: str | None = None
    obtained_at: float | None = None
    ancestors: tuple[str, ...] = field(default=(), repr=False)
    app_secret: str | None = field(default=None, repr=False)

    @property
    def renew_at(self) -> float | None:
        """The Unix time at which to renew the access token: at most a minute before it expires."""
        if self.expires_at is None:
            return None
        obtained_at = self.obtained_at if self.obtained_at is not None else time.time()
        return self.expires_at - min(_RENEWAL_MARGIN, max(0.0, self.expires_at - obtained_at) / 10)

    @property
    def is_fresh(self) -> bool:
        """Whether the access token can be used without a renewal. True if its expiry time is unknown."""
        return bool(self.access_token) and (self.renew_at is None or time.time() < self.renew_at)

    def to_dict(self) -> dict[str, Any]:
        """Returns the tokens as plain data, for your own token store. The data contains the secret tokens."""
        data = {item.name: getattr(self, item.name) for item in fields(self)}
        return {**data, "ancestors": list(self.ancestors)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Creates a `TokenSet` from the data that `to_dict` returned. Ignores unknown names.

        Raises:
            ValidationError: If the data does not contain valid tokens. The message does not show the data.
        """
        access, refresh = data.get("access_token"), data.get("refresh_token")
        texts = [data.get(name) for name in ("scope", "app_id", "app_secret")]
        ancestors = data.get("ancestors") or ()
        valid = (
            (access == "" or _is_valid_token("access_token", access))
            and (refresh is None or _is_valid_token("refresh_token", refresh))
            and (access or refresh)
            and all(text is None or isinstance(text, str) for text in texts)
            and isinstance(ancestors, (list, tuple))
            and all(isinstance(text, str) for text in ancestors)
        )
        if not valid:
            raise ValidationError(
                "the data does not contain valid tokens. Pass the data that TokenSet.to_dict() returned."
            )
        assert isinstance(access, str)
        return cls(
            access_token=access,
            refresh_token=refresh,
            expires_at=_parse_time(data.get("expires_at")),
            refresh_token_expires_at=_parse_time(data.get("refresh_token_expires_at")),
            scope=texts[0],
            app_id=texts[1],
            obtained_at=_parse_time(data.get("obtained_at")),
            ancestors=tuple(ancestors),
            app_secret=texts[2],
        )


def _is_valid_token(kind: str, value: object) -> bool:
    """Returns whether a value is a valid token. `kind` is `access_token` or `refresh_token`."""
    return isinstance(value, str) and _find_credential_problem(kind, value) is None


def _parse_time(value: object) -> float | None:
    return _add_seconds(0.0, value)


class AccessToken(NamedTuple):
    """The access token that authenticates one request.

    Attributes:
        text: The token. Empty if the client has no access token yet.
        renewals: How many times the client had renewed its access token when it got this token.
    """

    text: str
    renewals: int


def fingerprint(token: str) -> str:
    """Returns a hash that identifies a token without revealing it."""
    return hashlib.sha256(token.encode()).hexdigest()[:16]


def parse_tokens(data: Mapping[str, Any], sent: TokenSet) -> TokenSet:
    """Parses the tokens in a response of the token endpoint.

    Args:
        data: The JSON object in the response.
        sent: The tokens before the renewal.

    Raises:
        ServerError: If the response contains no valid access token.
    """
    access_token = parse_access_token(data.get("access_token"))
    now = time.time()
    scope = data.get("scope")
    refresh_token = parse_refresh_token(data.get("refresh_token")) or sent.refresh_token
    return TokenSet(
        access_token=access_token,
        refresh_token=refresh_token,
        expires_at=_add_seconds(now, data.get("expires_in")),
        refresh_token_expires_at=_parse_time(data.get("refresh_token_expires_at"))
        or _add_seconds(now, data.get("refresh_token_expires_in")),
        scope=scope if isinstance(scope, str) else None,
        app_id=sent.app_id,
        obtained_at=now,
        ancestors=add_ancestor(sent, refresh_token),
        app_secret=sent.app_secret,
    )


def add_ancestor(sent: TokenSet, refresh_token: str | None) -> tuple[str, ...]:
    """Returns the `ancestors` of the tokens after a renewal: the fingerprints of the earlier refresh tokens.

    If the renewal changed the refresh token, the fingerprint of the old refresh token is added at the end.

    Args:
        sent: The tokens before the renewal.
        refresh_token: The refresh token after the renewal.
    """
    if sent.refresh_token is None or sent.refresh_token == refresh_token:
        return sent.ancestors
    return (*sent.ancestors, fingerprint(sent.refresh_token))[-_MAX_ANCESTORS:]


def parse_refresh_token(token: object) -> str | None:
    """Returns the new refresh token in the response to a renewal. None if the token is missing or not valid."""
    text = token.strip() if isinstance(token, str) else ""
    return text if text and _find_credential_problem("refresh_token", text) is None else None


def parse_access_token(token: object) -> str:
    """Checks the new access token in the response to a renewal, and returns the token.

    Raises:
        ServerError: If the access token is missing or not valid.
    """
    text = token.strip() if isinstance(token, str) else ""
    if not text:
        raise ServerError("the token endpoint returned no access_token")
    problem = _find_credential_problem("access_token", text)
    if problem:
        raise ServerError(f"the access_token that the token endpoint returned {problem.fact}")
    return text


def _add_seconds(now: float, seconds: object) -> float | None:
    """Returns `now + seconds`. Returns None if `seconds` is not a plausible number."""
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        return None
    return now + seconds if 0 <= seconds <= _LONGEST_LIFE else None


def is_final_refusal(error: ApiException) -> bool:
    """Returns whether the API refused the refresh token permanently. Returns False for an error of a gateway."""
    status = error.status or 0
    return 400 <= status < 500 and status not in _TEMPORARY_STATUSES and error.code is not None
