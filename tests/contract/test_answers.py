"""What every method makes of a documented answer: the types that the contract names, and nothing lost."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pinterest.schema import OpenEnum, Schema
from pinterest.utils.bookmark import Page
from tests.contract.calls import Case, Wire, contract, plain
from tests.contract.samples import variants
from tests.contract.validation import Node, Shape

_MOMENTS = {
    "date": datetime.date,
    "date-time": datetime.datetime,
    "naive-date-time": datetime.datetime,
}
_PLAIN = {"integer": int, "number": (int, float), "boolean": bool, "string": str}


def mistyped(node: Node, sent: Any, found: Any) -> Iterator[str]:
    """Yields where an answer did not become what its schema says, comparing it with what was sent."""
    shapes = {path: shape for path, shape, _ in contract().walk(node, sent, write=False)}
    for path, shape in shapes.items():
        value = found
        for step in path:
            value = value[step]
        problem = _mistyped(shape, value)
        if problem:
            yield f"{path}: {problem}, not {type(value).__name__}"


def _mistyped(shape: Shape, value: Any) -> str:
    """Returns what a value should have been, nothing if it is that."""
    if value is None:
        return ""
    if shape.type == "object" and shape.properties:
        return "" if _is_mapping(shape) and type(value) is dict else _unlike(shape, value)
    if shape.type == "object":
        return "" if type(value) is dict else "a dict"
    if shape.type == "array":
        return "" if isinstance(value, list) else "a list"
    values = [item for item in shape.facts.get("enum", ()) if item is not None]
    if shape.type == "string" and len(values) > 1:
        return "" if isinstance(value, OpenEnum) and value.is_known else "an enum"
    if type(value) is int and _is_number_or_digits(shape):
        return ""
    expected: Any = _MOMENTS.get(shape.facts.get("format", "")) or _PLAIN.get(shape.type, object)
    return "" if isinstance(value, expected) else str(expected)


def _is_mapping(shape: Shape) -> bool:
    """Whether it has names that are data: more than those listed are allowed, or those are no names of attributes."""
    return shape.extra is not None or not all(name.isidentifier() for name in shape.properties)


def _is_number_or_digits(shape: Shape) -> bool:
    """Whether it is a number that may arrive as text, and is always read as a number."""
    kinds = [item.get("type") for item in shape.facts.get("anyOf", ())]
    return kinds == ["integer", "string"]


def _unlike(shape: Shape, value: Any) -> str:
    """Returns the schema that a value should have been, nothing if it is that."""
    if not isinstance(value, Schema):
        return f"an instance of {shape.names}"
    stray = sorted(set(value.model_extra or ()) & set(shape.properties))
    if stray:
        return f"a schema that knows {', '.join(stray)}"
    # A name that Python has already, or that another schema differs from by case only, has a suffix.
    name = re.sub(r"(Schema|Value)?\d*$", "", type(value).__name__).lower()
    named = [re.sub(r"(Schema|Value)?\d*$", "", re.sub(r"\W|_", "", item)) for item in shape.names]
    named = [item.lower() for item in named]
    return "" if not named or name in named else f"an instance of one of {shape.names}"


def is_same(sent: Any, found: Any) -> bool:
    """Whether plain data says the same: a moment may be spelt differently, and a number have arrived as text."""
    if isinstance(sent, dict) and isinstance(found, dict):
        return sent.keys() == found.keys() and all(is_same(sent[key], found[key]) for key in sent)
    if isinstance(sent, list) and isinstance(found, list):
        pairs = zip(sent, found, strict=False)
        return len(sent) == len(found) and all(is_same(*pair) for pair in pairs)
    if isinstance(sent, str) and type(found) is int:
        return sent == str(found)
    if isinstance(sent, str) and isinstance(found, str) and re.match(r"\d{4}-\d\d-\d\dT", sent):
        return datetime.datetime.fromisoformat(sent) == datetime.datetime.fromisoformat(found)
    return bool(sent == found) and isinstance(sent, bool) == isinstance(found, bool)


def sent_answers(case: Case) -> Iterator[tuple[str, int, Node, Any]]:
    """Yields every kind of every documented answer that has a body."""
    for status, node in case.answers.items():
        if node is not None:
            for name, data in variants(contract(), node, write=False):
                last = {"bookmark": None} if case.operation.is_paged else None
                yield f"{status} {name}", status, node, {**data, **last} if last else data


def test_answers_come_back_typed_and_complete(case: Case, wire: Wire):
    arguments = case.arguments(everything=False)
    for name, status, node, data in sent_answers(case):
        wire.answers((status, data))
        answer = case.call(arguments)
        if isinstance(answer, Page):
            items = contract().shape_of(node, data, write=False).properties["items"]
            assert list(mistyped(items, data["items"], answer.items)) == [], name
        else:
            assert list(mistyped(node, data, answer)) == [], name
        assert is_same(data, plain(answer)), name


def test_the_samples_fit_the_contract(case: Case):
    for name, _, node, data in sent_answers(case):
        if not case.operation.is_paged:
            assert contract().problems(node, data, write=False) == [], name


def test_an_answer_without_body_is_none(case: Case, wire: Wire):
    arguments = case.arguments(everything=False)
    for status, node in case.answers.items():
        if node is None:
            wire.answers((status, ...))
            assert case.call(arguments) is None


def test_answers_are_read_as_their_status_says(case: Case, wire: Wire):
    """An answer of another success than the documented ones is read as the first of them."""
    _, data = case.answer()
    wire.answers((202, data))
    answer = plain(case.call(case.arguments(everything=False)))
    assert is_same(None if data is ... else data, answer)


def test_an_answer_survives_json(case: Case, wire: Wire):
    """What `to_dict()` gives can be written down."""
    status, data = case.answer()
    wire.answers((status, data))
    answer = plain(case.call(case.arguments(everything=False)))
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("empty", [{"items": [], "bookmark": None}, {"items": []}], ids=str)
def test_the_empty_list_is_a_page(listing: Case, wire: Wire, empty):
    wire.answers((200, empty))
    page = listing.call(listing.arguments(everything=False))
    assert page.items == []
    assert page.bookmark is None
