"""Converts pydantic's errors about a request to one `ValidationError` that says what to fix."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

import pydantic

from pinterest.exceptions import ValidationError
from pinterest.utils.redact import is_secret
from pinterest.utils.request_check import ItemPlaces
from pinterest.utils.shorten import describe_length, join_first, shorten
from pinterest.utils.suggest import format_value

# The maximum lengths of the description of one problem, and of a name or string in that description.
_LONGEST_PROBLEM = 500
_LONGEST_TEXT = 60

Path: TypeAlias = tuple[int | str, ...]

_ALLOWED = {
    "bool_type": "True or False",
    "date_type": "a date, or text such as 2026-01-31",
    "datetime_type": "a datetime, or text such as 2026-01-31T10:00:00",
    "dict_type": "a mapping",
    "float_type": "a number",
    "int_type": "a whole number",
    "list_type": "a list",
    "model_type": "a mapping of field names to values",
    "model_attributes_type": "a mapping of field names to values",
    "string_type": "a string",
    "string_pattern_mismatch": "digits only",
}


def build_validation_error(
    subject: str,
    error: pydantic.ValidationError,
    data: object,
    label: str = "body",
    places: ItemPlaces | None = None,
) -> ValidationError:
    """Returns an error that lists each invalid field with the value and the allowed values.

    Args:
        subject: The name of the request or schema, for the beginning of the message.
        error: The error that pydantic raised.
        data: The validated data.
        label: The name of the data in errors about the data as a whole. Empty for no name.
        places: Converts field paths in the data to paths in the caller's arguments. None to keep the paths.
    """
    by_path: dict[Path, list[Any]] = {}
    for item in error.errors(include_url=False):
        # A missing field still exists as an attribute of a model, so only its parent is looked up.
        location = item["loc"][:-1] if item["type"] == "missing" else item["loc"]
        path = _find_path(location, data)
        by_path.setdefault(places.locate(path) if places else path, []).append(item)
    # Most errors at a prefix of another path are not shown: in a union, only the errors at the longest path are
    # about the member that the user intended.
    prefixes = _find_prefixes(by_path)
    problems = [
        shorten(text, _LONGEST_PROBLEM)
        for path, items in by_path.items()
        if path not in prefixes or _are_always_shown(items)
        for text in _describe_problems(path, items, label)
    ]
    return ValidationError(f"{subject}: {join_first(problems)}", problems=problems)


def _find_path(location: Path, data: Any) -> Path:
    """Converts the location of a pydantic error to a path in the data."""
    path: list[int | str] = []
    for step in location:
        if isinstance(data, pydantic.BaseModel):
            data = data.__dict__
        inside = isinstance(data, Mapping) and step in data
        if not inside and not (isinstance(data, (list, tuple)) and step in range(len(data))):
            continue  # the name of a union member
        data = data[step]
        path.append(step)
    # Report an invalid key at the path of the mapping.
    return tuple(path[:-1] if location[-1:] == ("[key]",) else path)


def _find_prefixes(paths: Iterable[Path]) -> set[Path]:
    """Returns all prefixes of the paths, such as `()` and `("a",)` for the path `("a", "b")`."""
    prefixes: set[Path] = set()
    for path in paths:
        prefix = path
        while prefix and (prefix := prefix[:-1]) not in prefixes:
            prefixes.add(prefix)
    return prefixes


def _are_always_shown(errors: list[Any]) -> bool:
    """Returns whether to show pydantic's errors at one path even if there are errors at longer paths inside it."""
    return any(error["type"] in ("missing", "unknown", "incomplete") for error in errors)


def _describe_problems(path: Path, items: list[Any], label: str) -> list[str]:
    """Returns messages for pydantic's errors at one path."""
    # In a union, the intended member is the one whose errors are deepest.
    depth = max(len(item["loc"]) for item in items)
    closest = [item for item in items if len(item["loc"]) == depth]
    item = closest[0]
    name = _format_path(path)
    if item["type"] == "missing":
        missing = dict.fromkeys(entry["loc"][-1] for entry in closest if entry["type"] == "missing")
        return [f"{_format_path((*path, field))} is required" for field in missing]
    if item["type"] == "unknown":
        return [f"{name}.{item['msg']}" if name else str(item["msg"])]
    # The empty path stands for the data as a whole, so the message begins with the name of the data.
    lead = f"{name or label}: " if name or label else ""
    if item["type"] == "incomplete":
        return [f"{lead}{item['msg']}"]
    allowed = " or ".join(dict.fromkeys(_describe_allowed_values(entry) for entry in closest))
    # If any step of the path is secret, such as `user_data`, so are the fields inside.
    secret = next((str(step) for step in path if is_secret(str(step))), "")
    value = format_value(item["input"], name=secret)
    if (
        isinstance(item["input"], str)
        and len(item["input"]) > _LONGEST_TEXT
        and "length" in allowed
    ):
        value = f"a text of {describe_length(item['input'])}"
    return [f"{lead}{value} is not valid; allowed: {allowed}"]


def _describe_allowed_values(item: Any) -> str:
    """Describes the allowed values for one pydantic error."""
    kind, context = item["type"], item.get("ctx", {})
    if kind == "literal_error":
        return str(context["expected"])
    if kind in ("enum", "range"):
        return str(context["allowed"])
    if kind == "string_pattern_mismatch" and context.get("pattern") != r"^[0-9]+$":
        return f"text that matches {context['pattern']}"
    text: str = _ALLOWED.get(kind) or item["msg"]
    return text


def _format_path(path: Path) -> str:
    text = ""
    for step in path:
        name = shorten(str(step), _LONGEST_TEXT)
        text += f"[{step}]" if isinstance(step, int) else f".{name}" if text else name
    return text
