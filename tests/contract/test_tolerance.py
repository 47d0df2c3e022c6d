"""Responses that differ from the contract are parsed without errors and without losing data."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from pinterest.operations import get
from pinterest.schema import Schema
from tests.contract.calls import Case, FakeServer, contract, to_plain
from tests.contract.samples import full
from tests.contract.test_answers import is_same
from tests.contract.validation import Node, Shape

UNKNOWN = "NOT_IN_THE_CONTRACT"
ODD: tuple[Any, ...] = (None, 2.5, "odd", ["odd"], {"odd": {"odd": 1}})

Path = tuple[str | int, ...]


def set_at(data: Any, path: Path, value: Any) -> Any:
    """Returns a copy of data with one value replaced."""
    if not path:
        return value
    changed = copy.copy(data)
    changed[path[0]] = set_at(data[path[0]], path[1:], value)
    return changed


def with_changes(
    node: Node, data: Any, change: Callable[[Shape, Any], Any], *, min_depth: int = 1
) -> Any:
    """Applies `change` to every value at or below a depth, innermost first. Returns the changed data."""
    found = list(contract().walk(node, data, write=False))
    for path, shape, _ in sorted(found, key=lambda item: -len(item[0])):
        if len(path) < min_depth:
            continue
        value = data
        for step in path:
            value = value[step]
        changed = change(shape, value)
        if changed is not value:
            data = set_at(data, path, changed)
    return data


def full_responses(case: Case) -> Iterator[tuple[int, Node, Any]]:
    """Yields every documented response with a body, with all fields and no bookmark."""
    for status, node in case.responses.items():
        if node is not None:
            data = full(contract(), node, write=False)
            yield status, node, {**data, "bookmark": None} if case.operation.is_paged else data


def call_with_response(case: Case, server: FakeServer, status: int, data: Any) -> Any:
    server.respond_with((status, data))
    return case.call(case.arguments(include_optional=False))


def test_unknown_fields_are_kept(case: Case, server: FakeServer):
    def change(shape: Shape, value: Any) -> Any:
        if not isinstance(value, dict) or shape.facts.get("additionalProperties"):
            return value
        return {**value, "brand_new": {"since": "today"}} if shape.properties else value

    min_depth = 1 if case.operation.is_paged else 0
    for status, node, data in full_responses(case):
        changed = with_changes(node, data, change, min_depth=min_depth)
        answer = call_with_response(case, server, status, changed)
        assert is_same(changed, to_plain(answer))
        if isinstance(answer, Schema):
            assert answer.get("brand_new") == {"since": "today"}


def test_unknown_values_of_enums_are_kept(case: Case, server: FakeServer):
    def change(shape: Shape, value: Any) -> Any:
        return UNKNOWN if isinstance(value, str) and shape.facts.get("enum") else value

    for status, node, data in full_responses(case):
        changed = with_changes(node, data, change)
        assert is_same(changed, to_plain(call_with_response(case, server, status, changed)))


def test_unknown_discriminators_are_kept(case: Case, server: FakeServer):
    def change(shape: Shape, value: Any) -> Any:
        tag = shape.facts.get("discriminator", {}).get("propertyName")
        return {**value, tag: UNKNOWN} if tag and isinstance(value, dict) else value

    for status, node, data in full_responses(case):
        changed = with_changes(node, data, change, min_depth=0)
        assert is_same(changed, to_plain(call_with_response(case, server, status, changed)))


def test_items_next_to_an_unknown_discriminator_are_parsed(server: FakeServer):
    case = Case.from_operation(get("items/post"))
    ((status, _, data),) = full_responses(case)
    first, second = data["items"]
    unknown = {**first, "catalog_type": UNKNOWN}
    answer = call_with_response(case, server, status, {"items": [unknown, second]})
    assert to_plain(answer.items[0]) == unknown
    assert isinstance(answer.items[1], Schema)


def test_missing_fields_are_none(case: Case, server: FakeServer):
    for status, _, data in full_responses(case):
        if isinstance(data, dict) and not case.operation.is_paged:
            answer = call_with_response(case, server, status, {})
            assert to_plain(answer) == {}
            if isinstance(answer, Schema):
                assert {getattr(answer, name) for name in type(answer).model_fields} == {None}


def test_values_of_another_type_are_kept(case: Case, server: FakeServer):
    # A response that is not an object or a list, as documented, is an error. So is a page without a list of items.
    first = 2 if case.operation.is_paged else 1
    for status, node, data in full_responses(case):
        paths = [path for path, _, _ in contract().walk(node, data, write=False)]
        for depth in range(first, max(map(len, paths)) + 1):
            for odd in ODD:
                changed = data
                for path in paths:
                    changed = set_at(changed, path, odd) if len(path) == depth else changed
                answer = to_plain(call_with_response(case, server, status, changed))
                assert answer is not None
                assert _find_lost_paths(changed, answer) == []


def _find_lost_paths(sent: Any, found: Any, path: Path = ()) -> list[Path]:
    """Returns the paths of values that were sent but are missing in the parsed response."""
    if isinstance(sent, dict) and isinstance(found, dict):
        steps: list[Any] = list(sent)
        missing = [(*path, key) for key in sent if key not in found]
    elif isinstance(sent, list) and isinstance(found, list):
        steps = list(range(min(len(sent), len(found))))
        missing = [path] if len(sent) != len(found) else []
    else:
        return []
    for step in steps:
        if step not in [item[-1] for item in missing]:
            missing += _find_lost_paths(sent[step], found[step], (*path, step))
    return missing
