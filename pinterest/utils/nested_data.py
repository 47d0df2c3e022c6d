"""Copies and packs JSON of any depth. `deepcopy` and `pickle` fail at a few hundred levels."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["copy_data", "is_deep", "pack", "pack_fields", "rebuild", "unpack", "unpack_fields"]

T = TypeVar("T")

# `pickle` and `deepcopy` can handle this many levels, however deep the call stack already is.
_MAX_DEPTH = 50
_ATOMS = frozenset((str, int, float, bool, type(None), bytes))


class _Placeholder:
    """Represents the dict or list at position `index` of `_PackedValue.containers`."""

    __slots__ = ("index",)

    def __init__(self, index: int) -> None:
        self.index = index

    def __reduce__(self) -> tuple[Any, ...]:
        return _Placeholder, (self.index,)


class _PackedValue:
    """Stores a nested value as a flat list of its dicts and lists."""

    __slots__ = ("containers",)

    def __init__(self, containers: list[Any]) -> None:
        self.containers = containers  # placeholders replace the dicts and lists inside of these

    def __reduce__(self) -> tuple[Any, ...]:
        return _PackedValue, (self.containers,)


def pack(value: Any) -> Any:
    """Flattens a deeply nested value for `pickle` and `deepcopy`. Returns other values unchanged."""
    return _PackedValue(_flatten(value)) if is_deep(value) else value


def unpack(value: Any) -> Any:
    """Returns the value that was passed to `pack`."""
    return _unflatten(value.containers) if isinstance(value, _PackedValue) else value


def rebuild(cls: Callable[..., T], *arguments: Any) -> T:
    """Restores a pickled object: calls `unpack` on each argument, and then `cls` with the results."""
    return cls(*map(unpack, arguments))


def copy_data(value: Any, copy_leaf: Callable[[Any], Any] = copy.deepcopy) -> Any:
    """Returns a deep copy of nested dicts and lists. Calls `copy_leaf` for types that JSON does not have."""
    if type(value) not in (dict, list):
        return value if type(value) in _ATOMS else copy_leaf(value)
    containers = _flatten(value)
    for container in containers:
        for key, item in _iterate_items(container):
            if type(item) not in _ATOMS and type(item) is not _Placeholder:
                container[key] = copy_leaf(item)
    return _unflatten(containers)


def _iterate_items(container: Any) -> Iterator[tuple[Any, Any]]:
    """Yields the keys of a dict, or the indexes of a list, with their values."""
    return iter(container.items() if type(container) is dict else enumerate(container))


def is_deep(value: Any) -> bool:
    """Returns whether a value has so many nested levels that `pickle` or `deepcopy` might fail."""
    level = [value] if type(value) in (dict, list) else []
    for _ in range(_MAX_DEPTH):
        if not level:
            return False
        # Keyed by `id()`, because the value may contain the same container more than once.
        found = {
            id(item): item
            for container in level
            for item in (container.values() if type(container) is dict else container)
            if type(item) in (dict, list)
        }
        level = list(found.values())
    return bool(level)


def _flatten(value: Any) -> list[Any]:
    """Returns copies of all dicts and lists in a value, outermost first. Placeholders replace inner dicts and lists."""
    containers = [copy.copy(value)]
    indexes = {id(value): 0}
    for container in containers:  # the list grows during the loop
        for key, item in _iterate_items(container):
            if type(item) not in (dict, list):
                continue
            if id(item) not in indexes:
                indexes[id(item)] = len(containers)
                containers.append(copy.copy(item))
            container[key] = _Placeholder(indexes[id(item)])
    return containers


def _unflatten(containers: list[Any]) -> Any:
    """Returns the value that was passed to `_flatten`. Does not change `containers`."""
    made = [copy.copy(container) for container in containers]
    for container in made:
        for key, item in _iterate_items(container):
            if type(item) is _Placeholder:
                container[key] = made[item.index]
    return made[0]


def pack_fields(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Applies `pack` to each value of a dict. Returns None for None."""
    return None if fields is None else {name: pack(value) for name, value in fields.items()}


def unpack_fields(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Applies `unpack` to each value of a dict. Returns None for None."""
    return None if fields is None else {name: unpack(value) for name, value in fields.items()}
