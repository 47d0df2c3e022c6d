"""Conversion events: received in batches, each processed or failed by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, Content, Response
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles, set_error_code
from pinterest.emulator.resources.advertiser_defined_events import event_names
from pinterest.emulator.resources.conversion_tags import STANDARD_EVENTS, fire
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.operations.msot_events import MSOT_EVENTS_CREATE

_MALFORMED = 4196
_NOT_ALL = 422
_SOURCES = ("app_android", "app_ios", "web", "offline")
_WEB = "web"
# Clocks differ a little.
_NEWEST = 3_600
_SHA256 = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_MUST_BE_HASHED = ("em", "hashed_maids")
_SHOULD_BE_HASHED = ("country", "ct", "db", "external_id", "fn", "ge", "ln", "ph", "st", "zp")
# Of a person, what tells who it is: the fields of one of these rows.
_IDENTIFYING = (("em",), ("hashed_maids",), ("client_ip_address", "client_user_agent"))
_NOBODY = "needs one of: " + "; ".join(" with ".join(fields) for fields in _IDENTIFYING)
_CURRENCY = re.compile(r"[A-Z]{3}")

assumed(
    EVENTS_CREATE,
    contract="An event fails if its `action_source` is not one of the four documented ones, an entry of `em` or "
    "`hashed_maids` is not a SHA256 hash, or its lists of identifiers are empty.",
    observed="If an event fails, the response is a 422 with `details`.",
    choice="An event also fails if its name is neither standard nor defined by the ad account, or if its time is "
    "more than one hour ahead. Other values that are not SHA256 hashes, and a currency that is not three capital "
    "letters, cause a warning. The 422 has the code 422, and its `details` are what a 200 would return. The events "
    "that were processed count.",
)

set_error_code(_MALFORMED, EVENTS_CREATE, MSOT_EVENTS_CREATE)


def _of_somebody(body: Any) -> Any:
    """Returns a body, unless an event of it has none of the fields that tell whose it is."""
    events = body.get("data") if isinstance(body, dict) else None
    for place, event in enumerate(events if isinstance(events, list) else ()):
        user = event.get("user_data") if isinstance(event, dict) else None
        if isinstance(user, dict) and not _identified(user.__contains__):
            raise bad_request(f"data[{place}].user_data: {_NOBODY}")
    return body


def _identified(has: Callable[[str], object]) -> bool:
    return any(all(has(field) for field in fields) for fields in _IDENTIFYING)


@handles(EVENTS_CREATE, refuse_unknown=True, prepare=_of_somebody)
def create_events(call: Call) -> Content | Response:
    """Takes in events, and returns what became of each."""
    state, account = call.state, call.arguments["ad_account_id"]
    names = {*STANDARD_EVENTS, *event_names(state, account)}
    now = state.now()
    events = call.body["data"]
    results = [_result(event, names, now) for event in events]
    processed = [
        event
        for event, result in zip(events, results, strict=True)
        if result["status"] == "processed"
    ]
    if not call.arguments.get("test"):
        times = _last_times(processed)
        if times:
            fire(state, account, times)
    answer = {
        "num_events_received": len(events),
        "num_events_processed": len(processed),
        "events": results,
    }
    if len(processed) == len(events):
        return answer
    message = f"{len(events) - len(processed)} of {len(events)} events were not processed."
    return Response(_NOT_ALL, {"code": _NOT_ALL, "message": message, "details": answer})


def _result(event: Mapping[str, Any], names: Collection[str], now: int) -> dict[str, Any]:
    errors = [
        message
        for message in (
            _wrong_name(event, names),
            _wrong_source(event),
            _wrong_time(event, now),
            _unidentified(event),
            _unhashed(event, _MUST_BE_HASHED),
        )
        if message
    ]
    warnings = [check(event) for check in _WARNINGS]
    return {
        "status": "failed" if errors else "processed",
        "error_message": "; ".join(errors),
        "warning_message": "; ".join(filter(None, warnings)),
    }


def _wrong_name(event: Mapping[str, Any], names: Collection[str]) -> str | None:
    if event["event_name"] in names:
        return None
    return "event_name: is neither standard nor an event that the account has defined"


def _wrong_source(event: Mapping[str, Any]) -> str | None:
    if event["action_source"] in _SOURCES:
        return None
    return f"action_source: is not valid; allowed: {', '.join(_SOURCES)}"


def _wrong_time(event: Mapping[str, Any], now: int) -> str | None:
    if event["event_time"] <= now + _NEWEST:
        return None
    return "event_time: is still to come; must be in Unix seconds"


def _unidentified(event: Mapping[str, Any]) -> str | None:
    user = event["user_data"]
    return None if _identified(user.get) else f"user_data: {_NOBODY}"


def _unhashed(event: Mapping[str, Any], fields: Collection[str]) -> str | None:
    """Names the fields of the user's data that hold something in the clear."""
    user = event["user_data"]
    clear = [
        f"user_data.{field}"
        for field in fields
        if not all(_SHA256.fullmatch(entry) for entry in user.get(field) or ())
    ]
    return f"{', '.join(clear)}: must be SHA256, in hexadecimal digits" if clear else None


def _odd_currency(event: Mapping[str, Any]) -> str | None:
    currency = (event.get("custom_data") or {}).get("currency")
    if currency is None or _CURRENCY.fullmatch(currency):
        return None
    return "custom_data.currency: is not a code of ISO 4217"


_WARNINGS: tuple[Callable[[Mapping[str, Any]], str | None], ...] = (
    lambda event: _unhashed(event, _SHOULD_BE_HASHED),
    _odd_currency,
)


def _last_times(events: Collection[Mapping[str, Any]]) -> dict[str, int]:
    """Returns when events of each name last happened on the web."""
    times: dict[str, int] = {}
    for event in events:
        if event["action_source"] == _WEB:
            name = event["event_name"]
            times[name] = max(event["event_time"], times.get(name, 0))
    return times
