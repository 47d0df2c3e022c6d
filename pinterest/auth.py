"""Credentials: which token signs a request, and how it is renewed."""

from __future__ import annotations

import copy
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import NoneType
from typing import Any, Literal, NamedTuple, TypeAlias

from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    DeadlineExceeded,
    PinterestError,
    ServerError,
)
from pinterest.operation import Operation
from pinterest.utils.bounds import seconds_left, shorter_deadline
from pinterest.utils.cool_down import CoolDown
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.logs import TOKEN_NOT_RENEWED, TOKEN_RENEWED, log

__all__ = ["AccessToken", "Credentials", "TokenSet", "check_credential"]

# Tokens are renewed this many seconds before they expire, so that none expires on its way to the API.
_RENEWAL_MARGIN = 60.0
# Seconds that a token or a date may lie ahead, about 300 years. A larger number is absurd.
_LONGEST_LIFE = 1e10
# 4xx that say nothing about the refresh token: timed out, too early, too many requests.
_PASSING_STATUSES = frozenset({408, 425, 429})

Exchange: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""Sends a form to the token endpoint and returns the response's JSON object."""

Scheme: TypeAlias = Literal["basic", "bearer", "conversion_token"]
"""What signs a request: the app's ID and secret, the access token or the conversion token."""

_ACCESS_TOKENS = ("access_token", "conversion_token")
_TOKENS = (*_ACCESS_TOKENS, "refresh_token")


class _Problem(NamedTuple):
    """What is wrong with a credential, and what to do about it."""

    fact: str
    advice: str


def check_credential(kind: str, value: object, name: str | None = None) -> str:
    """Returns a credential without the whitespace around it.

    Args:
        kind: `access_token`, `refresh_token`, `conversion_token`, `app_id` or `app_secret`.
        value: The credential.
        name: What to call it in an error. Defaults to the kind.

    Raises:
        ConfigurationError: If the value cannot be a credential of that kind. The text does not show it.
    """
    text = value.strip() if isinstance(value, str) else ""
    problem = _find_problem(kind, text)
    if problem:
        raise ConfigurationError(f"{name or kind} {problem.fact}. {problem.advice}")
    return text


def _find_problem(kind: str, text: str) -> _Problem | None:
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


@dataclass(frozen=True, slots=True)
class TokenSet:
    """The tokens after a renewal. Store both, since the refresh token may be a new one.

    Attributes:
        access_token: The new access token.
        refresh_token: The refresh token for the next renewal. Earlier ones stop working.
        expires_at: When the access token expires, in Unix seconds. None if the API did not say.
        refresh_token_expires_at: When the refresh token expires, in Unix seconds. None if the API did not say.
        scope: The granted scopes, as the API wrote them.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: float | None = None
    refresh_token_expires_at: float | None = None
    scope: str | None = None


class AccessToken(NamedTuple):
    """The access token that signs one request.

    Attributes:
        text: The token. Empty before the first one.
        renewals: How many renewals there were before.
    """

    text: str
    renewals: int


class _Renewal:
    """A renewal that is under way. Other threads wait until it ends, and share its error."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.error: PinterestError | None = None
        self.thread = threading.get_ident()
        self.process = os.getpid()


