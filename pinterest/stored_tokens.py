"""Gets newer tokens from the token store of a client, and saves the client's tokens."""

from __future__ import annotations

import logging
from contextlib import AbstractContextManager

from pinterest.exceptions import TokenStoreError
from pinterest.token_store import CheckedStore, TokenStoreOption
from pinterest.tokens import TokenSet, fingerprint
from pinterest.utils.logs import TOKENS_NOT_SAVED, log

__all__ = ["StoredTokens"]


class StoredTokens:
    """The token store of one client. Decides whether the client uses the stored tokens or its own tokens.

    Args:
        option: The `token_store` argument.
        takes_precedence: Whether the client also uses stored tokens that come from another sign-in. If False, it
            only uses stored tokens that were renewed from its own tokens.

    Raises:
        ConfigurationError: If `option` is not a token store.
    """

    def __init__(self, option: TokenStoreOption, *, takes_precedence: bool) -> None:
        """Checks the token store argument. Does not read the token store yet."""
        self._store = CheckedStore(option)
        self._takes_precedence = takes_precedence
        self._unsaved: TokenSet | None = None

    @property
    def option(self) -> TokenStoreOption:
        """The `token_store` argument that the caller passed."""
        return self._store.option

    def lock(self) -> AbstractContextManager[None]:
        """Locks the store against other threads and processes.

        Raises:
            TokenStoreError: If the store cannot be locked.
        """
        return self._store.lock()

    def find_newer(self, client_tokens: TokenSet) -> TokenSet | None:
        """Returns the tokens in the store if they are newer than the client's tokens. Otherwise returns None.

        Args:
            client_tokens: The client's tokens.

        Raises:
            TokenStoreError: If the store cannot be read or contains tokens of another app.
        """
        stored = self._store.load()
        if stored is None:
            return None
        if stored.app_id and client_tokens.app_id and stored.app_id != client_tokens.app_id:
            raise TokenStoreError(
                f"the token store contains tokens of app {stored.app_id}, but this client uses app "
                f"{client_tokens.app_id}. Use a separate store or profile for each app."
            )
        return stored if self._is_newer(stored, client_tokens) else None

    def _is_newer(self, stored: TokenSet, client_tokens: TokenSet) -> bool:
        theirs, own = stored.refresh_token, client_tokens.refresh_token
        if theirs == own:
            times = (stored.obtained_at, client_tokens.obtained_at)
            is_older = None not in times and times[0] <= times[1]  # type: ignore[operator]  # neither is None
            return stored.access_token != client_tokens.access_token and not is_older
        if theirs is None or own is None:
            return own is None
        if fingerprint(own) in stored.ancestors:
            return True
        return self._takes_precedence and fingerprint(theirs) not in client_tokens.ancestors

    def save(self, tokens: TokenSet) -> None:
        """Saves tokens. If saving fails, logs an error and keeps the tokens for `save_pending`.

        This method does not raise the error, because the caller would then lose the new tokens.
        """
        try:
            self._store.save(tokens)
        except TokenStoreError as error:
            self._unsaved = tokens
            secrets = (tokens.access_token, tokens.refresh_token, tokens.app_secret)
            log(logging.ERROR, TOKENS_NOT_SAVED, error, secrets=secrets)
        else:
            self._unsaved = None

    def save_pending(self) -> None:
        """Saves the tokens that an earlier call of `save` could not save.

        Raises:
            TokenStoreError: If saving fails again. The caller must not use the refresh token in this case.
        """
        if self._unsaved is not None:
            self._store.save(self._unsaved)
            self._unsaved = None
