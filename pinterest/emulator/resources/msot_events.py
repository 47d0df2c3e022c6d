"""Conversions that a measurement partner has attributed. The emulator checks them, but does not store them."""

from __future__ import annotations

from pinterest.emulator.advertising.entities import AD_GROUP
from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call
from pinterest.emulator.handlers.problems import Problem
from pinterest.emulator.handlers.registry import handles, set_error_code
from pinterest.operations.msot_events import MSOT_EVENTS_CREATE

_INVALID = 4196
_EVENTS_WITH_VALUE = ("add_to_cart", "checkout")

set_error_code(_INVALID, MSOT_EVENTS_CREATE)


@handles(MSOT_EVENTS_CREATE, refuse_unknown=True)
@assumed(
    choice="The ad group of an attributed conversion must belong to the ad account. Its campaign is not checked, "
    "and a value needs no currency.",
)
def receive_event(call: Call) -> None:
    """Checks a conversion event. Raises a `Problem` if the event is not valid."""
    state, body = call.state, call.body
    account = call.arguments["ad_account_id"]
    group = state.store.get(AD_GROUP, account, body["ad_group_id"], state.clock.now())
    if group is None:
        raise _build_invalid_event_problem(
            f"ad_group_id: there is no ad group {body['ad_group_id']}"
        )
    if body["event_name"] in _EVENTS_WITH_VALUE and body.get("value") is None:
        raise _build_invalid_event_problem(
            f"value: is required with event_name {body['event_name']}"
        )


def _build_invalid_event_problem(message: str) -> Problem:
    return Problem(400, _INVALID, message)
