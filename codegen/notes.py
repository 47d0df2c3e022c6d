"""Describes fields in docstrings: what a field means, and which values it allows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from codegen import naming, prose
from codegen.definitions import Definition, ListOf, LiteralValues, Property, Ref, Scalar, Type

_BETWEEN: Final = re.compile(
    r"Between\((?:(-?[\d.]+))?(?:, )?(?:most=)?(-?[\d.]+)?(, above=True)?\)"
)
_SMALLEST_INT: Final = str(-(2**63))
"""The smallest 64-bit integer."""
_LENGTH: Final = re.compile(r"Length\((\d+)?(?:, )?(?:most=)?(\d+)?\)")
_UNITS: Final = {
    "micro": re.compile(r"(?i)in millionths"),
    "seconds": re.compile(r"Unix (timestamp in )?seconds"),
    "milliseconds": re.compile(r"Unix (timestamp in )?milliseconds"),
}


def describe_field(schema: str, item: Property, definitions: Mapping[str, Definition]) -> str:
    """Returns the description of a field of a request."""
    sentences = [
        prose.describe_field(schema, item) or describe_name(item.name),
        describe_allowed(item.type, definitions),
    ]
    return " ".join(filter(None, sentences))


def describe_name(name: str) -> str:
    """Returns a name as a sentence, such as "Daily spend cap." for `daily_spend_cap`."""
    text = prose.spell_words(naming.split_words(name))
    return f"{text[:1].upper()}{text[1:]}."


def get_unit(schema: str, item: Property) -> str:
    """Returns the unit of a field: `micro`, `seconds`, `milliseconds` or an empty string."""
    if not (isinstance(item.type, Scalar) and item.type.name in ("int", "float")):
        return ""
    text = prose.describe_field(schema, item)
    return next((name for name, pattern in _UNITS.items() if pattern.search(text)), "")


def describe_allowed(kind: Type, definitions: Mapping[str, Definition]) -> str:
    """Returns sentences with the allowed values and the limits of a type, or an empty string."""
    inner = kind.item if isinstance(kind, ListOf) else kind
    values: tuple[str | int | float, ...] = inner.values if isinstance(inner, LiteralValues) else ()
    if isinstance(inner, Ref) and definitions[inner.name].kind == "enum":
        values = definitions[inner.name].values
    texts = [prose.describe_allowed_values(values, is_list=kind is not inner)] if values else []
    texts += [
        _describe_limit(text, is_list=kind is not inner) for text in getattr(kind, "limits", ())
    ]
    return " ".join(filter(None, texts))


def _describe_limit(text: str, *, is_list: bool) -> str:
    """Returns a sentence for a limit, such as `Allowed: 1 to 10.` for `Between(1, 10)`.

    Returns an empty string if the limit needs no description.
    """
    between, length = _BETWEEN.fullmatch(text), _LENGTH.fullmatch(text)
    if between:
        least, most, above = between.groups()
        if least and most:
            allowed = (
                f"More than {least} and at most {most}."
                if above
                else f"Allowed: {least} to {most}."
            )
            # A range that starts at the smallest integer needs no description.
            return "" if least == _SMALLEST_INT else allowed
        if least:
            return f"More than {least}." if above else f"At least {least}."
        return f"At most {most}."
    if length:
        least, most = length.groups()
        unit = "item" if is_list else "character"
        unit += "" if (most or least) == "1" else "s"
        if least and most:
            return f"{least} to {most} {unit}."
        return (
            f"At most {most} {unit}."
            if most
            else ""
            if least == "1"
            else f"At least {least} {unit}."
        )
    return ""
