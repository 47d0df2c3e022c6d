"""Request bodies with one mistake, and request bodies with a value at a limit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.contract.calls import contract
from tests.contract.samples import full, minimal, variants
from tests.contract.test_tolerance import Path, set_at
from tests.contract.validation import Node, Shape

_WRONG_TYPES: dict[str, tuple[Any, ...]] = {
    "string": (2.5, ["list"]),
    "integer": ("many", 2.5, True, False),
    "number": ("many", True, False),
    "boolean": ("yes", 1, 0),
    "array": ("text", {"no": "list"}),
    "object": ("text", ["list"]),
}
_DATE_TYPES = ("date", "date-time", "naive-date-time")
UNKNOWN_FIELD = "no_such_field"

# The path to a value, its schema, the value, and a body that contains it.
Place = tuple[Path, Shape, Any, Any]
_places: dict[int, list[Place]] = {}


class Mistake(NamedTuple):
    """A mistake in a body.

    Attributes:
        path: The path to the wrong value.
        value: The wrong value.
        body: The whole body.
        is_ambiguous: Whether the value might belong to another member of a union.
    """

    path: Path
    value: Any
    body: Any
    is_ambiguous: bool = False


def prune(value: Any, path: Path, shapes: dict[Path, Shape], at: Path = ()) -> Any:
    """Returns a value without its optional fields, except those on the path."""
    if not path:
        return value
    step, *rest = path
    inner = prune(value[step], tuple(rest), shapes, (*at, step))
    if isinstance(value, list):
        return [inner] * max(1, shapes[at].facts.get("minItems", 0))
    names = shapes[at].required | {step}
    return {name: inner if name == step else item for name, item in value.items() if name in names}


def wrong_values(shape: Shape, value: Any) -> Iterator[Any]:
    """Yields values that a schema does not allow: of another type, or just outside its limits."""
    yield from _WRONG_TYPES.get(shape.type, ())
    facts = shape.facts
    if facts.get("enum"):
        yield "NO_SUCH_VALUE" if shape.type == "string" else 1_000_003
    if "minimum" in facts:
        yield facts["minimum"] - 1
    if "maximum" in facts:
        yield facts["maximum"] + 1
    if isinstance(value, str):
        if facts.get("minLength"):
            yield ""
        if "maxLength" in facts:
            yield (value * (facts["maxLength"] + 1))[: facts["maxLength"] + 1]
        if "pattern" in facts:
            yield "!"
            yield f"{value}\n"
        if facts.get("format") in _DATE_TYPES:
            yield "not a date"
    if isinstance(value, list) and value:
        if facts.get("minItems"):
            yield value[: facts["minItems"] - 1]
        if "maxItems" in facts:
            yield (value * (facts["maxItems"] + 1))[: facts["maxItems"] + 1]


def limit_values(shape: Shape, value: Any) -> Iterator[Any]:
    """Yields values at the limits of a schema. They are valid unless another rule forbids them."""
    facts = shape.facts
    yield from (facts[limit] for limit in ("minimum", "maximum") if limit in facts)
    if isinstance(value, str) and value:
        sizes = [facts[limit] for limit in ("minLength", "maxLength") if limit in facts]
        yield from ((value * size)[:size] for size in sizes)
    if isinstance(value, list):
        item = minimal(contract(), facts.get("items", {}), write=True)
        yield from ([item] * facts[limit] for limit in ("minItems", "maxItems") if limit in facts)


def bodies_at_a_limit(node: Node) -> Iterator[Mistake]:
    """Yields valid bodies in which one value, at any depth, is as small or as large as its schema allows."""
    for path, shape, value, body in _list_places(node):
        for limit in limit_values(shape, value):
            changed = set_at(body, path, limit)
            if not contract().problems(node, changed, write=True):
                yield Mistake(path, limit, changed)


def wrong_bodies(node: Node) -> Iterator[Mistake]:
    """Yields bodies with one wrong value, at any depth."""
    for path, shape, value, body in _list_places(node):
        for wrong in wrong_values(shape, value):
            yield Mistake(path, wrong, set_at(body, path, wrong), is_union(shape))


def bodies_with_an_unknown_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies with a field, at any depth, that its schema does not list."""
    for path, shape, value, body in _list_places(node):
        closed = shape.properties and not shape.facts.get("additionalProperties")
        if isinstance(value, dict) and closed:
            changed = set_at(body, path, {**value, UNKNOWN_FIELD: 1})
            yield Mistake((*path, UNKNOWN_FIELD), 1, changed)


def bodies_without_a_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies without one required field, at any depth."""
    for path, shape, value, body in _list_places(node):
        for name in sorted(shape.required & set(value)) if isinstance(value, dict) else ():
            changed = set_at(body, path, {key: value[key] for key in value if key != name})
            yield Mistake((*path, name), None, changed, is_union(shape))


def bodies_with_a_read_only_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies with a read-only field."""
    for path, shape, value, body in _list_places(node):
        for name, item in shape.properties.items() if isinstance(value, dict) else ():
            if contract().flatten(item, lambda _, items: items[0]).facts.get("readOnly"):
                response_value = full(contract(), item, write=False)
                changed = set_at(body, path, {**value, name: response_value})
                yield Mistake((*path, name), response_value, changed, is_union(shape))


def is_union(shape: Shape) -> bool:
    """Returns whether the schema is a union, flattened to one of its members."""
    return "oneOf" in shape.facts or "anyOf" in shape.facts


def _list_places(node: Node) -> list[Place]:
    """Returns every place in the bodies of a schema."""
    # The contract is never freed, so the ids of its nodes stay unique.
    if id(node) not in _places:
        _places[id(node)] = list(_find_places(node))
    return _places[id(node)]


def _find_places(node: Node) -> Iterator[Place]:
    seen: set[tuple[Path, tuple[str, ...]]] = set()
    for name, body in variants(contract(), node, write=True):
        if "full" not in name:
            continue
        shapes: dict[Path, Shape] = {}
        for path, shape, value in contract().walk(node, body, write=True):
            shapes[path] = shape
            # One item stands for all items of a list, and one unlisted name for all names of a mapping.
            if any(isinstance(step, int) and step for step in path):
                continue
            parent = shapes[path[:-1]]
            if path and path[-1] in parent.properties and parent.facts.get("additionalProperties"):
                continue
            if not _check_seen(seen, path, shape):
                yield path, shape, value, prune(body, path, shapes)


def _check_seen(seen: set[tuple[Path, tuple[str, ...]]], path: Path, shape: Shape) -> bool:
    """Returns whether a place was seen before, with the same union members in its path. Records new places."""
    key = path, (*shape.names, *sorted(shape.properties), shape.type)
    if key in seen:
        return True
    seen.add(key)
    return False
