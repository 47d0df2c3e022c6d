"""Chooses a token store: the keyring by its name, and the file that signing in writes to."""

from __future__ import annotations

import os
import re
from urllib.parse import urlsplit

from pinterest.config import ENVIRONMENTS
from pinterest.exceptions import ConfigurationError
from pinterest.keyring_store import KeyringTokenStore
from pinterest.token_store import FileTokenStore, TokenStoreOption
from pinterest.tokens import fingerprint

__all__ = ["KEYRING", "choose_profile", "choose_store", "find_default_store"]

KEYRING = "keyring"
"""The value of `token_store` that selects the keyring of the system."""

_LONGEST_NAME = 40


def choose_profile(base_url: str) -> str:
    """Returns the profile of the tokens for an API. The tokens of one API never go to another.

    Args:
        base_url: URL of the API. Pinterest's own has the profile `default`, and its hosted sandbox `sandbox`.
    """
    for environment, url in ENVIRONMENTS.items():
        if base_url == url:
            return "default" if environment == "production" else environment
    name = re.sub(r"[^A-Za-z0-9]+", "-", urlsplit(base_url).netloc).strip("-")[:_LONGEST_NAME]
    # Two URLs may have the same name, and a host may be named `sandbox`.
    return f"{name or 'api'}-{fingerprint(base_url)[:8]}"


def choose_store(option: TokenStoreOption | None, base_url: str) -> TokenStoreOption:
    """Returns the token store for the value of an option.

    Args:
        option: The `token_store` argument or setting. None is the file in the configuration folder.
        base_url: URL of the API that the tokens are for.

    Raises:
        ConfigurationError: If it is the keyring and the extra is not installed, or there is no home folder.
    """
    if option is None:
        return FileTokenStore(profile=choose_profile(base_url))
    if option == KEYRING:
        return KeyringTokenStore(choose_profile(base_url))
    return option


def find_default_store(base_url: str) -> FileTokenStore | None:
    """Returns the token file of an earlier sign-in. None if it does not exist.

    Args:
        base_url: URL of the API that the tokens are for.
    """
    try:
        store = FileTokenStore(profile=choose_profile(base_url))
    except ConfigurationError:  # no home folder
        return None
    return store if os.path.isfile(store.path) else None  # noqa: PTH113  # False for a folder that cannot be read
