"""Parses batch responses in all formats that the API uses, and gets the outcome of each item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pinterest.exceptions import Reason
from pinterest.utils.redact import redact
from pinterest.utils.shorten import SCREEN, shorten
from pinterest.utils.suggest import format_value

__all__ = ["Outcome", "parse_outcomes", "parse_row_outcomes"]

_FAILURES = ("exceptions", "exception", "error_messages", "errors", "error_counts")
_CODES = ("code", "error_code", "errorCode")
_MESSAGES = ("messages", "error_messages", "message", "errorMessage", "error_msg", "error_type")


class Outcome(NamedTuple):
    """The outcome of one item of a batch.

    Attributes:
        data: The object in the response. None if the response does not contain the object.
        reasons: Why the item failed. Empty if the item succeeded.
    """

    data: dict[str, Any] | None
    reasons: list[Reason]


def parse_outcomes(items: Sequence[object], data: object) -> list[Outcome | None]:
    """Parses response data into one outcome per item, or None for an item that the response does not mention."""
    failed, rows = _split_failures(data)
    if failed is not None:
        return _match_outcomes(items, [row for row in failed if row], rows)
    found: list[Outcome | None] = [_parse_outcome(row) for row in rows[: len(items)]]
    return found + [None] * (len(items) - len(found))


def parse_row_outcomes(data: object) -> list[tuple[Any, Outcome]]:
    """Returns the rows of a response with their outcomes, for a request that has no list of items."""
    if isinstance(data, dict) and "success" in data:
        reasons = [] if data["success"] else _parse_reasons(data) or [Reason("failed")]
        return [(data, Outcome(data, reasons))]
    failed, rows = _split_failures(data)
    outcomes_of_rows = [(row, _parse_outcome(row) or Outcome(None, [])) for row in rows]
    return outcomes_of_rows + [
        (row, Outcome(None, _parse_reasons(row) or [Reason("failed")]))
        for row in failed or ()
        if row
    ]


def _split_failures(data: object) -> tuple[list[Any] | None, list[Any]]:
    """Returns a pair (failures, other rows) from a response.

    The failures are None if the response has no separate field for failures.
    """
    if isinstance(data, list):
        return None, data
    if not isinstance(data, dict):
        return None, []
    lists = {name: value for name, value in data.items() if isinstance(value, list)}
    separate = [name for name in _FAILURES if name in data]
    rest = [value for name, value in lists.items() if name not in separate]
    rows = rest[0] if rest else []
    if separate and not rest:
        # The rows are in a mapping. The field `invites`, for example, maps the ID of each partner to its
        # invite.
        named = [value for value in data.values() if isinstance(value, dict)]
        rows = list(named[0]) if named else []
    return (lists.get(separate[0], []) if separate else None), rows


def _parse_outcome(row: object) -> Outcome | None:
    """Converts a response row to an outcome, or returns None if the row contains neither data nor an error."""
    if isinstance(row, str):
        return Outcome({"id": row}, [])
    if not isinstance(row, dict):
        return None
    inner = row.get("data")
    if "data" not in row:
        others = [
            value
            for name, value in row.items()
            if isinstance(value, dict) and name not in (*_FAILURES, "status")
        ]
        wrapped = len(others) == 1 and (len(row) == 1 or not set(_FAILURES).isdisjoint(row))
        inner = others[0] if wrapped else row
    reasons = [*_find_reasons(row), *(_find_reasons(inner) if inner is not row else ())]
    if not reasons and not (isinstance(inner, dict) and inner):
        return None
    return Outcome(inner if isinstance(inner, dict) else None, reasons)


def _find_reasons(row: object) -> list[Reason]:
    """Returns the reasons that a row of a response gives for a failure. Empty if the row reports no failure."""
    if not isinstance(row, dict):
        return []
    reasons = [reason for name in _FAILURES for reason in _parse_reasons(row.get(name))]
    status = row.get("status")
    if isinstance(status, dict) and "message" in status:
        reasons += _parse_reasons(status)
    if not reasons and isinstance(status, str) and status.lower() in ("failed", "failure"):
        reasons = _parse_reasons(row.get("error_message")) or [Reason("failed")]
    return reasons


def _parse_reasons(value: object) -> list[Reason]:
    """Returns the reasons for a failure, parsed from any of the API's formats."""
    if isinstance(value, list):
        return [reason for item in _flatten(value) for reason in _parse_reasons(item)]
    if isinstance(value, str) and value:
        return [Reason(_shorten(value))]
    if not isinstance(value, dict):
        return []
    code = next((value[name] for name in _CODES if isinstance(value.get(name), int)), None)
    messages = next((value[name] for name in _MESSAGES if name in value), None)
    texts = messages if isinstance(messages, list) else [messages]
    row = value.get("row_number")
    where = f"row {row}: " if isinstance(row, int) and row > 0 else ""
    known = [Reason(f"{where}{_shorten(text)}", code) for text in texts if text]
    return known or ([Reason("refused", code)] if code is not None else [])


def _flatten(value: list[Any]) -> list[Any]:
    """Flattens a list that may contain lists, nested to any depth."""
    items, left = [], [value]
    while left:
        for item in left.pop():
            if isinstance(item, list):
                left.append(item)
            else:
                items.append(item)
    return items


