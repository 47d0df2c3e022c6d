"""The typed methods: signatures, return types and docstrings."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from codegen import prose
from codegen.contract import ContractError
from pinterest.operation import Body, Operation

from .conftest import PREFIX, contract, generate_file

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
REF = {"$ref": PREFIX + "Thing"}
TEXT = {"type": "string"}
ID = {
    "name": "thing_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": r"^\d+$"},
}


def find_method(data: dict[str, Any]) -> ast.FunctionDef:
    """Returns the method generated from a contract's only operation."""
    tree = ast.parse(generate_file(data, "api/things.py"))
    (found,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def get_signature(data: dict[str, Any]) -> str:
    found = find_method(data)
    assert found.returns is not None
    return f"({ast.unparse(found.args)}) -> {ast.unparse(found.returns)}"


def build_contract_with_parameter(schema: dict[str, Any], **rest: Any) -> dict[str, Any]:
    style = {"style": "deepObject"} if schema.get("type") == "object" else {}
    return contract(
        {**THING, "Color": {"type": "string", "enum": ["RED", "BLUE"]}},
        requestBody=None,
        answer=REF,
        parameters=[{"name": "x", "in": "query", "schema": schema, **style, **rest}],
    )


def test_required_arguments_come_first_and_optional_ones_are_keyword_only() -> None:
    data = contract(THING, body=REF, answer=REF, parameters=[ID])
    assert get_signature(data) == (
        "(self, thing_id: str | int, thing: Thing | Mapping[str, object], *, timeout: Timeout=None, "
        "deadline: Deadline=None)"
        " -> Thing"
    )
    data["paths"]["/things/{thing_id}"]["patch"]["requestBody"]["required"] = False
    assert "*, thing: Thing | Mapping[str, object] | None=None, timeout" in get_signature(data)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, "int"),
        ({"type": "boolean"}, "bool"),
        ({"type": "number"}, "float"),
        ({"type": "string", "enum": ["A", "B"]}, "Literal['A', 'B'] | OpenEnum"),
        ({"type": "integer", "enum": [0, 1]}, "Literal[0, 1]"),
        ({"$ref": PREFIX + "Color"}, "Color | Literal['RED', 'BLUE']"),
        ({"type": "array", "items": {"type": "string"}}, "Sequence[str]"),
        ({"type": "string", "format": "date"}, "str | datetime.date"),
        ({"type": "string", "format": "date-time"}, "str | datetime.datetime"),
        ({"type": "object"}, "Mapping[str, object]"),
        (
            {"type": "object", "properties": {"a": {"type": "string"}}},
            "ThingsUpdateX | Mapping[str, object]",
        ),
        (
            {"type": "string", "enum": [*"ABCDEFGHIJKLMNOP"]},
            f"Literal{[*'ABCDEFGHIJKLMNOP']} | OpenEnum",
        ),
    ],
)
def test_types_of_parameters(schema: dict[str, Any], expected: str) -> None:
    assert f"x: {expected} | None=None" in get_signature(build_contract_with_parameter(schema))


def test_a_long_list_of_values_is_named_once_per_module() -> None:
    values = [f"C{n}" for n in range(70)]
    data = build_contract_with_parameter({"$ref": PREFIX + "Color"})
    data["components"]["schemas"]["Color"]["enum"] = values
    patch = data["paths"]["/things/{thing_id}"]["patch"]
    inline = {
        "name": "y",
        "in": "query",
        "schema": {"type": "array", "items": {**TEXT, "enum": values}},
    }
    other = {"name": "x", "in": "query", "schema": {"type": "string", "enum": values[1:]}}
    get = {**patch, "operationId": "things/get", "parameters": [other]}
    patch["parameters"].append(inline)
    data["paths"]["/things/{thing_id}"]["get"] = get
    text = generate_file(data, "api/things.py")
    assert text.count("C35") == 2
    assert (
        text.index("_X: TypeAlias = Literal[") < text.index("_X_: TypeAlias") < text.index("else:")
    )
    assert "x: _X_ | OpenEnum | None = None" in text
    assert "x: Color | _X | None = None, y: Sequence[_X | OpenEnum] | None = None" in text


@pytest.mark.parametrize(
    ("responses", "expected"),
    [
        ({"204": {}}, "None"),
        ({"204": {}, "200": {"content": {"application/json": {"schema": REF}}}}, "Thing | None"),
        (
            {"200": {"content": {"application/json": {"schema": {"type": "array", "items": REF}}}}},
            "list[Thing]",
        ),
    ],
)
def test_return_types(responses: dict[str, Any], expected: str) -> None:
    assert get_signature(contract(THING, responses=responses)).endswith(f" -> {expected}")


def test_a_response_with_items_and_a_bookmark_is_a_page() -> None:
    properties = {"bookmark": {"type": "string"}, "items": {"type": "array", "items": REF}}
    data = contract(THING, answer={"type": "object", "properties": properties})
    assert get_signature(data).endswith(" -> Page[Thing]")


