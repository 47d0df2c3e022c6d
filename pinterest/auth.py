"""Stores a client's credentials, chooses how each request is authenticated, and renews the access token."""

from __future__ import annotations

import copy
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import replace
from types import NoneType
from typing import Any, Literal, TypeAlias

from pinterest.exceptions import (
    ApiException,
    ConfigurationError,
    DeadlineExceeded,
    PinterestError,
    ServerError,
    TokenStoreError,
)
from pinterest.keyring_store import KeyringTokenStore
from pinterest.operation import Operation
from pinterest.stored_tokens import StoredTokens
from pinterest.token_store import FileTokenStore, TokenStore
from pinterest.tokens import (
    AccessToken,
    TokenSet,
    add_ancestor,
    check_credential,
    describe_missing_token,
    is_final_refusal,
    parse_refresh_token,
    parse_tokens,
)
from pinterest.utils.bounds import get_seconds_left, limit_to_share_of_deadline
from pinterest.utils.cool_down import CoolDown
from pinterest.utils.forks import ForkSafeLock
from pinterest.utils.logs import STORE_NOT_READ, TOKEN_NOT_RENEWED, TOKEN_RENEWED, log
from pinterest.utils.shared_request import SharedRequest

__all__ = [
    "AccessToken",
    "Credentials",
    "FileTokenStore",
    "KeyringTokenStore",
    "TokenSet",
    "TokenStore",
    "check_credential",
]

Send: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, Any]]
"""A function that sends a form to the token endpoint once and returns the JSON object in the response."""

RenewalRunner: TypeAlias = Callable[[Callable[[Send], None]], None]
"""A function that runs a renewal, passing it a `Send` function, and retries the renewal if a retry can help."""

Scheme: TypeAlias = Literal["basic", "bearer", "conversion_token"]
"""How a request is authenticated: with the app's ID and secret, the access token or the conversion token."""


