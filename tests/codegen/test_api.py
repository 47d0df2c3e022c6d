from __future__ import annotations

import ast
import re
from typing import Any

import pytest

from codegen import prose
from codegen.contract import ContractError
from pinterest.operation import Body, Operation

from .conftest import PREFIX, contract, rendered, text_of

THING = {"Thing": {"type": "object", "properties": {"a": {"type": "string"}}}}
REF = {"$ref": PREFIX + "Thing"}
TEXT = {"type": "string"}
ID = {
    "name": "thing_id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": r"^\d+$"},
}


def method(data: dict[str, Any]) -> ast.FunctionDef:
    """The method that the generator makes of the only operation of a contract."""
    tree = ast.parse(text_of(data, "api/things.py"))
    (found,) = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    return found


def signature(data: dict[str, Any]) -> str:
    found = method(data)
    assert found.returns is not None
    return f"({ast.unparse(found.args)}) -> {ast.unparse(found.returns)}"


def query(schema: dict[str, Any], **rest: Any) -> dict[str, Any]:
    style = {"style": "deepObject"} if schema.get("type") == "object" else {}
    return contract(
        {**THING, "Colour": {"type": "string", "enum": ["RED", "BLUE"]}},
        requestBody=None,
        answer=REF,
        parameters=[{"name": "x", "in": "query", "schema": schema, **style, **rest}],
    )


def test_required_first_then_by_keyword_only() -> None:
    data = contract(THING, body=REF, answer=REF, parameters=[ID])
    assert signature(data) == (
        "(self, thing_id: str | int, thing: Thing | Mapping[str, object], *, timeout: Timeout=None)"
        " -> Thing"
    )
    data["paths"]["/things/{thing_id}"]["patch"]["requestBody"]["required"] = False
    assert "*, thing: Thing | Mapping[str, object] | None=None, timeout" in signature(data)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "integer"}, "int"),
        ({"type": "boolean"}, "bool"),
        ({"type": "number"}, "float"),
        ({"type": "string", "enum": ["A", "B"]}, "Literal['A', 'B'] | OpenEnum"),
        ({"type": "integer", "enum": [0, 1]}, "Literal[0, 1]"),
        ({"$ref": PREFIX + "Colour"}, "Colour | Literal['RED', 'BLUE']"),
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
    assert f"x: {expected} | None=None" in signature(query(schema))


def test_very_many_values_get_a_name_once_a_module() -> None:
    values = [f"C{n}" for n in range(70)]
    data = query({"$ref": PREFIX + "Colour"})
    data["components"]["schemas"]["Colour"]["enum"] = values
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
    text = text_of(data, "api/things.py")
    assert text.count("C35") == 2
    assert (
        text.index("_X: TypeAlias = Literal[") < text.index("_X_: TypeAlias") < text.index("else:")
    )
    assert "x: _X_ | OpenEnum | None = None" in text
    assert "x: Colour | _X | None = None, y: Sequence[_X | OpenEnum] | None = None" in text


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
def test_types_of_answers(responses: dict[str, Any], expected: str) -> None:
    assert signature(contract(THING, responses=responses)).endswith(f" -> {expected}")


def test_pages() -> None:
    properties = {"bookmark": {"type": "string"}, "items": {"type": "array", "items": REF}}
    data = contract(THING, answer={"type": "object", "properties": properties})
    assert signature(data).endswith(" -> Paginated[Thing]")


def test_docstrings_tell_what_matters_of_an_operation() -> None:
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
    text = ast.get_docstring(method(data)) or ""
    told = [
        ":calls: `PATCH /things/{thing_id}`",
        "`ads:read`",
        "Deprecated by Pinterest",
        "Legacy",
        "version 5.28.0",
        "hosted sandbox does not serve it",
        "Quota: unknown",
        "thing_id:",
        "old: Old. The published description has dropped it",
        "Returns:",
        "Raises:",
    ]
    assert [part for part in told if part not in " ".join(text.split())] == []


