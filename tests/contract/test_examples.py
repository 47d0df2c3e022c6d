"""The SDK accepts the contract's own examples, and values that the live API is known to accept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.operations import get
from pinterest.schema import to_request
from tests.contract.calls import Case, contract, identifier
from tests.contract.validation import Node

# The example of a quiz spells two field names differently from its schema.
_OTHER_NAMES = {"organicPinId": "organic_pin_id", "iOS_deep_link": "ios_deep_link"}
_BATCH_ID = "595953100599279259-66753b9bb65c46c49bd8503b27fecf9e"


def with_known_names(value: Any) -> Any:
    if isinstance(value, dict):
        return {_OTHER_NAMES.get(key, key): with_known_names(item) for key, item in value.items()}
    return [with_known_names(item) for item in value] if isinstance(value, list) else value


def list_examples(node: Node) -> Iterator[Any]:
    """Yields the examples of a schema or parameter and of its parts, and lists of the examples of its items."""
    for name in ("example", "default"):
        if node.get(name) is not None:
            yield with_known_names(node[name])
    for part in node.get("allOf", ()):
        yield from list_examples(contract().resolve(part))
    if "items" in node:
        yield from ([value] for value in list_examples(contract().resolve(node["items"])))
    for example in node.get("examples", {}).values():
        yield with_known_names(contract().resolve(example).get("value"))


def bodies_with_examples(schema: Node, body: Any) -> Iterator[tuple[str, Any]]:
    """Yields copies of a body, each with one field replaced by its example."""
    for path, shape, value in contract().walk(schema, body, write=True):
        for name, node in shape.properties.items() if isinstance(value, dict) else ():
            facts = contract().flatten(node, first_member).facts
            for example in list_examples(contract().resolve(node)):
                # All variants of a union have the same example for the discriminator.
                if not facts.get("readOnly") and (len(facts.get("enum", ())) != 1):
                    changed = replace_value(body, path, {**value, name: example})
                    yield ".".join(map(str, (*path, name))), changed


def first_member(_: Node, members: list[Node]) -> Node:
    return members[0]


def replace_value(body: Any, path: tuple[str | int, ...], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    inner = replace_value(body[step], tuple(rest), value)
    if isinstance(body, list):
        return [inner if index == step else item for index, item in enumerate(body)]
    return {**body, step: inner}


def test_examples_of_parameters_are_accepted(case: Case) -> None:
    refused = []
    for node in case.parameters:
        parameter = case.operation.parameter(node["name"])
        for example in {str(item): item for item in examples_of_parameter(node)}.values():
            try:
                parameter.encode(
                    [example] if parameter.many and not isinstance(example, list) else example
                )
            except ValidationError as error:
                refused.append(str(error))
    assert refused == []


def examples_of_parameter(node: Node) -> Iterator[Any]:
    yield from list_examples(node)
    yield from list_examples(contract().resolve(node["schema"]))


def test_examples_of_fields_are_accepted(body_case: Case) -> None:
    body = body_case.operation.body
    assert body is not None
    kind = getattr(schemas, body.schema)
    whole = body_case.arguments(include_optional=True)[body_case.body_argument]
    refused = []
    for where, changed in bodies_with_examples(body_case.schema, whole):
        try:
            to_request(list.__class_getitem__(kind) if body.many else kind, changed, subject=where)
        except ValidationError as error:
            refused.append(str(error))
    assert refused == []


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    [
        ("items_batch/get", "batch_id", _BATCH_ID),
        ("integrations/get_by_id", "id", "a-b"),
        ("catalogs_local_stores_list", "ids", ["store-1", 2]),
        ("schedules_list", "entity_ids", ["C1"]),
    ],
)
def test_ids_that_need_not_be_digits_are_accepted(operation: str, name: str, value: Any) -> None:
    parameter = get(operation).parameter(identifier(name))
    sent = [text for _, text in parameter.encode(value)]
    expected = value if isinstance(value, list) else [value]
    assert ",".join(sent) == ",".join(map(str, expected))
