"""Writes the texts of generated docstrings. Most texts are derived from names. The others are in `phrases/`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any, Final

from codegen.definitions import ListOf, LiteralValues, Property, Scalar
from codegen.naming import split_words, to_singular
from pinterest.operation import Operation, Parameter

PHRASES: Final = Path(__file__).with_name("phrases")
_MANY_VALUES: Final = 12
_EXAMPLES_OF_MANY: Final = 3


@cache
def read_phrases(name: str) -> dict[str, Any]:
    """Returns the content of a phrase file."""
    return tomllib.loads((PHRASES / f"{name}.toml").read_text(encoding="utf-8"))


def find_phrase(name: str, owner: str, key: str) -> str:
    """Returns the phrase for `OWNER.KEY` in `phrases/NAME.toml`, or else for `KEY`. Empty if both are missing."""
    known = read_phrases(name)
    return str(known.get(f"{owner}.{key}") or known.get(key, ""))


def summarize(operation: Operation) -> str:
    """Returns the first line of a docstring: what an operation does."""
    text = read_phrases("operations").get(operation.id)
    if text:
        return str(text)
    parts = [word.lower() for word in split_words(operation.id)]
    verbs = read_phrases("words")["verbs"]
    # The verb is the last word of the ID (`audiences/list`) or the first (`get/invites`).
    if parts[-1] in verbs:
        verb, noun = verbs[parts[-1]], parts[:-1]
    elif parts[0] in verbs:
        verb, noun = verbs[parts[0]], parts[1:]
    else:
        verb, noun = verbs[operation.verb.lower()], parts
    single = operation.path.endswith("}")
    if single or (verb == verbs["create"] and operation.body and not operation.body.many):
        noun = [*noun[:-1], to_singular(noun[-1])]
        return (
            f"{verb} {'one' if verb == verbs['get'] else get_article(noun[0])} {spell_words(noun)}."
        )
    return f"{verb} {spell_words(noun)}."


def get_article(word: str) -> str:
    """Returns the indefinite article for a word."""
    return "an" if re.match(r"[aeioAEIO]|[uU]p|[FHLMNRSX](?=[A-Z])", word) else "a"


def describe_parameter(operation: Operation, item: Parameter, *, legacy: bool) -> str:
    """Returns the description of a parameter, with its allowed values and its default."""
    text = find_phrase("parameters", operation.id, item.name)
    if not item.required and not text:
        text = find_phrase("parameters", operation.id, f"{item.name}?")
    sentences = [_add_limits(text or _describe_by_name(operation, item), item)]
    if item.enum:
        sentences.append(describe_allowed_values(item.enum, is_list=bool(item.many)))
        if item.default is not None and not item.required and len(item.enum) > 1:
            sentences.append(f"Defaults to {_format_value(item.default)}.")
    if legacy:
        sentences.append(
            "Legacy: Pinterest's API description no longer contains this parameter. The API may ignore it."
        )
    return " ".join(sentences)


def describe_field(schema: str, item: Property) -> str:
    """Returns the description of a schema's field. Empty if no description is known."""
    text = _find_description(schema, item)
    only = item.type.values if isinstance(item.type, LiteralValues) else ()
    if text and len(only) == 1 and isinstance(only[0], str) and only[0] not in text:
        return f"{re.split('[.:]', text)[0]}. Always `{only[0]}` here."
    return text


def _find_description(schema: str, item: Property) -> str:
    """Returns a field's description from `phrases/fields.toml`, or a description for all fields with similar names.

    Empty if no description is known.
    """
    key = find_field_key(schema, item.name)
    if key:
        numbers = iter(_DIGITS.findall(item.name) if "#" in key else ())
        return re.sub("#", lambda match: next(numbers, "#"), read_phrases("fields")[key])
    kind = item.type.item if isinstance(item.type, ListOf) else item.type
    if not isinstance(kind, Scalar):
        return ""
    number = kind.name in ("int", "float")
    for pattern, numeric, text in _NOTES:
        if re.search(pattern, item.name) and (number or not numeric):
            return text
    return ""


def find_field_key(schema: str, name: str) -> str:
    """Returns the key of a field in `phrases/fields.toml`, such as `AdGroup*.name`. Empty if the field has no key."""
    known = read_phrases("fields")
    numbered = _DIGITS.sub("#", name)
    if f"{schema}.{name}" in known:
        return f"{schema}.{name}"
    for pattern in _list_field_patterns():
        if fnmatchcase(f"{schema}.{name}", pattern) or fnmatchcase(f"{schema}.{numbered}", pattern):
            return pattern
    return next((key for key in (name, f"{schema}.{numbered}", numbered) if key in known), "")


@cache
def _list_field_patterns() -> tuple[str, ...]:
    """Returns the keys in `phrases/fields.toml` that contain a wildcard, in the order of the file."""
    return tuple(key for key in read_phrases("fields") if "*" in key)


