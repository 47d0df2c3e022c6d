"""Every method sends the request that the contract describes."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
import requests

from pinterest import schemas
from pinterest.exceptions import ValidationError
from pinterest.schema import Schema, parse_as_type
from tests.contract.calls import (
    APP_ID,
    APP_SECRET,
    BASE,
    CONVERSION_TOKEN,
    TOKEN,
    Arguments,
    Case,
    FakeServer,
    contract,
    identifier,
    new_client,
)
from tests.contract.mistakes import bodies_at_a_limit, limit_values
from tests.contract.samples import variants
from tests.contract.test_tolerance import set_at
from tests.contract.validation import Node, parse_form, parse_path, parse_query

JSON = "application/json"


def decode_body(case: Case, request: requests.PreparedRequest) -> Any:
    """Decodes the body of a request by the media type in the contract."""
    assert case.body
    text = request.body.decode() if isinstance(request.body, bytes) else request.body
    media_type, node, _ = case.body
    assert request.headers["Content-Type"] == media_type
    assert text is not None
    return json.loads(text) if media_type == JSON else parse_form(contract(), node, text)


def to_instances(schema: str, body: Any) -> Any:
    """Converts the dictionaries in a body to instances of their schemas, as a user would create them."""
    if isinstance(body, list):
        return [to_instances(schema, item) for item in body]
    found = parse_as_type(getattr(schemas, schema), body)
    return type(found)(body) if isinstance(found, Schema) else body


def check_request(case: Case, request: requests.PreparedRequest, arguments: Arguments) -> None:
    """Compares a request with the contract and with its arguments."""
    url = request.url or ""
    assert request.method == case.operation.verb
    template = contract().endpoints[case.operation.id].path
    path, query = (
        parse_path(template, url, BASE),
        parse_query(contract(), case.parameters, url),
    )
    assert path is not None, f"{url} does not match {template}"
    found = {"path": path, "query": query}
    for node in case.parameters:
        name, argument = node["name"], arguments.get(identifier(node["name"]))
        assert found[node["in"]].pop(name, None) == argument
        if argument is not None:
            assert contract().problems(node["schema"], argument, write=True) == []
    assert found == {"path": {}, "query": {}}
    if case.body_argument in arguments:
        body = decode_body(case, request)
        assert body == arguments[case.body_argument]
        assert contract().problems(case.schema, body, write=True) == []
    else:
        assert not request.body


@pytest.mark.parametrize("include_optional", [False, True], ids=["minimal", "full"])
def test_requests_match_the_contract(case, server, include_optional):
    server.respond_with(case.first_response())
    arguments = case.arguments(include_optional=include_optional)
    case.call(arguments)
    assert len(server.received) == 1
    check_request(case, server.received[0], arguments)


def test_every_variant_of_a_body_is_sent_unchanged(body_case: Case, server: FakeServer):
    server.respond_with(body_case.first_response())
    arguments = body_case.arguments(include_optional=False)
    for name, body in variants(contract(), body_case.schema, write=True):
        server.clear()
        body_case.call({**arguments, body_case.body_argument: body})
        assert decode_body(body_case, server.received[0]) == body, name
        assert contract().problems(body_case.schema, body, write=True) == [], name


def test_a_body_may_contain_instances_of_schemas(body_case: Case, server: FakeServer):
    server.respond_with(body_case.first_response())
    arguments = body_case.arguments(include_optional=True)
    body = arguments[body_case.body_argument]
    assert body_case.operation.body
    instance = to_instances(body_case.operation.body.schema, body)
    body_case.call({**arguments, body_case.body_argument: instance})
    assert decode_body(body_case, server.received[0]) == body
    for item in instance if isinstance(instance, list) else [instance]:
        if isinstance(item, Schema):
            with pytest.raises(ValidationError, match="no_such_field"):
                type(item)({**item.to_dict(), "no_such_field": 1})


def test_objects_are_sent_in_the_query_from_a_mapping_or_an_instance(
    object_case: Case, server: FakeServer
):
    server.respond_with(object_case.first_response())
    arguments = object_case.arguments(include_optional=False)
    for parameter in object_case.operation.parameters:
        if parameter.schema is None:
            continue
        node = next(item for item in object_case.parameters if item["name"] == parameter.name)
        for _, value in variants(contract(), node["schema"], write=True):
            for argument in (value, to_instances(parameter.schema, value)):
                server.clear()
                object_case.call({**arguments, parameter.argument: argument})
                check_request(
                    object_case, server.received[0], {**arguments, parameter.argument: value}
                )


def test_every_value_of_an_enum_is_sent(case: Case, server: FakeServer):
    server.respond_with(case.first_response())
    arguments = case.arguments(include_optional=False)
    for node in case.parameters:
        shape = contract().flatten(node["schema"], lambda _, items: items[0])
        many = shape.type == "array"
        item = contract().flatten(shape.facts["items"], lambda _, x: x[0]) if many else shape
        for value in item.facts.get("enum", ()):
            server.clear()
            changed = {**arguments, identifier(node["name"]): [value] if many else value}
            case.call(changed)
            check_request(case, server.received[0], changed)


def test_parameters_at_their_limits_are_sent(case: Case, server: FakeServer):
    server.respond_with(case.first_response())
    arguments, client = case.arguments(include_optional=True), new_client()
    for node in case.parameters:
        name = identifier(node["name"])
        for path, shape, value in contract().walk(node["schema"], arguments[name], write=True):
            for limit in limit_values(shape, value):
                changed = set_at(arguments[name], path, limit)
                if not contract().problems(node["schema"], changed, write=True):
                    server.clear()
                    case.call({**arguments, name: changed}, client)
                    check_request(case, server.received[0], {**arguments, name: changed})


def test_bodies_with_values_at_their_limits_are_sent(body_case: Case, server: FakeServer):
    server.respond_with(body_case.first_response())
    arguments, client = body_case.arguments(include_optional=False), new_client()
    for path, _, body, _ in bodies_at_a_limit(body_case.schema):
        server.clear()
        body_case.call({**arguments, body_case.body_argument: body}, client)
        assert decode_body(body_case, server.received[0]) == body, path


def test_ids_may_be_numbers(case: Case, server: FakeServer):
    server.respond_with(case.first_response())
    arguments = case.arguments(include_optional=False)
    texts: Arguments = {}
    for node in case.parameters:
        if is_id(node):
            many = node["schema"].get("type") == "array"
            texts[identifier(node["name"])] = ["1234567890"] if many else "1234567890"
    numbers = {
        name: [1234567890] if isinstance(text, list) else 1234567890 for name, text in texts.items()
    }
    case.call({**arguments, **numbers})
    check_request(case, server.received[0], {**arguments, **texts})


def is_id(node: Node) -> bool:
    """Returns whether a parameter is an ID, by its name or because its values are digits."""
    schema = node["schema"].get("items", node["schema"])
    has_name = re.fullmatch(r"ids?|.*_ids?", node["name"]) is not None
    return schema.get("type") == "string" and (has_name or schema.get("pattern") == r"^\d+$")


def test_requests_are_authenticated_by_the_schemes_of_the_contract(case: Case, server: FakeServer):
    server.respond_with(case.first_response())
    schemes = {
        name for item in contract().endpoints[case.operation.id].data["security"] for name in item
    }
    arguments = case.arguments(include_optional=False)
    case.call(arguments)
    case.call(arguments, new_client(conversion_token=CONVERSION_TOKEN))
    without, with_conversion_token = (item.headers["Authorization"] for item in server.received)
    if schemes == {"basic"}:
        pair = base64.b64encode(f"{APP_ID}:{APP_SECRET}".encode()).decode()
        assert without == with_conversion_token == f"Basic {pair}"
        return
    assert without == f"Bearer {TOKEN}"
    expected = CONVERSION_TOKEN if "conversion_token" in schemes else TOKEN
    assert with_conversion_token == f"Bearer {expected}"