def _shorten(message: object) -> str:
    """Removes secrets from a message and shortens it to fit on one screen."""
    text = message if isinstance(message, str) else format_value(message, SCREEN)
    # Redact before shortening: no pattern matches the first half of a token.
    return shorten(redact(text[: 2 * SCREEN]))


def _match_outcomes(
    items: Sequence[object], failed: Sequence[Any], rows: Sequence[Any]
) -> list[Outcome | None]:
    """Returns one outcome per item, from the failed rows and the other rows of a response.

    An item gets None if the response has too few rows.
    """
    found: dict[int, Outcome] = {}
    unmatched: list[Outcome] = []
    index = _ItemIndex(items)
    for row, is_failure in [*((row, True) for row in failed), *((row, False) for row in rows)]:
        data = row.get("data", row) if isinstance(row, dict) else row
        reasons = (_parse_reasons(row) or [Reason("failed")]) if is_failure else []
        outcome = Outcome(data if isinstance(data, dict) else None, reasons)
        position = index.pop_match(data)
        if position is None:
            unmatched.append(outcome)
        else:
            found[position] = outcome
    remaining = [position for position in range(len(items)) if position not in found]
    found |= dict(zip(remaining, unmatched, strict=False))
    return [found.get(position) for position in range(len(items))]


class _ItemIndex:
    """Finds the item of the request that matches a row of the response."""

    def __init__(self, items: Sequence[object]) -> None:
        self._items = items
        self._matched: set[int] = set()
        # These dicts find items by the values of their fields, so the total time is proportional to the number of
        # items. The indexes in each list are in descending order, so the first item is at the end.
        self._by_value: dict[str, list[int]] = defaultdict(list)
        self._ids: dict[str, list[int]] = defaultdict(list)
        self._groups: dict[tuple[bool, frozenset[str]], list[int]] = defaultdict(list)
        self._lookups: dict[tuple[object, ...], dict[tuple[str, ...], list[int]]] = {}
        for index in reversed(range(len(items))):
            item = items[index]
            values = item.values() if isinstance(item, Mapping) else (item,)
            for text in {str(value) for value in values if isinstance(value, (str, int))}:
                self._by_value[text].append(index)
            if isinstance(item, Mapping):
                known = frozenset(name for name, value in item.items() if value is not None)
                self._groups[False, known].append(index)
                self._groups[True, frozenset(item)].append(index)
            else:
                self._ids[str(item)].append(index)

    def pop_match(self, data: object) -> int | None:
        """Returns the index of an item that matches a response row, or None. Returns each index only once."""
        # Look for an exact match first: two items may differ only in a field that is None in one of them.
        for exactly in (True, False):
            found = [
                index
                for candidates in self._find_candidates(data, exactly=exactly)
                if (index := self._find_match(candidates, data, exactly=exactly)) is not None
            ]
            if found:
                self._matched.add(min(found))
                return min(found)
        return None

    def _find_candidates(self, data: object, *, exactly: bool) -> Iterator[list[int]]:
        """Yields lists of indexes of items that may match a response row.

        If `exactly` is False, fields that are None count as missing.
        """
        if not isinstance(data, Mapping):
            yield self._by_value.get(str(data), [])
            return
        if self._ids:
            for text in {str(value) for value in data.values()}:
                yield self._ids.get(text, [])
        for (is_exact, names), indexes in self._groups.items():
            both = tuple(n for n in names if n in data and (exactly or data[n] is not None))
            if is_exact is not exactly or not both:
                continue
            lookup = self._lookups.get((exactly, names, both))
            if lookup is None:
                lookup = self._lookups[exactly, names, both] = defaultdict(list)
                for index in indexes:
                    item: Any = self._items[index]
                    lookup[tuple(str(item[name]) for name in both)].append(index)
            yield lookup.get(tuple(str(data[name]) for name in both), [])

    def _find_match(self, candidates: list[int], data: object, *, exactly: bool) -> int | None:
        """Returns the lowest candidate index whose item matches a response row, or None.

        Ignores items that an earlier row matched.
        """
        while candidates and candidates[-1] in self._matched:
            candidates.pop()
        for index in reversed(candidates):
            item = self._items[index]
            agrees = index not in self._matched and _matches_item(item, data)
            if agrees and (not exactly or _matches_item(item, data, exactly=True)):
                return index
        return None


def _matches_item(item: object, data: object, *, exactly: bool = False) -> bool:
    """Returns whether an item and a response row are equal in all fields that both contain.

    If `exactly` is False, fields that are None count as missing.
    """
    if not isinstance(data, Mapping):
        values = item.values() if isinstance(item, Mapping) else (item,)
        return any(isinstance(value, (str, int)) and str(value) == str(data) for value in values)
    if not isinstance(item, Mapping):  # the item is an ID
        return str(item) in map(str, data.values())
    both = [name for name in item if name in data]
    if not exactly:
        both = [name for name in both if data[name] is not None and item[name] is not None]
    return bool(both) and all(str(item[name]) == str(data[name]) for name in both)
