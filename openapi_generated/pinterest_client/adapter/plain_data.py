"""Converts values to plain data, and defines `ResponseDict`, a dict with attribute access."""

from __future__ import annotations

from collections.abc import Mapping
from pprint import pformat
from typing import Any

from openapi_generated.pinterest_client.adapter.fields import get_native_class
from openapi_generated.pinterest_client.adapter.naming import snake_case
from pinterest.exceptions import UnknownAttribute
from pinterest.schema import OpenEnum, Schema
from pinterest.utils.redact import redact_data


def to_plain(value: Any) -> Any:
    """Converts a value as the generated client's `to_dict()` does: models become dicts, and dates stay unchanged."""
    if isinstance(value, Schema):
        return value.to_dict()
    if isinstance(value, Mapping):
        return {name: to_plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_plain(item) for item in value]
    return str(value) if isinstance(value, OpenEnum) else value


def to_wire(value: Any) -> Any:
    """Converts the models in a request value to dicts with JSON names."""
    if isinstance(value, Schema):
        return get_native_class(type(value)).to_dict(value)
    if isinstance(value, Mapping):
        return {name: to_wire(item) for name, item in value.items()}
    return [to_wire(item) for item in value] if isinstance(value, list) else value


def hide_secrets(value: Any, key: str = "") -> Any:
    """Returns a copy of plain data with tokens, passwords and email addresses hidden.

    Args:
        value: The data.
        key: The dict key of the data. Empty if the data is not in a dict.
    """
    if isinstance(value, dict):
        return {name: hide_secrets(item, str(name)) for name, item in value.items()}
    if isinstance(value, list):
        return [hide_secrets(item, key) for item in value]
    if not isinstance(value, str):
        return value  # `code` is a secret if it is a string, and an error code if it is a number
    hidden: Any = redact_data({key: value})
    return hidden[key]


class ResponseDict(dict[str, Any]):
    """A dict from a response, with JSON names as keys.

    Keys also work as attributes, unless a dict method has the same name.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        key = self._to_key(name)
        if key not in self:
            raise UnknownAttribute(
                f"the response has no field {name!r}; its fields are: {', '.join(self)}"
            )
        return self[key]

    def __setattr__(self, name: str, value: Any) -> None:
        self[self._to_key(name)] = value

    def __missing__(self, name: Any) -> Any:
        key = self._to_key(name)
        if key not in self:
            raise KeyError(name)
        return self[key]

    def __repr__(self) -> str:
        return repr(hide_secrets(dict(self)))

    def _to_key(self, name: Any) -> Any:
        """Returns the key whose JSON name or snake_case name is `name`, or `name` itself if no key matches."""
        if name in self:
            return name
        return next((key for key in self if snake_case(key) == name), name)

    def to_dict(self) -> dict[str, Any]:
        """Returns the same data as plain dicts and lists."""
        plain: dict[str, Any] = to_plain(self)
        return plain

    def to_str(self) -> str:
        """Returns the dict as text."""
        return pformat(self.to_dict())


def to_response_dicts(value: Any) -> Any:
    """Returns parsed JSON with every dict replaced by a `ResponseDict`."""
    if isinstance(value, dict):
        return ResponseDict((name, to_response_dicts(item)) for name, item in value.items())
    return [to_response_dicts(item) for item in value] if isinstance(value, list) else value
