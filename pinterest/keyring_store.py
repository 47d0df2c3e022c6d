"""A token store that uses the system's keyring: Keychain, Credential Manager, Secret Service or KWallet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pinterest.exceptions import ConfigurationError, TokenStoreError, ValidationError
from pinterest.token_store import check_profile, tokens_folder
from pinterest.tokens import TokenSet
from pinterest.utils.store_lock import DEFAULT_LOCK_TIMEOUT, StoreLock

__all__ = ["KeyringTokenStore"]

_SERVICE = "pinterest"
_VERSION = 1
# The maximum number of fingerprints to store. The Credential Manager of Windows stores at most 1,280
# characters.
_MAX_ANCESTORS = 15


class KeyringTokenStore:
    """Stores tokens encrypted in the system's keyring. Needs the extra `keyring`.

    Several programs on one machine can share the tokens. To renew the tokens, a program locks an empty file
    in the configuration folder.

    Args:
        profile: A name for the tokens, if you have tokens of several users or apps. The keyring shows this
            name as the user name of the service `pinterest`.
        lock_timeout: Maximum seconds to wait while another process renews the tokens.

    Raises:
        ConfigurationError: If an argument is not valid or the extra `keyring` is not installed.
    """

    def __init__(
        self, profile: str = "default", *, lock_timeout: float = DEFAULT_LOCK_TIMEOUT
    ) -> None:
        """Checks the arguments. Does not access the keyring yet."""
        check_profile(profile)
        self.profile = profile
        _load_keyring()
        self._lock = StoreLock(repr(self), lock_timeout)

    def load(self) -> TokenSet | None:
        """Returns the tokens in the keyring. None if the keyring contains no tokens.

        Raises:
            TokenStoreError: If the keyring cannot be read, or the stored text is not a set of tokens.
        """
        content = self._call_keyring("read", "get_password")
        if content is None:
            return None
        try:
            data = json.loads(content)
            if isinstance(data, dict) and data.get("version") == _VERSION:
                return TokenSet.from_dict(data)
        except (ValueError, RecursionError, ValidationError):
            pass  # the error below does not show the stored text
        raise TokenStoreError(
            f"{self!r} does not contain tokens that this version can read. Run `keyring del "
            f"{_SERVICE} {self.profile}`, and sign in again."
        )

    def save(self, tokens: TokenSet) -> None:
        """Replaces the tokens in the keyring.

        Raises:
            TokenStoreError: If the keyring cannot be written.
        """
        kept = replace(tokens, ancestors=tokens.ancestors[-_MAX_ANCESTORS:]).to_dict()
        known = {name: value for name, value in kept.items() if value is not None}
        content = json.dumps({"version": _VERSION, **known}, separators=(",", ":"))
        with self.lock():
            self._call_keyring("written", "set_password", content)
            # The null backend stores nothing.
            if self._call_keyring("read", "get_password") != content:
                raise TokenStoreError(
                    f"{self!r} did not store the tokens. Check the keyring with `keyring diagnose`."
                )

    def delete(self) -> None:
        """Removes the tokens from the keyring. Does nothing if the keyring contains no tokens.

        Raises:
            TokenStoreError: If the keyring cannot be written.
        """
        with self.lock():
            if self._call_keyring("read", "get_password") is not None:
                self._call_keyring("written", "delete_password")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Locks the store against other threads and processes. A thread that holds the lock can lock it again.

        Raises:
            TokenStoreError: If the lock file cannot be created, or another thread or process holds the lock
                for too long.
        """
        with self._lock.hold(tokens_folder() / f"{self.profile}.keyring.lock"):
            yield

    def _call_keyring(self, action: str, name: str, *values: str) -> Any:
        """Calls a function of the package `keyring` and returns its result.

        Args:
            action: `read` or `written`, for the error message "cannot be read" or "cannot be written".
            name: The name of the function.
            values: The arguments after the service and the profile.

        Raises:
            TokenStoreError: If the keyring does not exist or the function fails.
        """
        keyring = _load_keyring()
        try:
            return getattr(keyring, name)(_SERVICE, self.profile, *values)
        except keyring.errors.NoKeyringError:
            raise TokenStoreError(
                "this system has no usable keyring. Install one. To store the tokens in a file instead, "
                "leave out token_store."
            ) from None
        except Exception as error:  # noqa: BLE001  # backends raise errors of their own, whose text may hold tokens
            kind = type(error).__name__
            raise TokenStoreError(
                f"{self!r} cannot be {action}: {kind}. Unlock the keyring and try again, or check it with `keyring "
                "diagnose`."
            ) from None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.profile!r})"


def _load_keyring() -> Any:
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise ConfigurationError(
            "KeyringTokenStore needs the package keyring. Install the extra 'keyring' of this SDK, or keep the tokens "
            "in a file."
        ) from None
    return keyring