_DIGITS: Final = re.compile(r"\d+")
_NOTES: Final[tuple[tuple[str, bool, str], ...]] = (
    (r"(?i)micro_?currency", False, "Amount in millionths of the ad account's currency."),
    (r"^created_(timestamp|time|at)$", True, "Creation time. Unix timestamp in seconds."),
    (r"^updated_(timestamp|time|at)$", True, "Time of the last update. Unix timestamp in seconds."),
    (r"_ms$", True, "Unix timestamp in milliseconds."),
    (r"(_timestamp|_time|_date|_at)$", True, "Unix timestamp in seconds."),
    (r"^refresh_token_expires_in$", True, "Lifetime of the refresh token in seconds."),
    (r"expires_in$", True, "Lifetime of the token in seconds."),
    (r"^(percent|pct)_|(^|_)percent(age)?$", True, "Percentage."),
)


def _add_limits(text: str, item: Parameter) -> str:
    """Adds the limits and the default to a description, in parentheses at the end of the first sentence."""
    limits = [] if item.enum else _describe_limits(item)
    if item.default is not None and not item.required and not item.enum:
        limits.append(f"default {_format_value(item.default)}")
    if not limits:
        return text
    first, separator, rest = text.partition(". ")
    return f"{first.removesuffix('.')} ({', '.join(limits)}).{' ' if separator else ''}{rest}"


def _describe_limits(item: Parameter) -> list[str]:
    least, most = item.minimum, item.maximum
    if least is not None and most is not None:
        return [f"{least:g} to {most:g}"]
    if least is not None:
        return [f"at least {least:g}"]
    if most is not None:
        return [f"at most {most:g}"]
    if item.max_items:
        unit = "" if re.search(r"(^|_)ids?$", item.name) else " values"
        return [describe_count(item.min_items, item.max_items) + unit]
    return []


def describe_allowed_values(values: Sequence[str | int | float], *, is_list: bool) -> str:
    """Returns a sentence with the allowed values, or with examples if there are many values."""
    if len(values) == 1:
        return f"The only allowed value is {_format_value(values[0])}."
    some = "Any" if is_list else "One"
    if len(values) > _MANY_VALUES:
        examples = _join_values(values[:_EXAMPLES_OF_MANY], "and")
        return f"{some} of {len(values)} values, such as {examples}."
    if len(values) == 2:
        return f"{'One or both of' if is_list else 'Either'} {_join_values(values, 'and' if is_list else 'or')}."
    return f"{some} of {_join_values(values, 'and' if is_list else 'or')}."


def _join_values(values: Sequence[object], conjunction: str) -> str:
    *first, last = [_format_value(value) for value in values]
    return f"{', '.join(first)} {conjunction} {last}" if first else last


def describe_count(minimum: int | None, maximum: int | None) -> str:
    """Returns the allowed number of items in a list as text, such as `1 to 30`."""
    return str(maximum) if minimum == maximum else f"{minimum or 0} to {maximum}"


def _format_value(value: Any) -> str:
    """Returns a value as text for a docstring, with strings as inline code."""
    if isinstance(value, tuple):
        return _join_values(value, "and") if value else "an empty list"
    return f"{value}" if isinstance(value, (bool, int, float)) else f"`{value}`"


def _describe_by_name(operation: Operation, item: Parameter) -> str:
    """Returns a description derived from a parameter's name, such as "ID of the board." for `board_id`."""
    *noun, last = [word.lower() for word in split_words(item.name)]
    if not noun or last not in ("id", "ids"):
        text = spell_words([*noun, last])
        return f"{text[:1].upper()}{text[1:]}."
    many = last == "ids"
    text = f"{spell_words(noun)}{'s' if many else ''}"
    if item.required:
        return f"IDs of the {text}." if many else f"ID of the {text}."
    # In a list operation, an ID parameter filters by the IDs of the items or of their parents.
    own = f" {text} " in f" {spell_words(split_words(operation.id))} "
    if own:
        return f"Only return the {text} with {'these IDs' if many else 'this ID'}."
    listed = _get_listed_noun(operation)
    if many:
        return f"IDs of {text}. Only their {listed} are returned."
    return f"ID of {get_article(text)} {text}. Only its {listed} are returned."


def _get_listed_noun(operation: Operation) -> str:
    """Returns the noun for the items that an operation lists, such as "ads"."""
    verbs = read_phrases("words")["verbs"]
    noun = [word.lower() for word in split_words(operation.id) if word.lower() not in verbs]
    return spell_words(noun) or "items"


def spell_words(parts: Sequence[str]) -> str:
    """Returns words as text: `["Board", "id"]` becomes "board ID"."""
    special = read_phrases("words")["words"]
    return " ".join(special.get(word.lower(), word.lower()) for word in parts)