class Credentials:
    """The credentials of one client. Its threads share them.

    Args:
        access_token: Signs requests. May be a function that returns the token.
        refresh_token: Renews the access token.
        app_id: ID of the app that the refresh token belongs to.
        app_secret: Secret of that app.
        conversion_token: Signs conversion events in place of the access token.
        on_token_renewed: Called with the new tokens after each renewal.
    """

    def __init__(
        self,
        *,
        access_token: str | Callable[[], str | None] | None = None,
        refresh_token: str | None = None,
        app_id: str | None = None,
        app_secret: str | None = None,
        conversion_token: str | None = None,
        on_token_renewed: Callable[[TokenSet], object] | None = None,
    ) -> None:
        """Keeps the credentials. No request is sent."""
        self._access_token = access_token
        self.refresh_token = refresh_token
        self.app_id = app_id
        self.app_secret = app_secret
        self.conversion_token = conversion_token
        self.on_token_renewed = on_token_renewed
        self._expires_at: float | None = None
        self._renew_at: float | None = None
        self._renewals = 0
        self._renewal: _Renewal | None = None
        self._refusal: ApiException | None = None
        self._cool_down = CoolDown()
        self._lock = ForkSafeLock()  # never held while a request is sent

    @property
    def access_token(self) -> str | None:
        """The present access token."""
        token = self._access_token() if callable(self._access_token) else self._access_token
        return token.strip() if isinstance(token, str) else token

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """All values that must not be shown."""
        return (self.access_token, self.refresh_token, self.app_secret, self.conversion_token)

    @property
    def has_app(self) -> bool:
        """Whether both the ID and the secret of an app are known."""
        return bool(self.app_id and self.app_secret)

    @property
    def can_renew(self) -> bool:
        """Whether the access token can be renewed."""
        return bool(self.refresh_token and self.has_app)

    def scheme_for(self, operation: Operation) -> Scheme:
        """Returns what signs the requests of an operation."""
        schemes = {scheme for scheme, _ in operation.security}
        if "basic" in schemes and (self.has_app or len(schemes) == 1):
            return "basic"
        if "conversion_token" in schemes and self.conversion_token:
            return "conversion_token"
        return "bearer"

    def get_token(self, exchange: Exchange) -> AccessToken:
        """Returns an access token that has not expired. Renews it first if it is about to expire.

        A token that is still good is returned at once if another thread is renewing it, or if that failed just before.

        Args:
            exchange: Sends a form to the token endpoint and returns the response's JSON object.

        Raises:
            ConfigurationError: If the access token is not valid, or there is no token.
            PinterestError: If the renewal failed and the present token has expired.
        """
        present = AccessToken(self.access_token or "", self._renewals)
        if present.text and (self._renew_at is None or time.time() < self._renew_at):
            if callable(self._access_token):  # its token is a new one each time
                check_credential("access_token", present.text)
            return present
        if not self.can_renew:
            raise ConfigurationError(self._no_token_text())
        if self._is_good(present) and (self._renewal_under_way() or self._cool_down.is_on):
            return present
        try:
            # A token that is still good must be left with enough time to use it.
            with shorter_deadline(0.5 if self._is_good(present) else 1.0):
                self.renew(present, exchange)
        except PinterestError as error:
            if not self._is_good(present):
                raise
            log(logging.WARNING, TOKEN_NOT_RENEWED, error, secrets=self.secrets)
            return present
        return AccessToken(self.access_token or "", self._renewals)

    def renew(self, stale: AccessToken, exchange: Exchange) -> None:
        """Renews the access token.

        If several threads call this for the same token, the first one renews it. The others wait for the result and
        share it, even if it is an error. After a failure, the token endpoint is left alone for a moment.

        Args:
            stale: The token that was refused or is about to expire.
            exchange: Sends a form to the token endpoint and returns the response's JSON object.

        Raises:
            ApiException: If the API refused the refresh token. It is not sent again after that.
            PinterestError: If the renewal failed for another reason.
        """
        while True:
            with self._lock:
                if (self.access_token or "") != stale.text or self._renewals != stale.renewals:
                    return
                renewal = self._renewal_under_way()
                if renewal is None or renewal.thread == threading.get_ident():
                    self._raise_earlier_failure()
                    if self._cool_down.is_on:
                        return
                    own = _Renewal()
                    # A callback may renew again. The renewal that called it stays the one that others wait for.
                    self._renewal = renewal or own
                    break
            if not renewal.ended.wait(seconds_left()):
                raise DeadlineExceeded(
                    "the access token could not be renewed: another thread renews it, which takes longer than the "
                    "deadline. Pass a longer deadline, or try again later."
                )
            # That thread may have had less time.
            if not isinstance(renewal.error, (DeadlineExceeded, NoneType)):
                raise copy.copy(renewal.error)
        try:
            self._renew_now(stale, exchange)
        except PinterestError as error:
            own.error = error
            raise
        finally:
            with self._lock:
                if self._renewal is own:
                    self._renewal = None
            own.ended.set()

    def _renew_now(self, stale: AccessToken, exchange: Exchange) -> None:
        try:
            tokens = self._fetch_tokens(exchange)
        except PinterestError as error:
            if not isinstance(error, DeadlineExceeded):
                self._cool_down.start(error)
            elif self._is_good(stale):
                self._cool_down.start(None)
            raise
        with self._lock:
            self._renewals += 1
            self._access_token, self.refresh_token = tokens.access_token, tokens.refresh_token
            self._expires_at = tokens.expires_at
            self._renew_at = _renewal_time(tokens.expires_at)
            self._cool_down.end()
            if tokens.access_token == stale.text:
                self._cool_down.start(None)  # another renewal would not help
        log(logging.INFO, TOKEN_RENEWED)
        # Other threads cannot renew until this returns. So callbacks run in the order of the renewals, and a refresh
        # token is stored before it is used.
        if self.on_token_renewed is not None:
            self.on_token_renewed(tokens)

    def _is_good(self, token: AccessToken) -> bool:
        """Returns whether a token has not expired, as far as is known."""
        return bool(token.text) and self._expires_at is not None and time.time() < self._expires_at

    def _renewal_under_way(self) -> _Renewal | None:
        """Returns the renewal that another call waits for. In a forked child, that of the parent does not count."""
        renewal = self._renewal
        return renewal if renewal is not None and renewal.process == os.getpid() else None

    def _raise_earlier_failure(self) -> None:
        """Raises the error of the last failed renewal again, if it is final or if it is too soon to retry."""
        error = self._refusal or self._cool_down.error
        if error is not None:
            # Every thread raises a copy, since each raise adds to the traceback.
            raise copy.copy(error)

    def _no_token_text(self) -> str:
        if self.has_app:
            return (
                "this needs an access token, and the client has only the app's ID and secret, which get a token "
                "through oauth_token. Then pass access_token, or refresh_token together with app_id and app_secret."
            )
        return "no access token. Pass access_token, or refresh_token together with app_id and app_secret."

    def _fetch_tokens(self, exchange: Exchange) -> TokenSet:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token or "",
            # Apps created before 25 September 2025 get a renewable refresh token only with this field.
            "continuous_refresh": "true",
        }
        try:
            data = exchange(form)
        except ApiException as error:
            if _is_final(error):
                self._refusal = error
            raise
        rotated = _parse_refresh_token(data.get("refresh_token"))
        try:
            access_token = _parse_token(data.get("access_token"))
        except ServerError:
            self._keep_refresh_token(rotated)
            raise
        now = time.time()
        scope = data.get("scope")
        return TokenSet(
            access_token=access_token,
            refresh_token=rotated or self.refresh_token,
            expires_at=_add_seconds(now, data.get("expires_in")),
            refresh_token_expires_at=_add_seconds(0.0, data.get("refresh_token_expires_at"))
            or _add_seconds(now, data.get("refresh_token_expires_in")),
            scope=scope if isinstance(scope, str) else None,
        )

    def _keep_refresh_token(self, rotated: str | None) -> None:
        """Keeps a new refresh token that came without a valid access token. The earlier one no longer works."""
        if rotated is None or rotated == self.refresh_token:
            return
        self.refresh_token = rotated
        if self.on_token_renewed is not None:
            self.on_token_renewed(TokenSet(self.access_token or "", rotated, self._expires_at))


