from __future__ import annotations

import ast
from typing import Any

from .conftest import PREFIX, contract, text_of

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": PREFIX + name}


def model(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def docstrings(schemas: dict[str, Any], **operation: Any) -> dict[str, str]:
    """The docstring of every schema that the generator makes of a contract, by its name."""
    tree = ast.parse(text_of(contract(schemas, **operation), "schemas/things.py"))
    found: dict[str, str] = {}
    for node, after in zip(tree.body, [*tree.body[1:], tree.body[-1]], strict=True):
        if isinstance(node, ast.ClassDef):
            found[node.name] = ast.get_docstring(node) or ""
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            assert isinstance(after, ast.Expr)
            assert isinstance(after.value, ast.Constant)
            found[node.target.id] = str(after.value.value)
    return found


def test_what_operations_answer_and_take() -> None:
    told = docstrings({"A": model(a=TEXT), "B": model(b=TEXT)}, body=ref("A"), answer=ref("B"))
    assert told == {"A": "Sent to `things_update`.", "B": "Answered by `things_update`."}
    many = {"type": "array", "items": ref("A")}
    told = docstrings({"A": model(a=TEXT)}, body=many, answer=many)
    assert told == {"A": "Listed by `things_update`; sent in a list to `things_update`."}


def test_what_fields_and_unions_hold() -> None:
    schemas = {
        "Either": {"oneOf": [ref("One"), ref("Other")]},
        "One": model(a=TEXT),
        "Other": model(b=TEXT),
        "Thing": model(either=ref("Either"), state=ref("State"), inner=model(a=TEXT)),
        "State": {"type": "string", "enum": ["ON", "OFF"]},
    }
    assert docstrings(schemas, requestBody=None, answer=ref("Thing")) == {
        "Thing": "Answered by `things_update`.",
        "State": "Known values of `state`.",
        "One": "A kind of `Either`.",
        "Other": "A kind of `Either`.",
        "Either": "Value of `either` in `Thing`.",
        "ThingInner": "Value of `inner` in `Thing`.",
    }


def test_of_many_places_the_first_are_told() -> None:
    held = {name: model(part=ref("Part")) for name in "ABCDE"}
    told = docstrings({"Part": model(x=TEXT), "Mine": model(own=ref("Part")), **held})
    assert told["Part"] == "Value of `part` in `A`, `B` and 3 more, and held by 2 more."


def test_what_others_are_put_together_from() -> None:
    own = model(b=TEXT)
    schemas = {
        "Base": model(a=TEXT),
        "First": {"allOf": [ref("Base"), own]},
        "Second": {"allOf": [ref("Base"), own]},
    }
    told = docstrings(schemas, body=ref("First"), answer=ref("Second"))
    assert told["Base"] == "Fields that `First` and `Second` share."


def test_what_comes_where_something_went_wrong() -> None:
    def answer(name: str) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": ref(name)}}}

    schemas = {"Fine": model(a=TEXT), "Wrong": model(code=TEXT)}
    responses = {"200": answer("Fine"), "400": answer("Wrong")}
    told = docstrings(schemas, requestBody=None, responses=responses)
    assert told["Wrong"] == "Answered where something went wrong."


def test_parameters_hold_schemas_too() -> None:
    colour = {"type": "string", "enum": ["RED", "BLUE"]}
    parameter = {"name": "shade", "in": "query", "schema": ref("Colour")}
    told = docstrings(
        {"Colour": colour, "Fine": model(a=TEXT)},
        requestBody=None,
        answer=ref("Fine"),
        parameters=[parameter],
    )
    assert told["Colour"] == "Known values of `shade`."
