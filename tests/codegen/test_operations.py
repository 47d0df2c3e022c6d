from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from codegen.contract import ContractError
from codegen.emit_docs import rich_models
from codegen.library import Library
from codegen.operations import Described, describe_all
from pinterest.operation import Answer, Body, Parameter

from .conftest import PREFIX, contract, rendered, text_of

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
REF = {"$ref": PREFIX + "Thing"}


def only(data: dict[str, Any]) -> Described:
    (described,) = describe_all(Library(data))
    return described


def with_parameter(schema: dict[str, Any], **rest: Any) -> Parameter:
    node = {"name": "x", "in": "query", "schema": schema, **rest}
    return only(contract(THING, parameters=[node])).operation.parameters[0]


def test_what_the_contract_says_of_an_operation() -> None:
    operation = only(
        contract(
            THING,
            body=REF,
            answer=REF,
            security=[{"pinterest_oauth2": ["ads:write"]}, {"conversion_token": []}],
            deprecated=True,
            **{
                "x-ratelimit-category": "ads_write",
                "x-sandbox": "disabled",
                "x-added-in": "5.28.0",
                "x-legacy": True,
            },
        )
    ).operation
    assert (operation.id, operation.tag) == ("things/update", "things")
    assert (operation.verb, operation.path) == ("PATCH", "/things/{thing_id}")
    assert operation.security == (("pinterest_oauth2", ("ads:write",)), ("conversion_token", ()))
    assert (operation.quota, operation.hosted_sandbox) == ("ads_write", False)
    assert (operation.added_in, operation.legacy, operation.deprecated) == ("5.28.0", True, True)
    assert operation.body == Body(schema="Thing", argument="thing")
    assert operation.answers == (Answer(status=200, schema="Thing"),)


@pytest.mark.parametrize(("extra", "expected"), [({}, False), ({"x-repeatable": True}, True)])
def test_a_write_is_repeatable_only_when_the_overrides_say_so(
    extra: dict[str, Any], expected: bool
) -> None:
    assert only(contract(THING, **extra)).operation.repeatable is expected


def test_a_read_is_repeatable() -> None:
    data = contract(THING, requestBody=None)
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = item.pop("patch")
    assert only(data).operation.repeatable


@pytest.mark.parametrize(
    ("schema", "rest", "expected"),
    [
        (
            {"type": "integer", "minimum": 1, "maximum": 250, "default": 25},
            {},
            Parameter(
                name="x", location="query", kind="integer", minimum=1, maximum=250, default=25
            ),
        ),
        (
            {"type": "array", "items": {"type": "string", "enum": ["A"]}, "default": ["A"]},
            {},
            Parameter(name="x", location="query", many="repeat", enum=("A",), default=("A",)),
        ),
        (
            {"type": "array", "items": {"type": "integer"}, "maxItems": 5},
            {"explode": False},
            Parameter(name="x", location="query", kind="integer", many="csv", max_items=5),
        ),
        (
            {"type": "string", "format": "date"},
            {"required": True},
            Parameter(name="x", location="query", required=True, format="date"),
        ),
        (
            {"type": "object", "oneOf": [REF]},
            {"style": "deepObject"},
            Parameter(name="x", location="query", kind="object", schema="Thing"),
        ),
    ],
)
def test_parameters(schema: dict[str, Any], rest: dict[str, Any], expected: Parameter) -> None:
    assert with_parameter(schema, **rest) == expected


def test_required_parameters_come_first() -> None:
    nodes = [
        {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}
        for name, required in [("a", False), ("b", True), ("c", False), ("d", True)]
    ]
    operation = only(contract(THING, parameters=nodes)).operation
    assert [item.name for item in operation.parameters] == ["b", "d", "a", "c"]


