"""A small contract of shops and things, and the bases that are generated from it."""

from __future__ import annotations

import ast
import tomllib
from typing import Any

from codegen.emit_bases import emit_base_files
from codegen.nouns import build_nouns
from codegen.operations import describe_operations
from codegen.schema_library import SchemaLibrary

PREFIX = "#/components/schemas/"
ID = {"type": "string", "pattern": r"^\d+$"}
STATUS = {"type": "string", "enum": ["ACTIVE", "PAUSED", "ARCHIVED"]}
THING = {
    "id": ID,
    "shop_id": ID,
    "name": {"type": "string"},
    "status": {"$ref": PREFIX + "Status"},
    "type": {"type": "string"},
    "created_time": {"type": "integer"},
    "price_in_micro_currency": {"type": "integer", "nullable": True},
    "made_at": {"type": "string", "format": "date-time"},
    "parts": {"type": "array", "items": {"$ref": PREFIX + "Part"}},
}
NEW = {
    "name": {"type": "string", "maxLength": 5},
    "status": {"$ref": PREFIX + "Status"},
    "note": {"type": "string", "nullable": True},
    "part": {"$ref": PREFIX + "Part"},
}
MODELS = """
[Thing]
module = "ads.things"
fields = "Thing"
get = "things/get"
list = { operation = "things/list", takes = "kinds, page_size, order='ASCENDING', bookmark" }
create = { operation = "things/create", takes = "name, status='ACTIVE'" }
update = "things/update"
delete = "things/delete"
"""


def object_schema(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(required)}


def request(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def answer(schema: dict[str, Any]) -> dict[str, Any]:
    return {"200": {"content": {"application/json": {"schema": schema}}}}


def ref(name: str) -> dict[str, str]:
    return {"$ref": PREFIX + name}


def parameter(name: str, where: str = "path", **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": where, "required": where == "path", "schema": schema or ID}


def contract(**changes: Any) -> dict[str, Any]:
    """A contract with the usual operations on things."""
    shop, one = parameter("shop_id"), parameter("thing_id")
    page = object_schema(
        {"items": {"type": "array", "items": ref("Thing")}, "bookmark": {"type": "string"}}
    )
    query = [
        parameter("kinds", "query", type="array", items={"type": "string"}),
        parameter("page_size", "query", type="integer", minimum=1, maximum=250),
        parameter("order", "query", type="string", enum=["ASCENDING", "DESCENDING"]),
        parameter("bookmark", "query", type="string"),
        parameter("deep", "query", type="boolean"),
    ]
    described = {
        "things/get": (
            "get",
            "/shops/{shop_id}/things/{thing_id}",
            [shop, one],
            None,
            ref("Thing"),
        ),
        "things/list": ("get", "/shops/{shop_id}/things", [shop, *query], None, page),
        "things/create": ("post", "/shops/{shop_id}/things", [shop], ref("New"), ref("Thing")),
        "things/update": (
            "patch",
            "/shops/{shop_id}/things/{thing_id}",
            [shop, one],
            object_schema(NEW),
            ref("Thing"),
        ),
        "things/delete": ("delete", "/shops/{shop_id}/things/{thing_id}", [shop, one], None, None),
        **changes,
    }
    paths: dict[str, Any] = {}
    for name, (verb, path, parameters, body, answered) in described.items():
        operation: dict[str, Any] = {"operationId": name, "tags": ["things"]}
        operation["parameters"] = parameters
        operation["responses"] = answer(answered) if answered else {"204": {}}
        if body:
            operation["requestBody"] = request(body)
        paths.setdefault(path, {})[verb] = operation
    schemas = {
        "Thing": object_schema(THING),
        "New": object_schema(NEW, "name"),
        "Part": object_schema({"a": {"type": "string"}}),
    }
    return {"paths": paths, "components": {"schemas": {**schemas, "Status": STATUS}}}


def read_nouns(models: str = MODELS, data: dict[str, Any] | None = None) -> Any:
    library = SchemaLibrary(data or contract())
    described = {item.operation.id: item for item in describe_operations(library)}
    return library, build_nouns(tomllib.loads(models), library, described)


def render_base(
    models: str = MODELS, data: dict[str, Any] | None = None, file: str = "things.py"
) -> str:
    library, found = read_nouns(models, data)
    text = emit_base_files(library, found)[file]
    ast.parse(text)
    return text


def method(text: str, name: str) -> ast.FunctionDef:
    (cls,) = [node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)]
    found = [node for node in cls.body if isinstance(node, ast.FunctionDef) and node.name == name]
    return found[0]


def signature(text: str, name: str) -> str:
    return ast.unparse(method(text, name).args)


def body(text: str, name: str) -> str:
    return ast.unparse(method(text, name).body[-1])
