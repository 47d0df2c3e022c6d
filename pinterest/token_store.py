"""Token stores, which save renewed tokens for later runs and other processes."""

from __future__ import annotations

import glob
import json
import os
import re
import stat
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Protocol, TypeAlias, runtime_checkable

from pinterest.exceptions import (
    ConfigurationError,
    PinterestError,
    TokenStoreError,
    ValidationError,
)
from pinterest.tokens import TokenSet
from pinterest.utils.redact import redact
from pinterest.utils.shorten import shorten
from pinterest.utils.store_lock import DEFAULT_LOCK_TIMEOUT, StoreLock
from pinterest.utils.suggest import format_value

__all__ = ["CheckedStore", "FileTokenStore", "TokenStore", "TokenStoreOption"]

_VERSION = 1
_MAX_BYTES = 65_536
_PROFILE = re.compile(r"[A-Za-z0-9][\w.-]{0,63}", re.ASCII)


@runtime_checkable
class TokenStore(Protocol):
    """The interface of a token store. Pass an object with these two methods as the `token_store` of a client.

    If several processes share the store, add a method `lock()`. This method must return a context manager
    that only one process can enter at a time. The client holds the lock while it renews the tokens, but not
    while it waits for a retry.

    To support signing out, add a method `delete()` that removes the tokens.
    """

    def load(self) -> TokenSet | None:
        """Returns the tokens in the store. None if the store is empty."""

    def save(self, tokens: TokenSet) -> object:
        """Stores tokens. Must not return before the tokens are stored safely."""


TokenStoreOption: TypeAlias = "TokenStore | Callable[[TokenSet], object] | str | os.PathLike[str]"
"""A token store, a function that stores tokens, or the path of a token file."""


