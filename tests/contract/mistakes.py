"""Bodies with one mistake in them, and those that are just within their limits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.contract.calls import contract
from tests.contract.samples import full, minimal, variants
from tests.contract.test_tolerance import Path, set_at
from tests.contract.validation import Node, Shape

_WRONG: dict[str, tuple[Any, ...]] = {
    "string": (2.5, ["list"]),
    "integer": ("many", 2.5, True, False),
    "number": ("many", True, False),
    "boolean": ("yes", 1, 0),
    "array": ("text", {"no": "list"}),
    "object": ("text", ["list"]),
}
_MOMENTS = ("date", "date-time", "naive-date-time")
UNKNOWN_FIELD = "no_such_field"

# The way to a place, its schema, what stands there, and a body around it.
Place = tuple[Path, Shape, Any, Any]
_known: dict[int, list[Place]] = {}


class Mistake(NamedTuple):
    """Where a mistake is, what stands there, all of it, and whether another member of a union could be meant."""

    path: Path
    value: Any
    body: Any
    is_ambiguous: bool = False


def pruned(value: Any, path: Path, shapes: dict[Path, Shape], at: Path = ()) -> Any:
    """Returns as much of a value as its schemas require around the place that a path leads to."""
    if not path:
        return value
    step, *rest = path
    inner = pruned(value[step], tuple(rest), shapes, (*at, step))
    if isinstance(value, list):
        return [inner] * max(1, shapes[at].facts.get("minItems", 0))
    keep = shapes[at].required | {step}
    return {name: inner if name == step else item for name, item in value.items() if name in keep}


def wrong_values(shape: Shape, value: Any) -> Iterator[Any]:
    """Yields values that a schema does not allow: of another type, and just beyond its limits."""
    yield from _WRONG.get(shape.type, ())
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
        if facts.get("format") in _MOMENTS:
            yield "no date"
    if isinstance(value, list) and value:
        if facts.get("minItems"):
            yield value[: facts["minItems"] - 1]
        if "maxItems" in facts:
            yield (value * (facts["maxItems"] + 1))[: facts["maxItems"] + 1]


def extreme_values(shape: Shape, value: Any) -> Iterator[Any]:
    """Yields values at the very limits of a schema, which it still allows, if nothing else is against them."""
    facts = shape.facts
    yield from (facts[limit] for limit in ("minimum", "maximum") if limit in facts)
    if isinstance(value, str) and value:
        sizes = [facts[limit] for limit in ("minLength", "maxLength") if limit in facts]
        yield from ((value * size)[:size] for size in sizes)
    if isinstance(value, list):
        item = minimal(contract(), facts.get("items", {}), write=True)
        yield from ([item] * facts[limit] for limit in ("minItems", "maxItems") if limit in facts)


def extreme_bodies(node: Node) -> Iterator[Mistake]:
    """Yields bodies with one value, at any depth, that is as large or as small as it may be."""
    for path, shape, value, body in _places(node):
        for extreme in extreme_values(shape, value):
            changed = set_at(body, path, extreme)
            if not contract().problems(node, changed, write=True):
                yield Mistake(path, extreme, changed)


def wrong_bodies(node: Node) -> Iterator[Mistake]:
    """Yields bodies with one value, at any depth, that is wrong by itself."""
    for path, shape, value, body in _places(node):
        for wrong in wrong_values(shape, value):
            yield Mistake(path, wrong, set_at(body, path, wrong), is_union(shape))


def bodies_with_an_unknown_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies with a field that their schema, or one within it, does not list."""
    for path, shape, value, body in _places(node):
        closed = shape.properties and not shape.facts.get("additionalProperties")
        if isinstance(value, dict) and closed:
            changed = set_at(body, path, {**value, UNKNOWN_FIELD: 1})
            yield Mistake((*path, UNKNOWN_FIELD), 1, changed)


def bodies_without_a_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies that lack a field which their schema, or one within it, requires."""
    for path, shape, value, body in _places(node):
        for name in sorted(shape.required & set(value)) if isinstance(value, dict) else ():
            changed = set_at(body, path, {key: value[key] for key in value if key != name})
            yield Mistake((*path, name), None, changed, is_union(shape))


def bodies_with_a_read_only_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies with a field that is for answers only."""
    for path, shape, value, body in _places(node):
        for name, item in shape.properties.items() if isinstance(value, dict) else ():
            if contract().shape(item, lambda _, items: items[0]).facts.get("readOnly"):
                told = full(contract(), item, write=False)
                changed = set_at(body, path, {**value, name: told})
                yield Mistake((*path, name), told, changed, is_union(shape))


def is_union(shape: Shape) -> bool:
    """Whether it is a member of a union."""
    return "oneOf" in shape.facts or "anyOf" in shape.facts


def _places(node: Node) -> list[Place]:
    """Returns every place in the bodies of a schema."""
    # The contract is read once and its nodes stay: the id of one is its name.
    if id(node) not in _known:
        _known[id(node)] = list(_find_places(node))
    return _known[id(node)]


def _find_places(node: Node) -> Iterator[Place]:
    seen: set[tuple[Path, tuple[str, ...]]] = set()
    for name, body in variants(contract(), node, write=True):
        if "full" not in name:
            continue
        shapes: dict[Path, Shape] = {}
        for path, shape, value in contract().walk(node, body, write=True):
            shapes[path] = shape
            # A member of a list is as good as its neighbour, and a listed name of a mapping as any other.
            if any(isinstance(step, int) and step for step in path):
                continue
            parent = shapes[path[:-1]]
            if path and path[-1] in parent.properties and parent.facts.get("additionalProperties"):
                continue
            if not _is_seen(seen, path, shape):
                yield path, shape, value, pruned(body, path, shapes)


def _is_seen(seen: set[tuple[Path, tuple[str, ...]]], path: Path, shape: Shape) -> bool:
    """Whether this place was met before, with the same members of the unions on the way to it."""
    key = path, (*shape.names, *sorted(shape.properties), shape.type)
    if key in seen:
        return True
    seen.add(key)
    return False
