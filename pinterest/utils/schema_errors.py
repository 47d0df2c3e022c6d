"""Turns pydantic's findings about a request into one `ValidationError` that a person can act on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pydantic

from pinterest.exceptions import ValidationError
from pinterest.operation import shown

_EXPECTED = {
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


def refusal(
    what: str, error: pydantic.ValidationError, data: object, whole: str = "body"
) -> ValidationError:
    """Returns the error that names each field, its value and what is allowed.

    Args:
        what: What was asked: a verb and path, or the name of a schema.
        error: What pydantic found.
        data: What was checked.
        whole: What all of the data is called where no field is at fault, empty where `what` says it.
    """
    by_field: dict[tuple[Any, ...], list[Any]] = {}
    for item in error.errors(include_url=False):
        # A model has an attribute for a missing field too, so the field itself is left out of the path.
        location = item["loc"][:-1] if item["type"] == "missing" else item["loc"]
        by_field.setdefault(_field(location, data), []).append(item)
    problems = [
        text
        for path, items in by_field.items()
        if not _is_passed_over(path, items, by_field)
        for text in _problems(path, items, whole)
    ]
    return ValidationError(f"{what}: {'; '.join(problems)}", problems=problems)


def _field(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:
    """Returns the part of an error's location that is in the data: other steps tell apart members of a union."""
    path: list[int | str] = []
    for step in location:
        if isinstance(data, pydantic.BaseModel):
            data = data.__dict__
        inside = isinstance(data, Mapping) and step in data
        if not inside and not (isinstance(data, (list, tuple)) and step in range(len(data))):
            continue
        data = data[step]
        path.append(step)
    # What is wrong with a key is wrong with the mapping that it is in.
    return tuple(path[:-1] if location[-1:] == ("[key]",) else path)


def _is_passed_over(
    path: tuple[int | str, ...], items: list[Any], others: Iterable[tuple[int | str, ...]]
) -> bool:
    """Whether other members of a union fit better: an error further inside is about the member that was meant."""
    if any(item["type"] in ("missing", "unknown") for item in items):
        return False
    return any(len(other) > len(path) and other[: len(path)] == path for other in others)


def _problems(path: tuple[int | str, ...], items: list[Any], whole: str) -> list[str]:
    # Of a union, the member that the value came closest to is the one that was meant.
    depth = max(len(item["loc"]) for item in items)
    closest = [item for item in items if len(item["loc"]) == depth]
    item = closest[0]
    name = _dotted(path)
    if item["type"] == "missing":
        missing = dict.fromkeys(entry["loc"][-1] for entry in closest if entry["type"] == "missing")
        return [f"{_dotted((*path, field))} is required" for field in missing]
    if item["type"] == "unknown":
        return [f"{name}.{item['msg']}" if name else str(item["msg"])]
    allowed = " or ".join(dict.fromkeys(_allowed(entry) for entry in closest))
    lead = f"{name or whole}: " if name or whole else ""
    return [f"{lead}{shown(item['input'])} is not valid; allowed: {allowed}"]


def _allowed(item: Any) -> str:
    kind, context = item["type"], item.get("ctx", {})
    if kind == "literal_error":
        return str(context["expected"])
    if kind in ("enum", "range"):
        return str(context["allowed"])
    if kind == "string_pattern_mismatch" and context.get("pattern") != r"^[0-9]+$":
        return f"what matches {context['pattern']}"
    text: str = _EXPECTED.get(kind) or item["msg"]
    return text


def _dotted(path: tuple[int | str, ...]) -> str:
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
