"""The terms of service that an ad account has accepted."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles
from pinterest.operations.terms_of_service import TERMS_OF_SERVICE_GET

_TEXT = "<p>Sample terms of the emulator. They are not binding.</p>"


@handles(TERMS_OF_SERVICE_GET)
@assumed(
    choice="Every ad account has accepted the terms of service. Each `tos_type` has its own ID.",
)
def get_terms(call: Call) -> dict[str, Any]:
    """Returns the accepted terms of service, with the text if requested."""
    arguments = call.arguments
    rng = call.state.random.generator("terms of service", arguments["tos_type"])
    return {
        "id": str(rng.randrange(10**12, 10**13)),
        "ad_account_id": arguments["ad_account_id"],
        "has_accepted": True,
        "html": _TEXT if arguments["include_html"] else None,
    }