def test_an_enum_of_a_component_is_known_by_its_class_through_any_wrapping() -> None:
    colour = {"Colour": {"type": "string", "enum": ["RED", "BLUE"]}}
    ref = {"$ref": PREFIX + "Colour"}
    for schema in (ref, {"allOf": [ref, {"default": "RED"}]}, {"type": "array", "items": ref}):
        node = {"name": "x", "in": "query", "schema": schema}
        described = only(contract(colour, parameters=[node]))
        assert described.enums == {"x": "Colour"}
        assert described.operation.parameters[0].enum == ("RED", "BLUE")


def test_a_parameter_that_travels_elsewhere_is_refused() -> None:
    with pytest.raises(ContractError, match="travels in header"):
        with_parameter({"type": "string"}, **{"in": "header"})


PAGE = {
    "type": "object",
    "properties": {"bookmark": {"type": "string"}, "items": {"type": "array", "items": REF}},
}


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (PAGE, Answer(status=200, schema="Thing", paged=True)),
        (
            {"allOf": [{"type": "object", "properties": {"bookmark": {}, "items": {}}}, PAGE]},
            Answer(status=200, schema="Thing", paged=True),
        ),
        ({"type": "array", "items": REF}, Answer(status=200, schema="Thing", many=True)),
        (
            {"type": "array", "items": {"type": "string"}},
            Answer(status=200, schema="ThingsUpdateResponse"),
        ),
        (
            {"type": "object", "properties": {"ok": {"type": "boolean"}}},
            Answer(status=200, schema="ThingsUpdateResponse"),
        ),
    ],
)
def test_answers(schema: dict[str, Any], expected: Answer) -> None:
    assert only(contract(THING, answer=schema)).operation.answers == (expected,)


def test_answers_without_a_body_and_errors() -> None:
    responses = {"204": {"description": "done"}, "default": {"content": {}}, "404": {}}
    assert only(contract(THING, responses=responses)).operation.answers == (Answer(status=204),)


def test_bodies_that_are_lists_or_inline() -> None:
    many = {"type": "array", "items": REF, "minItems": 1, "maxItems": 30}
    assert only(contract(THING, body=many)).operation.body == Body(
        schema="Thing", argument="thing", many=True, min_items=1, max_items=30
    )
    inline = {"type": "object", "properties": {"name": {"type": "string"}}}
    assert only(contract(THING, body=inline)).operation.body == Body(
        schema="ThingsUpdateRequest", argument="things_update_request"
    )
    either = {"type": "array", "items": {"oneOf": [REF, inline]}}
    assert only(contract(THING, body=either)).operation.body == Body(
        schema="ThingsUpdateRequestItem", argument="things_update_request", many=True
    )


def test_the_text_makes_the_same_operation_again() -> None:
    data = contract(
        THING,
        parameters=[
            {"name": "x", "in": "query", "schema": {"type": "string", "pattern": "^\\d+$"}},
        ],
        deprecated=True,
    )
    names: dict[str, Any] = {}
    exec(text_of(data, "operations/things.py"), names)
    assert names["THINGS_UPDATE"] == only(data).operation


def test_parameters_that_several_operations_have_are_written_once() -> None:
    node = {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}
    data = contract(THING, parameters=[node])
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = {**item["patch"], "operationId": "things/get"}
    text = text_of(data, "operations/things.py")
    assert text.count("Parameter(name=") == 1
    assert text.count("parameters=(_THING_ID,)") == 2


def test_the_scope_chooses_what_is_emitted_and_refuses_what_is_not_there() -> None:
    data = contract(THING)
    names = set(rendered(data, {"operations": ["things/update"]}))
    assert "pinterest/operations/things.py" in names
    assert "pinterest/api/things.py" not in names
    assert "pinterest/operations/things.py" not in rendered(data, {})
    with pytest.raises(ContractError, match="gone"):
        rendered(data, {"tags": ["gone"]})