def test_docstrings_list_the_facts_of_an_operation() -> None:
    facts: dict[str, Any] = {
        "deprecated": True,
        "x-legacy": True,
        "x-added-in": "5.28.0",
        "x-sandbox": "disabled",
    }
    data = contract(
        THING,
        parameters=[ID, {"name": "old", "in": "query", "x-legacy": True, "schema": {}}],
        security=[{"pinterest_oauth2": ["ads:read"]}],
        **facts,
    )
    text = ast.get_docstring(find_method(data)) or ""
    expected = [
        ":calls: `PATCH /things/{thing_id}`",
        "`ads:read`",
        "Deprecated by Pinterest",
        "Legacy",
        "version 5.28.0",
        "Not available in Pinterest's hosted sandbox",
        "Rate limit quota: unknown",
        "thing_id:",
        "old: Old. Legacy: Pinterest's API description no longer contains this",
        "Returns:",
        "Raises:",
    ]
    assert [part for part in expected if part not in " ".join(text.split())] == []


def test_an_operation_without_scopes_says_how_it_authenticates() -> None:
    text = ast.get_docstring(find_method(contract(THING, security=[{"basic": []}]))) or ""
    assert "Authentication: `basic`" in text


def test_an_operation_with_unknown_scopes_still_needs_a_users_token() -> None:
    security: list[dict[str, list[str]]] = [{"pinterest_oauth2": []}, {"client_credentials": []}]
    text = ast.get_docstring(find_method(contract(THING, security=security))) or ""
    assert "Required scopes: unknown." in text
    assert "Authentication:" not in text
    assert "Unauthorized:" in text
    assert "Forbidden:" in text


def test_two_parameters_with_the_same_name_in_python_are_an_error() -> None:
    node = {"name": "timeout", "in": "query", "schema": {"type": "integer"}}
    with pytest.raises(ContractError, match="things/update: two parameters"):
        generate_file(contract(THING, parameters=[node]), "api/things.py")


def get_section(part: str, **operation: Any) -> str:
    """Returns a section of the docstring of a contract's only operation, on one line."""
    data = contract(THING, **{"parameters": [ID], **operation})
    text = ast.get_docstring(find_method(data)) or ""
    return " ".join(text.split(f"{part}:\n")[1].split("\n\n")[0].split())


def test_errors_depend_on_the_operation() -> None:
    assert get_section("Raises") == (
        "ValidationError: If an argument is not valid. No request is sent. "
        "NotFound: If the thing does not exist, or the user has no access to it. "
        "RateLimited: If the quota is used up. The error's `retry_after` is the number of seconds to wait. "
        "OutcomeUnknown: If the request was sent but no response arrived. "
        "Check whether the API processed the request before you send it again. "
        "ApiException: If the API returns any other error."
    )
    everything: dict[str, Any] = {
        "x-sandbox": "disabled",
        "x-ratelimit-category": "ads_write",
        "x-repeatable": "an update",
        "security": [{"pinterest_oauth2": ["ads:write"]}],
        "responses": {"200": {}, "409": {}, "422": {}},
    }
    text = get_section("Raises", **everything)
    assert re.findall(r"(\w+): If ", text) == [
        "ValidationError",
        "ConfigurationError",
        "Unauthorized",
        "Forbidden",
        "NotFound",
        "Conflict",
        "Unprocessable",
        "RateLimited",
        "ApiException",
    ]
    assert "hosted sandbox" in text
    assert "the quota `ads_write` is used up" in text
    assert "`app_id`" in get_section("Raises", security=[{"basic": []}])


def test_known_errors_of_an_operation_say_when_they_happen() -> None:
    text = get_section("Raises", operationId="feeds/delete", responses={"200": {}, "409": {}})
    assert "Conflict: If running promotions use products of the feed." in text
    assert "(code 2626)" in text


def get_returns_section(schema: dict[str, Any], **operation: Any) -> str:
    content = {"application/json": {"schema": schema}}
    return get_section("Returns", responses={"200": {"content": content}}, **operation)


def build_results_schema(**properties: Any) -> dict[str, Any]:
    item = {"type": "object", "properties": properties}
    items = {"type": "array", "items": item}
    return {"type": "object", "properties": {"items": items}}


def test_descriptions_of_return_values() -> None:
    text, other = {"type": "string"}, {"type": "integer"}
    several = {"type": "object", "properties": {"a": text, "b": text}}
    many = {"type": "object", "properties": dict.fromkeys("abcdefgh", text)}
    assert get_returns_section(REF) == "An object with the field `a`."
    assert get_returns_section(several) == "The updated thing."
    assert get_returns_section(several, operationId="things/list") == (
        "An object with the fields `a` and `b`."
    )
    assert get_returns_section(many, operationId="things/list") == (
        "An object with the fields `a`, `b`, `c`, `d`, `e` and 3 more."
    )
    assert get_returns_section({"type": "array", "items": REF}) == "A list of `Thing` objects."
    assert (
        get_returns_section(build_results_schema(a=text, b=other))
        == "An object with `items`: one result per item in the request."
    )
    page = build_results_schema(a=text)
    page["properties"]["bookmark"] = text
    assert get_returns_section(page).startswith(
        "A page of `ThingsUpdateResponseItem` objects. Use its `iter_all()`"
    )
    assert get_section("Returns", responses={"204": {}}) == "None."


