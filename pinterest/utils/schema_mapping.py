"""Makes a schema a mapping, so that it can be passed wherever a mapping is accepted."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, Mapping, ValuesView
from typing import Any, cast

# Fields often have these names, so they are not methods of the class. See `view_method`.
_VIEWS: dict[str, Callable[[Mapping[str, Any]], object]] = {
    "items": ItemsView,
    "values": ValuesView,
}


class SchemaMapping:
    """A mapping of the fields that are set, by their names on the wire.

    It is registered as a `Mapping`. It cannot inherit from `Mapping`, because `items` and `values` can be fields.
    """

    __slots__ = ()

    def _get_assigned_fields(self) -> dict[str, Any]:
        """Returns the fields that are set, by their names on the wire."""
        raise NotImplementedError

    def _get_unknown_fields(self) -> Mapping[str, Any]:
        """Returns the fields of a response that this version does not know."""
        raise NotImplementedError

    def __getitem__(self, name: str) -> Any:
        raise NotImplementedError

    def __iter__(self) -> Iterator[str]:
        yield from self._get_assigned_fields()
        yield from self._get_unknown_fields()

    def __len__(self) -> int:
        return len(self._get_assigned_fields()) + len(self._get_unknown_fields())

    def keys(self) -> KeysView[str]:
        """Returns the wire names of the fields that are set."""
        return KeysView(cast("Mapping[str, Any]", self))

    def get(self, name: str, default: Any = None) -> Any:
        """Returns a field by its name on the wire.

        Args:
            name: The name.
            default: What to return if the field is not set.
        """
        if name not in self:
            return default
        return self[name]


# A plain base class is registered, not the schemas themselves. Their metaclass would check every schema for each
# new type that anyone compares with `Mapping`.
Mapping.register(SchemaMapping)


def view_method(mapping: SchemaMapping, name: str) -> Callable[[], object] | None:
    """Returns the method `items` or `values` if the mapping has no field with that name. None for other names."""
    view = _VIEWS.get(name)
    return None if view is None else lambda: view(cast("Mapping[str, Any]", mapping))
