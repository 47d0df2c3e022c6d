"""Converts objects to rows of output, and formats the values of rows."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from pinterest.utils.display import format_dollars
from pinterest.utils.units import from_micro, from_milliseconds, from_seconds

__all__ = ["format_for_csv", "format_for_table", "get_id_field", "list_fields", "to_json", "to_row"]

# Unix times from 2001 to 2286, in seconds and in milliseconds.
_SECONDS: Final = range(10**9, 10**10)
_MILLISECONDS: Final = range(10**12, 10**13)
# Characters that would control the terminal. Line breaks and tabs are allowed.
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_TIME_ENDS: Final = ("_time", "_at", "_date", "_timestamp", "_datetime", "timestamp")


def to_row(item: Any) -> Any:
    """Returns an item of a response as plain data, with the fields in the order of their declaration."""
    if hasattr(item, "_identity") and not item.is_loaded:
        return dict(zip(item._identity, item._ids, strict=True))
    if hasattr(item, "to_dict"):
        data, own = item.to_dict(), get_id_field(type(item))
        first = {own: item._ids[-1]} if own and own not in data else {}
        names = [name for name in list_fields(type(item)) if name in data]
        return {**first, **{name: data[name] for name in names}, **data}
    return dict(item) if isinstance(item, Mapping) else item


def get_id_field(kind: type) -> str:
    """Returns the name of a class's ID field, such as `id`, or an empty string if the objects have no ID."""
    if getattr(kind, "_identity", None):
        return str(getattr(kind, "_id_field", "id"))
    return ""


def list_fields(kind: type) -> list[str]:
    """Returns the fields of a rich model or a schema in the order of their declaration."""
    fields = getattr(kind, "model_fields", None)
    if fields is not None:
        return [field.alias or name for name, field in fields.items()]
    names = [
        name
        for base in reversed(kind.__mro__)
        for name, value in vars(base).items()
        if isinstance(value, property) and name in getattr(kind, "_field_names", ())
    ]
    converted = {f"{name}_amount" for name in names}
    own = get_id_field(kind)
    found = [name for name in dict.fromkeys(names) if name not in converted]
    found = [name for name in found if not name.endswith("_datetime")]
    return sorted(found, key=lambda name: name != own)


def to_json(value: object, *, indent: int | None = None) -> str:
    """Returns a value as JSON text. Dates and other types that JSON does not support are converted."""
    return json.dumps(value, ensure_ascii=False, indent=indent, default=_to_json_type)


def _to_json_type(value: Any) -> Any:
    """Converts a value that JSON does not support. For example, a date becomes text, and a tuple becomes a list."""
    if hasattr(value, "to_dict"):
        return value.to_dict()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset, tuple)) or hasattr(value, "__iter__"):
        return list(value)
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def format_for_csv(value: object) -> str:
    """Returns a value as text for CSV, with lists and objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return to_json(value)


def format_for_table(name: str, value: object, kind: type | None = None) -> str:
    """Returns a field's value as text for a table, with times in UTC and micro currency in whole units.

    Args:
        name: The name of the field.
        value: The value of the field.
        kind: The class of the object with this field.
    """
    match value:
        case bool():
            text = "yes" if value else "no"
        case int() | float():
            text = _format_number(name, value, kind)
        case str():
            text = _format_string(name, value)
        case datetime.datetime():
            text = f"{value:%Y-%m-%d %H:%M}"
        case list() if all(isinstance(item, (str, int)) for item in value):
            text = ", ".join(map(str, value))
        case _:
            text = "" if not value else format_for_csv(value)
    return _CONTROL.sub("?", text)


def _format_number(name: str, value: float, kind: type | None) -> str:
    lower = name.lower()
    # A field is in micro currency if its class has a property `<field>_amount`.
    is_amount = f"{name}_amount" in getattr(kind, "_field_names", ()) or "in_micro" in lower
    amount = from_micro(value) if is_amount else None
    if amount is not None:
        return f"{amount:,.2f}"
    dollars = format_dollars(name, value)
    if dollars:
        return dollars
    moment = None
    if lower.endswith(_TIME_ENDS) and isinstance(value, int):
        moment = from_seconds(value) if value in _SECONDS else None
        moment = from_milliseconds(value) if value in _MILLISECONDS else moment
    if moment is not None:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _format_string(name: str, value: str) -> str:
    """Shortens a string to `YYYY-MM-DD HH:MM` if the field contains a time. Returns other strings unchanged."""
    if name.lower().endswith(_TIME_ENDS) and "T" in value:
        try:
            return f"{datetime.datetime.fromisoformat(value):%Y-%m-%d %H:%M}"
        except ValueError:
            pass
    return value


def is_nested(values: Iterable[object]) -> bool:
    """Returns whether any value of a column is an object, or a list that contains objects or lists."""
    return any(
        isinstance(value, Mapping)
        or (isinstance(value, list) and any(isinstance(item, (dict, list)) for item in value))
        for value in values
    )
