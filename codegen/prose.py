"""What generated docstrings say, by rule from names; `phrases/` has the words where a rule reads badly."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from codegen.model import ListOf, Property, Scalar
from codegen.naming import words
from pinterest.operation import Operation, Parameter

PHRASES: Final = Path(__file__).with_name("phrases")
_MANY_VALUES: Final = 12
_SHOWN_OF_MANY: Final = 4


@cache
def phrases(name: str) -> dict[str, Any]:
    """Returns a file of phrases."""
    return tomllib.loads((PHRASES / f"{name}.toml").read_text(encoding="utf-8"))


def phrase(name: str, owner: str, key: str) -> str:
    """Returns the phrase for a key, or better for that key of its owner; empty where there is none."""
    known = phrases(name)
    return str(known.get(f"{owner}.{key}") or known.get(key, ""))


def summary(operation: Operation) -> str:
    """Returns the line that says what an operation does."""
    told = phrases("operations").get(operation.id)
    if told:
        return str(told)
    parts = [word.lower() for word in words(operation.id)]
    verbs = phrases("words")["verbs"]
    # The verb stands last (`audiences/list`), or first (`get/invites`).
    if parts[-1] in verbs:
        verb, noun = verbs[parts[-1]], parts[:-1]
    elif parts[0] in verbs:
        verb, noun = verbs[parts[0]], parts[1:]
    else:
        verb, noun = verbs[operation.verb.lower()], parts
    single = operation.path.endswith("}")
    if single or (verb == verbs["create"] and operation.body and not operation.body.many):
        noun = [*noun[:-1], _singular(noun[-1])]
        article = "one" if single else "an" if noun[0][0] in "aeio" else "a"
        return f"{verb} {article} {spelt(noun)}."
    return f"{verb} {spelt(noun)}."


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def parameter(operation: Operation, item: Parameter, *, legacy: bool) -> str:
    """Returns what is said of a parameter: what it is, and what is allowed."""
    told = phrase("parameters", operation.id, item.name)
    if not item.required and not told:
        told = phrase("parameters", operation.id, f"{item.name}?")
    sentences = [told or _named(operation, item)]
    allowed = _allowed(item)
    if allowed:
        sentences.append(f"Allowed: {allowed}.")
    if item.default is not None and not item.required:
        sentences.append(f"The server takes {_value(item.default)} unless told.")
    if legacy:
        sentences.append(
            "The published description has dropped it; it is sent when given, and may do nothing."
        )
    return " ".join(sentences)


def note(schema: str, item: Property) -> str:
    """Returns what is said of a schema's field where its name does not say it all; empty where it does."""
    told = phrase("fields", schema, item.name)
    if told:
        return told
    kind = item.type.item if isinstance(item.type, ListOf) else item.type
    if not isinstance(kind, Scalar):
        return ""
    number = kind.name in ("int", "float")
    for pattern, numeric, text in _NOTES:
        if re.search(pattern, item.name) and (number or not numeric):
            return text
    return ""


_NOTES: Final[tuple[tuple[str, bool, str], ...]] = (
    (r"(?i)micro_?currency", False, "Millionths of a unit of the account's currency."),
    (r"_ms$", True, "Unix milliseconds."),
    (r"(_timestamp|_time|_date|_at)$", True, "Unix seconds."),
    (r"expires_in$", True, "Seconds from now."),
    (r"^(percent|pct)_|(^|_)percent(age)?$", True, "Percent."),
    (r"^ratio$", True, "Share of the whole, 0 to 1."),
)


def _allowed(item: Parameter) -> str:
    if item.enum:
        many = len(item.enum) > _MANY_VALUES
        shown = item.enum[:_SHOWN_OF_MANY] if many else item.enum
        values = ", ".join(f"`{value}`" for value in shown)
        return f"{values} and {len(item.enum) - len(shown)} more" if many else values
    least, most = item.minimum, item.maximum
    if least is not None and most is not None:
        return f"{least:g} to {most:g}"
    if least is not None or most is not None:
        return f"{least:g} or more" if least is not None else f"up to {most:g}"
    return f"{number_of(item.min_items, item.max_items)} of them" if item.max_items else ""


def number_of(least: int | None, most: int | None) -> str:
    """Returns how many there may be, where both ends are known."""
    return str(most) if least == most else f"{least or 0} to {most}"


def _value(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(_value(item) for item in value) or "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def _named(operation: Operation, item: Parameter) -> str:
    """Returns what the name of a parameter says: an id stands for what it is of."""
    *noun, last = [word.lower() for word in words(item.name)]
    if not noun or last not in ("id", "ids"):
        text = spelt([*noun, last])
        return f"{text[:1].upper()}{text[1:]}."
    many = last == "ids"
    text = f"{spelt(noun)}{'s' if many else ''}"
    if item.required:
        return f"The {text}."
    # What an operation lists is picked by its own ids, or by those of what it belongs to.
    own = f" {text} " in f" {spelt(words(operation.id))} "
    return f"Only {'' if own else 'those of '}{'these' if many else 'this'} {text}."


def spelt(parts: list[str]) -> str:
    """Returns words as they are written: in lower case, but for some."""
    special = phrases("words")["words"]
    return " ".join(special.get(word.lower(), word.lower()) for word in parts)
