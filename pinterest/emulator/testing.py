"""Joins the emulator with the SDK's own client; the only module here that knows that client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pinterest.client import PinterestSDKClient

if TYPE_CHECKING:
    from pinterest.emulator.emulator import Emulator


def client_for(emulator: Emulator, **kwargs: Any) -> PinterestSDKClient:
    """Returns a client that is signed in at an emulator.

    Args:
        emulator: The emulator, running.
        **kwargs: Arguments of `PinterestSDKClient`, in place of or besides the emulator's own.
    """
    settings: dict[str, Any] = {
        "access_token": emulator.access_token,
        "refresh_token": emulator.refresh_token,
        "app_id": emulator.app_id,
        "app_secret": emulator.app_secret,
        "base_url": emulator.url,
    }
    return PinterestSDKClient(**{**settings, **kwargs})
