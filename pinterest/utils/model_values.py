"""Converts values from responses to the types that rich models declare."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

SCALARS: Final[dict[str, type]] = {
    text: kind
    for kind in (str, int, float, bool)
    for text in (kind.__name__, f"{kind.__name__} | None")
}
"""Maps type declarations such as `int | None` to the type of the value, such as `int`."""


class _TypeNamespace(dict[str, Any]):
    """Maps names in type declarations to types."""

    def __missing__(self, name: str) -> Any:
        from pinterest import schemas

        try:
            return getattr(schemas, name)  # imports the schema on first use
        except AttributeError:
            raise KeyError(name) from None  # then eval finds builtins such as list


@cache
def _resolve_type(declared: str) -> Any:
    import datetime
    from typing import Literal

    names = _TypeNamespace(Any=Any, Literal=Literal, datetime=datetime)
    return eval(declared, {}, names)  # nosec B307  # the text comes from a generated class


def convert(declared: str, value: object) -> Any:
    """Converts a value to a declared type. Returns a value that does not fit the type unchanged."""
    if SCALARS.get(declared) is str and type(value) is int:
        return str(value)  # usually an ID
    from pinterest.schema import parse_as_type

    return parse_as_type(_resolve_type(declared), value)
