"""What the generator would drop is refused by the name of the operation or schema."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.contract import ContractError, corrected, read_overrides
from codegen.library import Library

from .conftest import PREFIX, contract

TEXT = {"type": "string"}
THING = {"Thing": {"type": "object", "properties": {"a": TEXT}}}
REF = {"$ref": PREFIX + "Thing"}


def refused(data: dict[str, Any], words: str) -> None:
    with pytest.raises(ContractError, match=f"^{re.escape(words)}"):
        Library(data)


def content(*media_types: str) -> dict[str, Any]:
    return {"content": {media_type: {"schema": REF} for media_type in media_types}}


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        (
            {"requestBody": content("multipart/form-data")},
            "the body: is multipart/form-data; known: application/json",
        ),
        (
            {"requestBody": content("application/json", "text/csv")},
            "the body: is one of application/json, text/csv",
        ),
        ({"requestBody": {"content": {"application/json": {}}}}, "the body: has no schema"),
        ({"responses": {"200": content("text/csv")}}, "the answer 200: is text/csv"),
        ({"responses": {"2XX": {}}}, "answers 2XX"),
        ({"security": [{"magic": []}]}, "is signed by magic"),
        ({"body": {"$ref": PREFIX + "Gone"}}, f"the body: refers to {PREFIX}Gone"),
        ({"responses": {"200": {"$ref": "#/components/gone"}}}, "the answer 200: refers to #/c"),
        ({"parameters": [{"$ref": "#/components/gone/x"}]}, "refers to #/components/gone/x"),
    ],
)
def test_an_operation_that_says_more_than_is_known(operation: dict[str, Any], words: str) -> None:
    refused(contract(THING, **operation), f"things/update: {words}")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"style": "pipeDelimited", "schema": {"type": "array", "items": TEXT}}, "its style pipeD"),
        ({"style": "spaceDelimited", "schema": TEXT}, "its style spaceDelimited is not known"),
        ({"in": "path", "style": "label", "schema": TEXT}, "its style label is not known"),
        ({"in": "path", "schema": {"type": "array", "items": TEXT}}, "a list travels in the query"),
        ({"schema": {"type": "object"}}, "an object travels as deepObject"),
        ({"style": "deepObject", "schema": TEXT}, "an object travels as deepObject"),
        ({"allowReserved": True, "schema": TEXT}, "says allowReserved, which would be lost"),
        ({"schema": {"type": "integer", "multipleOf": 5}}, "says multipleOf"),
        ({}, "has no schema"),
    ],
)
def test_a_parameter_that_would_travel_otherwise(node: dict[str, Any], words: str) -> None:
    data = contract(THING, parameters=[{"name": "x", "in": "query", **node}])
    refused(data, f"things/update: parameter x: {words}")


@pytest.mark.parametrize(
    ("node", "words"),
    [
        ({"not": TEXT}, "says not"),
        ({"const": "x"}, "says const"),
        ({"type": "array", "items": TEXT, "uniqueItems": True}, "says uniqueItems"),
        ({"type": ["string", "null"]}, "its type ['string', 'null'] is not known"),
        ({"$ref": PREFIX + "Gone"}, f"refers to {PREFIX}Gone, which is not there"),
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
def test_a_schema_that_says_more_than_is_known(
    node: dict[str, Any], words: str, around: Callable[[Any], Any], where: str
) -> None:
    data = contract({"Thing": around(node)})
    with pytest.raises(ContractError, match=re.escape(f"{where}: {words}")):
        Library(data)


def test_a_schema_that_is_none() -> None:
    wrong = {"Thing": {"type": "object", "properties": {"a": True}}}
    refused(contract(wrong), "Thing.a: True is no schema")
    refused(contract({"Thing": {"type": "array", "items": True}}), "Thing[]: True is no schema")


def test_what_is_for_others_may_be_said() -> None:
    Library(contract({"Thing": {**THING["Thing"], "x-ours": {"not": 1}, "example": {"not": 1}}}))


@pytest.mark.parametrize("other", ["things/update", "things_update", "Things/Update"])
def test_two_operations_with_one_method(other: str) -> None:
    data = contract(THING)
    data["paths"]["/others"] = copy.deepcopy(data["paths"]["/things/{thing_id}"])
    data["paths"]["/others"]["patch"]["operationId"] = other
    refused(data, f"{other}: the method {other.replace('/', '_')} is that of things/update")
    data["paths"]["/others"]["patch"]["tags"] = ["others"]
    if other == "things/update":
        refused(data, "things/update: ")


@pytest.mark.parametrize(
    ("needed", "named"),
    [
        ("operationId", "PATCH /things/{thing_id}"),
        ("tags", "PATCH /things/{thing_id}"),
        ("responses", "things/update"),
    ],
)
def test_an_operation_without_what_it_needs(needed: str, named: str) -> None:
    data = contract(THING)
    del data["paths"]["/things/{thing_id}"]["patch"][needed]
    refused(data, f"{named}: has no {needed}")


def test_what_is_not_there_is_told_before_an_override_is(tmp_path: Path) -> None:
    data = contract(THING, parameters=[{"$ref": "#/components/parameters/gone"}])
    overrides = tmp_path / "overrides.toml"
    told = '[[digits]]\nreason = "r"\nparameters = ["thing_id"]\nfields = []\n'
    overrides.write_text(told, encoding="utf-8")
    with pytest.raises(ContractError, match="things/update: refers to #/components/parameters/g"):
        corrected(data, read_overrides(overrides)["override"])
