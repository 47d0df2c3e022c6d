"""Parses and validates path and query parameters. The parser is as lenient as the API."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from pinterest.emulator.handlers.problems import bad_request
from pinterest.emulator.handlers.refusals import explain_invalid_arguments
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Parameter
from pinterest.utils.suggest import format_value

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def read_arguments(
    operation: Operation, path: Mapping[str, str], query: MultiDict[str, str]
) -> dict[str, Any]:
    """Maps the Python names of an operation's parameters to the arguments of a request.

    Missing parameters get default values. Unknown parameters are dropped. `path` contains the path parameters by
    Python name.

    Raises:
        Problem: If an argument is missing or not valid.
    """
    arguments: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "path":
            arguments[parameter.argument] = path[parameter.argument]
        else:
            value = _parse_parameter(parameter, query)
            if value is None and not parameter.required:
                value = parameter.default
            arguments[parameter.argument] = value
    try:
        operation.prepare(arguments)
    except ValidationError as error:
        raise explain_invalid_arguments(operation, arguments, error) from None
    return arguments


def _parse_parameter(parameter: Parameter, query: MultiDict[str, str]) -> Any:
    if parameter.kind == "object":
        prefix = parameter.name + "["
        return {
            name[len(prefix) : -1]: value
            for name, value in query.items()
            if name.startswith(prefix) and name.endswith("]")
        } or None
    texts = [text for text in query.getlist(parameter.name) if text]
    if parameter.many:
        # Clients send a list as comma-separated values, or repeat the name for each value. Accept both.
        members = [member.strip() for text in texts for member in text.split(",")]
        return [_convert_value(parameter, member) for member in members if member] or None
    return _convert_value(parameter, texts[-1]) if texts else None


def _convert_value(parameter: Parameter, text: str) -> Any:
    """Converts a string to the parameter's type. Raises a `Problem` if the string is not valid."""
    try:
        if parameter.kind == "boolean":
            return _BOOLEANS[text.strip().lower()]
        if parameter.kind == "integer":
            return int(_require_ascii(text))
        if parameter.kind == "number":
            number = float(_require_ascii(text))
            # If a number has a list of allowed values, these are integers. `1.0` must therefore become 1.
            return int(number) if number.is_integer() else number
    except (KeyError, ValueError):
        raise bad_request(
            f"{parameter.name}: {format_value(text)} is not valid; send a value of type {parameter.kind}"
        ) from None
    return text


def _require_ascii(text: str) -> str:
    """Returns the text of a number unchanged. Raises a `ValueError` if the text has underscores or is not ASCII."""
    # int() and float() would also accept underscores and digits of other scripts.
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    return text