def test_results_per_item_say_how_to_raise_for_failures() -> None:
    text = {"type": "string"}
    how = "To raise `PartialFailureError` if an item failed, call `raise_for_failures()` on the returned object."
    assert get_returns_section(build_results_schema(data=REF, exceptions=text)) == (
        "An object with `items`: one result per item in the request, in the same order. "
        "Each result has `data`, or `exceptions` if the item failed. "
        f"{how}"
    )
    failed = {"type": "object", "properties": {"exceptions": text}}
    either = {"type": "array", "items": {"type": "object", "properties": {"data": failed}}}
    assert get_returns_section(either) == (
        "A list with one result per item in the request, in the same order. "
        "In each result, `data` is the updated object, "
        "or an object with `exceptions` if the item failed. "
        f"{how}"
    )
    saved = {"type": "array", "items": REF}
    wrong = {"type": "array", "items": {"type": "object", "properties": {"error_messages": text}}}
    separate = {"type": "object", "properties": {"saved": saved, "errors": wrong}}
    assert get_returns_section(separate, operationId="put_things").endswith(how)
    assert how not in get_returns_section(build_results_schema(data=REF))
    assert how not in get_returns_section({"type": "object", "properties": {"errors": text}})


def test_a_response_that_can_be_empty_says_so() -> None:
    content = {"application/json": {"schema": REF}}
    text = get_section("Returns", responses={"200": {"content": content}, "204": {}})
    assert text == "An object with the field `a`. Returns None if the response is empty."


def test_responses_that_depend_on_the_status_are_distinguished() -> None:
    content = {"application/json": {"schema": REF}}
    many = {"application/json": {"schema": {"type": "array", "items": REF}}}
    text = get_section("Returns", responses={"200": {"content": content}, "201": {"content": many}})
    assert text == (
        "With HTTP status 200: an object with the field `a`. "
        "With HTTP status 201: a list of `Thing` objects."
    )


def get_body_text(schema: dict[str, Any], **schemas: Any) -> str:
    text = ast.get_docstring(find_method(contract({**THING, **schemas}, body=schema))) or ""
    entry = text.split("Args:\n")[1].split("    timeout:")[0]
    return " ".join(entry.split()).partition(": ")[2]


def test_bodies_list_their_required_fields() -> None:
    fields: dict[str, Any] = {name: {"type": "string"} for name in "abc"}
    fields["set"] = {"type": "string", "readOnly": True}
    item = {"Item": {"type": "object", "required": ["b"], "properties": fields}}
    reference = {"$ref": PREFIX + "Item"}
    text = "or a mapping with the same fields. Required field: `b`. Optional fields: `a` and `c`."
    assert get_body_text(reference, **item) == f"An `Item`, {text}"
    several = {"type": "array", "items": reference, "minItems": 1, "maxItems": 30}
    assert get_body_text(several, **item).startswith(
        "List of 1 to 30 `Item` objects, or of mappings with the same fields."
    )
    assert (
        get_body_text(REF) == "A `Thing`, or a mapping with the same fields. Optional field: `a`."
    )
    either = {"oneOf": [REF, reference]}
    assert get_body_text(either, **item) == (
        "An object of one of the classes `Thing` and `Item`, or a mapping with the same fields."
    )


@pytest.mark.parametrize(
    ("operation_id", "expected"),
    [
        ("ad_groups/list", "Lists the ad groups of an ad account."),
        ("old_groups/list", "Lists old groups."),
        ("get/widgets", "Gets widgets."),
        ("widgets/analytics", "Gets widgets analytics."),
        ("msot_widgets/create", "Creates MSOT widgets."),
    ],
)
def test_summaries_by_rule(operation_id: str, expected: str) -> None:
    operation = Operation(id=operation_id, tag="t", verb="GET", path="/p")
    assert prose.summarize(operation) == expected


def test_a_summary_is_singular_if_the_path_leads_to_one_object() -> None:
    operation = Operation(id="old_categories/get", tag="t", verb="GET", path="/p/{id}")
    assert prose.summarize(operation) == "Gets one old category."


@pytest.mark.parametrize(
    ("many", "expected"), [(False, "Creates an edge."), (True, "Creates edges.")]
)
def test_a_summary_is_plural_if_the_body_is_a_list(many: bool, expected: str) -> None:
    body = Body(schema="Edge", argument="edge", many=many)
    operation = Operation(id="edges/create", tag="t", verb="POST", path="/p", body=body)
    assert prose.summarize(operation) == expected
