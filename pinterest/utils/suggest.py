"""The nearest valid name, for errors about a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

_MOST_VALUES = 40
_MOST_NAMES = 20


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Returns the valid name that looks most like `name`, None where none comes close."""
    import difflib  # only errors need it

    names = sorted(valid)
    by_lower = {item.lower(): item for item in names}
    found = difflib.get_close_matches(name.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[found[0]] if found else None


def allowed_values(value: object, valid: Iterable[object]) -> str:
    """Returns what is allowed in the place of a value: all that is, or the nearest where that would fill a page."""
    texts = list(map(str, valid))
    if len(texts) <= _MOST_VALUES:
        return ", ".join(texts)
    found = nearest(str(value), texts) or texts[0]
    return f"one of {len(texts)} values, such as {found}"


def allowed_range(least: float | None, most: float | None, unit: str = "") -> str:
    """Returns what is allowed of a number, or how many of a unit, where at least one end is known."""
    tail = f" {unit}" if unit else ""
    if most is None:
        return f"{least:.15g} or more{tail}"
    return f"{least:.15g} to {most:.15g}{tail}" if least is not None else f"up to {most:.15g}{tail}"


def unknown_name(name: str, valid: Iterable[str]) -> str:
    """Returns the sentence that follows an unknown name: the nearest valid one, or as many as can be taken in."""
    names = sorted(set(valid))
    found = nearest(name, names)
    if found:
        return f"did you mean {found!r}?"
    if not names:
        return "it takes none"
    left = len(names) - _MOST_NAMES
    shown = ", ".join(names[:_MOST_NAMES])
    return f"valid names: {shown}" + (f" and {left} more" if left > 0 else "")
