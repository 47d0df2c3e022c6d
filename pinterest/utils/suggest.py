"""Parts of error messages: the value, the closest valid name, the allowed values, the allowed range."""

from __future__ import annotations

from collections.abc import Iterable

from pinterest.utils.shorten import shorten, shorten_value

# Longer names are not similar to valid names, and comparing them would be slow.
_LONGEST_NAME = 200
_LONGEST_SHOWN = 60
_MAX_VALUES = 40
_MAX_NAMES = 20


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Returns the valid name that is most similar to a name. None if no name is similar."""
    import difflib  # only errors need it

    if len(name) > _LONGEST_NAME:
        return None
    names = sorted(valid)
    by_lower = {item.lower(): item for item in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def allowed_values(value: object, valid: Iterable[object], *, search: bool = True) -> str:
    """Returns the allowed values as text. If there are too many, returns only their number and the closest one.

    Args:
        value: The value that is not allowed.
        valid: The values that are allowed.
        search: Whether to search for the closest one. Otherwise the first one is returned.
    """
    texts = list(map(str, valid))
    if len(texts) <= _MAX_VALUES:
        return ", ".join(texts)
    found = (nearest(value, texts) if search and isinstance(value, str) else None) or texts[0]
    return f"one of {len(texts)} values, such as {found}"


def allowed_range(least: float | None, most: float | None, unit: str = "") -> str:
    """Returns the allowed range of a number as text. At least one limit is required.

    Args:
        least: The smallest number allowed. None for no limit.
        most: The largest number allowed. None for no limit.
        unit: The unit, such as `items`.
    """
    tail = f" {unit}" if unit else ""
    if most is None:
        return f"{least:.15g} or more{tail}"
    return f"{least:.15g} to {most:.15g}{tail}" if least is not None else f"up to {most:.15g}{tail}"


def format_value(value: object, limit: int = 60, *, name: str = "") -> str:
    """Returns a value for an error message: its repr without secrets and personal data.

    A long list is described by its number of items.

    Args:
        value: The value.
        limit: Maximum length of the text.
        name: The name of the field that holds the value. The values of some fields are never shown.
    """
    from pinterest.utils import redact  # only errors need it

    if redact.is_secret(name):
        return redact.HIDDEN
    # The repr of a schema already hides such values. The text is cut off after secrets are hidden, since no pattern
    # matches the first half of a token.
    part = shorten_value(value, 4 * limit)
    shown = redact.redact_data(part) if isinstance(part, (dict, list, tuple)) else part
    return shorten(redact.redact(repr(shown)[: 8 * limit]), limit)


def format_name(name: object) -> str:
    """Returns the name of a field or parameter in quotes, for an error message."""
    return shorten(repr(shorten_value(name)), _LONGEST_SHOWN)


def plain_name(name: object) -> str:
    """Returns the name of a field for an error message. Escapes characters that cannot be encoded."""
    text = name if isinstance(name, str) else repr(shorten_value(name))
    return shorten(text, _LONGEST_SHOWN).encode("utf-8", "backslashreplace").decode()


def escape_name(name: str) -> str:
    """Returns a name from a response as reprs show it: on one line, with unprintable characters escaped."""
    return name if name.isprintable() else repr(name)[1:-1]


def unknown_name(name: object, valid: Iterable[str], *, search: bool = True) -> str:
    """Returns the hint for an unknown name: the closest valid name, or else the first valid names.

    Args:
        name: The unknown name.
        valid: The valid names.
        search: Whether to search for the closest one.
    """
    names = sorted(set(valid))
    found = nearest(name, names) if search and isinstance(name, str) else None
    if found:
        return f"did you mean {found!r}?"
    if not names:
        return "no names are valid here"
    more = len(names) - _MAX_NAMES
    listed = ", ".join(names[:_MAX_NAMES])
    return f"valid names: {listed}" + (f" and {more} more" if more > 0 else "")
