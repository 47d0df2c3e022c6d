"""Notifications from partners. The emulator accepts them, but does not store them."""

from __future__ import annotations

from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.registry import handles, set_error_code
from pinterest.operations.notification import NOTIFICATION_POST

_MALFORMED = 6126

set_error_code(_MALFORMED, NOTIFICATION_POST)


@handles(NOTIFICATION_POST)
@assumed(
    choice="Every notification is accepted, but not stored.",
)
def receive_notification(call: Call) -> dict[str, Any]:
    """Returns the time at which a notification was received."""
    return {"success": True, "received_at": call.state.now()}
