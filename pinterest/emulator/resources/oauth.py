"""OAuth tokens: exchange an authorization code or a refresh token, get a token for the app, revoke a token."""

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


def _check_grant_type(form: Form) -> Form:
    """Checks the grant type and returns the form."""
    if _require_field(form, "grant_type") not in _GRANTS:
        # The message omits the value, which could be a secret.
        raise bad_request(f"grant_type: is not valid; allowed: {', '.join(_GRANTS)}")
    return form


@assumed(
    observed="Consent without a `scope` grants every scope.",
)
@assumed(
    choice="A used refresh token stays valid until it expires. An app that lost the response can retry.",
)
@handles(OAUTH_TOKEN, prepare=_check_grant_type)
def grant_token(call: Call) -> dict[str, Any]:
    """Returns a token in exchange for a code or a refresh token, or a token for the app itself."""
    form: Form = call.body
    grant_type = form["grant_type"]
    token = _GRANTS[grant_type](call.state, form)
    return {"response_type": grant_type, "token_type": "bearer", **token}


@handles(OAUTH_CONVERSION_TOKEN)
def grant_conversion_token(call: Call) -> dict[str, Any]:
    """Returns a token that can only send conversion events."""
    token = call.state.tokens.mint("conversion", ())
    return {"access_token": token.text, "token_type": "conversion"}


@handles(TOKEN_REVOKE)
@assumed(
    choice="Every access and refresh token can be revoked. Revoking an unknown token is not an error.",
)
def revoke_token(call: Call) -> None:
    """Revokes a token."""
    call.state.tokens.revoke(_require_field(call.body, "token"))


def _exchange_code(state: State, form: Form) -> dict[str, Any]:
    text, redirect_uri = _require_field(form, "code"), _require_field(form, "redirect_uri")
    code = state.tokens.find(text, "code")
    if code is None or code.redirect_uri not in (None, redirect_uri):
        raise _build_invalid_grant_problem()
    state.tokens.revoke(text)
    return _mint_token_pair(state, code.scopes)


def _exchange_refresh_token(state: State, form: Form) -> dict[str, Any]:
    token = state.tokens.find(_require_field(form, "refresh_token"), "refresh")
    if token is None:
        raise _build_invalid_grant_problem()
    scopes = _parse_scopes(form) or token.scopes
    if not set(scopes) <= set(token.scopes):
        raise bad_request("scope: must only contain scopes of the refresh token; remove all others")
    return _mint_token_pair(state, scopes)


def _create_app_token(state: State, form: Form) -> dict[str, Any]:
    _require_field(form, "scope")
    scopes = _parse_scopes(form)
    check_scopes(scopes)
    return _mint_access_token(state, "client", scopes)


_GRANTS: dict[str, Callable[[State, Form], dict[str, Any]]] = {
    "authorization_code": _exchange_code,
    "refresh_token": _exchange_refresh_token,
    "client_credentials": _create_app_token,
}


def _mint_token_pair(state: State, scopes: tuple[str, ...]) -> dict[str, Any]:
    refresh = state.tokens.mint("refresh", scopes)
    return {
        **_mint_access_token(state, "access", scopes),
        "refresh_token": refresh.text,
        "refresh_token_expires_in": _count_seconds_left(state, refresh),
        "refresh_token_expires_at": int(refresh.expires),
    }


def _mint_access_token(state: State, kind: TokenKind, scopes: tuple[str, ...]) -> dict[str, Any]:
    token = state.tokens.mint(kind, scopes)
    return {
        "access_token": token.text,
        "expires_in": _count_seconds_left(state, token),
        "scope": " ".join(token.scopes),
    }


def _count_seconds_left(state: State, token: Token) -> int:
    return round(token.expires - state.clock.now())


def _parse_scopes(form: Form) -> tuple[str, ...]:
    return split_scopes(form.get("scope") or "")


def _require_field(form: Form, name: str) -> str:
    if not form.get(name):
        raise bad_request(f"{name}: is required")
    return form[name]


def _build_invalid_grant_problem() -> Problem:
    return Problem(
        400, INVALID_GRANT, "Invalid grant: the code or token is unknown, used, expired or revoked."
    )
