"""The docstrings of schemas: which operations and fields use them."""

from __future__ import annotations

import ast
from typing import Any

from .conftest import PREFIX, contract, generate_file

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": PREFIX + name}


def build_model(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def render_docstrings(schemas: dict[str, Any], **operation: Any) -> dict[str, str]:
    """Returns the docstring of each schema generated from a contract, by name."""
    tree = ast.parse(generate_file(contract(schemas, **operation), "schemas/things.py"))
    found: dict[str, str] = {}
    for node, after in zip(tree.body, [*tree.body[1:], tree.body[-1]], strict=True):
        if isinstance(node, ast.ClassDef):
            found[node.name] = ast.get_docstring(node) or ""
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            assert isinstance(after, ast.Expr)
            assert isinstance(after.value, ast.Constant)
            found[node.target.id] = str(after.value.value)
    return found


def test_operations_that_return_or_accept_a_schema() -> None:
    texts = render_docstrings(
        {"A": build_model(a=TEXT), "B": build_model(b=TEXT)}, body=ref("A"), answer=ref("B")
    )
    assert texts == {"A": "Request body of `things_update`.", "B": "Returned by `things_update`."}
    many = {"type": "array", "items": ref("A")}
    texts = render_docstrings({"A": build_model(a=TEXT)}, body=many, answer=many)
    assert texts == {
        "A": "Item in the request body of `things_update`. Returned by `things_update`."
    }


def test_fields_and_unions_that_contain_a_schema() -> None:
    schemas = {
        "Either": {"oneOf": [ref("One"), ref("Other")]},
        "One": build_model(a=TEXT),
        "Other": build_model(b=TEXT),
        "Thing": build_model(either=ref("Either"), state=ref("State"), inner=build_model(a=TEXT)),
        "State": {"type": "string", "enum": ["ON", "OFF"]},
    }
    assert render_docstrings(schemas, requestBody=None, answer=ref("Thing")) == {
        "Thing": "Returned by `things_update`.",
        "State": "Known values of the field `Thing.state`.",
        "One": "One of the types in the union `Either`.",
        "Other": "One of the types in the union `Either`.",
        "Either": "Type of the field `Thing.either`.",
        "ThingInner": "Type of the field `Thing.inner`.",
    }


def test_of_many_fields_only_the_first_are_named() -> None:
    holders = {name: build_model(part=ref("Part")) for name in "ABCDE"}
    texts = render_docstrings(
        {"Part": build_model(x=TEXT), "Mine": build_model(own=ref("Part")), **holders}
    )
    assert texts["Part"] == "Type of the fields `A.part`, `B.part` and 5 more."


def test_schemas_that_include_a_schema() -> None:
    own = build_model(b=TEXT)
    schemas = {
        "Base": build_model(a=TEXT),
        "First": {"allOf": [ref("Base"), own]},
        "Second": {"allOf": [ref("Base"), own]},
    }
    texts = render_docstrings(schemas, body=ref("First"), answer=ref("Second"))
    assert texts["Base"] == "Fields that the schemas `First` and `Second` have in common."


def test_schemas_of_error_responses() -> None:
    def build_response(name: str) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": ref(name)}}}

    schemas = {"Fine": build_model(a=TEXT), "Wrong": build_model(code=TEXT)}
    responses = {"200": build_response("Fine"), "400": build_response("Wrong")}
    texts = render_docstrings(schemas, requestBody=None, responses=responses)
    assert texts["Wrong"] == "Body of error responses."


def test_parameters_that_use_a_schema() -> None:
    color = {"type": "string", "enum": ["RED", "BLUE"]}
    parameter = {"name": "shade", "in": "query", "schema": ref("Color")}
    texts = render_docstrings(
        {"Color": color, "Fine": build_model(a=TEXT)},
        requestBody=None,
        answer=ref("Fine"),
        parameters=[parameter],
    )
    assert texts["Color"] == "Known values of the parameter `shade`."
