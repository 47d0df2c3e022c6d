"""The types of every method, as a type checker reads them, are what it takes and answers when it runs."""

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
from pinterest.utils.bookmark import Page
from tests.contract.calls import Case, contract, identifier
from tests.contract.validation import Node

_PLAIN = {"string": str, "integer": int, "number": float, "boolean": bool}
_MOST_MEMBERS = 4


@cache
def names(module: ModuleType) -> dict[str, Any]:
    """Returns the names in a module as a type checker sees them: with those that are imported for it only."""
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


def hints(case: Case) -> dict[str, Any]:
    """Returns what a method takes and returns."""
    module = sys.modules[case.method.__module__]
    return typing.get_type_hints(case.method, names(module), include_extras=True)


def leaves(kind: Any) -> Iterator[Any]:
    """Yields the plain types that a type is made of, and the values of those that are fixed."""
    if typing.get_origin(kind) is Literal or not typing.get_args(kind):
        yield kind
    else:
        for part in typing.get_args(kind):
            yield from leaves(part)


def values_of(node: Node) -> set[Any]:
    """Returns the fixed values of a schema or, for a list, of its items: those of every member of a union."""
    found: set[Any] = set()
    for pick in range(_MOST_MEMBERS):

        def choose(_: Node, members: list[Node], pick: int = pick) -> Node:
            return members[pick % len(members)]

        shape = contract().shape(node, choose)
        if shape.type == "array":
            shape = contract().shape(shape.facts["items"], choose)
        found |= set(shape.facts.get("enum", ()))
    return found - {None}


def test_a_method_is_annotated_with_what_it_answers(case: Case):
    expected: Any = None
    for answer in case.operation.answers:
        kind: Any = getattr(schemas, answer.schema) if answer.schema else None
        if answer.paged:
            kind = Page[kind]
        elif answer.many:
            kind = list[kind]
        expected = kind if answer is case.operation.answers[0] else expected | kind
    assert hints(case)["return"] == (type(None) if expected is None else expected)


def test_a_body_is_annotated_with_its_schema(writing: Case):
    assert writing.operation.body
    schema = getattr(schemas, writing.operation.body.schema)
    assert set(leaves(schema)) <= set(leaves(hints(writing)[writing.body_argument]))


def test_parameters_are_annotated_with_what_the_contract_allows(case: Case):
    found = hints(case)
    for node in case.parameters:
        name = identifier(node["name"])
        if name == "bookmark":
            assert "Bookmark[" in str(found[name])
        shape = contract().shape(node["schema"], lambda _, items: items[0])
        if shape.type == "array":
            shape = contract().shape(shape.facts["items"], lambda _, items: items[0])
        kinds = list(leaves(found[name]))
        values = [value for kind in kinds for value in typing.get_args(kind)]
        if values:
            assert set(values) == values_of(node["schema"]), name
        elif shape.type in _PLAIN:
            assert _PLAIN[shape.type] in kinds, name
