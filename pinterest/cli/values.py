"""Converts the text of options to values: numbers, dates, enum members, lists and JSON."""

from __future__ import annotations

import datetime
import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from pinterest.cli.annotations import ValueKind

__all__ = ["parse_assignment", "parse_json", "parse_value"]

_TRUE: Final = frozenset({"true", "yes", "on", "1"})
_FALSE: Final = frozenset({"false", "no", "off", "0"})
_DAYS_AGO: Final = re.compile(r"(\d{1,4})d")
_NUMBER: Final = re.compile(r"\d+(\.\d+)?")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\d")


def parse_value(texts: Sequence[str] | str, kind: ValueKind, *, open_enums: bool = False) -> Any:
    """Converts the text of an option to its value.

    Args:
        texts: The text, or a list of texts for an option that can be repeated.
        kind: The values that the option accepts.
        open_enums: Whether to accept enum values that this version of the SDK does not know.

    Raises:
        ValueError: If the text is not valid.
    """
    if isinstance(texts, str):
        return _parse_item(texts, kind, open_enums=open_enums)
    if kind.name == "json":
        return list(_parse_objects(texts))
    items = [item for text in texts for item in _split_items(text, kind)]
    return [_parse_item(item, kind, open_enums=open_enums) for item in items]


def parse_json(text: str) -> Any:
    """Parses JSON from the text, from a file (`@FILE`) or from standard input (`-`).

    Raises:
        ValueError: If the JSON cannot be read or parsed.
    """
    source, content = _read_content(text)
    try:
        return json.loads(content)
    except ValueError as error:
        raise ValueError(
            f"{source} is not valid JSON: {error}. Pass JSON, @FILE, or - for standard input"
        ) from None


def parse_assignment(text: str) -> tuple[list[str], str | None, Any]:
    """Parses `outer.inner=text` or `outer.inner:=JSON`.

    Returns the list of names, the text or None, and the parsed JSON or None.

    Raises:
        ValueError: If the text is not an assignment, or its JSON is not valid.
    """
    match = re.fullmatch(r"([\w.-]+?)(:?=)(.*)", text, re.DOTALL)
    if match is None:
        raise ValueError(f"{text!r} is not an assignment. Write name=text, or name:=JSON")
    path, sign, value = match.groups()
    return path.split("."), *((None, parse_json(value)) if sign == ":=" else (value, None))


def _read_content(text: str) -> tuple[str, str]:
    """Returns the source and the content of an option: a file (`@FILE`), standard input (`-`) or the text itself.

    The source is a description for error messages, such as `the file events.json`.
    """
    if text == "-":
        return "standard input", sys.stdin.read()
    if not text.startswith("@"):
        return "the value", text
    try:
        return f"the file {text[1:]}", Path(text[1:]).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise ValueError(f"cannot read {text[1:]}: {reason}") from None


def _split_items(text: str, kind: ValueKind) -> Iterator[str]:
    """Yields the items in a JSON array, in comma-separated text, or in a file (`@FILE`) with one item per line."""
    if text.startswith("["):
        found = parse_json(text)
        yield from (item if isinstance(item, str) else json.dumps(item) for item in found)
    elif text == "-" or text.startswith("@"):
        content = _read_content(text)[1].strip()
        yield from _split_items(content, kind) if content.startswith("[") else content.split("\n")
    elif kind.name == "text":
        yield text  # the item itself may contain a comma
    else:
        yield from (item.strip() for item in text.split(",") if item.strip())


def _parse_objects(texts: Sequence[str]) -> Iterator[Any]:
    """Parses JSON texts and yields the values. For an array, yields each item instead."""
    for text in texts:
        value = parse_json(text)
        yield from value if isinstance(value, list) else [value]


def _parse_item(text: str, kind: ValueKind, *, open_enums: bool) -> Any:
    if kind.name == "json":
        if kind.takes_text and text != "-" and text[:1] not in ("@", "{", "["):
            return text
        return parse_json(text)
    if kind.name == "choice":
        return _parse_choice(text, kind.choices, open_enums=open_enums)
    if kind.name == "float" and kind.takes_text:
        return float(text) if _NUMBER.fullmatch(text) else text
    parse = _PARSERS.get(kind.name)
    return parse(text) if parse else text


def _parse_choice(text: str, choices: Sequence[Any], *, open_enums: bool) -> Any:
    """Returns the choice that matches the text, ignoring case.

    If no choice matches, returns the text, or an `OpenEnum` if `open_enums` is True.
    """
    for choice in choices:
        if text.casefold() == str(choice).casefold():
            return choice
    if open_enums:
        from pinterest.schema import OpenEnum

        return type("NewValue", (OpenEnum,), {})(text)
    # The SDK checks the value before it sends the request.
    return int(text) if text.isdecimal() and all(type(item) is int for item in choices) else text


def _parse_bool(text: str) -> bool:
    if text.casefold() not in _TRUE | _FALSE:
        raise ValueError(f"{text!r} is not valid. Pass true or false")
    return text.casefold() in _TRUE


def _parse_int(text: str) -> int:
    """Converts text to a whole number. A date, such as `2026-01-31`, becomes Unix seconds."""
    if _MOMENT.match(text):
        moment = datetime.datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
        return int(moment.timestamp())
    try:
        return int(text.replace("_", ""))
    except ValueError:
        raise ValueError(f"{text!r} is not a whole number") from None


def _parse_float(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a number") from None


def _parse_date(text: str) -> str:
    """Converts `today`, `yesterday` or `30d` (30 days ago) to a date. Returns any other text unchanged."""
    today = datetime.datetime.now(datetime.UTC).date()
    days = _DAYS_AGO.fullmatch(text)
    ago = {"today": 0, "yesterday": 1}.get(text, int(days[1]) if days else None)
    return text if ago is None else (today - datetime.timedelta(days=ago)).isoformat()


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "bool": _parse_bool,
    "date": _parse_date,
    "float": _parse_float,
    "int": _parse_int,
}