def test_what_signs_an_operation_without_scopes_is_told() -> None:
    text = ast.get_docstring(method(contract(THING, security=[{"basic": []}]))) or ""
    assert "Signed by: `basic`" in text


def test_a_users_token_signs_where_scopes_are_unknown_too() -> None:
    security: list[dict[str, list[str]]] = [{"pinterest_oauth2": []}, {"client_credentials": []}]
    text = ast.get_docstring(method(contract(THING, security=security))) or ""
    assert "Scopes: unknown." in text
    assert "Signed by" not in text
    assert "Unauthorized:" in text
    assert "Forbidden:" in text


def test_two_parameters_with_one_name_in_python_are_refused() -> None:
    node = {"name": "timeout", "in": "query", "schema": {"type": "integer"}}
    with pytest.raises(ContractError, match="things/update: two parameters"):
        text_of(contract(THING, parameters=[node]), "api/things.py")


def said(part: str, **operation: Any) -> str:
    """A section of the docstring of the only operation of a contract, on one line."""
    data = contract(THING, **{"parameters": [ID], **operation})
    text = ast.get_docstring(method(data)) or ""
    section = text.split(f"{part}:\n")[1].split("\n\n")[0]
    return " ".join(section.split())


def test_errors_are_those_that_the_operation_can_end_in() -> None:
    refused = "ValidationError: A value is missing, unknown or not allowed; nothing was sent."
    lost = "OutcomeUnknown: No answer came; look whether it was done before you repeat it."
    other = "ApiException: The API refused for another reason."
    missing = "NotFound: No such thing is visible to the token's user."
    limited = "RateLimited: The quota is used up; `retry_after` tells for how long."
    assert said("Raises") == f"{refused} {missing} {limited} {lost} {other}"
    everything: dict[str, Any] = {
        "x-sandbox": "disabled",
        "x-ratelimit-category": "ads_write",
        "x-repeatable": "an update",
        "security": [{"pinterest_oauth2": ["ads:write"]}],
        "responses": {"200": {}, "409": {}, "422": {}},
    }
    told = said("Raises", **everything)
    assert re.findall(r"(\w+): [A-Z]", told) == [
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
    assert "hosted sandbox" in told
    assert "The quota `ads_write` is used up" in told
    assert "`app_id`" in said("Raises", security=[{"basic": []}])


def answered(schema: dict[str, Any], **operation: Any) -> str:
    content = {"application/json": {"schema": schema}}
    return said("Returns", responses={"200": {"content": content}}, **operation)


def results(**properties: Any) -> dict[str, Any]:
    item = {"type": "object", "properties": properties}
    items = {"type": "array", "items": item}
    return {"type": "object", "properties": {"items": items}}


def test_answers_say_what_they_are() -> None:
    text, other = {"type": "string"}, {"type": "integer"}
    several = {"type": "object", "properties": {"a": text, "b": text}}
    many = {"type": "object", "properties": dict.fromkeys("abcdefgh", text)}
    assert answered(REF) == "`a`."
    assert answered(several) == "The thing as it is now."
    assert answered(several, operationId="things/list") == "`a` and `b`."
    assert answered(many, operationId="things/list") == "`a`, `b`, `c`, `d`, `e` and 3 more."
    assert answered({"type": "array", "items": REF}) == "A list of what was written."
    assert answered(results(data=REF, exceptions=text)) == (
        "`items`: for each sent, in that order, `data`, or `exceptions` where it failed."
    )
    assert answered(results(a=text, b=other)) == "`items`: one for each sent."
    page = results(a=text)
    page["properties"]["bookmark"] = text
    assert answered(page) == "A page of them; `iter_all()` and `iter_pages()` read on."
    assert said("Returns", responses={"204": {}}) == "Nothing."


def test_an_answer_that_may_be_none_says_so() -> None:
    content = {"application/json": {"schema": REF}}
    told = said("Returns", responses={"200": {"content": content}, "204": {}})
    assert told == "`a`. None where the API answers with no content."


def sent(schema: dict[str, Any], **schemas: Any) -> str:
    text = ast.get_docstring(method(contract({**THING, **schemas}, body=schema))) or ""
    entry = text.split("Args:\n")[1].split("    timeout:")[0]
    return " ".join(entry.split()).partition(": ")[2]


def test_bodies_say_what_is_required() -> None:
    fields: dict[str, Any] = {name: {"type": "string"} for name in "abc"}
    fields["set"] = {"type": "string", "readOnly": True}
    one = {"One": {"type": "object", "required": ["b"], "properties": fields}}
    reference = {"$ref": PREFIX + "One"}
    told = "or a mapping of its fields. Required: `b`. Optional: `a` and `c`."
    assert sent(reference, **one) == f"Either `One` {told}"
    several = {"type": "array", "items": reference, "minItems": 1, "maxItems": 30}
    assert sent(several, **one).startswith("List of 1 to 30 `One`, or mappings of its fields.")
    assert sent(REF) == "Either `Thing` or a mapping of its fields. Fields: `a`."
    either = {"oneOf": [REF, reference]}
    assert sent(either, **one) == "One of `Thing` and `One`, or a mapping of its fields."


@pytest.mark.parametrize(
    ("operation_id", "expected"),
    [
        ("ad_groups/list", "Lists ad groups."),
        ("get/widgets", "Reads widgets."),
        ("widgets/analytics", "Reads widgets analytics."),
        ("msot_widgets/create", "Creates MSOT widgets."),
    ],
)
def test_summaries_by_rule(operation_id: str, expected: str) -> None:
    operation = Operation(id=operation_id, tag="t", verb="GET", path="/p")
    assert prose.summary(operation) == expected


def test_a_summary_speaks_of_one_where_the_path_leads_to_one() -> None:
    operation = Operation(id="old_categories/get", tag="t", verb="GET", path="/p/{id}")
    assert prose.summary(operation) == "Reads one old category."


@pytest.mark.parametrize(
    ("many", "expected"), [(False, "Creates an edge."), (True, "Creates edges.")]
)
def test_a_summary_speaks_of_as_many_as_the_body_holds(many: bool, expected: str) -> None:
    body = Body(schema="Edge", argument="edge", many=many)
    operation = Operation(id="edges/create", tag="t", verb="POST", path="/p", body=body)
    assert prose.summary(operation) == expected


def test_fields_are_annotations_and_nothing_else() -> None:
    properties = {
        "id": {"type": "string", "pattern": r"^\d+$"},
        "created_time": {"type": "integer"},
        "parts": {"type": "array", "items": REF},
        "day": {"type": "string", "format": "date"},
        "either": {"anyOf": [{"type": "string"}, {"type": "number"}]},
        "map": {"type": "object", "additionalProperties": {"type": "integer"}},
        "one": {"type": "string", "enum": ["A"]},
    }
    data = contract({**THING, "Rich": {"type": "object", "properties": properties}})
    text = rendered(data, {"tags": ["*"]}, {"things": ["Rich"]})["pinterest/fields/things.py"]
    tree = ast.parse(text)
    (cls,) = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert cls.name == "RichFields"
    assert [ast.unparse(node) for node in cls.body if isinstance(node, ast.AnnAssign)] == [
        "id: str | None",
        "created_time: int | None",
        "parts: list[Thing] | None",
        "day: datetime.date | None",
        "either: str | float | None",
        "map: dict[str, int] | None",
        "one: Literal['A'] | None",
    ]
    assert "Unix seconds" in text


def test_fields_of_what_is_no_object_are_refused() -> None:
    with pytest.raises(ContractError, match="fields of Gone"):
        rendered(contract(THING), {"tags": ["*"]}, {"things": ["Gone"]})
