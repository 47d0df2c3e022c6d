"""Error messages that programs parse, in the API's wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pydantic

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Parameter
from pinterest.utils.request_check import ItemPlaces
from pinterest.utils.suggest import format_value

_LITERAL = re.compile(r"'([^']*)'|(-?\d+)")
_DISCRIMINATED = re.compile(r"(\w+) being one of (.+)")


def describe_invalid_value(value: object, valid: Iterable[object]) -> str:
    """Returns the error message for a value that is not in an enum. It lists all valid values."""
    return f"{format_value(value)} is not one of {list(valid)}"


def unavailable_columns(names: Iterable[str]) -> Problem:
    """Returns the error for columns that a report cannot have."""
    return bad_request(f"Columns {', '.join(names)} are not available.")


def explain_invalid_arguments(
    operation: Operation, arguments: Mapping[str, Any], error: ValidationError
) -> Problem:
    """Returns the error for parameters that are not valid.

    Args:
        operation: The operation.
        arguments: The arguments, by their Python names.
        error: What is wrong with them.
    """
    for parameter in operation.parameters:
        for value in _to_sequence(parameter, arguments.get(parameter.argument)):
            if str(value) not in map(str, parameter.enum):
                text = describe_invalid_value(value, parameter.enum)
                return bad_request(f"{parameter.name}: {text}")
    return bad_request(_strip_operation(operation, error))


def explain_invalid_body(
    operation: Operation, data: object, error: ValidationError, places: ItemPlaces | None
) -> Problem:
    """Returns the error for a body that is not valid.

    Args:
        operation: The operation.
        data: The body.
        error: What is wrong with it. Its context is pydantic's error.
        places: How to name the items of the body. None to name them by their paths in the body.
    """
    found = error.__context__
    if not isinstance(found, pydantic.ValidationError):
        return bad_request(_strip_operation(operation, error))
    # Pydantic tries every member of a union. A value is valid if any member accepts it.
    by_path: dict[tuple[int | str, ...], list[Any]] = {}
    for item in found.errors(include_url=False):
        by_path.setdefault(_find_path_in_data(item["loc"], data), []).append(item)
    for path, items in by_path.items():
        valid = [_get_valid_values(item) for item in items]
        if all(valid):
            shown = places.locate(path) if places else path
            return bad_request(_describe_wrong_value(shown, items, valid))
    return bad_request(_strip_operation(operation, error))


def _strip_operation(operation: Operation, error: ValidationError) -> str:
    """Returns an error's message. The SDK adds the operation when it raises the error."""
    return str(error).removeprefix(f"{operation}: ")


def _describe_wrong_value(
    path: tuple[int | str, ...], items: list[Any], valid: Iterable[Iterable[Any]]
) -> str:
    """Returns the error message for a value that is not in an enum. It begins with the path of the value."""
    value, every = items[0]["input"], dict.fromkeys(text for texts in valid for text in texts)
    field = _find_discriminator(items[0])
    if field and isinstance(value, Mapping):
        path, value = (*path, field), value.get(field)
    return f"{'.'.join(map(str, path))}: {describe_invalid_value(value, every)}"


def _find_path_in_data(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:
    """Returns the path in the data that an error is about. Pydantic adds other steps to the location of an error."""
    path = []
    for step in location:
        is_key = isinstance(data, Mapping) and step in data
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_key or is_index:
            data = data[step]
            path.append(step)
    return tuple(path)


def _to_sequence(parameter: Parameter, value: Any) -> Iterable[Any]:
    if value is None or not parameter.enum:
        return ()
    # Defaults of lists are tuples.
    return value if parameter.many and isinstance(value, (list, tuple)) else (value,)


def _get_valid_values(item: Mapping[str, Any]) -> list[Any]:
    """Returns the valid values if the error is about an enum. Empty for other errors."""
    context = item.get("ctx") or {}
    if item["type"] == "literal_error":
        return _parse_literals(str(context["expected"]))
    if item["type"] != "enum":
        return []
    chosen = _DISCRIMINATED.fullmatch(str(context["allowed"]))
    if chosen:
        return chosen[2].split(", ")
    # If the allowed values are numbers, the message lists all of them. If they are strings, only the context does.
    return list(context.get("valid", ())) or _parse_literals(str(context["allowed"]))


def _parse_literals(text: str) -> list[Any]:
    """Parses the strings and integers in a message that lists values."""
    return [int(number) if number else quoted for quoted, number in _LITERAL.findall(text)]


def _find_discriminator(item: Mapping[str, Any]) -> str | None:
    """Returns the field that selects the schema of a union. None for other errors."""
    chosen = _DISCRIMINATED.fullmatch(str((item.get("ctx") or {}).get("allowed")))
    return chosen[1] if chosen else None