def _is_final(error: ApiException) -> bool:
    """Returns whether the API itself refused the refresh token. A gateway on the way may be better off later."""
    status = error.status or 0
    return 400 <= status < 500 and status not in _PASSING_STATUSES and error.code is not None


def _parse_refresh_token(token: object) -> str | None:
    """Returns the new refresh token of a renewal. None if the response has no valid one."""
    text = token.strip() if isinstance(token, str) else ""
    return text if text and _find_problem("refresh_token", text) is None else None


def _parse_token(token: object) -> str:
    """Returns the access token of a renewal."""
    text = token.strip() if isinstance(token, str) else ""
    if not text:
        raise ServerError("the token endpoint returned no access_token")
    problem = _find_problem("access_token", text)
    if problem:
        raise ServerError(f"the access_token that the token endpoint returned {problem.fact}")
    return text


def _add_seconds(now: float, seconds: object) -> float | None:
    """Returns a time, or None if the seconds are not a number or are absurd."""
    if not isinstance(seconds, (int, float)) or isinstance(seconds, bool):
        return None
    return now + seconds if 0 <= seconds <= _LONGEST_LIFE else None


def _renewal_time(expires_at: float | None) -> float | None:
    """Returns when to renew a token: a minute before it expires, or later if it lives for a few minutes only."""
    if expires_at is None:
        return None
    return expires_at - min(_RENEWAL_MARGIN, (expires_at - time.time()) / 10)
