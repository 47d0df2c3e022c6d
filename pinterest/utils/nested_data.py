"""Copies and packs JSON with any depth of nesting. `deepcopy` and `pickle` fail at a few hundred levels."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = ["copy_data", "is_deep", "pack", "pack_fields", "rebuild", "unpack", "unpack_fields"]

T = TypeVar("T")

# `pickle` and `deepcopy` handle this many levels wherever they are called.
_MAX_DEPTH = 50
_ATOMS = frozenset((str, int, float, bool, type(None), bytes))


class _Node:
    """Stands for the dict or list with this number in a packed value."""

    __slots__ = ("number",)

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[Any, ...]:
        return _Node, (self.number,)


class _Packed:
    """A nested value as a flat list of its dicts and lists. A `_Node` replaces each inner dict or list."""

    __slots__ = ("containers",)

    def __init__(self, containers: list[Any]) -> None:
        self.containers = containers

    def __reduce__(self) -> tuple[Any, ...]:
        return _Packed, (self.containers,)


def pack(value: Any) -> Any:
    """Packs a deeply nested value so that it can be pickled and copied. Returns other values unchanged."""
    return _Packed(_flatten(value)) if is_deep(value) else value


def unpack(value: Any) -> Any:
    """Returns the value that `pack` was called with."""
    return _build(value.containers) if isinstance(value, _Packed) else value


def rebuild(cls: Callable[..., T], *arguments: Any) -> T:
    """Creates an object from arguments that may be packed. A `__reduce__` method can name this function."""
    return cls(*map(unpack, arguments))


def copy_data(value: Any, copy_leaf: Callable[[Any], Any] = copy.deepcopy) -> Any:
    """Returns a deep copy of dicts, lists and what they contain.

    Args:
        value: The value.
        copy_leaf: Copies a value that is neither a dict nor a list, nor an atom of JSON.
    """
    if type(value) not in (dict, list):
        return value if type(value) in _ATOMS else copy_leaf(value)
    containers = _flatten(value)
    for container in containers:
        for key, item in _iterate_items(container):
            if type(item) not in _ATOMS and type(item) is not _Node:
                container[key] = copy_leaf(item)
    return _build(containers)


def _iterate_items(container: Any) -> Iterator[tuple[Any, Any]]:
    return iter(container.items() if type(container) is dict else enumerate(container))


def is_deep(value: Any) -> bool:
    """Returns whether dicts and lists are nested so deeply that they must be packed."""
    level = [value] if type(value) in (dict, list) else []
    for _ in range(_MAX_DEPTH):
        if not level:
            return False
        # Keyed by ID, because a container may be in several places.
        found = {
            id(item): item
            for container in level
            for item in (container.values() if type(container) is dict else container)
            if type(item) in (dict, list)
        }
        level = list(found.values())
    return bool(level)


def _flatten(value: Any) -> list[Any]:
    """Returns copies of all containers in a value, the outermost first, with nodes for the inner ones."""
    containers = [copy.copy(value)]
    numbers = {id(value): 0}
    for container in containers:  # the list grows during the loop
        for key, item in _iterate_items(container):
            if type(item) not in (dict, list):
                continue
            if id(item) not in numbers:
                numbers[id(item)] = len(containers)
                containers.append(copy.copy(item))
            container[key] = _Node(numbers[id(item)])
    return containers


def _build(containers: list[Any]) -> Any:
    """Returns the nested value that the containers were flattened from. Leaves the containers unchanged."""
    made = [copy.copy(container) for container in containers]
    for container in made:
        for key, item in _iterate_items(container):
            if type(item) is _Node:
                container[key] = made[item.number]
    return made[0]


def pack_fields(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Returns the fields of an object, each in a form that can be pickled and copied."""
    return None if fields is None else {name: pack(value) for name, value in fields.items()}


def unpack_fields(fields: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Returns the fields that `pack_fields` was called with."""
    return None if fields is None else {name: unpack(value) for name, value in fields.items()}
