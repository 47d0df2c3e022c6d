"""Values that fit a schema of the contract, made by rule: the same ones every time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.contract.validation import Contract, Node, Shape

# Tried in this order where a text has a pattern.
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
_MOST_VARIANTS = 40


class _Endless(Exception):
    """A schema is part of itself."""


class Sampler:
    """Makes a value of a schema.

    Args:
        contract: Where references lead.
        write: Whether it is for a request, which has no read-only fields.
        full: Whether to fill what may be left out.
        pick: Which member of every union, and which value of every enum, to take.
        nulls: Whether what may be null is.
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

    def value(self, node: Node) -> Any:
        """Returns a value of a schema."""
        shape = self._contract.shape(node, self._choose)
        if self._nulls and not self._contract.problems(node, None, write=self._write):
            return None
        if shape.reached & set(self._inside):
            raise _Endless(shape.names)
        self._inside += shape.reached
        try:
            return self._of(shape)
        finally:
            del self._inside[len(self._inside) - len(shape.reached) :]

    def _choose(self, _: Node, members: list[Node]) -> Node:
        members = [item for item in members if item.get("enum") != [None]]
        self.alternatives = max(self.alternatives, len(members))
        return members[self._pick % len(members)]

    def _of(self, shape: Shape) -> Any:
        values = [value for value in shape.facts.get("enum", ()) if value is not None]
        if values:
            return values[self._pick % len(values)]
        if shape.type == "object":
            return self._object(shape)
        if shape.type == "array":
            return self._array(shape)
        if shape.type == "boolean":
            return self._full
        if shape.type in ("integer", "number"):
            return _number(shape, whole=shape.type == "integer" or self._pick % 2 == 1)
        return _text(shape)

    def _object(self, shape: Shape) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for name, node in shape.properties.items():
            required = name in shape.required
            if not (required or self._full) or (self._write and self._is_read_only(node)):
                continue
            try:
                result[name] = self.value(node)
            except _Endless:
                if required:
                    raise
        least = shape.facts.get("minProperties", 0)
        for name, node in shape.properties.items():
            if len(result) < least and name not in result:
                result[name] = self.value(node)
        extra = shape.extra
        if extra is not None and (self._full or len(result) < least):
            result["more"] = self.value(extra) if extra else {"any": ["thing", 1, None]}
        return result

    def _is_read_only(self, node: Node) -> bool:
        return bool(self._contract.shape(node, lambda _, items: items[0]).facts.get("readOnly"))

    def _array(self, shape: Shape) -> list[Any]:
        least, most = shape.facts.get("minItems", 0), shape.facts.get("maxItems", 2)
        size = max(least, min(2, most)) if self._full else least
        try:
            item = self.value(shape.facts.get("items", {}))
        except _Endless:
            if least:
                raise
            return []
        return [item] * size


def variants(contract: Contract, node: Node, *, write: bool) -> Iterator[tuple[str, Any]]:
    """Yields values of a schema by name: a minimal one, full ones for every member of its unions, one with nulls."""
    yield "minimal", minimal(contract, node, write=write)
    pick, alternatives = 0, 1
    while pick < min(alternatives, _MOST_VARIANTS):
        sampler = Sampler(contract, write=write, pick=pick)
        yield f"full {pick}", sampler.value(node)
        alternatives = max(alternatives, sampler.alternatives)
        # Every second one has whole numbers where fractions are allowed.
        alternatives = max(2, alternatives)
        pick += 1
    yield "nulls", Sampler(contract, write=write, nulls=True).value(node)


def minimal(contract: Contract, node: Node, *, write: bool) -> Any:
    """Returns a value of a schema with no more in it than must be."""
    return Sampler(contract, write=write, full=False).value(node)


def full(contract: Contract, node: Node, *, write: bool, pick: int = 0) -> Any:
    """Returns a value of a schema with everything in it."""
    return Sampler(contract, write=write, pick=pick).value(node)


def _number(shape: Shape, *, whole: bool) -> float:
    least, most = shape.facts.get("minimum"), shape.facts.get("maximum")
    value = 7 if whole else 1.5
    if least is not None and value <= least:
        value = least + 1
    return value if most is None or value <= most else most


def _text(shape: Shape) -> str:
    facts = shape.facts
    least, most = facts.get("minLength", 0), facts.get("maxLength")
    texts = (_FORMATS[facts["format"]],) if facts.get("format") in _FORMATS else _TEXTS
    for text in texts:
        long_enough = text * (1 + least // len(text)) if len(text) < least else text
        for candidate in (long_enough, long_enough[:most]):
            fits = least <= len(candidate) and (most is None or len(candidate) <= most)
            if fits and re.search(facts.get("pattern", ""), candidate):
                return candidate
    raise AssertionError(f"no sample text fits {facts}")
