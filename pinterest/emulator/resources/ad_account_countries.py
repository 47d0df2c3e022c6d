"""The countries of ad accounts."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.emulator.targeting.locations import COUNTRIES
from pinterest.operations.resources import AD_ACCOUNT_COUNTRIES_GET


@handles(AD_ACCOUNT_COUNTRIES_GET)
@assumed(
    choice="Only some countries are listed. An ad account may be in another one.",
)
def list_countries(call: Call) -> dict[str, Any]:
    """Returns the countries, each with its currency."""
    return {
        "items": [
            {"code": code, "currency": currency, "index": index, "name": name}
            for index, (code, (name, currency)) in enumerate(COUNTRIES.items(), 1)
        ]
    }
