"""Tokens for an app: from an authorization code, from a refresh token, or for the app itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import INVALID_GRANT, Problem, bad_request
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.handlers.scopes import check_scopes, split_scopes
from pinterest.emulator.store.state import State
from pinterest.emulator.store.tokens import Token, TokenKind
from pinterest.operations.oauth import OAUTH_CONVERSION_TOKEN, OAUTH_TOKEN, TOKEN_REVOKE

Form = Mapping[str, str]


def _of_known_grant(form: Form) -> Form:
    """Returns the form, unless it asks for nothing that there is; what it shows is not told then."""
    if _needed(form, "grant_type") not in _GRANTS:
        raise bad_request(f"grant_type: is not valid; allowed: {', '.join(_GRANTS)}")
    return form


@assumed(
    observed="Consent without a `scope` grants every scope.",
)
@assumed(
    choice="A used refresh token stays valid until it expires, so that an app can retry if it lost the response.",
)
@handles(OAUTH_TOKEN, prepare=_of_known_grant)
def grant_token(call: Call) -> dict[str, Any]:
    """Returns a token for whatever the app shows."""
    form: Form = call.body
    kind = form["grant_type"]
    return {"response_type": kind, "token_type": "bearer", **_GRANTS[kind](call.state, form)}


@handles(OAUTH_CONVERSION_TOKEN)
def grant_conversion_token(call: Call) -> dict[str, Any]:
    """Returns a token that is good for sending conversion events, and for nothing else."""
    token = call.state.tokens.mint("conversion", ())
    return {"access_token": token.text, "token_type": "conversion"}


@handles(TOKEN_REVOKE)
@assumed(
    choice="Every access and refresh token can be revoked. Revoking an unknown token is not an error.",
)
def revoke_token(call: Call) -> None:
    """Ends a token at once."""
    call.state.tokens.revoke(_needed(call.body, "token"))


def _from_code(state: State, form: Form) -> dict[str, Any]:
    text, redirect_uri = _needed(form, "code"), _needed(form, "redirect_uri")
    code = state.tokens.find(text, "code")
    if code is None or code.redirect_uri not in (None, redirect_uri):
        raise _invalid_grant()
    state.tokens.revoke(text)
    return _pair(state, code.scopes)


def _from_refresh_token(state: State, form: Form) -> dict[str, Any]:
    token = state.tokens.find(_needed(form, "refresh_token"), "refresh")
    if token is None:
        raise _invalid_grant()
    scopes = _scopes(form) or token.scopes
    if not set(scopes) <= set(token.scopes):
        raise bad_request("scope: goes beyond what the refresh token was granted")
    return _pair(state, scopes)


def _for_app(state: State, form: Form) -> dict[str, Any]:
    _needed(form, "scope")
    scopes = _scopes(form)
    check_scopes(scopes)
    return _access(state, "client", scopes)


_GRANTS: dict[str, Callable[[State, Form], dict[str, Any]]] = {
    "authorization_code": _from_code,
    "refresh_token": _from_refresh_token,
    "client_credentials": _for_app,
}


def _pair(state: State, scopes: tuple[str, ...]) -> dict[str, Any]:
    refresh = state.tokens.mint("refresh", scopes)
    return {
        **_access(state, "access", scopes),
        "refresh_token": refresh.text,
        "refresh_token_expires_in": _seconds_left(state, refresh),
        "refresh_token_expires_at": int(refresh.expires),
    }


def _access(state: State, kind: TokenKind, scopes: tuple[str, ...]) -> dict[str, Any]:
    token = state.tokens.mint(kind, scopes)
    return {
        "access_token": token.text,
        "expires_in": _seconds_left(state, token),
        "scope": " ".join(token.scopes),
    }


def _seconds_left(state: State, token: Token) -> int:
    return round(token.expires - state.clock.now())


def _scopes(form: Form) -> tuple[str, ...]:
    return split_scopes(form.get("scope") or "")


def _needed(form: Form, name: str) -> str:
    if not form.get(name):
        raise bad_request(f"{name}: is required")
    return form[name]


def _invalid_grant() -> Problem:
    return Problem(400, INVALID_GRANT, "Invalid grant: it is unknown, used up, expired or revoked.")
