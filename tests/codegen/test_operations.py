"""The operations, and the assignment of schemas to modules."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from codegen.contract import ContractError
from codegen.emit_docs import find_importing_models
from codegen.operations import DescribedOperation, describe_operations
from codegen.schema_library import SchemaLibrary
from pinterest.operation import Answer, Body, Parameter

from .conftest import PREFIX, contract, generate_file, generate_files

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
REF = {"$ref": PREFIX + "Thing"}


def describe_only_operation(data: dict[str, Any]) -> DescribedOperation:
    (described,) = describe_operations(SchemaLibrary(data))
    return described


def with_parameter(schema: dict[str, Any], **rest: Any) -> Parameter:
    node = {"name": "x", "in": "query", "schema": schema, **rest}
    return describe_only_operation(contract(THING, parameters=[node])).operation.parameters[0]


def test_the_facts_of_an_operation() -> None:
    operation = describe_only_operation(
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
def test_a_write_is_safe_to_retry_only_if_an_override_says_so(
    extra: dict[str, Any], expected: bool
) -> None:
    assert describe_only_operation(contract(THING, **extra)).operation.repeatable is expected


def test_a_read_is_safe_to_retry() -> None:
    data = contract(THING, requestBody=None)
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = item.pop("patch")
    assert describe_only_operation(data).operation.repeatable


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
    operation = describe_only_operation(contract(THING, parameters=nodes)).operation
    assert [item.name for item in operation.parameters] == ["b", "d", "a", "c"]


def test_the_enum_class_of_a_parameter_is_found_inside_lists_and_parts() -> None:
    color = {"Color": {"type": "string", "enum": ["RED", "BLUE"]}}
    ref = {"$ref": PREFIX + "Color"}
    for schema in (ref, {"allOf": [ref, {"default": "RED"}]}, {"type": "array", "items": ref}):
        node = {"name": "x", "in": "query", "schema": schema}
        described = describe_only_operation(contract(color, parameters=[node]))
        assert described.enums == {"x": "Color"}
        assert described.operation.parameters[0].enum == ("RED", "BLUE")


def test_a_parameter_in_a_header_is_an_error() -> None:
    with pytest.raises(ContractError, match="the location header is not supported"):
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
def test_successful_responses(schema: dict[str, Any], expected: Answer) -> None:
    assert describe_only_operation(contract(THING, answer=schema)).operation.answers == (expected,)


def test_responses_without_a_body_and_error_responses() -> None:
    responses = {"204": {"description": "done"}, "default": {"content": {}}, "404": {}}
    assert describe_only_operation(contract(THING, responses=responses)).operation.answers == (
        Answer(status=204),
    )


def test_bodies_can_be_lists_or_inline() -> None:
    many = {"type": "array", "items": REF, "minItems": 1, "maxItems": 30}
    assert describe_only_operation(contract(THING, body=many)).operation.body == Body(
        schema="Thing", argument="thing", many=True, min_items=1, max_items=30
    )
    inline = {"type": "object", "properties": {"name": {"type": "string"}}}
    assert describe_only_operation(contract(THING, body=inline)).operation.body == Body(
        schema="ThingsUpdateRequest", argument="things_update_request"
    )
    either = {"type": "array", "items": {"oneOf": [REF, inline]}}
    assert describe_only_operation(contract(THING, body=either)).operation.body == Body(
        schema="ThingsUpdateRequestItem", argument="things_update_request", many=True
    )


def test_the_generated_source_creates_the_same_operation() -> None:
    data = contract(
        THING,
        parameters=[
            {"name": "x", "in": "query", "schema": {"type": "string", "pattern": "^\\d+$"}},
        ],
        deprecated=True,
    )
    names: dict[str, Any] = {}
    exec(generate_file(data, "operations/things.py"), names)
    assert names["THINGS_UPDATE"] == describe_only_operation(data).operation


def test_parameters_that_several_operations_share_are_written_once() -> None:
    node = {"name": "thing_id", "in": "path", "required": True, "schema": {"type": "string"}}
    data = contract(THING, parameters=[node])
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = {**item["patch"], "operationId": "things/get"}
    text = generate_file(data, "operations/things.py")
    assert text.count("Parameter(name=") == 1
    assert text.count("parameters=(_THING_ID,)") == 2


def test_the_scope_selects_what_is_generated() -> None:
    data = contract(THING)
    names = set(generate_files(data, {"operations": ["things/update"]}))
    assert "pinterest/operations/things.py" in names
    assert "pinterest/api/things.py" not in names
    assert "pinterest/operations/things.py" not in generate_files(data, {})
    with pytest.raises(ContractError, match="gone"):
        generate_files(data, {"tags": ["gone"]})


def test_schemas_that_several_tags_use_are_common_and_unused_ones_are_left_out() -> None:
    data = contract({**THING, "Alone": {"type": "object", "properties": {}}}, body=REF, answer=REF)
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = {**item["patch"], "operationId": "others/get", "tags": ["others"]}
    files = generate_files(data, {"tags": ["*"]})
    assert "class Thing(Schema)" in files["pinterest/schemas/common.py"]
    assert not any("class Alone" in text for text in files.values())


def test_a_gathering_tag_does_not_move_schemas_and_loads_them_lazily() -> None:
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
    files = generate_files(data, {"tags": ["*"], "gathering": ["bulk"]})
    shared = files["pinterest/schemas/things_bulk.py"]
    assert shared.startswith('"""Schemas for the operations with the tag `things`.\n\nOperations')
    assert "class Thing(Schema)" in shared
    assert "pinterest/schemas/common.py" not in files
    assert "class Own(Schema)" in files["pinterest/schemas/things.py"]
    bulk = files["pinterest/schemas/bulk.py"]
    assert "if TYPE_CHECKING:\n    from pinterest.schemas.things_bulk import Thing\nelse:" in bulk
    assert 'Thing = deferred("Thing")' in bulk
    without = generate_files(data, {"tags": ["*"]})
    assert "class Thing(Schema)" in without["pinterest/schemas/common.py"]
    assert "deferred(" not in without["pinterest/schemas/bulk.py"].split("class ", 1)[1]


