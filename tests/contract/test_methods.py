"""The methods themselves: nothing of the contract is left out, and their names, words and warnings are its own."""

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
    Wire,
    class_name,
    contract,
    identifier,
    new_client,
)

SANDBOX = "https://api-sandbox.pinterest.com"


def snake(name: str) -> str:
    """Returns the name of a schema as that of an argument."""
    spaced = re.sub(r"([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])", r"\1\3 \2", name)
    return "_".join(word.lower() for word in re.split(r"[\W_]+", spaced) if word)


def test_nothing_of_the_contract_is_left_out():
    scope = tomllib.loads(OVERRIDES.read_text(encoding="utf-8"))["scope"]["tags"]
    expected = {
        item.id for item in contract().endpoints.values() if scope == ["*"] or item.tag in scope
    }
    assert {item.id for item in OPERATIONS} == expected
    assert {item.id for item in all_operations()} <= set(contract().endpoints)
    assert len(all_operations()) == len({item.id for item in all_operations()})


def test_every_tag_has_a_class_with_a_method_an_operation():
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


def test_the_operation_says_what_the_contract_says(case: Case):
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
        status: node is None for status, node in case.answers.items()
    }
    assert (operation.body is None) == (case.body is None)
    if operation.body and case.body:
        assert (operation.body.media_type, operation.body.required) == (case.body[0], case.body[2])


def test_parameters_are_the_contracts_with_those_that_are_required_first(case: Case):
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
    assert names | {"self", "timeout"} == set(parameters) - {case.body_argument}


def test_the_body_is_called_by_its_schema(writing: Case):
    node = writing.schema
    named = node if "$ref" in node else node.get("items", {})
    expected = f"{identifier(writing.operation.id)}_request"
    if "$ref" in named:
        expected = snake(named["$ref"].rpartition("/")[2])
    assert writing.body_argument == expected


def test_the_docstring_tells_what_is_called(case: Case):
    operation, words = case.operation, inspect.getdoc(case.method) or ""
    assert f":calls: `{operation.verb} {operation.path}`" in words
    assert words.splitlines()[0].endswith(".")
    for scope in operation.scopes:
        assert f"`{scope}`" in words
    if operation.quota:
        assert f"`{operation.quota}`" in words
    if operation.added_in:
        assert operation.added_in.removesuffix(".0") in words
    assert ("deprecated" in words.lower()) == operation.deprecated or "deprecated" in operation.id
    assert not operation.legacy or "legacy" in words.lower()
    assert operation.hosted_sandbox is not False or "sandbox" in words.lower()
    for name in case.signature.parameters:
        assert name == "self" or f"    {name}: " in words


def test_every_parameter_is_annotated_without_any(case: Case):
    for name, item in case.signature.parameters.items():
        if name != "self":
            assert item.annotation is not inspect.Parameter.empty, name
            assert not re.search(r"\bAny\b", str(item.annotation)), name
    returned = str(case.signature.return_annotation)
    if any(node and node.keys() & {"$ref"} for node in case.answers.values()):
        assert "Any" not in returned
    assert returned.startswith("Page[") == case.operation.is_paged


def test_deprecated_operations_warn(case: Case, wire: Wire):
    wire.answers(case.answer())
    kind: Any = getattr(api, class_name(case.operation.tag))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        getattr(kind(new_client()), identifier(case.operation.id))(
            **case.arguments(everything=False)
        )
    mine = [item for item in caught if issubclass(item.category, DeprecationWarning)]
    assert len(mine) == case.operation.deprecated
    for item in mine:
        assert item.filename == __file__
        assert case.operation.path in str(item.message)


def test_the_hosted_sandbox_is_asked_for_what_it_serves_only(case: Case, wire: Wire):
    client = new_client(base_url=None, environment="sandbox")
    assert client.base_url.startswith(SANDBOX)
    wire.also_at(SANDBOX)
    wire.answers(case.answer())
    arguments = case.arguments(everything=False)
    if case.operation.hosted_sandbox is False:
        with pytest.raises(ConfigurationError, match=re.escape(case.operation.path)):
            case.call(arguments, client)
        assert wire.sent == []
    else:
        case.call(arguments, client)
        assert [item.url is not None and BASE not in item.url for item in wire.sent] == [True]
