"""Makes schemas usable as mappings, so that callers can pass them wherever a mapping is accepted."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, cast

# These are not methods of the class, because many schemas have fields with these names.
_VIEWS: dict[str, Callable[[Mapping[str, Any]], object]] = {
    "items": ItemsView,
    "values": ValuesView,
}


class SchemaMapping:
    """A mixin that makes a schema a mapping from API field names to values. Contains only fields that are set."""

    __slots__ = ()

    def _get_assigned_fields(self) -> dict[str, Any]:
        """Returns the values of the fields that are set, by API name."""
        raise NotImplementedError

    def _get_unknown_fields(self) -> Mapping[str, Any]:
        """Returns the values of response fields that this version of the SDK does not know."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Any:
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        yield from self._get_assigned_fields()
        yield from self._get_unknown_fields()

    def __len__(self) -> int:
        return len(self._get_assigned_fields()) + len(self._get_unknown_fields())

    def keys(self) -> KeysView[str]:
        """Returns the API names of the fields that are set."""
        return KeysView(cast("Mapping[str, Any]", self))

    def get(self, name: str, default: Any = None) -> Any:
        """Returns the value of a field by its API name.

        Args:
            name: The name of the field in the API.
            default: What to return if the field is not set.
        """
        if name not in self:
            return default
        return self[name]


# The class cannot inherit from `Mapping`, because schemas can have fields named `items` and `values`.
# Register the base class, not each schema: the metaclass of registered schemas would slow down all
# `isinstance` checks with `Mapping`.
Mapping.register(SchemaMapping)


def get_view_method(mapping: SchemaMapping, name: str) -> Callable[[], object] | None:
    """Returns the method `items` or `values` of a mapping, or None for any other name."""
    view = _VIEWS.get(name)
    return None if view is None else lambda: view(cast("Mapping[str, Any]", mapping))
