"""The texts of refusals that programs parse, as the API writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pydantic

from pinterest.emulator.handlers.problems import Problem, bad_request
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Parameter
from pinterest.utils.suggest import format_value

_LITERAL = re.compile(r"'([^']*)'|(-?\d+)")
_DISCRIMINATED = re.compile(r"(\w+) being one of (.+)")


def not_one_of(value: object, valid: Iterable[object]) -> str:
    """Returns the text for a value that is not in an enum, with all values that are."""
    return f"{format_value(value)} is not one of {list(valid)}"


def columns_unavailable(names: Iterable[str]) -> Problem:
    """Returns the refusal of columns that a report of its kind does not have."""
    return bad_request(f"Columns {', '.join(names)} are not available.")


def refused_arguments(
    operation: Operation, arguments: Mapping[str, Any], error: ValidationError
) -> Problem:
    """Returns the refusal of parameters.

    Args:
        operation: The operation.
        arguments: The arguments, by their Python names.
        error: What is wrong with them.
    """
    for parameter in operation.parameters:
        for value in _values_of(parameter, arguments.get(parameter.argument)):
            if str(value) not in map(str, parameter.enum):
                text = not_one_of(value, parameter.enum)
                return bad_request(f"{operation}: {parameter.name}: {text}")
    return bad_request(str(error))


def refused_body(operation: Operation, data: object, error: ValidationError) -> Problem:
    """Returns the refusal of a body.

    Args:
        operation: The operation.
        data: The body.
        error: What is wrong with it; it was raised while pydantic's own error was handled.
    """
    found = error.__context__
    if not isinstance(found, pydantic.ValidationError):
        return bad_request(str(error))
    # Members of a union are tried one after the other: what each would have allowed is allowed.
    by_path: dict[tuple[int | str, ...], list[Any]] = {}
    for item in found.errors(include_url=False):
        by_path.setdefault(_steps(item["loc"], data), []).append(item)
    for path, items in by_path.items():
        valid = [_valid_values(item) for item in items]
        if all(valid):
            return bad_request(f"{operation}: {_wrong_value(path, items, valid)}")
    return bad_request(str(error))


def _wrong_value(
    path: tuple[int | str, ...], items: list[Any], valid: Iterable[Iterable[Any]]
) -> str:
    """Returns the text for a value that is not in an enum, with its path."""
    value, every = items[0]["input"], dict.fromkeys(text for texts in valid for text in texts)
    field = _discriminator(items[0])
    if field and isinstance(value, Mapping):
        path, value = (*path, field), value.get(field)
    return f"{'.'.join(map(str, path))}: {not_one_of(value, every)}"


def _steps(location: tuple[int | str, ...], data: Any) -> tuple[int | str, ...]:
    """Returns the part of an error's location that is in the data."""
    path = []
    for step in location:
        is_key = isinstance(data, Mapping) and step in data
        is_index = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if is_key or is_index:
            data = data[step]
            path.append(step)
    return tuple(path)


def _values_of(parameter: Parameter, value: Any) -> Iterable[Any]:
    if value is None or not parameter.enum:
        return ()
    # A default is a tuple.
    return value if parameter.many and isinstance(value, (list, tuple)) else (value,)


def _valid_values(item: Mapping[str, Any]) -> list[Any]:
    """Returns the values that a wrong one should have been; none if it is wrong for another reason."""
    context = item.get("ctx") or {}
    if item["type"] == "literal_error":
        return _literals(str(context["expected"]))
    if item["type"] != "enum":
        return []
    chosen = _DISCRIMINATED.fullmatch(str(context["allowed"]))
    if chosen:
        return chosen[2].split(", ")
    # Fixed numbers are listed in full; of text, the list is apart.
    return list(context.get("valid", ())) or _literals(str(context["allowed"]))


def _literals(text: str) -> list[Any]:
    """Returns the strings and whole numbers in a list of values for people."""
    return [int(number) if number else quoted for quoted, number in _LITERAL.findall(text)]


def _discriminator(item: Mapping[str, Any]) -> str | None:
    """Returns the field whose value should have told which schema of a union is meant."""
    chosen = _DISCRIMINATED.fullmatch(str((item.get("ctx") or {}).get("allowed")))
    return chosen[1] if chosen else None