class Credentials:
    """The credentials of one client. All threads that use the client share them.

    Args:
        access_token: The token that authenticates requests, or a function that returns the token.
        refresh_token: The token that renews the access token.
        app_id: ID of the app that the refresh token belongs to.
        app_secret: Secret of that app.
        conversion_token: The token that authenticates conversion events, in place of the access token.
        on_token_renewed: A function that is called with the new tokens after each renewal.
        store: The token store. None keeps the tokens in memory only.
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
        store: StoredTokens | None = None,
    ) -> None:
        """Stores the credentials. Sends no request."""
        self._access_token = access_token
        self.refresh_token = refresh_token
        self.app_id = app_id
        self.app_secret = app_secret
        self.conversion_token = conversion_token
        self.on_token_renewed = on_token_renewed
        self.store = store
        self._store_is_loaded = store is None
        self._expires_at: float | None = None
        self._renew_at: float | None = None
        self._obtained_at: float | None = None
        self._ancestors: tuple[str, ...] = ()
        self._stored_secret: str | None = None  # the app secret that is stored with the tokens
        self._renewals = 0
        self._renewal: SharedRequest | None = None
        self._refusal: ApiException | None = None
        self._cool_down = CoolDown()
        self._lock = ForkSafeLock()  # no thread holds this lock while it sends a request

    @property
    def access_token(self) -> str | None:
        """The current access token."""
        token = self._access_token() if callable(self._access_token) else self._access_token
        return token.strip() if isinstance(token, str) else token

    @property
    def token_source(self) -> str | Callable[[], str | None] | None:
        """The current access token, or the function that returns it."""
        return self._access_token

    @property
    def expiry(self) -> tuple[float | None, ...]:
        """Three Unix times of the access token: when it expires, when to renew it, and when it was issued."""
        return self._expires_at, self._renew_at, self._obtained_at

    @expiry.setter
    def expiry(self, times: tuple[float | None, ...]) -> None:
        self._expires_at, self._renew_at, self._obtained_at = times

    @property
    def secrets(self) -> tuple[str | None, ...]:
        """The credentials, which must never be shown."""
        try:
            access_token = self.access_token
        except Exception:  # noqa: BLE001  # the caller's function must not hide the outcome of a request
            access_token = None
        return (access_token, self.refresh_token, self.app_secret, self.conversion_token)

    @property
    def has_app(self) -> bool:
        """Whether both the ID and the secret of an app are known."""
        return bool(self.app_id and self.app_secret)

    @property
    def can_renew(self) -> bool:
        """Whether the access token can be renewed."""
        return bool(self.refresh_token and self.has_app)

    def choose_scheme(self, operation: Operation) -> Scheme:
        """Returns how the requests of an operation are authenticated."""
        schemes = {scheme for scheme, _ in operation.security}
        if "basic" in schemes and not self.has_app:
            self._load_store()  # the store may contain the app's ID and secret
        if "basic" in schemes and (self.has_app or len(schemes) == 1):
            return "basic"
        if "conversion_token" in schemes and self.conversion_token:
            return "conversion_token"
        return "bearer"

    def get_token(self, run_renewal: RenewalRunner) -> AccessToken:
        """Returns an access token that has not expired. Renews it first if it is about to expire.

        If another thread is renewing the token, or a renewal has just failed, returns the current token as
        long as it is valid.

        Args:
            run_renewal: Runs a renewal, and retries the renewal if it fails.

        Raises:
            ConfigurationError: If the access token is missing or malformed.
            PinterestError: If the renewal failed and the current token has expired.
        """
        self._load_store()
        present = AccessToken(self.access_token or "", self._renewals)
        if present.text and (self._renew_at is None or time.time() < self._renew_at):
            if callable(self._access_token):  # the function may return another token for each call
                check_credential("access_token", present.text)
            return present
        if not self.can_renew:
            raise ConfigurationError(describe_missing_token(self.store, self.has_app))
        if self._is_still_valid(present) and (self._renewal_in_progress() or self._cool_down.is_on):
            return present
        try:
            # While the token is still valid, the renewal may use only half of the time of the call.
            with limit_to_share_of_deadline(0.5 if self._is_still_valid(present) else 1.0):
                self.renew(present, run_renewal)
        except PinterestError as error:
            if not self._is_still_valid(present):
                raise
            log(logging.WARNING, TOKEN_NOT_RENEWED, error, secrets=self.secrets)
            return present
        return AccessToken(self.access_token or "", self._renewals)

    def renew(self, stale: AccessToken, run_renewal: RenewalRunner) -> None:
        """Renews the access token.

        If several threads call this method for the same token, the first thread renews it. The other threads
        wait for the result, and raise the same error if the renewal fails. After a failure, further renewals
        fail at once for a short time.

        Args:
            stale: The token to renew: the API refused it, or it is about to expire.
            run_renewal: Runs a renewal, and retries the renewal if it fails.

        Raises:
            ApiException: If the API refused the refresh token. The client does not send this refresh token again.
            PinterestError: If the renewal failed for another reason.
        """
        self._load_after_failure()
        while True:
            with self._lock:
                if (self.access_token or "") != stale.text or self._renewals != stale.renewals:
                    return
                renewal = self._renewal_in_progress()
                if renewal is None or renewal.thread == threading.get_ident():
                    self._raise_earlier_failure()
                    if self._cool_down.is_on:
                        return
                    own = SharedRequest()
                    # If a callback of a renewal renews again, other threads keep waiting for the first renewal.
                    self._renewal = renewal or own
                    break
            if not renewal.ended.wait(get_seconds_left()):
                raise DeadlineExceeded(
                    "the access token could not be renewed before the deadline, because another thread is still "
                    "renewing it. Pass a longer deadline, or try again later."
                )
            # If that thread failed only because of its deadline, this thread tries again.
            if not isinstance(renewal.error, (DeadlineExceeded, NoneType)):
                raise copy.copy(renewal.error)
        try:
            self._renew_and_run_callback(stale, run_renewal)
        except PinterestError as error:
            own.error = copy.copy(error)  # Python adds notes and tracebacks to the original
            raise
        finally:
            with self._lock:
                if self._renewal is own:
                    self._renewal = None
            own.ended.set()

    def _renew_and_run_callback(self, stale: AccessToken, run_renewal: RenewalRunner) -> None:
        try:
            tokens = self._fetch_tokens(stale, run_renewal)
        except PinterestError as error:
            if not isinstance(error, DeadlineExceeded):
                self._cool_down.start(error)
            elif self._is_still_valid(stale):
                self._cool_down.start(None)
            raise
        if tokens is None:
            return
        log(logging.INFO, TOKEN_RENEWED)
        # Other threads cannot renew before the callback returns, so the callback can store the tokens first.
        if self.on_token_renewed is not None:
            self.on_token_renewed(tokens)

    def _set_tokens(self, tokens: TokenSet) -> None:
        """Replaces the current tokens."""
        with self._lock:
            self._renewals += 1
            self.refresh_token = tokens.refresh_token
            self._ancestors = tokens.ancestors
            self._set_app_from_tokens(tokens)
            if tokens.access_token:
                self._access_token = tokens.access_token
                self._expires_at, self._renew_at = tokens.expires_at, tokens.renew_at
                self._obtained_at = tokens.obtained_at
            self._refusal = None
            self._cool_down.end()

    def _set_app_from_tokens(self, tokens: TokenSet) -> None:
        """Sets the app's ID and secret from the stored tokens, if the client was created without them."""
        if tokens.app_id and tokens.app_secret and self.app_id in (None, tokens.app_id):
            self._stored_secret = tokens.app_secret
            self.app_id, self.app_secret = tokens.app_id, self.app_secret or tokens.app_secret

    def _current_tokens(self) -> TokenSet:
        """Returns the current tokens."""
        return TokenSet(
            access_token=self.access_token or "",
            refresh_token=self.refresh_token,
            expires_at=self._expires_at,
            app_id=self.app_id,
            obtained_at=self._obtained_at,
            ancestors=self._ancestors,
            app_secret=self._stored_secret,
        )

    def _load_store(self) -> None:
        """Replaces the tokens with newer tokens from the store, unless the store was already read."""
        if self._store_is_loaded or self.store is None:
            return
        try:
            newer = self.store.find_newer(self._current_tokens())
        except TokenStoreError as error:
            if not self.access_token:
                raise
            log(logging.WARNING, STORE_NOT_READ, error, secrets=self.secrets)
            newer = None
        if newer is not None:
            self._set_tokens(newer)
        self._store_is_loaded = True

    def _load_after_failure(self) -> None:
        """After a failed renewal, loads newer tokens that another process may have saved in the store."""
        if self.store is None or not (self._refusal or self._cool_down.is_on):
            return
        try:
            newer = self.store.find_newer(self._current_tokens())
        except TokenStoreError:
            return  # the caller raises the error of the renewal, which is more helpful
        if newer is not None:
            self._set_tokens(newer)

    def _is_still_valid(self, token: AccessToken) -> bool:
        """Returns whether a token is still valid, or False if its expiry time is unknown."""
        return bool(token.text) and self._expires_at is not None and time.time() < self._expires_at

    def _renewal_in_progress(self) -> SharedRequest | None:
        """Returns the token renewal in progress in this process, or None. Ignores the renewal of a parent process."""
        renewal = self._renewal
        return renewal if renewal is not None and renewal.process == os.getpid() else None

    def _raise_earlier_failure(self) -> None:
        """Raises the last renewal's error again if the refresh token was refused, or if it is too soon to retry."""
        error = self._refusal or self._cool_down.error
        if error is not None:
            # Each thread raises a copy, because raising an error adds to its traceback.
            raise copy.copy(error)

    def _fetch_tokens(self, stale: AccessToken, run_renewal: RenewalRunner) -> TokenSet | None:
        """Renews and returns the tokens. If the store has newer tokens, loads these tokens and returns None."""
        renewed: TokenSet | None = None
        problem: ServerError | None = None

        def renew_under_lock(send: Send) -> None:
            nonlocal renewed, problem
            # Lock the store for each attempt separately: other processes need not wait during the pauses.
            with self.store.lock() if self.store is not None else nullcontext():
                if self.store is not None and self._use_newer_tokens(self.store, stale):
                    return
                try:
                    renewed = self._send_refresh_token(stale, send)
                except ServerError as error:
                    if error.status is not None:
                        raise  # the transport decides whether to retry
                    problem = error

        try:
            run_renewal(renew_under_lock)
        except ApiException as error:
            if is_final_refusal(error):
                self._refusal = error
            raise
        if problem is not None:
            raise problem
        return renewed

    def _use_newer_tokens(self, store: StoredTokens, stale: AccessToken) -> bool:
        """Loads any newer tokens from the locked store. Returns whether the loaded tokens can replace `stale`."""
        store.save_pending()
        newer = store.find_newer(self._current_tokens())
        if newer is None:
            return False
        self._set_tokens(newer)
        return newer.is_fresh and newer.access_token != stale.text

    def _send_refresh_token(self, stale: AccessToken, send: Send) -> TokenSet:
        """Sends the refresh token, then saves and returns the new tokens."""
        sent = self._current_tokens()
        data = send(
            {
                "grant_type": "refresh_token",
                "refresh_token": sent.refresh_token or "",
                # Apps from before 25 September 2025 need this field to get a renewable refresh token.
                "continuous_refresh": "true",
            }
        )
        try:
            tokens = parse_tokens(data, sent)
        except ServerError:
            self._store_refresh_token(sent, parse_refresh_token(data.get("refresh_token")))
            raise
        self._set_tokens(tokens)
        if tokens.access_token == stale.text:
            self._cool_down.start(None)  # the refusal is final, so no further renewal is tried
        if self.store is not None:
            self.store.save(tokens)  # before any request can use these tokens
        return tokens

    def _store_refresh_token(self, sent: TokenSet, returned: str | None) -> None:
        """Stores the refresh token `returned`, which came without a valid access token, if it is new."""
        if returned is None or returned == sent.refresh_token:
            return
        kept = replace(sent, refresh_token=returned, ancestors=add_ancestor(sent, returned))
        self.refresh_token, self._ancestors = kept.refresh_token, kept.ancestors
        if self.store is not None:
            self.store.save(kept)
        if self.on_token_renewed is not None:
            self.on_token_renewed(kept)