def test_schemas_of_several_tags_are_common_and_unreached_ones_left_out() -> None:
    data = contract({**THING, "Alone": {"type": "object", "properties": {}}}, body=REF, answer=REF)
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = {**item["patch"], "operationId": "others/get", "tags": ["others"]}
    files = rendered(data, {"tags": ["*"]})
    assert "class Thing(Schema)" in files["pinterest/schemas/common.py"]
    assert not any("class Alone" in text for text in files.values())


def test_a_gathering_tag_leaves_schemas_where_they_are_and_loads_them_late() -> None:
    wrapped = {"type": "object", "properties": {"things": {"type": "array", "items": REF}}}
    own = {"type": "object", "properties": {"thing": REF}}
    data = contract(
        {**THING, "All": wrapped, "Own": own}, body=REF, answer={"$ref": PREFIX + "Own"}
    )
    all_of_them = {
        **data["paths"]["/things/{thing_id}"]["patch"],
        "operationId": "bulk/get",
        "tags": ["bulk"],
        "requestBody": {"content": {"application/json": {"schema": {"$ref": PREFIX + "All"}}}},
        "responses": {},
    }
    data["paths"]["/bulk"] = {"post": all_of_them}
    files = rendered(data, {"tags": ["*"], "gathering": ["bulk"]})
    taken = files["pinterest/schemas/things_bulk.py"]
    assert taken.startswith('"""Schemas of the tag `things` that `bulk` uses too."""')
    assert "class Thing(Schema)" in taken
    assert "pinterest/schemas/common.py" not in files
    assert "class Own(Schema)" in files["pinterest/schemas/things.py"]
    bulk = files["pinterest/schemas/bulk.py"]
    assert "if TYPE_CHECKING:\n    from pinterest.schemas.things_bulk import Thing\nelse:" in bulk
    assert 'Thing = later("Thing")' in bulk
    plainly = rendered(data, {"tags": ["*"]})
    assert "class Thing(Schema)" in plainly["pinterest/schemas/common.py"]
    assert "later(" not in plainly["pinterest/schemas/bulk.py"].split("class ", 1)[1]


def test_what_one_operation_alone_needs_can_stand_apart() -> None:
    data = contract({**THING, "Part": THING["Thing"]}, body=REF, answer=REF)
    item = data["paths"]["/things/{thing_id}"]
    wrapped = {"type": "object", "properties": {"one": REF, "part": {"$ref": PREFIX + "Part"}}}
    item["get"] = {
        **contract(answer=wrapped, requestBody=None)["paths"]["/things/{thing_id}"]["patch"],
        "operationId": "things/parts",
    }
    files = rendered(data, {"tags": ["*"]}, apart={"thing_parts": ["things/parts"]})
    apart = files["pinterest/schemas/thing_parts.py"]
    assert apart.startswith('"""Schemas that only `things/parts` uses."""')
    assert re.findall(r"class (\w+)", apart) == ["Part", "ThingsPartsResponse"]
    assert "from pinterest.schemas.things import Thing" in apart
    assert re.findall(r"class (\w+)", files["pinterest/schemas/things.py"]) == ["Thing"]
    with pytest.raises(ContractError, match="the contract has no things/gone"):
        rendered(data, {"tags": ["*"]}, apart={"thing_parts": ["things/gone"]})


def test_rich_models_are_found_by_what_they_import_and_use(tmp_path: Path) -> None:
    folder = tmp_path / "pinterest" / "ads"
    folder.mkdir(parents=True)
    (folder / "things.py").write_text(
        "from pinterest.operations.things import THINGS_GET as GET, THINGS_LIST, THINGS_DELETE\n"
        "from elsewhere import THINGS_CREATE\n"
        "class Thing:\n    def read(self): return GET, THINGS_CREATE\n"
        "class Things:\n    listing = (THINGS_LIST, GET)\n"
        "class _Hidden:\n    verb = THINGS_DELETE\n",
        encoding="utf-8",
    )
    assert rich_models(tmp_path) == {
        ("things", "THINGS_GET"): ["Thing", "Things"],
        ("things", "THINGS_LIST"): ["Things"],
    }
