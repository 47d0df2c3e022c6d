"""What a response says of each of several items: all the forms that the API has for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pinterest.exceptions import Reason
from pinterest.utils.redact import redact

__all__ = ["Outcome", "outcomes"]

_FAILURES = ("exceptions", "exception", "error_messages", "errors")


class Outcome(NamedTuple):
    """What became of one item.

    Attributes:
        data: The object that the response holds for it, None where it holds none.
        reasons: Why it failed; empty where it succeeded.
    """

    data: dict[str, Any] | None
    reasons: list[Reason]


def outcomes(items: Sequence[object], data: object) -> list[Outcome | None]:
    """Returns what a response says of each item, None where it says nothing.

    Args:
        items: What was sent.
        data: The parsed response.
    """
    failed, rows = _parts(data)
    if failed is not None:
        return _matched(items, [row for row in failed if row], rows)
    found: list[Outcome | None] = [_outcome(row) for row in rows[: len(items)]]
    return found + [None] * (len(items) - len(found))


def _parts(data: object) -> tuple[list[Any] | None, list[Any]]:
    """Returns the failures of a response, where they are listed apart, and what else it lists."""
    if isinstance(data, list):
        return None, data
    if not isinstance(data, dict):
        return None, []
    lists = {name: value for name, value in data.items() if isinstance(value, list)}
    apart = [name for name in _FAILURES if name in data]
    rest = [value for name, value in lists.items() if name not in apart]
    rows = rest[0] if rest else []
    return (lists.get(apart[0], []) if apart else None), rows


def _outcome(row: object) -> Outcome | None:
    if not isinstance(row, dict):
        return None
    inner = row.get("data")
    if "data" not in row:
        others = [
            value
            for name, value in row.items()
            if isinstance(value, dict) and name not in (*_FAILURES, "status")
        ]
        inner = others[0] if len(others) == 1 and set(row) & set(_FAILURES) else row
    reasons = [*_reasons_in(row), *(_reasons_in(inner) if inner is not row else ())]
    if not reasons and not (isinstance(inner, dict) and inner):
        return None
    return Outcome(inner if isinstance(inner, dict) else None, reasons)


def _reasons_in(row: object) -> list[Reason]:
    if not isinstance(row, dict):
        return []
    reasons = [reason for name in _FAILURES for reason in _reasons(row.get(name))]
    status = row.get("status")
    if isinstance(status, dict) and "message" in status:
        reasons += _reasons(status)
    if not reasons and isinstance(status, str) and status.lower() == "failed":
        reasons = _reasons(row.get("error_message")) or [Reason("failed")]
    return reasons


def _reasons(told: object) -> list[Reason]:
    """Returns the reasons in any form that the API gives them."""
    if isinstance(told, list):
        return [reason for item in told for reason in _reasons(item)]
    if isinstance(told, str) and told:
        return [Reason(redact(told))]
    if not isinstance(told, dict):
        return []
    code = told.get("code") if isinstance(told.get("code"), int) else None
    messages = told.get("messages", told.get("error_messages", told.get("message")))
    texts = messages if isinstance(messages, list) else [messages]
    known = [Reason(redact(str(text)), code) for text in texts if text]
    return known or ([Reason("refused", code)] if code is not None else [])


def _matched(
    items: Sequence[object], failed: Sequence[Any], rows: Sequence[Any]
) -> list[Outcome | None]:
    """Returns what a response that lists failures apart says of each item: they are matched by what they hold."""
    found: dict[int, Outcome] = {}
    unmatched: list[Outcome] = []
    for told, is_failure in [*((row, True) for row in failed), *((row, False) for row in rows)]:
        data = told.get("data", told) if isinstance(told, dict) else told
        reasons = (_reasons(told) or [Reason("failed")]) if is_failure else []
        outcome = Outcome(data if isinstance(data, dict) else None, reasons)
        alike = (
            index
            for index in range(len(items))
            if index not in found and _alike(items[index], data)
        )
        place = next(alike, None)
        if place is None:
            unmatched.append(outcome)
        else:
            found[place] = outcome
    left = [index for index in range(len(items)) if index not in found]
    found |= dict(zip(left, unmatched, strict=False))
    return [found.get(index) for index in range(len(items))]


def _alike(item: object, data: object) -> bool:
    """Whether a part of a response is about an item: all that both of them hold is the same."""
    if not (isinstance(item, Mapping) and isinstance(data, Mapping)):
        return str(item) == str(data)
    both = [name for name in item if data.get(name) is not None and item[name] is not None]
    return bool(both) and all(str(item[name]) == str(data[name]) for name in both)
