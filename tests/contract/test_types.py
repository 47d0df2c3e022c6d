"""The annotations of every method match its arguments and its response."""

from __future__ import annotations

import ast
import inspect
import sys
import typing
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import Any, Literal

from pinterest import schemas
from pinterest.utils import protocol
from pinterest.utils.batch_schema import BatchList
from pinterest.utils.bookmark import Page
from tests.contract.calls import Case, contract, identifier
from tests.contract.validation import Node

_PLAIN = {"string": str, "integer": int, "number": float, "boolean": bool}
_MAX_MEMBERS = 4


@cache
def all_names(module: ModuleType) -> dict[str, Any]:
    """Returns the names in a module, including those that are imported for type checkers only."""
    tree = ast.parse(inspect.getsource(module))
    for_types = [
        statement
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
    ]
    found = dict(vars(module))
    exec(compile(ast.Module(for_types, []), str(module.__file__), "exec"), found)
    return found


def resolve_hints(case: Case) -> dict[str, Any]:
    """Returns the resolved annotations of a method."""
    module = sys.modules[case.method.__module__]
    # The type of timeouts refers to its class by name.
    names = {**all_names(module), "TimeLimits": protocol.TimeLimits}
    return typing.get_type_hints(case.method, names, include_extras=True)


def list_leaf_types(kind: Any) -> Iterator[Any]:
    """Yields the types and `Literal`s that a type consists of."""
    if typing.get_origin(kind) is Literal or not typing.get_args(kind):
        yield kind
    else:
        for part in typing.get_args(kind):
            yield from list_leaf_types(part)


def enum_values(node: Node) -> set[Any]:
    """Returns the enum values of a schema or, for a list, of its items. Includes every member of a union."""
    found: set[Any] = set()
    for pick in range(_MAX_MEMBERS):

        def choose(_: Node, members: list[Node], pick: int = pick) -> Node:
            return members[pick % len(members)]

        shape = contract().flatten(node, choose)
        if shape.type == "array":
            shape = contract().flatten(shape.facts["items"], choose)
        found |= set(shape.facts.get("enum", ()))
    return found - {None}


def test_the_return_annotation_is_the_type_of_the_response(case: Case):
    expected: Any = None
    is_partial = any(answer.partial for answer in case.operation.answers)
    for answer in case.operation.answers:
        kind: Any = getattr(schemas, answer.schema) if answer.schema else None
        if answer.paged:
            kind = Page[kind]
        elif answer.many:
            kind = BatchList[kind] if is_partial else list[kind]
        expected = kind if answer is case.operation.answers[0] else expected | kind
    assert resolve_hints(case)["return"] == (type(None) if expected is None else expected)


def test_the_annotation_of_a_body_includes_its_schema(body_case: Case):
    assert body_case.operation.body
    schema = getattr(schemas, body_case.operation.body.schema)
    assert set(list_leaf_types(schema)) <= set(
        list_leaf_types(resolve_hints(body_case)[body_case.body_argument])
    )


def test_the_annotation_of_a_parameter_matches_the_contract(case: Case):
    found = resolve_hints(case)
    for node in case.parameters:
        name = identifier(node["name"])
        if name == "bookmark":
            assert "Bookmark[" in str(found[name])
        shape = contract().flatten(node["schema"], lambda _, items: items[0])
        if shape.type == "array":
            shape = contract().flatten(shape.facts["items"], lambda _, items: items[0])
        kinds = list(list_leaf_types(found[name]))
        values = [value for kind in kinds for value in typing.get_args(kind)]
        if values:
            assert set(values) == enum_values(node["schema"]), name
        elif shape.type in _PLAIN:
            assert _PLAIN[shape.type] in kinds, name
