"""Converts values from responses to the types that the generated bases declare."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

SCALARS: Final[dict[str, type]] = {
    text: kind
    for kind in (str, int, float, bool)
    for text in (kind.__name__, f"{kind.__name__} | None")
}
"""Simple types by their declarations."""


class _Names(dict[str, Any]):
    """The names in declared types. Schemas are imported on first use."""

    def __missing__(self, name: str) -> Any:
        from pinterest import schemas

        try:
            return getattr(schemas, name)
        except AttributeError:
            raise KeyError(name) from None  # a builtin, such as list


@cache
def _resolve_type(declared: str) -> Any:
    import datetime
    from typing import Literal

    names = _Names(Any=Any, Literal=Literal, datetime=datetime)
    return eval(declared, {}, names)  # nosec B307  # the text comes from a generated class


def convert(declared: str, value: object) -> Any:
    """Converts a value to its declared type. Returns it unchanged if it does not fit."""
    if SCALARS.get(declared) is str and type(value) is int:
        return str(value)  # usually an ID
    from pinterest.schema import read_answer

    return read_answer(_resolve_type(declared), value)
