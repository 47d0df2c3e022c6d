"""Finds the token store to use: the one that the option `token_store` selects, or the file of an earlier sign-in."""

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
"""The value of `token_store` that selects the system's keyring."""

_LONGEST_NAME = 40


def choose_profile(base_url: str) -> str:
    """Returns the name of the profile for an API. Each API has its own profile, so no token is sent to another API.

    Args:
        base_url: URL of the API. The profile is `default` for Pinterest's API, and `sandbox` for its hosted
            sandbox.
    """
    for environment, url in ENVIRONMENTS.items():
        if base_url == url:
            return "default" if environment == "production" else environment
    name = re.sub(r"[^A-Za-z0-9]+", "-", urlsplit(base_url).netloc).strip("-")[:_LONGEST_NAME]
    # The fingerprint is needed because two URLs may result in the same name, and a host may be named `sandbox`.
    return f"{name or 'api'}-{fingerprint(base_url)[:8]}"


def choose_store(option: TokenStoreOption | None, base_url: str) -> TokenStoreOption:
    """Returns the token store for a `token_store` argument or setting.

    Args:
        option: The argument or setting. None selects the default file in the configuration folder.
        base_url: URL of the API that the tokens are for.

    Raises:
        ConfigurationError: If the extra `keyring` is needed but not installed, or if the user has no home
            folder.
    """
    if option is None:
        return FileTokenStore(profile=choose_profile(base_url))
    if option == KEYRING:
        return KeyringTokenStore(choose_profile(base_url))
    return option


def find_default_store(base_url: str) -> FileTokenStore | None:
    """Returns the token store that uses the file of an earlier sign-in. None if the file does not exist.

    Args:
        base_url: URL of the API that the tokens are for.
    """
    try:
        store = FileTokenStore(profile=choose_profile(base_url))
    except ConfigurationError:  # no home folder
        return None
    return store if os.path.isfile(store.path) else None  # noqa: PTH113  # False for a folder that cannot be read
