"""Creates clients and environment variables for an emulator. No other module of the emulator imports the client."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import requests

import pinterest.client as client_module
from pinterest.client import PinterestSDKClient

if TYPE_CHECKING:
    from pinterest.emulator.emulator import Emulator


def client_for(emulator: Emulator, **kwargs: Any) -> PinterestSDKClient:
    """Returns a client with the credentials of an emulator.

    Args:
        emulator: A running emulator.
        **kwargs: Arguments of `PinterestSDKClient`. These arguments override the credentials of the emulator.
    """
    arguments: dict[str, Any] = {
        "access_token": emulator.access_token,
        "refresh_token": emulator.refresh_token,
        "app_id": emulator.app_id,
        "app_secret": emulator.app_secret,
        "base_url": emulator.url,
    }
    if emulator.ca_file is not None and "session" not in kwargs:
        session = requests.Session()
        session.verify = str(emulator.ca_file)
        arguments["session"] = session
    return PinterestSDKClient(**{**arguments, **kwargs})


def settings_for(emulator: Emulator) -> dict[str, str]:
    """Returns the environment variables that connect scripts to an emulator."""
    settings = {
        "PINTEREST_API_URI": emulator.url,
        "PINTEREST_ACCESS_TOKEN": emulator.access_token,
        "PINTEREST_REFRESH_ACCESS_TOKEN": emulator.refresh_token,
        "PINTEREST_APP_ID": emulator.app_id,
        "PINTEREST_APP_SECRET": emulator.app_secret,
        "PINTEREST_AD_ACCOUNT_ID": emulator.ad_account_id,
        # The SDK does not read these. Other clients need them to sign in and to send events.
        "PINTEREST_CONVERSION_TOKEN": emulator.conversion_token,
        "PINTEREST_OAUTH_URL": emulator.oauth_url,
        # For controlling the emulator from a shell, or from tests in other languages.
        "PINTEREST_EMULATOR_CONTROL_URL": emulator.control_url,
        "PINTEREST_EMULATOR_CONTROL_TOKEN": emulator.control_token,
    }
    if emulator.ca_file is not None:
        settings["REQUESTS_CA_BUNDLE"] = str(emulator.ca_file)  # read by requests
    return settings


@contextlib.contextmanager
def without_default_client() -> Iterator[None]:
    """Removes the default client for the duration of a `with` block.

    In the block, the first use of the default client creates a new client from the settings.
    """
    before = client_module.default_sdk_client
    PinterestSDKClient.set_default_client(None)
    try:
        yield
    finally:
        PinterestSDKClient.set_default_client(before)
