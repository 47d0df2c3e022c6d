"""A token store in the keyring of the system: Keychain, Credential Manager, Secret Service or KWallet."""

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
# The Credential Manager of Windows holds 1,280 characters. This many fingerprints fit next to the tokens.
_MAX_ANCESTORS = 15


class KeyringTokenStore:
    """Keeps tokens in the keyring of the system, encrypted. Needs the extra `keyring`.

    The programs of one machine can share it. They lock a file in the configuration folder while they renew the tokens.
    The file stays empty.

    Args:
        profile: A name for the tokens, if you have tokens of several users or apps. In the keyring, it is the user
            name of the service `pinterest`.
        lock_timeout: Maximum seconds to wait while another process renews the tokens.

    Raises:
        ConfigurationError: If an argument is not valid or the extra `keyring` is not installed.
    """

    def __init__(
        self, profile: str = "default", *, lock_timeout: float = DEFAULT_LOCK_TIMEOUT
    ) -> None:
        """Checks the arguments. Does not open the keyring yet."""
        check_profile(profile)
        self.profile = profile
        _load_keyring()
        self._lock = StoreLock(repr(self), lock_timeout)

    def load(self) -> TokenSet | None:
        """Returns the tokens in the keyring. None if it has no tokens.

        Raises:
            TokenStoreError: If the keyring cannot be read, or holds something else.
        """
        content = self._call("read", "get_password")
        if content is None:
            return None
        try:
            data = json.loads(content)
            if isinstance(data, dict) and data.get("version") == _VERSION:
                return TokenSet.from_dict(data)
        except (ValueError, RecursionError, ValidationError):
            pass  # the error below does not show the text of this one
        raise TokenStoreError(
            f"{self!r} does not hold tokens of this version. Run `keyring del {_SERVICE} {self.profile}`, and sign in "
            "again."
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
            self._call("written", "set_password", content)
            if self._call("read", "get_password") != content:  # the null backend keeps nothing
                raise TokenStoreError(
                    f"{self!r} did not keep the tokens. Check the keyring with `keyring diagnose`."
                )

    def delete(self) -> None:
        """Removes the tokens from the keyring. Does nothing if it has no tokens.

        Raises:
            TokenStoreError: If the keyring cannot be written.
        """
        with self.lock():
            if self._call("read", "get_password") is not None:
                self._call("written", "delete_password")

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Locks the store for other threads and processes. One thread may hold the lock more than once.

        Raises:
            TokenStoreError: If the lock file cannot be created, or the lock is not free in time.
        """
        with self._lock.hold(tokens_folder() / f"{self.profile}.keyring.lock"):
            yield

    def _call(self, action: str, name: str, *values: str) -> Any:
        keyring = _load_keyring()
        try:
            return getattr(keyring, name)(_SERVICE, self.profile, *values)
        except keyring.errors.NoKeyringError:
            raise TokenStoreError(
                "this system has no keyring that can be used. Install one, or keep the tokens in a file: "
                "do not pass token_store."
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
