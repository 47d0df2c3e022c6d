"""Every method parses documented responses to the types of the contract and keeps all data."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from pinterest.schema import OpenEnum, Schema
from pinterest.utils.bookmark import Page
from tests.contract.calls import Case, FakeServer, contract, to_plain
from tests.contract.samples import variants
from tests.contract.validation import Node, Shape

_DATE_TYPES = {
    "date": datetime.date,
    "date-time": datetime.datetime,
    "naive-date-time": datetime.datetime,
}
_PLAIN = {"integer": int, "number": (int, float), "boolean": bool, "string": str}


def find_wrong_types(node: Node, sent: Any, found: Any) -> Iterator[str]:
    """Yields the places where a parsed response has the wrong type. `sent` is the response's JSON data."""
    shapes = {path: shape for path, shape, _ in contract().walk(node, sent, write=False)}
    for path, shape in shapes.items():
        value = found
        for step in path:
            value = value[step]
        expected = _missed_type(shape, value)
        if expected:
            yield f"{path}: expected {expected}, found {type(value).__name__}"


def _missed_type(shape: Shape, value: Any) -> str:
    """Returns the type that a value should have. Empty if it has that type."""
    if value is None:
        return ""
    if shape.type == "object" and shape.properties:
        return "" if _is_mapping(shape) and type(value) is dict else _missed_schema(shape, value)
    if shape.type == "object":
        return "" if type(value) is dict else "a dict"
    if shape.type == "array":
        return "" if isinstance(value, list) else "a list"
    values = [item for item in shape.facts.get("enum", ()) if item is not None]
    if shape.type == "string" and len(values) > 1:
        return "" if isinstance(value, OpenEnum) and value.is_known else "an enum"
    if type(value) is int and _is_number_or_digits(shape):
        return ""
    expected: Any = _DATE_TYPES.get(shape.facts.get("format", "")) or _PLAIN.get(shape.type, object)
    return "" if isinstance(value, expected) else str(expected)


def _is_mapping(shape: Shape) -> bool:
    """Returns whether a schema is a mapping: its property names can be any names, or are not identifiers."""
    return shape.additional is not None or not all(name.isidentifier() for name in shape.properties)


def _is_number_or_digits(shape: Shape) -> bool:
    """Returns whether a schema is a number that the API may send as a string. It is always parsed to a number."""
    kinds = [item.get("type") for item in shape.facts.get("anyOf", ())]
    return kinds == ["integer", "string"]


def _missed_schema(shape: Shape, value: Any) -> str:
    """Returns the schema that a value should be an instance of. Empty if it is one."""
    if not isinstance(value, Schema):
        return f"an instance of {shape.names}"
    stray = sorted(set(value.model_extra or ()) & set(shape.properties))
    if stray:
        return f"a schema with the fields {', '.join(stray)}"
    # A name that Python or another schema already uses, ignoring case, has a suffix.
    name = re.sub(r"(Schema|Value)?\d*$", "", type(value).__name__).lower()
    named = [re.sub(r"(Schema|Value)?\d*$", "", re.sub(r"\W|_", "", item)) for item in shape.names]
    named = [item.lower() for item in named]
    return "" if not named or name in named else f"an instance of one of {shape.names}"


def is_same(sent: Any, found: Any) -> bool:
    """Returns whether plain data is equal. Times may have another format, and numbers may be strings in `sent`."""
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


def documented_responses(case: Case) -> Iterator[tuple[str, int, Node, Any]]:
    """Yields every documented response with a body: name, status, schema and sample data."""
    for status, node in case.responses.items():
        if node is not None:
            for name, data in variants(contract(), node, write=False):
                last_page = {**data, "bookmark": None} if case.operation.is_paged else data
                yield f"{status} {name}", status, node, last_page


def test_responses_are_parsed_to_their_types_and_stay_complete(case: Case, server: FakeServer):
    arguments = case.arguments(include_optional=False)
    for name, status, node, data in documented_responses(case):
        server.respond_with((status, data))
        answer = case.call(arguments)
        if isinstance(answer, Page):
            items = contract().flatten_for(node, data, write=False).properties["items"]
            assert list(find_wrong_types(items, data["items"], answer.items)) == [], name
        else:
            assert list(find_wrong_types(node, data, answer)) == [], name
        assert is_same(data, to_plain(answer)), name


def test_samples_are_valid_by_the_contract(case: Case):
    for name, _, node, data in documented_responses(case):
        if not case.operation.is_paged:
            assert contract().problems(node, data, write=False) == [], name


def test_a_response_without_a_body_is_none(case: Case, server: FakeServer):
    arguments = case.arguments(include_optional=False)
    for status, node in case.responses.items():
        if node is None:
            server.respond_with((status, ...))
            assert case.call(arguments) is None


def test_a_success_with_an_undocumented_status_is_parsed_as_the_first_documented_one(
    case: Case, server: FakeServer
):
    _, data = case.first_response()
    server.respond_with((202, data))
    answer = to_plain(case.call(case.arguments(include_optional=False)))
    assert is_same(None if data is ... else data, answer)


def test_a_response_can_be_written_as_json(case: Case, server: FakeServer):
    status, data = case.first_response()
    server.respond_with((status, data))
    answer = to_plain(case.call(case.arguments(include_optional=False)))
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("empty", [{"items": [], "bookmark": None}, {"items": []}], ids=str)
def test_an_empty_list_is_a_page(paged_case: Case, server: FakeServer, empty):
    server.respond_with((200, empty))
    page = paged_case.call(paged_case.arguments(include_optional=False))
    assert page.items == []
    assert page.bookmark is None
