"""What every method sends is what the contract asks for."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
import requests

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, read_answer
from tests.contract.calls import (
    APP_ID,
    APP_SECRET,
    BASE,
    CONVERSION_TOKEN,
    TOKEN,
    Arguments,
    Case,
    Wire,
    contract,
    identifier,
    new_client,
)
from tests.contract.mistakes import extreme_bodies, extreme_values
from tests.contract.samples import variants
from tests.contract.test_tolerance import set_at
from tests.contract.validation import form_values, path_values, query_values

JSON = "application/json"


def sent_body(case: Case, request: requests.PreparedRequest) -> Any:
    """Returns the body of a request, decoded by the media type that the contract gives it."""
    assert case.body
    text = request.body.decode() if isinstance(request.body, bytes) else request.body
    media_type, node, _ = case.body
    assert request.headers["Content-Type"] == media_type
    assert text is not None
    return json.loads(text) if media_type == JSON else form_values(contract(), node, text)


def instances(schema: str, body: Any) -> Any:
    """Returns a value made of instances of a schema, each made as a user makes it, where it has one."""
    if isinstance(body, list):
        return [instances(schema, item) for item in body]
    found = read_answer(getattr(schemas, schema), body)
    return type(found)(body) if isinstance(found, Schema) else body


def check(case: Case, request: requests.PreparedRequest, arguments: Arguments) -> None:
    """Compares a request with the contract and with the arguments that it was made of."""
    url = request.url or ""
    assert request.method == case.operation.verb
    template = contract().endpoints[case.operation.id].path
    path, query = (
        path_values(template, url, BASE),
        query_values(contract(), case.parameters, url),
    )
    assert path is not None, f"{url} is not {template}"
    given = {"path": path, "query": query}
    for node in case.parameters:
        name, argument = node["name"], arguments.get(identifier(node["name"]))
        assert given[node["in"]].pop(name, None) == argument
        if argument is not None:
            assert contract().problems(node["schema"], argument, write=True) == []
    assert given == {"path": {}, "query": {}}
    if case.body_argument in arguments:
        body = sent_body(case, request)
        assert body == arguments[case.body_argument]
        assert contract().problems(case.schema, body, write=True) == []
    else:
        assert not request.body


@pytest.mark.parametrize("everything", [False, True], ids=["minimal", "full"])
def test_the_request_is_the_contracts(case, wire, everything):
    wire.answers(case.answer())
    arguments = case.arguments(everything=everything)
    case.call(arguments)
    assert len(wire.sent) == 1
    check(case, wire.sent[0], arguments)


def test_every_kind_of_body_travels_as_it_is(writing: Case, wire: Wire):
    wire.answers(writing.answer())
    arguments = writing.arguments(everything=False)
    for name, body in variants(contract(), writing.schema, write=True):
        wire.forget()
        writing.call({**arguments, writing.body_argument: body})
        assert sent_body(writing, wire.sent[0]) == body, name
        assert contract().problems(writing.schema, body, write=True) == [], name


def test_a_body_may_be_made_of_instances(writing: Case, wire: Wire):
    wire.answers(writing.answer())
    arguments = writing.arguments(everything=True)
    body = arguments[writing.body_argument]
    assert writing.operation.body
    made = instances(writing.operation.body.schema, body)
    writing.call({**arguments, writing.body_argument: made})
    assert sent_body(writing, wire.sent[0]) == body
    for item in made if isinstance(made, list) else [made]:
        if isinstance(item, Schema):
            with pytest.raises(ValidationError, match="no_such_field"):
                type(item)({**item.to_dict(), "no_such_field": 1})


def test_every_kind_of_object_travels_in_the_query_as_mapping_and_as_instance(
    asking: Case, wire: Wire
):
    wire.answers(asking.answer())
    arguments = asking.arguments(everything=False)
    for parameter in asking.operation.parameters:
        if parameter.schema is None:
            continue
        node = next(item for item in asking.parameters if item["name"] == parameter.name)
        for _, value in variants(contract(), node["schema"], write=True):
            for made in (value, instances(parameter.schema, value)):
                wire.forget()
                asking.call({**arguments, parameter.argument: made})
                check(asking, wire.sent[0], {**arguments, parameter.argument: value})


def test_every_value_of_an_enum_travels(case: Case, wire: Wire):
    wire.answers(case.answer())
    arguments = case.arguments(everything=False)
    for node in case.parameters:
        shape = contract().shape(node["schema"], lambda _, items: items[0])
        many = shape.type == "array"
        item = contract().shape(shape.facts["items"], lambda _, x: x[0]) if many else shape
        for value in item.facts.get("enum", ()):
            wire.forget()
            chosen = {**arguments, identifier(node["name"]): [value] if many else value}
            case.call(chosen)
            check(case, wire.sent[0], chosen)


def test_what_is_just_within_its_limits_travels(case: Case, wire: Wire):
    wire.answers(case.answer())
    arguments, client = case.arguments(everything=True), new_client()
    for node in case.parameters:
        name = identifier(node["name"])
        for path, shape, value in contract().walk(node["schema"], arguments[name], write=True):
            for extreme in extreme_values(shape, value):
                changed = set_at(arguments[name], path, extreme)
                if not contract().problems(node["schema"], changed, write=True):
                    wire.forget()
                    case.call({**arguments, name: changed}, client)
                    check(case, wire.sent[0], {**arguments, name: changed})


def test_a_body_just_within_its_limits_travels(writing: Case, wire: Wire):
    wire.answers(writing.answer())
    arguments, client = writing.arguments(everything=False), new_client()
    for path, _, body, _ in extreme_bodies(writing.schema):
        wire.forget()
        writing.call({**arguments, writing.body_argument: body}, client)
        assert sent_body(writing, wire.sent[0]) == body, path


def test_ids_may_be_numbers(case: Case, wire: Wire):
    wire.answers(case.answer())
    arguments = case.arguments(everything=False)
    texts: Arguments = {}
    for node in case.parameters:
        schema, many = node["schema"], node["schema"].get("type") == "array"
        if (schema["items"] if many else schema).get("pattern") == r"^\d+$":
            texts[identifier(node["name"])] = ["1234567890"] if many else "1234567890"
    numbers = {
        name: [1234567890] if isinstance(text, list) else 1234567890 for name, text in texts.items()
    }
    case.call({**arguments, **numbers})
    check(case, wire.sent[0], {**arguments, **texts})


def test_the_request_is_signed_as_the_contract_says(case: Case, wire: Wire):
    wire.answers(case.answer())
    schemes = {
        name for item in contract().endpoints[case.operation.id].data["security"] for name in item
    }
    arguments = case.arguments(everything=False)
    case.call(arguments)
    case.call(arguments, new_client(conversion_token=CONVERSION_TOKEN))
    without, with_conversion_token = (item.headers["Authorization"] for item in wire.sent)
    if schemes == {"basic"}:
        pair = base64.b64encode(f"{APP_ID}:{APP_SECRET}".encode()).decode()
        assert without == with_conversion_token == f"Basic {pair}"
        return
    assert without == f"Bearer {TOKEN}"
    takes_it = "conversion_token" in schemes
    assert with_conversion_token == f"Bearer {CONVERSION_TOKEN if takes_it else TOKEN}"
