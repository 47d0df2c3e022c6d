"""Settings that make the client use an emulator."""

from __future__ import annotations

from pinterest.emulator import Emulator


def build_settings(emulator: Emulator) -> dict[str, str]:
    """Returns the settings of an emulator, by the names of their environment variables."""
    return {
        "PINTEREST_API_URI": emulator.url,
        "PINTEREST_ACCESS_TOKEN": emulator.access_token,
        "PINTEREST_REFRESH_ACCESS_TOKEN": emulator.refresh_token,
        "PINTEREST_APP_ID": emulator.app_id,
        "PINTEREST_APP_SECRET": emulator.app_secret,
        "PINTEREST_AD_ACCOUNT_ID": emulator.ad_account_id,
    }
