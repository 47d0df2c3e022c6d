"""Converts names in the API contract to Python names."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Container

from pinterest.operation import identifier
from pinterest.schema import Schema

# Names that generated modules import or use. No schema can have one of these names.
RESERVED_CLASSES = frozenset(
    "Annotated Any Between Choice Date DateTime Field Id Length Literal Mapping MaybeText Matches OpenEnum ReadOnly "
    "Schema Sequence TypeAlias".split()
)
_TYPE_WORDS = frozenset("bool dict float int list str".split())


def split_words(name: str) -> list[str]:
    """Splits a name in any style, such as camelCase or snake_case, into words."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", r"\1\3 \2", name)
    return [word for word in re.split(r"[\W_]+", spaced) if word]


def to_pascal_case(name: str) -> str:
    """Returns a name in PascalCase."""
    text = "".join(word[:1].upper() + word[1:] for word in re.split(r"[\W_]+", name) if word)
    return f"N{text}" if text[:1].isdigit() else text


def to_snake_case(name: str) -> str:
    """Returns a name in snake_case."""
    return "_".join(word.lower() for word in split_words(name))


def to_singular(word: str) -> str:
    """Returns the singular of a noun."""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def to_plural(words: str) -> str:
    """Returns the plural of a noun."""
    if words.endswith("y") and words[-2] not in "aeiou":
        return words[:-1] + "ies"
    if words.endswith(("ss", "ch")):
        return words + "es"
    return words if words.endswith("s") else words + "s"


def to_class_name(name: str) -> str:
    """Returns the class name for a schema of the contract."""
    text = to_pascal_case(name)
    taken = text in RESERVED_CLASSES or hasattr(builtins, text) or keyword.iskeyword(text)
    return f"{text}Schema" if taken else text


def make_unique(name: str, used_names: Container[str], suffix: str = "") -> str:
    """Returns `name` if it is not in `used_names`. Otherwise appends the suffix, a number or both.

    `used_names` must be in lower case.
    """
    candidate, number = name, 1
    while candidate.lower() in used_names:
        candidate = f"{name}{suffix}{number if number > 1 or not suffix else ''}"
        number += 1
    return candidate


def to_attribute(name: str) -> str:
    """Returns the attribute name for a property of a schema."""
    text = identifier(name)
    if text.startswith("_"):
        return "field" + text
    if text in _TYPE_WORDS or text in RESERVED_CLASSES or hasattr(Schema, text):
        return text + "_"
    return text


def to_constant(name: str) -> str:
    """Returns a name in UPPER_CASE."""
    text = re.sub(r"[^0-9A-Za-z]+", "_", name).strip("_").upper()
    return f"VALUE_{text}" if not text or text[0].isdigit() else text


def to_method_name(operation_id: str) -> str:
    """Returns the name of the method for an operation."""
    return identifier(operation_id)
