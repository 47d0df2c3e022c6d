"""Arguments and bodies with one mistake in them, each of which the contract does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.contract.calls import contract
from tests.contract.samples import variants
from tests.contract.test_tolerance import Path, set_at
from tests.contract.validation import Node, Shape

_WRONG: dict[str, tuple[Any, ...]] = {
    "string": (2.5, ["list"]),
    "integer": ("many", 2.5),
    "number": ("many",),
    "boolean": ("yes", 1),
    "array": ("text", {"no": "list"}),
    "object": ("text", ["list"]),
}
UNKNOWN_FIELD = "no_such_field"


class Mistake(NamedTuple):
    """Where a mistake is, what stands there, and all of it."""

    path: Path
    value: Any
    body: Any


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
    if isinstance(value, list) and value:
        if facts.get("minItems"):
            yield value[: facts["minItems"] - 1]
        if "maxItems" in facts:
            yield (value * (facts["maxItems"] + 1))[: facts["maxItems"] + 1]


def wrong_bodies(node: Node) -> Iterator[Mistake]:
    """Yields bodies with one wrong value, at any depth, that the contract refuses."""
    seen: set[tuple[Path, tuple[str, ...]]] = set()
    for body in _bodies(node):
        for path, shape, value in list(contract().walk(node, body, write=True)):
            # A member of a list is as good as its neighbour.
            if any(isinstance(step, int) and step for step in path) or _is_seen(seen, path, shape):
                continue
            for wrong in wrong_values(shape, value):
                changed = set_at(body, path, wrong)
                if contract().problems(node, changed, write=True):
                    yield Mistake(path, wrong, changed)


def bodies_with_an_unknown_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies with a field that their schema, or one within it, does not list."""
    seen: set[tuple[Path, tuple[str, ...]]] = set()
    for body in _bodies(node):
        for path, shape, value in list(contract().walk(node, body, write=True)):
            if not isinstance(value, dict) or not shape.properties:
                continue
            if shape.facts.get("additionalProperties") or _is_seen(seen, path, shape):
                continue
            changed = set_at(body, path, {**value, UNKNOWN_FIELD: 1})
            yield Mistake((*path, UNKNOWN_FIELD), 1, changed)


def bodies_without_a_field(node: Node) -> Iterator[Mistake]:
    """Yields bodies that lack a field which their schema, or one within it, requires."""
    seen: set[tuple[Path, tuple[str, ...]]] = set()
    for body in _bodies(node):
        for path, shape, value in list(contract().walk(node, body, write=True)):
            if not isinstance(value, dict) or _is_seen(seen, path, shape):
                continue
            for name in sorted(shape.required & value.keys()):
                changed = set_at(body, path, {key: value[key] for key in value if key != name})
                if contract().problems(node, changed, write=True):
                    yield Mistake((*path, name), None, changed)


def _bodies(node: Node) -> Iterator[Any]:
    return (body for name, body in variants(contract(), node, write=True) if "full" in name)


def _is_seen(seen: set[tuple[Path, tuple[str, ...]]], path: Path, shape: Shape) -> bool:
    """Whether this place was met before, with the same members of the unions on the way to it."""
    key = path, (*shape.names, *sorted(shape.properties), shape.type)
    if key in seen:
        return True
    seen.add(key)
    return False
