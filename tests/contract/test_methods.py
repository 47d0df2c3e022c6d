"""Every operation of the contract has a method, with the names, docs and warnings from the contract."""

from __future__ import annotations

import inspect
import re
import tomllib
import warnings
from typing import Any

import pytest

from codegen.contract import OVERRIDES
from pinterest import api
from pinterest.exceptions import ConfigurationError
from pinterest.operations import all_operations
from tests.contract.calls import (
    BASE,
    OPERATIONS,
    Case,
    FakeServer,
    class_name,
    contract,
    identifier,
    new_client,
)

SANDBOX = "https://api-sandbox.pinterest.com"


def to_snake_case(name: str) -> str:
    """Returns the snake case name of a schema, as used for arguments."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", r"\1\3 \2", name)
    return "_".join(word.lower() for word in re.split(r"[\W_]+", spaced) if word)


def test_every_operation_of_the_contract_exists():
    scope = tomllib.loads(OVERRIDES.read_text(encoding="utf-8"))["scope"]["tags"]
    expected = {
        item.id for item in contract().endpoints.values() if scope == ["*"] or item.tag in scope
    }
    assert {item.id for item in OPERATIONS} == expected
    assert {item.id for item in all_operations()} <= set(contract().endpoints)
    assert len(all_operations()) == len({item.id for item in all_operations()})


def test_every_tag_has_a_class_with_one_method_per_operation():
    found = {}
    for tag in {item.tag for item in OPERATIONS}:
        kind = getattr(api, class_name(tag))
        assert kind.__module__ == f"pinterest.api.{tag}"
        found[tag] = {name for name in vars(kind) if not name.startswith("_")}
    expected: dict[str, set[str]] = {tag: set() for tag in found}
    for item in OPERATIONS:
        expected[item.tag].add(identifier(item.id))
    assert found == expected
    assert {name for name in dir(api) if name.endswith("Api")} == {class_name(tag) for tag in found}


def test_the_operation_matches_the_contract(case: Case):
    operation, endpoint = case.operation, contract().endpoints[case.operation.id]
    data = endpoint.data
    assert (operation.verb, operation.path) == (endpoint.verb.upper(), endpoint.path)
    assert operation.tag == endpoint.tag
    security = [
        (scheme, tuple(scopes)) for item in data["security"] for scheme, scopes in item.items()
    ]
    assert list(operation.security) == security
    assert operation.quota == data.get("x-ratelimit-category")
    sandbox = {"enabled": True, "disabled": False, None: None}[data.get("x-sandbox")]
    assert operation.hosted_sandbox is sandbox
    assert operation.deprecated == data.get("deprecated", False)
    assert operation.added_in == data.get("x-added-in")
    assert operation.legacy == data.get("x-legacy", False)
    assert operation.repeatable == (endpoint.verb == "get" or data.get("x-repeatable", False))
    assert {item.status: item.schema is None for item in operation.answers} == {
        status: node is None for status, node in case.responses.items()
    }
    assert (operation.body is None) == (case.body is None)
    if operation.body and case.body:
        assert (operation.body.media_type, operation.body.required) == (case.body[0], case.body[2])


def test_parameters_match_the_contract_with_the_required_ones_positional(case: Case):
    parameters = case.signature.parameters
    kinds = {name: item.kind for name, item in parameters.items()}
    required = {identifier(node["name"]) for node in case.parameters if node.get("required")}
    if case.body and case.body[2]:
        required.add(case.body_argument)
    for name, kind in kinds.items():
        positional = name in required or name == "self"
        assert (kind is inspect.Parameter.POSITIONAL_OR_KEYWORD) == positional, name
        has_default = parameters[name].default is not inspect.Parameter.empty
        assert has_default == (not positional), name
    names = {identifier(node["name"]) for node in case.parameters}
    assert names | {"self", "timeout", "deadline"} == set(parameters) - {case.body_argument}


def test_the_body_argument_is_named_after_its_schema(body_case: Case):
    node = body_case.schema
    reference = node if "$ref" in node else node.get("items", {})
    expected = f"{identifier(body_case.operation.id)}_request"
    if "$ref" in reference:
        expected = to_snake_case(reference["$ref"].rpartition("/")[2])
    assert body_case.body_argument == expected


def test_the_docstring_names_endpoint_scopes_quota_and_version(case: Case):
    operation, docstring = case.operation, inspect.getdoc(case.method) or ""
    assert f":calls: `{operation.verb} {operation.path}`" in docstring
    assert docstring.splitlines()[0].endswith(".")
    for scope in operation.scopes:
        assert f"`{scope}`" in docstring
    if operation.quota:
        assert f"`{operation.quota}`" in docstring
    if operation.added_in:
        assert operation.added_in.removesuffix(".0") in docstring
    assert (
        "deprecated" in docstring.lower()
    ) == operation.deprecated or "deprecated" in operation.id
    assert not operation.legacy or "legacy" in docstring.lower()
    assert operation.hosted_sandbox is not False or "sandbox" in docstring.lower()
    for name in case.signature.parameters:
        assert name == "self" or f"    {name}: " in docstring


def test_every_parameter_is_annotated_without_any(case: Case):
    for name, item in case.signature.parameters.items():
        if name != "self":
            assert item.annotation is not inspect.Parameter.empty, name
            assert not re.search(r"\bAny\b", str(item.annotation)), name
    returned = str(case.signature.return_annotation)
    if any(node and node.keys() & {"$ref"} for node in case.responses.values()):
        assert "Any" not in returned
    assert returned.startswith("Page[") == case.operation.is_paged


def test_deprecated_operations_warn(case: Case, server: FakeServer):
    server.respond_with(case.first_response())
    kind: Any = getattr(api, class_name(case.operation.tag))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        getattr(kind(new_client()), identifier(case.operation.id))(
            **case.arguments(include_optional=False)
        )
    found = [item for item in caught if issubclass(item.category, DeprecationWarning)]
    assert len(found) == case.operation.deprecated
    for item in found:
        assert item.filename == __file__
        assert case.operation.path in str(item.message)


def test_operations_that_the_hosted_sandbox_lacks_are_not_sent_to_it(
    case: Case, server: FakeServer
):
    client = new_client(base_url=None, environment="sandbox")
    assert client.base_url.startswith(SANDBOX)
    server.serve(SANDBOX)
    server.respond_with(case.first_response())
    arguments = case.arguments(include_optional=False)
    if case.operation.hosted_sandbox is False:
        with pytest.raises(ConfigurationError, match=re.escape(case.operation.path)):
            case.call(arguments, client)
        assert server.received == []
    else:
        case.call(arguments, client)
        assert [item.url is not None and BASE not in item.url for item in server.received] == [True]
