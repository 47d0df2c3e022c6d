"""Formats parts of error messages: values, names, allowed values, allowed ranges and the closest valid name."""

from __future__ import annotations

from collections.abc import Iterable

from pinterest.utils.shorten import shorten, shorten_value

# Names with more characters are not compared: the comparison would be slow, and no valid name is that long.
_LONGEST_NAME = 200
_LONGEST_SHOWN = 60
_MAX_VALUES = 40
_MAX_NAMES = 20


def find_nearest_name(name: str, valid: Iterable[str]) -> str | None:
    """Returns the valid name that is most similar to `name`, or None if no valid name is similar."""
    import difflib  # imported late: only errors need this module

    if len(name) > _LONGEST_NAME:
        return None
    names = sorted(valid)
    by_lower = {item.lower(): item for item in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def describe_allowed_values(value: object, valid: Iterable[object], *, search: bool = True) -> str:
    """Lists the allowed values for an error message. A long list is replaced by one example.

    Args:
        value: The value that the caller passed.
        valid: The allowed values.
        search: Whether to use the closest allowed value as the example. If False, the first allowed value is used.
    """
    texts = list(map(str, valid))
    if len(texts) <= _MAX_VALUES:
        return ", ".join(texts)
    found = (
        find_nearest_name(value, texts) if search and isinstance(value, str) else None
    ) or texts[0]
    return f"one of {len(texts)} values, such as {found}"


def describe_allowed_range(least: float | None, most: float | None, unit: str = "") -> str:
    """Describes the allowed range of a number for an error message. One of the limits may be None."""
    tail = f" {unit}" if unit else ""
    if most is None:
        return f"{least:.15g} or more{tail}"
    return f"{least:.15g} to {most:.15g}{tail}" if least is not None else f"up to {most:.15g}{tail}"


def format_value(value: object, limit: int = 60, *, name: str = "") -> str:
    """Returns a short repr of a value for an error message, without secrets and personal data.

    Args:
        value: The value.
        limit: Maximum length of the text.
        name: The name of the field that contains the value. Values of secret fields are hidden.
    """
    from pinterest.utils import redact  # imported late: only errors need this module

    if redact.is_secret(name):
        return redact.HIDDEN
    # The repr of a schema already hides secret fields. Redact before shortening: no pattern matches the first
    # half of a token.
    part = shorten_value(value, 4 * limit)
    shown = redact.redact_data(part) if isinstance(part, (dict, list, tuple)) else part
    return shorten(redact.redact(repr(shown)[: 8 * limit]), limit)


def format_name(name: object) -> str:
    """Formats the name of a field or parameter for an error message: shortened and in quotes."""
    return shorten(repr(shorten_value(name)), _LONGEST_SHOWN)


def plain_name(name: object) -> str:
    """Formats the name of a field for an error message: shortened and without quotes."""
    text = name if isinstance(name, str) else repr(shorten_value(name))
    # Escape characters that cannot be encoded.
    return shorten(text, _LONGEST_SHOWN).encode("utf-8", "backslashreplace").decode()


def escape_name(name: str) -> str:
    """Escapes the line breaks and unprintable characters in a name from a response."""
    return name if name.isprintable() else repr(name)[1:-1]


def unknown_name(name: object, valid: Iterable[str], *, search: bool = True) -> str:
    """Returns a hint for an error about an unknown name: the closest valid name, or a list of valid names."""
    names = sorted(set(valid))
    found = find_nearest_name(name, names) if search and isinstance(name, str) else None
    if found:
        return f"did you mean {found!r}?"
    if not names:
        return "no names are valid here"
    more = len(names) - _MAX_NAMES
    listed = ", ".join(names[:_MAX_NAMES])
    return f"valid names: {listed}" + (f" and {more} more" if more > 0 else "")
