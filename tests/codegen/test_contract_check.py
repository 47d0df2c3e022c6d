"""Unsupported parts of a contract cause an error that names the operation or schema."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.contract import ContractError, apply_overrides, read_overrides
from codegen.schema_library import SchemaLibrary

from .conftest import PREFIX, contract

TEXT = {"type": "string"}
THING = {"Thing": {"type": "object", "properties": {"a": TEXT}}}
REF = {"$ref": PREFIX + "Thing"}


def expect_error(data: dict[str, Any], text: str) -> None:
    with pytest.raises(ContractError, match=f"^{re.escape(text)}"):
        SchemaLibrary(data)


def build_content(*media_types: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": REF} for media_type in media_types}}


@pytest.mark.parametrize(
    ("operation", "text"),
    [
        (
            {"requestBody": build_content("multipart/form-data")},
            "the body: the media type multipart/form-data is not supported; supported: application/json",
        ),
        (
            {"requestBody": build_content("application/json", "text/csv")},
            "the body: has more than one media type: application/json, text/csv",
        ),
        ({"requestBody": {"content": {"application/json": {}}}}, "the body: has no schema"),
        (
            {"responses": {"200": build_content("text/csv")}},
            "the response 200: the media type text/csv is not supported",
        ),
        ({"responses": {"2XX": {}}}, "the status 2XX is not supported"),
        ({"security": [{"magic": []}]}, "the security scheme magic is not supported"),
        ({"body": {"$ref": PREFIX + "Gone"}}, f"the body: refers to {PREFIX}Gone"),
        ({"responses": {"200": {"$ref": "#/components/gone"}}}, "the response 200: refers to #/c"),
        ({"parameters": [{"$ref": "#/components/gone/x"}]}, "refers to #/components/gone/x"),
    ],
)
def test_unsupported_parts_of_an_operation(operation: dict[str, Any], text: str) -> None:
    expect_error(contract(THING, **operation), f"things/update: {text}")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"style": "pipeDelimited", "schema": {"type": "array", "items": TEXT}}, "the style pipeD"),
        ({"style": "spaceDelimited", "schema": TEXT}, "the style spaceDelimited is not supported"),
        ({"in": "path", "style": "label", "schema": TEXT}, "the style label is not supported"),
        (
            {"in": "path", "schema": {"type": "array", "items": TEXT}},
            "lists are only supported in the query",
        ),
        ({"schema": {"type": "object"}}, "an object in the query must have the style deepObject"),
        (
            {"style": "deepObject", "schema": TEXT},
            "the style deepObject is only supported for objects",
        ),
        ({"allowReserved": True, "schema": TEXT}, "unsupported keys: allowReserved"),
        ({"schema": {"type": "integer", "multipleOf": 5}}, "unsupported keys: multipleOf"),
        ({}, "has no schema"),
    ],
)
def test_unsupported_parts_of_a_parameter(node: dict[str, Any], text: str) -> None:
    data = contract(THING, parameters=[{"name": "x", "in": "query", **node}])
    expect_error(data, f"things/update: parameter x: {text}")


@pytest.mark.parametrize(
    ("node", "text"),
    [
        ({"not": TEXT}, "unsupported keys: not"),
        ({"const": "x"}, "unsupported keys: const"),
        ({"type": "array", "items": TEXT, "uniqueItems": True}, "unsupported keys: uniqueItems"),
        ({"type": ["string", "null"]}, "the type ['string', 'null'] is not supported"),
        ({"$ref": PREFIX + "Gone"}, f"refers to {PREFIX}Gone, which does not exist"),
        ({"oneOf": [REF], "discriminator": {"mapping": {"A": PREFIX + "Gone"}}}, "refers to"),
    ],
)
@pytest.mark.parametrize(
    ("around", "where"),
    [
        (lambda node: node, "Thing"),
        (lambda node: {"type": "object", "properties": {"a": node}}, "Thing.a"),
        (lambda node: {"type": "array", "items": node}, "Thing[]"),
        (lambda node: {"type": "object", "additionalProperties": node}, "Thing[]"),
        (lambda node: {"allOf": [{"anyOf": [node]}]}, "Thing"),
    ],
)
def test_unsupported_parts_of_a_schema(
    node: dict[str, Any], text: str, around: Callable[[Any], Any], where: str
) -> None:
    data = contract({"Thing": around(node)})
    with pytest.raises(ContractError, match=re.escape(f"{where}: {text}")):
        SchemaLibrary(data)


def test_a_value_that_is_not_a_schema() -> None:
    wrong = {"Thing": {"type": "object", "properties": {"a": True}}}
    expect_error(contract(wrong), "Thing.a: True is not a schema")
    expect_error(
        contract({"Thing": {"type": "array", "items": True}}), "Thing[]: True is not a schema"
    )


def test_extensions_and_examples_are_ignored() -> None:
    SchemaLibrary(
        contract({"Thing": {**THING["Thing"], "x-ours": {"not": 1}, "example": {"not": 1}}})
    )


@pytest.mark.parametrize("other", ["things/update", "things_update", "Things/Update"])
def test_two_operations_with_the_same_method(other: str) -> None:
    data = contract(THING)
    data["paths"]["/others"] = copy.deepcopy(data["paths"]["/things/{thing_id}"])
    data["paths"]["/others"]["patch"]["operationId"] = other
    expect_error(
        data, f"{other} and things/update have the same method name, {other.replace('/', '_')}"
    )
    data["paths"]["/others"]["patch"]["tags"] = ["others"]
    if other == "things/update":
        expect_error(data, "things/update: ")


@pytest.mark.parametrize(
    ("key", "place"),
    [
        ("operationId", "PATCH /things/{thing_id}"),
        ("tags", "PATCH /things/{thing_id}"),
        ("responses", "things/update"),
    ],
)
def test_a_missing_key_of_an_operation(key: str, place: str) -> None:
    data = contract(THING)
    del data["paths"]["/things/{thing_id}"]["patch"][key]
    expect_error(data, f"{place}: the key `{key}` is missing")


def test_a_broken_reference_is_reported_before_overrides(tmp_path: Path) -> None:
    data = contract(THING, parameters=[{"$ref": "#/components/parameters/gone"}])
    overrides = tmp_path / "overrides.toml"
    text = '[[digits]]\nreason = "r"\nparameters = ["thing_id"]\nfields = []\n'
    overrides.write_text(text, encoding="utf-8")
    with pytest.raises(ContractError, match="things/update: refers to #/components/parameters/g"):
        apply_overrides(data, read_overrides(overrides)["override"])
