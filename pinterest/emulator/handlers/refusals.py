"""Builds error messages in the API's wording, because programs may parse them."""

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
    """Returns the error message `<value> is not one of <valid>`."""
    return f"{format_value(value)} is not one of {list(valid)}"


def unavailable_columns(names: Iterable[str]) -> Problem:
    """Returns the error for columns that a report cannot contain."""
    return bad_request(f"Columns {', '.join(names)} are not available.")


def explain_invalid_arguments(
    operation: Operation, arguments: Mapping[str, Any], error: ValidationError
) -> Problem:
    """Returns the error response for invalid parameters.

    Args:
        operation: The operation.
        arguments: The values of the parameters by their Python names.
        error: The SDK's error for the parameters.
    """
    for parameter in operation.parameters:
        for value in _list_values_to_check(parameter, arguments.get(parameter.argument)):
            if str(value) not in map(str, parameter.enum):
                text = describe_invalid_value(value, parameter.enum)
                return bad_request(f"{parameter.name}: {text}")
    return bad_request(_get_message_without_operation(operation, error))


def explain_invalid_body(
    operation: Operation, data: object, error: ValidationError, places: ItemPlaces | None
) -> Problem:
    """Returns the error response for an invalid body.

    Args:
        operation: The operation.
        data: The body.
        error: The SDK's error for the body. Its `__context__` is pydantic's error.
        places: Converts paths in the body to the paths that the message shows. None to keep the paths.
    """
    found = error.__context__
    if not isinstance(found, pydantic.ValidationError):
        return bad_request(_get_message_without_operation(operation, error))
    # Pydantic tries every member of a union. A value is valid if any member accepts it.
    by_path: dict[tuple[int | str, ...], list[Any]] = {}
    for item in found.errors(include_url=False):
        by_path.setdefault(_find_path_in_data(item["loc"], data), []).append(item)
    for path, items in by_path.items():
        valid = [_get_valid_values(item) for item in items]
        if all(valid):
            shown = places.locate(path) if places else path
            return bad_request(_describe_invalid_enum_value(shown, items, valid))
    return bad_request(_get_message_without_operation(operation, error))


def _get_message_without_operation(operation: Operation, error: ValidationError) -> str:
    """Returns the message of an SDK error, without the operation at its beginning."""
    return str(error).removeprefix(f"{operation}: ")


def _describe_invalid_enum_value(
    path: tuple[int | str, ...], errors: list[Any], valid: Iterable[Iterable[Any]]
) -> str:
    """Returns the error message for an invalid enum value. The message begins with the value's path."""
    value, every = errors[0]["input"], dict.fromkeys(text for texts in valid for text in texts)
    field = _find_discriminator(errors[0])
    if field and isinstance(value, Mapping):
        path, value = (*path, field), value.get(field)
    return f"{'.'.join(map(str, path))}: {describe_invalid_value(value, every)}"


def _find_path_in_data(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:
    """Converts the location of a pydantic error to a path of keys and indexes in the data."""
    path = []
    # The location also contains the names of union members. They are not in the data.
    for step in location:
        is_key = isinstance(data, Mapping) and step in data
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_key or is_index:
            data = data[step]
            path.append(step)
    return tuple(path)


def _list_values_to_check(parameter: Parameter, value: Any) -> Iterable[Any]:
    """Returns the values to compare with the parameter's enum: the items of a list, or else `value` itself.

    Returns an empty tuple if `value` is None or the parameter has no enum.
    """
    if value is None or not parameter.enum:
        return ()
    # The default of a list parameter is a tuple.
    return value if parameter.many and isinstance(value, (list, tuple)) else (value,)


def _get_valid_values(pydantic_error: Mapping[str, Any]) -> list[Any]:
    """Returns the valid values from pydantic's error about an enum. Returns an empty list for other errors."""
    context = pydantic_error.get("ctx") or {}
    if pydantic_error["type"] == "literal_error":
        return _parse_literals(str(context["expected"]))
    if pydantic_error["type"] != "enum":
        return []
    chosen = _DISCRIMINATED.fullmatch(str(context["allowed"]))
    if chosen:
        return chosen[2].split(", ")
    # For strings, only `valid` contains all values. For numbers, only the text in `allowed` does.
    return list(context.get("valid", ())) or _parse_literals(str(context["allowed"]))


def _parse_literals(text: str) -> list[Any]:
    """Returns the quoted strings and the integers in a text such as `'A', 'B' or 3`."""
    return [int(number) if number else quoted for quoted, number in _LITERAL.findall(text)]


def _find_discriminator(pydantic_error: Mapping[str, Any]) -> str | None:
    """Returns the discriminator that pydantic's error names, or None if the error names no discriminator."""
    chosen = _DISCRIMINATED.fullmatch(str((pydantic_error.get("ctx") or {}).get("allowed")))
    return chosen[1] if chosen else None
