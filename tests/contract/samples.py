"""Sample values for the schemas of the contract. The same schema always gets the same values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.validation import Contract, Node, Shape

# Values to try, in order, if a string has a pattern.
_TEXTS = (
    "text",
    "1234567890",
    "12",
    "5",
    "web",
    "tag",
    "2026-01-31",
    "12:30",
    "https://example.com/path",
    "2026-01-31T10:00:00.000Z",
)
_FORMATS = {
    "date": "2026-01-31",
    "date-time": "2026-01-31T10:00:00Z",
    "naive-date-time": "2026-01-31T10:00:00",
}
_MAX_VARIANTS = 40


class _EndlessRecursion(Exception):
    """A schema requires itself, so it has no finite value."""


class Sampler:
    """Makes sample values for schemas.

    Args:
        contract: The contract that the schemas belong to.
        write: Whether the value is for a request. If so, read-only fields are left out.
        full: Whether to include optional fields.
        pick: The index of the union member and of the enum value to use.
        nulls: Whether to use null for every value that may be null.
    """

    def __init__(
        self,
        contract: Contract,
        *,
        write: bool,
        full: bool = True,
        pick: int = 0,
        nulls: bool = False,
    ) -> None:
        self._contract = contract
        self._write = write
        self._full = full
        self._pick = pick
        self._nulls = nulls
        self._inside: list[str] = []
        self.alternatives = 1

    def make(self, node: Node) -> Any:
        """Returns a sample value of a schema."""
        shape = self._contract.flatten(node, self._choose)
        if self._nulls and not self._contract.problems(node, None, write=self._write):
            return None
        if shape.included & set(self._inside):
            raise _EndlessRecursion(shape.names)
        self._inside += shape.included
        try:
            return self._make(shape)
        finally:
            del self._inside[len(self._inside) - len(shape.included) :]

    def _choose(self, _: Node, members: list[Node]) -> Node:
        members = [item for item in members if item.get("enum") != [None]]
        self.alternatives = max(self.alternatives, len(members))
        return members[self._pick % len(members)]

    def _make(self, shape: Shape) -> Any:
        values = [value for value in shape.facts.get("enum", ()) if value is not None]
        if values:
            return values[self._pick % len(values)]
        if shape.type == "object":
            return self._make_object(shape)
        if shape.type == "array":
            return self._make_array(shape)
        if shape.type == "boolean":
            return self._full
        if shape.type in ("integer", "number"):
            return _make_number(shape, integer=shape.type == "integer" or self._pick % 2 == 1)
        return _make_text(shape)

    def _make_object(self, shape: Shape) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, node in shape.properties.items():
            required = name in shape.required
            if not (required or self._full) or (self._write and self._is_read_only(node)):
                continue
            try:
                result[name] = self.make(node)
            except _EndlessRecursion:
                if required:
                    raise
        least = shape.facts.get("minProperties", 0)
        for name, node in shape.properties.items():
            if len(result) < least and name not in result:
                result[name] = self.make(node)
        additional = shape.additional
        if additional is not None and (self._full or len(result) < least):
            result["more"] = self.make(additional) if additional else {"any": ["thing", 1, None]}
        return result

    def _is_read_only(self, node: Node) -> bool:
        return bool(self._contract.flatten(node, lambda _, items: items[0]).facts.get("readOnly"))

    def _make_array(self, shape: Shape) -> list[Any]:
        least, most = shape.facts.get("minItems", 0), shape.facts.get("maxItems", 2)
        size = max(least, min(2, most)) if self._full else least
        try:
            item = self.make(shape.facts.get("items", {}))
        except _EndlessRecursion:
            if least:
                raise
            return []
        return [item] * size


def variants(contract: Contract, node: Node, *, write: bool) -> Iterator[tuple[str, Any]]:
    """Yields named values of a schema: a minimal value, a full value per union member, and a value with nulls."""
    yield "minimal", minimal(contract, node, write=write)
    pick, alternatives = 0, 1
    while pick < min(alternatives, _MAX_VARIANTS):
        sampler = Sampler(contract, write=write, pick=pick)
        yield f"full {pick}", sampler.make(node)
        alternatives = max(alternatives, sampler.alternatives)
        # In every second value, fields that allow fractions have integers.
        alternatives = max(2, alternatives)
        pick += 1
    yield "nulls", Sampler(contract, write=write, nulls=True).make(node)


def minimal(contract: Contract, node: Node, *, write: bool) -> Any:
    """Returns a value of a schema with the required fields only."""
    return Sampler(contract, write=write, full=False).make(node)


def full(contract: Contract, node: Node, *, write: bool, pick: int = 0) -> Any:
    """Returns a value of a schema with all fields."""
    return Sampler(contract, write=write, pick=pick).make(node)


def _make_number(shape: Shape, *, integer: bool) -> float:
    least, most = shape.facts.get("minimum"), shape.facts.get("maximum")
    value = 7 if integer else 1.5
    if least is not None and value <= least:
        value = least + 1
    return value if most is None or value <= most else most


def _make_text(shape: Shape) -> str:
    facts = shape.facts
    least, most = facts.get("minLength", 0), facts.get("maxLength")
    texts = (_FORMATS[facts["format"]],) if facts.get("format") in _FORMATS else _TEXTS
    for text in texts:
        long_enough = text * (1 + least // len(text)) if len(text) < least else text
        for candidate in (long_enough, long_enough[:most]):
            fits = least <= len(candidate) and (most is None or len(candidate) <= most)
            if fits and re.search(facts.get("pattern", ""), candidate):
                return candidate
    raise AssertionError(f"no sample string fits {facts}")