def test_the_schemas_of_one_operation_can_have_their_own_module() -> None:
    data = contract({**THING, "Part": THING["Thing"]}, body=REF, answer=REF)
    item = data["paths"]["/things/{thing_id}"]
    wrapped = {"type": "object", "properties": {"one": REF, "part": {"$ref": PREFIX + "Part"}}}
    item["get"] = {
        **contract(answer=wrapped, requestBody=None)["paths"]["/things/{thing_id}"]["patch"],
        "operationId": "things/parts",
    }
    files = generate_files(data, {"tags": ["*"]}, apart={"thing_parts": ["things/parts"]})
    apart = files["pinterest/schemas/thing_parts.py"]
    assert apart.startswith('"""Schemas that only the operation `things/parts` uses."""')
    assert re.findall(r"class (\w+)", apart) == ["Part", "ThingsPartsResponse"]
    assert "from pinterest.schemas.things import Thing" in apart
    assert re.findall(r"class (\w+)", files["pinterest/schemas/things.py"]) == ["Thing"]
    with pytest.raises(ContractError, match="the contract has no operation things/gone"):
        generate_files(data, {"tags": ["*"]}, apart={"thing_parts": ["things/gone"]})


def two_tags(schemas: dict[str, Any], *names: str) -> dict[str, Any]:
    """Returns a contract in which the tags `things` and `parts` use schemas."""
    fields = {name.lower(): {"$ref": PREFIX + name} for name in names}
    data = contract(schemas, requestBody=None, answer={"type": "object", "properties": fields})
    item = data["paths"]["/things/{thing_id}"]
    item["get"] = {**item["patch"], "operationId": "parts/get", "tags": ["parts"]}
    return data


def test_a_shared_schema_can_be_imported_from_the_module_of_the_tag_in_its_name() -> None:
    schemas = dict.fromkeys(("ThingRule", "PartialRule", "Other"), THING["Thing"])
    files = generate_files(two_tags(schemas, *schemas), {"tags": ["*"]})
    things = files["pinterest/schemas/things.py"]
    assert "class ThingRule(Schema)" in files["pinterest/schemas/common.py"]
    assert "    from pinterest.schemas.common import ThingRule\n" in things
    assert "lazy_names(__name__, {'ThingRule': 'pinterest.schemas.common'})" in things
    assert "__all__ = ['ThingRule', 'ThingsUpdateResponse']" in things
    assert "pinterest/schemas/parts.py" not in files


def test_the_longest_noun_in_a_name_decides_to_which_tag_a_schema_belongs() -> None:
    data = two_tags({"ThingPart": THING["Thing"]}, "ThingPart")
    data["paths"]["/things/{thing_id}"]["get"]["tags"] = ["thing_parts"]
    files = generate_files(data, {"tags": ["*"]})
    assert "__all__ = ['ThingPart']" in files["pinterest/schemas/thing_parts.py"]
    assert "__all__" not in files["pinterest/schemas/things.py"]


def test_schemas_that_a_tag_shares_with_a_gathering_tag_can_be_imported_from_its_module() -> None:
    data = two_tags({"Part": THING["Thing"], "Other": THING["Thing"]}, "Part", "Other")
    data["paths"]["/things/{thing_id}"]["get"]["tags"] = ["bulk"]
    files = generate_files(data, {"tags": ["*"], "gathering": ["bulk"]})
    assert (
        "from pinterest.schemas.things_bulk import Other, Part"
        in (files["pinterest/schemas/things.py"])
    )


def test_rich_models_are_found_by_the_operations_they_import_and_use(tmp_path: Path) -> None:
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
    assert find_importing_models(tmp_path) == {
        ("things", "THINGS_GET"): ["Thing", "Things"],
        ("things", "THINGS_LIST"): ["Things"],
    }
