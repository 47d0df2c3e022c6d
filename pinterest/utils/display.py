"""Chooses which fields of an object to display, and formats their values as text. Secrets are hidden."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from pinterest.utils.redact import HIDDEN, escape_control_characters, is_secret, redact
from pinterest.utils.shorten import describe_length, shorten, shorten_value

__all__ = [
    "choose_columns",
    "format_field",
    "make_printable",
    "select_identifying_fields",
    "sort_names",
]

# The fields that identify an object: its name, type and status. In each group, the most useful field is first.
_LABELS: Final = (
    *("name", "title", "value", "username", "asset_group_name", "promotion_title"),
    *("catalog_product_group_name", "url", "external_id", "key"),
)
_TYPES: Final = (
    *("audience_type", "objective_type", "match_type", "label_type", "creative_type", "asset_type"),
    *(
        "media_type",
        "catalog_type",
        "promotion_type",
        "document_type",
        "schedule_type",
        "event_type",
    ),
    *("budget_type", "account_type", "billing_type", "privacy", "targeting_type"),
)
_STATES: Final = (
    *("status", "summary_status", "state", "export_status", "report_status", "schedule_status"),
    *("review_status", "discount_status"),
)
_SIZES: Final = re.compile(r"^(?:size|ratio|index|level)$|_count$|^num_|_views$")
_AMOUNTS: Final = re.compile(r"_amount$")
_TIMES: Final = re.compile(r"(?:^|_)(?:datetime|date)$")
_ID: Final = re.compile(r"(?:^|_)(?:id|ids)$")
_LONGEST: Final = 80
_ITEMS: Final = 3
_PAIRS: Final = 10
_COLUMNS: Final = 7
_FEW_COLUMNS: Final = 5
_LAST_RANK: Final = 7
_MAX_BITS: Final = 256


def select_identifying_fields(data: Mapping[str, Any]) -> dict[str, Any]:
    """Returns the fields with an object's name, type and status, if set."""
    found = {}
    for names in (_LABELS, _TYPES, _STATES):
        for name in names:
            value = data.get(name)
            if isinstance(value, str) and value:
                text = str.__str__(value)
                found[name] = HIDDEN if is_secret(name) else shorten(redact(text[:2000]), _LONGEST)
                break
    return found


def sort_names(names: Iterable[str]) -> list[str]:
    """Sorts fields for display: the object's name first, then its ID, its type, its status and all other fields."""
    return sorted(names, key=_get_rank)


def choose_columns(names: Iterable[str]) -> list[str]:
    """Returns the names of the fields to display in a table of objects, at most seven, the most useful first."""
    ordered = sort_names(names)
    best = [name for name in ordered if _get_rank(name) <= _LAST_RANK]
    rest = [name for name in ordered if name not in best]
    return [*best[:_COLUMNS], *rest[: max(_FEW_COLUMNS - len(best), 0)]]


def _get_rank(name: str) -> int:
    """Returns the rank of a field in the display order, from 0 (first) to 9 (last)."""
    for rank, group in enumerate((_LABELS[:3], ("id",), _LABELS, _TYPES, _STATES)):
        if name in group:
            return rank
    for rank, pattern in enumerate((_SIZES, _AMOUNTS, _TIMES), 5):
        if pattern.search(name):
            return rank
    return 9 if _ID.search(name) else 8


def format_field(name: str, value: object, currency: str = "", limit: int = _LONGEST) -> str:
    """Formats the value of a field as one short line, with the currency after amounts of money."""
    if is_secret(name) and not isinstance(value, int):
        return HIDDEN
    if isinstance(value, Decimal):
        return f"{value:,.2f} {currency}".rstrip()
    return make_printable(_format_value(name, value), limit)


def format_dollars(name: str, value: float) -> str:
    """Formats an amount in a column such as `SPEND_IN_DOLLAR`. Returns an empty string for other columns."""
    if not name.lower().endswith("_in_dollar") or not math.isfinite(value):
        return ""
    # Small amounts, such as a cost per click, keep their significant digits.
    return f"{value:,.2f}" if value == 0 or abs(value) >= 0.1 else f"{value:.4g}"


def make_printable(text: str, limit: int = _LONGEST) -> str:
    """Returns the text as one line, with unencodable characters escaped, and shortened to the limit."""
    line = escape_control_characters(shorten(text, limit))
    return line.encode("utf-8", "backslashreplace").decode()


def _format_value(name: str, value: object) -> str:
    """Formats the value of a field as text, without a length limit."""
    text = _format_scalar(name, value)
    if text is not None:
        return text
    if isinstance(value, Mapping):  # or a schema
        return _format_mapping(value)
    if isinstance(value, (list, tuple)):
        shown = [_format_value(name, item) for item in value[:_ITEMS]]
        left = len(value) - _ITEMS
        return "; ".join([*shown, f"… and {left:,} more"] if left > 0 else shown)
    return redact(repr(shorten_value(value))[:2000])


def _format_mapping(value: Mapping[Any, Any]) -> str:
    """Formats a mapping as `name=value` pairs. Shows only the length of nested lists and mappings."""
    parts = []
    for key in list(value)[:_PAIRS]:
        item = value[key]
        text = _format_scalar(str(key), item)
        if is_secret(str(key)):
            text = HIDDEN
        elif text is None:
            text = (
                describe_length(item)
                if isinstance(item, Collection)
                else redact(repr(shorten_value(item)))
            )
        if item is not None:
            parts.append(f"{key}={text}")
    return ", ".join(parts)


def _format_scalar(name: str, value: object) -> str | None:
    """Formats a number, string, date, boolean or None as text. Returns None for other types."""
    text: str | None = None
    if value is None:
        text = "None"
    elif isinstance(value, bool):
        text = "yes" if value else "no"
    elif isinstance(value, str):
        text = redact(str.__str__(value)[:2000])
    elif isinstance(value, int):
        if value.bit_length() > _MAX_BITS:  # Python refuses to convert very long integers to text
            text = repr(shorten_value(value))
        else:
            text = str(value) if _ID.search(name) else f"{value:,}"
    elif isinstance(value, float):
        text = format_dollars(name, value) or (
            f"{value:,.6g}" if math.isfinite(value) else str(value)
        )
    elif isinstance(value, datetime.datetime):
        text = value.strftime("%Y-%m-%d %H:%M") + (" UTC" if value.tzinfo else "")
    elif isinstance(value, datetime.date):
        text = value.isoformat()
    return text
