"""Checks conversion events and hashes their user data before they are queued."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any, Final

from pinterest.exceptions import ValidationError
from pinterest.jobs.user_data import hash_user_data
from pinterest.operations.conversion_events import EVENTS_CREATE
from pinterest.schema import Schema
from pinterest.utils.payload import check_body
from pinterest.utils.suggest import format_value

__all__ = ["EventChecks"]

_ACTION_SOURCES: Final = ("app_android", "app_ios", "web", "offline")
# The API accepts times slightly in the future, because clocks differ.
_MAX_SECONDS_AHEAD: Final = 3600
_IDENTIFYING: Final = ("em", "hashed_maids", "ph")
_LIST_OF_TEXTS: Final = (list, str)
# These fields have limits on their values, so every event with one of these fields is checked in full.
_CHECKED_IN_FULL: Final = frozenset({"app_info", "device_info"})
_MAX_SHAPES: Final = 1000
_MAX_INT: Final = 1 << 63


class EventChecks:
    """Checks conversion events. Checks an event faster if an earlier event had the same fields and types."""

    def __init__(self) -> None:
        """Creates the object."""
        self._shapes: set[object] = set()

    def prepare(self, event: Mapping[str, Any] | Schema) -> dict[str, Any]:
        """Checks an event and returns it as plain data, with hashed user data.

        Args:
            event: The event, from `Conversion.create_conversion_event` or as a mapping of its fields.

        Raises:
            ValidationError: If a field is unknown, missing or not valid.
        """
        if not isinstance(event, (Mapping, Schema)):
            # The value may be an email address, so only its type is shown.
            raise ValidationError(
                f"an event of type {type(event).__name__} is not valid; allowed: a mapping of the event's fields"
            )
        plain = dict(event.to_dict() if isinstance(event, Schema) else event)
        user = plain.get("user_data")
        if isinstance(user, Schema):
            user = user.to_dict()
        if isinstance(user, Mapping):
            plain["user_data"] = hash_user_data(user)
        checked = self._check_fields(plain)
        _check_event_values(checked)
        return checked

    def _check_fields(self, event: dict[str, Any]) -> dict[str, Any]:
        """Checks the names and types of an event's fields and returns the event."""
        # A full check is slow. Events with the same fields and types are either all valid or all invalid, so only the
        # first of them is checked in full. Events with a field in `_CHECKED_IN_FULL` are always checked in full.
        shape = _get_shape(event) if _CHECKED_IN_FULL.isdisjoint(event) else None
        if shape is not None and shape in self._shapes:
            return event
        checked: dict[str, Any] = check_body(EVENTS_CREATE, {"data": [event]})["data"][0]
        if shape is not None and checked == event and len(self._shapes) < _MAX_SHAPES:
            self._shapes.add(shape)
        return checked


def _get_shape(value: object) -> object:
    """Returns the type of a value, or the names and types of its fields.

    Returns None if the value contains an unusual type or a very large integer.
    """
    if isinstance(value, dict):
        fields: list[object] = []
        for name, item in value.items():
            shape: object = str if type(item) is str else _get_shape(item)
            if shape is None:
                return None
            fields += (name, shape)
        return tuple(fields)
    if isinstance(value, list):
        kinds = set(map(type, value))
        if kinds <= {str}:
            return _LIST_OF_TEXTS if kinds else list
        shapes = frozenset([_get_shape(item) for item in value])
        return None if None in shapes else (list, shapes)
    kind = type(value)
    if kind is int:
        return kind if -_MAX_INT <= value < _MAX_INT else None  # type: ignore[operator]  # it is an int
    return kind if kind is str or kind is bool else None


def _check_event_values(event: Mapping[str, Any]) -> None:
    """Checks the action source and the time of an event, and that its user data identifies a person."""
    if event["action_source"] not in _ACTION_SOURCES:
        raise ValidationError(
            f"action_source: {format_value(event['action_source'])} is not valid; allowed: "
            f"{', '.join(_ACTION_SOURCES)}"
        )
    if event["event_time"] > time.time() + _MAX_SECONDS_AHEAD:
        raise ValidationError(
            f"event_time: {event['event_time']} is in the future. Pass a Unix timestamp in seconds"
        )
    user = event["user_data"]
    if not (
        any(map(user.get, _IDENTIFYING))
        or (user.get("client_ip_address") and user.get("client_user_agent"))
    ):
        raise ValidationError(
            "user_data: nothing identifies the person. Pass em, hashed_maids, ph, or client_ip_address with "
            "client_user_agent"
        )
