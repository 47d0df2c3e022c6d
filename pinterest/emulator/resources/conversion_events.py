"""Conversion events: receive them in batches. If an event fails, the other events are still processed."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from pinterest.emulator.handlers.assumptions import assumed
from pinterest.emulator.handlers.call import Call, Content, Response
from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.registry import handles, set_error_code
from pinterest.emulator.resources.advertiser_defined_events import list_event_names
from pinterest.emulator.resources.conversion_tags import STANDARD_EVENTS, record_fired_events
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.operations.msot_events import MSOT_EVENTS_CREATE

_MALFORMED = 4196
_PARTIAL_FAILURE = 422
_ACTION_SOURCES = ("app_android", "app_ios", "web", "offline")
_WEB = "web"
# The number of seconds that an event may be in the future, to allow for clocks that differ.
_MAX_SECONDS_AHEAD = 3_600
_SHA256 = re.compile(r"[0-9a-f]{64}", re.IGNORECASE)
_MUST_BE_HASHED = ("em", "hashed_maids")
_SHOULD_BE_HASHED = ("country", "ct", "db", "external_id", "fn", "ge", "ln", "ph", "st", "zp")
# An event identifies a person if it has all fields of at least one of these groups.
_IDENTIFYING_FIELDS = (
    ("em",),
    ("hashed_maids",),
    ("client_ip_address", "client_user_agent"),
    ("ph",),
)
_UNIDENTIFIED = "needs one of: " + "; ".join(
    " with ".join(fields) for fields in _IDENTIFYING_FIELDS
)
_CURRENCY = re.compile(r"[A-Z]{3}")

assumed(
    EVENTS_CREATE,
    contract="An event fails if its `action_source` is not one of the four documented ones, an entry of `em` or "
    "`hashed_maids` is not a SHA256 hash, or its lists of identifiers are empty.",
    observed="If an event fails, the response is a 422 with `details`.",
    choice="A phone number alone identifies a person. An event also fails if its name is neither standard nor defined "
    "by the ad account, or if its time is more than one hour ahead. Other values that are not SHA256 hashes, and a "
    "currency that is not three capital letters, cause a warning. The 422 has the code 422, and its `details` are what "
    "a 200 would return. Events that were processed still count.",
)

set_error_code(_MALFORMED, EVENTS_CREATE, MSOT_EVENTS_CREATE)


def _check_identifying_fields(body: Any) -> Any:
    """Checks that each event identifies a person, and returns the body.

    Raises:
        Problem: If an event lacks the fields that identify a person.
    """
    events = body.get("data") if isinstance(body, dict) else None
    for index, event in enumerate(events if isinstance(events, list) else ()):
        user = event.get("user_data") if isinstance(event, dict) else None
        if isinstance(user, dict) and not _has_identifying_fields(user.__contains__):
            raise bad_request(f"data[{index}].user_data: {_UNIDENTIFIED}")
    return body


def _has_identifying_fields(has_field: Callable[[str], object]) -> bool:
    """Returns whether an event identifies a person. `has_field` tells whether the event has a field, such as `em`."""
    return any(all(has_field(field) for field in fields) for fields in _IDENTIFYING_FIELDS)


@handles(EVENTS_CREATE, refuse_unknown=True, prepare=_check_identifying_fields)
def create_events(call: Call) -> Content | Response:
    """Processes events and returns the result of each event."""
    state, account = call.state, call.arguments["ad_account_id"]
    event_names = {*STANDARD_EVENTS, *list_event_names(state, account)}
    now = state.now()
    events = call.body["data"]
    results = [_build_event_result(event, event_names, now) for event in events]
    processed = [
        event
        for event, result in zip(events, results, strict=True)
        if result["status"] == "processed"
    ]
    if not call.arguments.get("test"):
        times = _find_latest_times(processed)
        if times:
            record_fired_events(state, account, times)
    content = {
        "num_events_received": len(events),
        "num_events_processed": len(processed),
        "events": results,
    }
    if len(processed) == len(events):
        return content
    message = f"{len(events) - len(processed)} of {len(events)} events were not processed."
    return Response(
        _PARTIAL_FAILURE, {"code": _PARTIAL_FAILURE, "message": message, "details": content}
    )


def _build_event_result(
    event: Mapping[str, Any], event_names: Collection[str], now: int
) -> dict[str, Any]:
    """Checks an event and returns its result: the status, and the messages of all errors and warnings."""
    errors = [
        message
        for message in (
            _find_event_name_error(event, event_names),
            _find_action_source_error(event),
            _find_event_time_error(event, now),
            _find_user_data_error(event),
            _find_hash_error(event, _MUST_BE_HASHED),
        )
        if message
    ]
    warnings = [find_warning(event) for find_warning in _WARNING_FINDERS]
    return {
        "status": "failed" if errors else "processed",
        "error_message": "; ".join(errors),
        "warning_message": "; ".join(filter(None, warnings)),
    }


def _find_event_name_error(event: Mapping[str, Any], event_names: Collection[str]) -> str | None:
    if event["event_name"] in event_names:
        return None
    return "event_name: is neither a standard event nor defined by the ad account"


def _find_action_source_error(event: Mapping[str, Any]) -> str | None:
    if event["action_source"] in _ACTION_SOURCES:
        return None
    return f"action_source: is not valid; allowed: {', '.join(_ACTION_SOURCES)}"


def _find_event_time_error(event: Mapping[str, Any], now: int) -> str | None:
    if event["event_time"] <= now + _MAX_SECONDS_AHEAD:
        return None
    return "event_time: is in the future; send Unix seconds"


def _find_user_data_error(event: Mapping[str, Any]) -> str | None:
    user = event["user_data"]
    return None if _has_identifying_fields(user.get) else f"user_data: {_UNIDENTIFIED}"


def _find_hash_error(event: Mapping[str, Any], fields: Collection[str]) -> str | None:
    """Returns an error message about the `user_data` fields that are not hashed, or None if all are hashed."""
    user = event["user_data"]
    not_hashed = [
        f"user_data.{field}"
        for field in fields
        if not all(_SHA256.fullmatch(entry) for entry in user.get(field) or ())
    ]
    return (
        f"{', '.join(not_hashed)}: must be SHA256 hashes in hexadecimal digits"
        if not_hashed
        else None
    )


def _find_currency_error(event: Mapping[str, Any]) -> str | None:
    currency = (event.get("custom_data") or {}).get("currency")
    if currency is None or _CURRENCY.fullmatch(currency):
        return None
    return "custom_data.currency: is not an ISO 4217 code"


_WARNING_FINDERS: tuple[Callable[[Mapping[str, Any]], str | None], ...] = (
    lambda event: _find_hash_error(event, _SHOULD_BE_HASHED),
    _find_currency_error,
)


def _find_latest_times(events: Collection[Mapping[str, Any]]) -> dict[str, int]:
    """Returns the Unix time of the latest web event with each event name."""
    times: dict[str, int] = {}
    for event in events:
        if event["action_source"] == _WEB:
            name = event["event_name"]
            times[name] = max(event["event_time"], times.get(name, 0))
    return times
