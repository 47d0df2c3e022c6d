"""Reads the parameters of a request, as leniently as the API does, and checks them by the operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from pinterest.emulator.handlers.problems import bad_request
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation, Parameter, shown

_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def read_arguments(
    operation: Operation, path: Mapping[str, str], query: MultiDict[str, str]
) -> dict[str, Any]:
    """Returns the arguments of an operation by their Python names, defaults filled in; unknown ones are left out.

    Args:
        operation: What is asked.
        path: The path parameters, by their Python names.
        query: The query.

    Raises:
        Problem: One is missing or not allowed.
    """
    arguments: dict[str, Any] = {}
    for parameter in operation.parameters:
        if parameter.location == "path":
            arguments[parameter.argument] = path[parameter.argument]
        else:
            value = _read(parameter, query)
            if value is None and not parameter.required:
                value = parameter.default
            arguments[parameter.argument] = value
    try:
        operation.prepare(arguments)
    except ValidationError as error:
        raise bad_request(str(error)) from None
    return arguments


def _read(parameter: Parameter, query: MultiDict[str, str]) -> Any:
    if parameter.kind == "object":
        prefix = parameter.name + "["
        return {
            name[len(prefix) : -1]: value
            for name, value in query.items()
            if name.startswith(prefix) and name.endswith("]")
        } or None
    texts = [text for text in query.getlist(parameter.name) if text]
    if parameter.many:
        # Clients disagree on how a list travels; whichever way it came, it is one.
        members = [member.strip() for text in texts for member in text.split(",")]
        return [_typed(parameter, member) for member in members if member] or None
    return _typed(parameter, texts[-1]) if texts else None


def _typed(parameter: Parameter, text: str) -> Any:
    """Returns the value that a text stands for; a text that stands for none is left for the check to refuse."""
    try:
        if parameter.kind == "boolean":
            return _BOOLEANS[text.strip().lower()]
        if parameter.kind == "integer":
            return int(_ascii(text))
        if parameter.kind == "number":
            number = float(_ascii(text))
            # A whole one stays whole, as the values of an enum are.
            return int(number) if number.is_integer() else number
    except (KeyError, ValueError):
        raise bad_request(f"{parameter.name}: {shown(text)} is not valid") from None
    return text


def _ascii(text: str) -> str:
    # int() and float() read digits of any script, and underscores.
    if not text.isascii() or "_" in text:
        raise ValueError(text)
    return text
