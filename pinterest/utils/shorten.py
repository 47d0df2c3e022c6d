"""Shortens strings, lists and values for error messages."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

__all__ = ["SCREEN", "describe_length", "join_first", "shorten", "shorten_value"]

SCREEN: Final = 2000
"""The maximum length of an error text in characters: about one screen."""

# The maximum numbers of items, levels and digits of a value in an error message.
_MAX_ITEMS = 10
_MAX_DEPTH = 4
_MAX_BITS = 256
_TEXTS = (str, bytes, bytearray)
_KINDS = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "set",
    dict: "mapping",
}


def shorten(text: str, limit: int = SCREEN) -> str:
    """Shortens a text to at most `limit` characters. A shortened text ends with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def join_first(
    parts: Sequence[str], separator: str = "; ", *, max_parts: int = 5, max_length: int = 1500
) -> str:
    """Joins the first parts of a text, and adds the number of parts that are left out."""
    # The first part is always shown, and cut off if it is longer than `max_length`.
    chosen: list[str] = []
    for part in parts[:max_parts]:
        if chosen and sum(map(len, chosen)) + len(part) > max_length:
            break
        chosen.append(shorten(part, max_length))
    left = len(parts) - len(chosen)
    if left > 0:
        chosen.append(f"and {left:,} more")
    return separator.join(chosen)


class _ValuePlaceholder:
    """A placeholder for a value. Its repr is the given text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return self._text


def shorten_value(value: object, length: int = 240, depth: int = 0) -> object:
    """Returns a shortened copy of a value. The repr of the copy is short and raises no error.

    Cuts strings to `length` characters. Replaces long containers with a text such as `a list of 500 items`.
    """
    # Long strings, containers and numbers are not copied or formatted as a whole, because that would be slow.
    if type(value) in _TEXTS:
        return value[:length]  # type: ignore[index]  # one of the three types
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        return _ValuePlaceholder(f"a number of more than {_MAX_BITS * 3 // 10} digits")
    kind = next((kind for kind in _KINDS if isinstance(value, kind)), None)
    if kind is None:
        return _ValuePlaceholder(_safe_repr(value))
    assert isinstance(value, Collection)
    # `depth` is the number of containers around the value.
    if value and (depth >= _MAX_DEPTH or len(value) > _MAX_ITEMS):
        return _ValuePlaceholder(f"a {_KINDS[kind]} of {describe_length(value)}")
    if isinstance(value, dict):
        return {
            shorten_value(key, length, depth + 1): shorten_value(item, length, depth + 1)
            for key, item in value.items()
        }
    return kind([shorten_value(item, length, depth + 1) for item in value])


def describe_length(value: Collection[object]) -> str:
    """Returns the length of a container or string as text, such as `8,000 items`."""
    unit = "character" if isinstance(value, _TEXTS) else "item"
    return f"{len(value):,} {unit}{'' if len(value) == 1 else 's'}"


def _safe_repr(value: object) -> str:
    try:
        return repr(value)
    except Exception:  # noqa: BLE001  # the repr of a class of the caller may raise anything
        return f"a value of type {type(value).__name__}"
