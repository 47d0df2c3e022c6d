"""Where the token of a request comes from, and how it is renewed."""

from __future__ import annotations

import copy
import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pinterest.exceptions import ApiException, ConfigurationError, PinterestError, ServerError
from pinterest.operation import Operation

__all__ = ["Credentials", "TokenSet"]

logger = logging.getLogger("pinterest")

# Seconds before its end at which a token is renewed, so that none expires on its way.
_MARGIN = 60.0

Exchange: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class TokenSet:
    """The tokens after a renewal. Keep both: the refresh token may be a new one.

    Attributes:
        access_token: Signs requests.
        refresh_token: Renews the access token; an earlier one stops working.
        expires_at: When the access token ends, in Unix seconds; None where the API did not say.
        refresh_token_expires_at: When the refresh token ends, in Unix seconds; None where the API did not say.
        scope: The scopes granted, as the API wrote them.
    """

    access_token: str = field(repr=False)
    refresh_token: str | None = field(repr=False)
    expires_at: float | None = None
    refresh_token_expires_at: float | None = None
    scope: str | None = None


class Credentials:
    """The tokens of one client, shared by its threads.

    Args:
        access_token: Signs requests; may be a function that returns it.
        refresh_token: Renews the access token.
        app_id: Id of the app that the refresh token belongs to.
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
        """Remembers the tokens; nothing is sent."""
        self._access_token = access_token
        self.refresh_token = refresh_token
        self.app_id = app_id
        self.app_secret = app_secret
        self.conversion_token = conversion_token
        self.on_token_renewed = on_token_renewed
        self._expires_at: float | None = None
        self._renew_at: float | None = None
        self._refused: ApiException | None = None
        self._lock = threading.RLock()

    @property
    def access_token(self) -> str | None:
        """The access token as it is now."""
        return self._access_token() if callable(self._access_token) else self._access_token

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """Whatever must not be shown."""
        return (self.access_token, self.refresh_token, self.app_secret, self.conversion_token)

    @property
    def can_renew(self) -> bool:
        """Whether there is all that a renewal needs."""
        return bool(self.refresh_token and self.app_id and self.app_secret)

    def scheme_for(self, operation: Operation) -> str:
        """Returns the security scheme that signs an operation: `basic`, `conversion_token` or `bearer`."""
        schemes = {scheme for scheme, _ in operation.security}
        if schemes == {"basic"}:
            return "basic"
        if "conversion_token" in schemes and self.conversion_token:
            return "conversion_token"
        return "bearer"

    def bearer(self, exchange: Exchange) -> str:
        """Returns a token that is good now, renewing it first when it is about to end.

        Args:
            exchange: Sends a form to the token endpoint and returns its answer.

        Raises:
            ConfigurationError: There is no token and no way to get one.
        """
        token, renew_at = self.access_token, self._renew_at
        if token and (renew_at is None or time.time() < renew_at):
            return token
        if not self.can_renew:
            raise ConfigurationError(
                "no access token: pass access_token, or refresh_token with app_id and app_secret"
            )
        try:
            self.renew(token, exchange)
        except PinterestError as error:
            if token is None or self._expires_at is None or time.time() >= self._expires_at:
                raise
            logger.warning("the access token was not renewed, and is good for a little: %s", error)
            return token
        return self.access_token or ""

    def renew(self, stale: str | None, exchange: Exchange) -> None:
        """Puts a new access token in the place of a stale one; of many threads that ask, the first one does it.

        Args:
            stale: The token that was refused or is about to end.
            exchange: Sends a form to the token endpoint and returns its answer.

        Raises:
            ApiException: The refresh token was refused; nobody asks with it again.
        """
        with self._lock:
            if self.access_token != stale:
                return
            if self._refused is not None:
                # Each thread its own: a raised error grows a traceback.
                raise copy.copy(self._refused)
            tokens = self._exchanged(exchange)
            self._access_token, self.refresh_token = tokens.access_token, tokens.refresh_token
            self._expires_at = tokens.expires_at
            self._renew_at = _renewal_time(tokens.expires_at)
            logger.info("the access token was renewed")
            # Still under the lock: a later renewal must not be told of before this one.
            if self.on_token_renewed is not None:
                self.on_token_renewed(tokens)

    def _exchanged(self, exchange: Exchange) -> TokenSet:
        form = {
            "grant_type": "refresh_token",
            "refresh_token": self.refresh_token or "",
            # Apps of before 25 September 2025 get a refresh token that can be renewed only if they ask for it.
            "continuous_refresh": "true",
        }
        try:
            answer = exchange(form)
        except ApiException as error:
            if error.status is not None and 400 <= error.status < 500 and error.status != 429:
                self._refused = error
            raise
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise ServerError("the token endpoint answered without an access_token")
        now = time.time()
        return TokenSet(
            access_token=token,
            refresh_token=answer.get("refresh_token") or self.refresh_token,
            expires_at=_moment(now, answer.get("expires_in")),
            refresh_token_expires_at=answer.get("refresh_token_expires_at")
            or _moment(now, answer.get("refresh_token_expires_in")),
            scope=answer.get("scope"),
        )


def _moment(now: float, seconds: object) -> float | None:
    return now + seconds if isinstance(seconds, (int, float)) else None


def _renewal_time(expires_at: float | None) -> float | None:
    """Returns when to renew: a minute before the end, or later for a token that lives for minutes only."""
    if expires_at is None:
        return None
    return expires_at - min(_MARGIN, (expires_at - time.time()) / 10)