class FileTokenStore:
    """Stores tokens in a file that only its owner can read. All processes of one machine can share the file.

    A process that saves tokens replaces the file as a whole, so the file never contains incomplete data. A
    process that renews the tokens locks the file.

    Args:
        path: The path of the file. Defaults to a file in the user's configuration folder, named after the
            profile.
        profile: A name for the tokens, if you have tokens of several users or apps.
        lock_timeout: Maximum seconds to wait while another process renews the tokens.

    Raises:
        ConfigurationError: If an argument is not valid.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        *,
        profile: str = "default",
        lock_timeout: float = DEFAULT_LOCK_TIMEOUT,
    ) -> None:
        """Checks the arguments. Does not read or create the file."""
        check_profile(profile)
        chosen = path if path is not None else tokens_folder() / f"{profile}.json"
        if not isinstance(chosen, (str, os.PathLike)) or not str(chosen) or "\0" in str(chosen):
            raise ConfigurationError(f"path: {format_value(path)} is not the path of a file")
        self.path = Path(os.path.abspath(os.path.expanduser(chosen)))  # noqa: PTH100, PTH111  # keeps a path without user
        self.lock_timeout = lock_timeout
        self._lock = StoreLock(str(self.path), lock_timeout)
        self._thread = threading.local()

    @property
    def _resolved_path(self) -> Path:
        """The path with symbolic links resolved, so that replacing the file does not replace a link."""
        return Path(os.path.realpath(self.path))

    def load(self) -> TokenSet | None:
        """Returns the tokens in the file. None if there is no file.

        Raises:
            TokenStoreError: If the file cannot be read, is not a token file, or can be read by other users.
        """
        with self._convert_errors("read"):
            try:
                file = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
            except FileNotFoundError:
                return None
            try:
                self._check_private_file(os.fstat(file))
                content = os.read(file, _MAX_BYTES)
            finally:
                os.close(file)
        try:
            data = json.loads(content)
            if isinstance(data, dict) and data.get("version") == _VERSION:
                return TokenSet.from_dict(data)
        except (ValueError, RecursionError):
            pass  # the error below does not show the text of this one
        raise TokenStoreError(
            f"{self.path} is not a token file that this version can read. Remove the file, and sign in again."
        )

    def save(self, tokens: TokenSet) -> None:
        """Replaces the tokens in the file.

        Raises:
            TokenStoreError: If the file cannot be written.
        """
        content = json.dumps({"version": _VERSION, **tokens.to_dict()}).encode()
        with self.lock(), self._convert_errors("written"):
            draft: Path = self._thread.draft
            with draft.open("r+b") as stream:
                stream.write(content)
                stream.truncate()
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(self._resolved_path)
            self._sync_folder()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Locks the file against other threads and processes. A thread that holds the lock can lock the file again.

        Raises:
            TokenStoreError: If the folder cannot be written, the disk is full, or another process holds the
                lock for too long.
        """
        target = self._resolved_path
        with self._lock.hold(target.with_name(f"{target.name}.lock")) as is_first:
            if not is_first:
                yield
                return
            with self._create_temporary_file():
                yield

    def delete(self) -> None:
        """Removes the file with the tokens. Does nothing if the file does not exist.

        Raises:
            TokenStoreError: If the file cannot be removed.
        """
        with self.lock(), self._convert_errors("removed"):
            self._resolved_path.unlink(missing_ok=True)
            self._sync_folder()

    @contextmanager
    def _create_temporary_file(self) -> Iterator[None]:
        """Creates a temporary file for new tokens, and removes it at the end of the `with` block if it still exists."""
        folder, start = self._resolved_path.parent, f".{self._resolved_path.name}."
        with self._convert_errors("written"):
            # Processes that were killed may have left their files behind.
            for old in folder.glob(f"{glob.escape(start)}*.tmp"):
                old.unlink(missing_ok=True)
            file, name = tempfile.mkstemp(".tmp", start, folder)  # only its owner can read the file
            draft = Path(name)
            # Reserve space for the new tokens. If the disk is full, the renewal does not start, so no token is lost.
            try:
                with os.fdopen(file, "wb") as stream:
                    stream.write(b" " * 8192)
                    stream.flush()
                    os.fsync(file)
            except OSError:
                draft.unlink(missing_ok=True)
                raise
        self._thread.draft = draft
        try:
            yield
        finally:
            draft.unlink(missing_ok=True)

    def _check_private_file(self, status: os.stat_result) -> None:
        """Raises an error if the path is not a file, or if the file is not private to the current user."""
        if not stat.S_ISREG(status.st_mode):
            raise TokenStoreError(f"{self.path} is not a file. Pass the path of a file.")
        if sys.platform == "win32":
            return
        if status.st_mode & 0o077:
            raise TokenStoreError(
                f"{self.path}: other users can read or change this file. Run: chmod 600 {self.path}"
            )
        if status.st_uid not in (os.geteuid(), 0):
            raise TokenStoreError(f"{self.path} belongs to another user. Pass a file of your own.")

    def _sync_folder(self) -> None:
        """Flushes the folder to the disk, so that a power failure cannot undo a save or a removal."""
        if sys.platform == "win32":
            return
        folder = os.open(self._resolved_path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        except OSError:
            pass  # some file systems cannot sync a folder
        finally:
            os.close(folder)

    @contextmanager
    def _convert_errors(self, action: str) -> Iterator[None]:
        """Converts an `OSError` in a `with` block to a `TokenStoreError` with the message "cannot be {action}"."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise TokenStoreError(
                f"the token store {self.path} cannot be {action}: {reason}"
            ) from None

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.path)!r})"

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "_thread"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._thread = threading.local()


def check_profile(profile: object) -> None:
    """Checks the name of a profile.

    Raises:
        ConfigurationError: If the name is not valid.
    """
    if not (isinstance(profile, str) and _PROFILE.fullmatch(profile)):
        raise ConfigurationError(
            f"profile: {format_value(profile)} is not valid; allowed: up to 64 letters, digits, '_', '-' and '.'"
        )


def tokens_folder() -> Path:
    """Returns the path of the folder for token files in the user's configuration folder. Does not create the folder.

    Raises:
        ConfigurationError: If the user has no home folder.
    """
    return config_folder() / "tokens"


def config_folder() -> Path:
    """Returns the path of this SDK's folder in the user's configuration folder. Does not create the folder.

    This function only uses the standard library, because token stores must work without extras.

    Raises:
        ConfigurationError: If the user has no home folder.
    """
    try:
        home = Path.home()
    except RuntimeError:
        raise ConfigurationError(
            "there is no home folder for the token store. Pass the path of a file."
        ) from None
    if sys.platform == "win32":
        base = Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming")
    elif sys.platform == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (base if base.is_absolute() else home / ".config") / "pinterest"


class _FunctionStore:
    """A token store that saves tokens with the caller's function and cannot load them."""

    def __init__(self, save: Callable[[TokenSet], object]) -> None:
        self.save = save

    def load(self) -> None:
        """Returns None, because a function can only save tokens."""


class CheckedStore:
    """Wraps the caller's token store. Errors of that store become a `TokenStoreError` that shows no tokens.

    Args:
        option: The `token_store` argument.

    Raises:
        ConfigurationError: If `option` is not a token store.
    """

    def __init__(self, option: TokenStoreOption) -> None:
        """Checks the token store argument. Does not read the token store yet."""
        self.option = option
        store: Any = option
        if isinstance(option, (str, os.PathLike)):
            store = FileTokenStore(option)
        elif not isinstance(option, TokenStore):
            if isinstance(option, type) or not callable(option):
                raise ConfigurationError(
                    f"token_store: {format_value(option)} is not valid. Pass a FileTokenStore, the path of a file, an "
                    "object with load() and save(tokens), or a function."
                )
            store = _FunctionStore(option)
        elif isinstance(option, type):
            raise ConfigurationError(
                f"token_store: {option.__name__} is a class. Pass an object, such as {option.__name__}()."
            )
        self._store: Any = store

    def load(self) -> TokenSet | None:
        """Returns the tokens in the store. None if the store is empty."""
        with self._convert_errors("loaded from"):
            tokens: object = self._store.load()
        if tokens is not None and not isinstance(tokens, TokenSet):
            raise TokenStoreError(
                f"the token store returned a {type(tokens).__name__}. load() must return a TokenSet or None."
            )
        if tokens is None:
            return None
        try:
            # Check the tokens, because the caller's store may return anything.
            return TokenSet.from_dict(tokens.to_dict())
        except ValidationError:
            raise TokenStoreError(
                "the tokens in the token store are not valid. Sign in again."
            ) from None

    def save(self, tokens: TokenSet) -> None:
        """Stores tokens."""
        secrets = (tokens.access_token, tokens.refresh_token, tokens.app_secret)
        with self._convert_errors("saved in", secrets):
            self._store.save(tokens)

    def delete(self) -> None:
        """Removes the tokens from the store.

        Raises:
            TokenStoreError: If the store has no `delete()`, or if `delete()` fails.
        """
        delete = getattr(self._store, "delete", None)
        if not callable(delete):
            raise TokenStoreError(
                f"a {type(self._store).__name__} cannot remove tokens, because it has no delete(). Add this method."
            )
        with self._convert_errors("removed from"):
            delete()

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Locks the store if it has a method `lock()`. Otherwise does nothing."""
        lock = getattr(self._store, "lock", None)
        with self._convert_errors("locked in"):
            held: AbstractContextManager[object] = lock() if callable(lock) else nullcontext()
            held.__enter__()
        try:
            yield
        finally:
            held.__exit__(None, None, None)

    @contextmanager
    def _convert_errors(self, action: str, secrets: tuple[str | None, ...] = ()) -> Iterator[None]:
        """Converts errors in the `with` block to a `TokenStoreError` with `action` in the message."""
        try:
            yield
        except PinterestError:
            raise
        except Exception as error:  # noqa: BLE001  # a store of the caller may raise anything
            reason = f"{type(error).__name__}: {shorten(redact(str(error), secrets), 300)}"
            raise TokenStoreError(
                f"the tokens could not be {action} the token store: {reason}"
            ) from None  # the message of the original error may contain tokens

    def __repr__(self) -> str:
        return f"CheckedStore({type(self._store).__name__})"
