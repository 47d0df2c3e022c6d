"""Converts the arguments of the generated client's methods to those of typed methods."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from openapi_generated.pinterest_client.adapter import method_tables
from openapi_generated.pinterest_client.adapter.conversion import to_sdk_value
from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.operation import Operation
from pinterest.utils.protocol import Timeout

# Options that control the generated client's checks.
_OPTIONS_WITHOUT_EFFECT = frozenset(
    "_check_input_type _check_return_type _content_type _host_index _request_auths _spec_property_naming".split()
)


class ArgumentConversion:
    """Converts arguments of the generated client to arguments of one typed method."""

    def __init__(self, method: Callable[..., Any], operation: Operation) -> None:
        """Reads the signature of the method, and finds the schema of the operation's request body."""
        self._name = method.__name__
        self._operation = operation
        self._signature = inspect.signature(method)
        self._renamed = method_tables.RENAMED_PARAMETERS.get(self._name, {})
        self._form = method_tables.FORM_METHODS.get(self._name)
        _, *self._positional = [
            parameter.name
            for parameter in self._signature.parameters.values()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        self._body_kind: Any = None
        if operation.body is not None:
            kind = getattr(schemas, operation.body.schema)
            self._body_kind = list.__class_getitem__(kind) if operation.body.many else kind

    def convert(
        self, args: tuple[Any, ...], kwargs: Mapping[str, Any], timeout: Timeout
    ) -> dict[str, Any]:
        """Returns the arguments for the typed method, by name.

        Args:
            args: The positional arguments of the call.
            kwargs: The keyword arguments of the call.
            timeout: Timeout in seconds. None uses the client's timeout.

        Raises:
            ValidationError: If an argument is unknown, missing or passed twice.
        """
        arguments = self._map_arguments_to_names(args, kwargs)
        self._convert_lists(arguments)
        self._convert_body(arguments)
        if timeout is not None:
            arguments["timeout"] = timeout
        try:
            self._signature.bind(None, **arguments)
        except TypeError as error:
            raise ValidationError(f"{self._name}() {error}") from None
        return arguments

    def _map_arguments_to_names(
        self, args: tuple[Any, ...], kwargs: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Maps the parameter names of the typed method to the arguments of a call."""
        named = {
            self._renamed.get(name, name): to_sdk_value(None, value)
            for name, value in kwargs.items()
            if name not in _OPTIONS_WITHOUT_EFFECT
        }
        values = [to_sdk_value(None, value) for value in args]
        if self._form is not None:
            first, form = self._form
            return {form: {**dict(zip((first,), values, strict=False)), **named}}
        if len(values) > len(self._positional):
            raise ValidationError(
                f"{self._name}() takes {len(self._positional)} arguments by position, not {len(values)}; "
                "pass the others by name"
            )
        positional = dict(zip(self._positional, values, strict=False))
        twice = sorted(positional.keys() & named.keys())
        if twice:
            raise ValidationError(f"{self._name}() got {twice[0]!r} twice; pass it once")
        return {**positional, **named}

    def _convert_lists(self, arguments: dict[str, Any]) -> None:
        """Converts single values and comma-separated strings in `arguments` to lists, for parameters that are lists."""
        for parameter in self._operation.parameters:
            value = arguments.get(parameter.argument)
            if parameter.many and isinstance(value, (str, int)):
                value = [value]
            if isinstance(value, list) and (parameter.many == "csv" or parameter.is_id):
                value = [part for item in value for part in _split_commas(item)]
            if value is not None:
                arguments[parameter.argument] = value

    def _convert_body(self, arguments: dict[str, Any]) -> None:
        """Converts the body in `arguments` to the type that the typed method accepts."""
        body = self._operation.body
        if body is None or (body.argument not in arguments and not body.required):
            return
        # Some required bodies are optional in the generated client. Send an empty body, and let the API decide.
        value = arguments.get(body.argument, {})
        arguments[body.argument] = to_sdk_value(self._body_kind, value)


def _split_commas(item: Any) -> list[Any]:
    """Returns the values in a comma-separated string as a list, and any other value as a list with one item."""
    # Neither an ID nor an item of a comma-separated list contains a comma.
    return item.split(",") if isinstance(item, str) and "," in item else [item]
