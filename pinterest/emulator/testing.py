"""Creates clients for an emulator. This is the only module of the emulator that imports the client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.client import PinterestSDKClient

if TYPE_CHECKING:
    from pinterest.emulator.emulator import Emulator


def client_for(emulator: Emulator, **kwargs: Any) -> PinterestSDKClient:
    """Returns a client with the credentials of an emulator.

    Args:
        emulator: A running emulator.
        **kwargs: Arguments of `PinterestSDKClient`. They override the emulator's.
    """
    settings: dict[str, Any] = {
        "access_token": emulator.access_token,
        "refresh_token": emulator.refresh_token,
        "app_id": emulator.app_id,
        "app_secret": emulator.app_secret,
        "base_url": emulator.url,
    }
    return PinterestSDKClient(**{**settings, **kwargs})
