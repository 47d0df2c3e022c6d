"""What lists answer: plain data, as the generated client has it, that can be read by attribute too."""

from __future__ import annotations

from typing import Any

from openapi_generated.pinterest_client.names import snake
from pinterest.exceptions import UnknownAttribute


class Answered(dict[str, Any]):
    """An item of a list, or a record within: a dict of what arrived, by its names on the wire.

    Fields can be read and set by attribute too, where no method of dict has their name.
    """

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        own = self._named(name)
        if own not in self:
            raise UnknownAttribute(f"the answer has no {name!r}; it has: {', '.join(self)}")
        return self[own]

    def __setattr__(self, name: str, value: Any) -> None:
        self[self._named(name)] = value

    def __missing__(self, name: Any) -> Any:
        own = self._named(name)
        if own not in self:
            raise KeyError(name)
        return self[own]

    def _named(self, name: Any) -> Any:
        if name in self:
            return name
        return next((own for own in self if snake(own) == name), name)

    def to_dict(self) -> dict[str, Any]:
        """Returns it as plain data."""
        from openapi_generated.pinterest_client.model_base import _plain

        plain: dict[str, Any] = _plain(self)
        return plain


def answered(value: Any) -> Any:
    """Returns parsed JSON whose mappings, at any depth, can be read by attribute too."""
    if isinstance(value, dict):
        return Answered((name, answered(item)) for name, item in value.items())
    return [answered(item) for item in value] if isinstance(value, list) else value
